"""Two services and a cron loop on one SQLite file for simulated days: every digest once, every letter once, no trouble shown."""

import os
import signal
import socket
import sqlite3
import subprocess
import sys
import time
from collections import Counter
from collections.abc import Iterator
from contextlib import closing, contextmanager
from datetime import timedelta
from email import message_from_bytes
from pathlib import Path
from typing import Any

from aiosmtpd.controller import Controller

from tests.press import MORNING, Item, Press, rss, running_press, write_newsfile

SPEED = 7200  # two simulated hours a second
HOURS = 42
RECIPIENTS = ("press@example.org", "policy@example.org", "ceo@example.org")


class Sink:
    """Counts the letters by Message-ID and recipient."""

    def __init__(self) -> None:
        self.letters: Counter[tuple[str, str]] = Counter()

    async def handle_DATA(self, _server: Any, _session: Any, envelope: Any) -> str:  # noqa: N802 - aiosmtpd's name
        message = message_from_bytes(envelope.content)
        for recipient in envelope.rcpt_tos:
            self.letters[(str(message["Message-ID"]), recipient)] += 1
        return "250 taken"


@contextmanager
def smtp_sink() -> Iterator[tuple[Sink, int]]:
    sink = Sink()
    with closing(socket.create_server(("127.0.0.1", 0))) as probe:  # the controller cannot choose a port itself
        port = probe.getsockname()[1]
    controller = Controller(sink, hostname="127.0.0.1", port=port)
    controller.start()
    try:
        yield sink, port
    finally:
        controller.stop()


def start(folder: Path, port: int, *arguments: str) -> subprocess.Popen[bytes]:
    environment = {
        **os.environ,
        "AGGREGATOR_CONFIG": str(folder / "feeds.yaml"),
        "AGGREGATOR_DATABASE_URL": f"sqlite:///{folder / 'news.sqlite3'}",
        "AGGREGATOR_SMTP_URL": f"smtp://127.0.0.1:{port}",
        "AGGREGATOR_MAIL_FROM": "아침 브리핑 <briefing@example.org>",
        "AGGREGATOR_LOG": "json",
    }
    command = [sys.executable, "-m", "aggregator", "run", *arguments]
    return subprocess.Popen(command, env=environment, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE)


def news(press: Press, hour: int) -> None:
    """The lists turn over slowly: each hour one entry comes, the oldest of thirty goes."""
    items = [
        Item(f"네이버, {n}번째 소버린 AI 소식", f"http://press.example/news/{n}", at=MORNING + timedelta(hours=n))
        for n in range(hour, hour - 30, -1)
    ]
    press.bodies = {"/hanbit/all.xml": rss(*items), "/hanbit/it.xml": rss(*items[:10]), "/narae.xml": rss(*items)}


def test_every_digest_and_every_letter_exactly_once(tmp_path: Path) -> None:
    with running_press() as press, smtp_sink() as (sink, port):
        path = write_newsfile(tmp_path, press)
        recipients = "".join(f"      - {address}\n" for address in RECIPIENTS)
        path.write_text(path.read_text("utf-8").replace("    recipients:\n", "    recipients:\n" + recipients), "utf-8")
        news(press, 0)
        begin = time.monotonic()
        services = [start(tmp_path, port, "--now", MORNING.isoformat(), "--speed", str(SPEED)) for _ in range(2)]
        errors = b""
        while (hour := (time.monotonic() - begin) * SPEED / 3600) < HOURS:
            news(press, int(hour))
            cron = start(tmp_path, port, "--once", "--now", (MORNING + timedelta(hours=hour)).isoformat())
            errors += cron.communicate(timeout=60)[1]
            assert cron.returncode in (0, 4, 5), errors.decode()
        for service in services:
            service.send_signal(signal.SIGTERM)
        for service in services:
            errors += service.communicate(timeout=30)[1]
            assert service.returncode == 0
        last = start(tmp_path, port, "--once", "--now", (MORNING + timedelta(hours=HOURS + 12)).isoformat())
        errors += last.communicate(timeout=60)[1]
    with closing(sqlite3.connect(tmp_path / "news.sqlite3")) as connection:
        issues = [row[0] for row in connection.execute("SELECT issue_date FROM editions ORDER BY issue_date")]
        letters = connection.execute("SELECT state, count(*) FROM letters GROUP BY state").fetchall()
        keys = connection.execute("SELECT count(*), count(DISTINCT outlet || key) FROM entries").fetchone()
    assert b"locked" not in errors
    assert b"Traceback" not in errors, errors.decode()[-3000:]
    assert len(issues) == len(set(issues)) >= 2
    assert letters == [("sent", len(issues) * (len(RECIPIENTS) + 1))]
    assert set(sink.letters.values()) == {1}
    assert len(sink.letters) == len(issues) * len(RECIPIENTS)
    assert keys[0] == keys[1]

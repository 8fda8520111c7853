"""kill -9 at random moments of polling, publishing and delivering: nothing is lost, nothing doubled, the file is whole."""

import os
import random
import sqlite3
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import closing
from datetime import timedelta
from pathlib import Path

import pytest

from tests.press import MORNING, Item, Press, rss, running_press, write_newsfile

KILLS = int(os.environ.get("AGGREGATOR_TEST_KILLS", "8"))  # 50 were tried before release; a few keep the suite short
ITEMS = 60


@pytest.fixture
def press() -> Iterator[Press]:
    with running_press() as running:
        items = [
            Item(f"네이버, {n}번째 소버린 AI 소식", f"http://press.example/news/{n}", f"본문 {n}") for n in range(ITEMS)
        ]
        running.bodies = {
            "/hanbit/all.xml": rss(*items),
            "/hanbit/it.xml": rss(*items[:20]),
            "/narae.xml": rss(*[Item(f"나래 {item.title}", item.url + "/n") for item in items]),
        }
        yield running


def start(folder: Path, now: str) -> subprocess.Popen[bytes]:
    arguments = ["run", "--once", "--now", now, "-c", str(folder / "feeds.yaml")]
    return subprocess.Popen(
        [sys.executable, "-m", "aggregator", *arguments, "--database", f"sqlite:///{folder / 'news.sqlite3'}"],
        stdout=subprocess.DEVNULL,
        stderr=subprocess.PIPE,
    )


def test_killed_anywhere_and_started_again_it_ends_as_if_never_killed(press: Press, tmp_path: Path) -> None:
    write_newsfile(tmp_path, press)
    chance = random.Random(20260701)
    evening = MORNING - timedelta(hours=12)
    subprocess.run(
        [sys.executable, "-m", "aggregator", "db", "upgrade", "--database", f"sqlite:///{tmp_path / 'news.sqlite3'}"],
        check=True,
        stdout=subprocess.DEVNULL,
    )
    for kill in range(KILLS):
        now = evening + timedelta(hours=24 * kill / KILLS)
        process = start(tmp_path, now.isoformat())
        time.sleep(chance.uniform(0.3, 2.5))
        process.kill()
        process.communicate()
        assert integrity(tmp_path) == "ok"
    for hours in (24, 48):
        last = start(tmp_path, (evening + timedelta(hours=hours)).isoformat())
        _, errors = last.communicate(timeout=120)
        assert last.returncode == 0, errors.decode()
    with closing(sqlite3.connect(tmp_path / "news.sqlite3")) as connection:
        counts = dict(connection.execute("SELECT outlet, count(*) FROM entries GROUP BY outlet").fetchall())
        states = connection.execute("SELECT state, count(*) FROM letters GROUP BY state").fetchall()
        editions = connection.execute("SELECT count(*), count(DISTINCT issue_date) FROM editions").fetchone()
        clipped = connection.execute("SELECT count(*) FROM clippings").fetchone()[0]
    assert counts == {"한빛일보": ITEMS, "나래통신": ITEMS}
    assert clipped == 2 * 2 * ITEMS
    assert {state for state, _ in states} == {"sent"}
    assert editions[0] == editions[1] > 0
    assert len(list((tmp_path / "letters").glob("*.eml"))) == sum(count for _, count in states)
    assert integrity(tmp_path) == "ok"


def integrity(folder: Path) -> str:
    with closing(sqlite3.connect(folder / "news.sqlite3")) as connection:
        return str(connection.execute("PRAGMA integrity_check").fetchone()[0])

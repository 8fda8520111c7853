"""init, schema, import, export, crontab and check, as people start them."""

import json
import socket
import sqlite3
import subprocess
import sys
import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import pytest
from aiosmtpd.controller import Controller
from click.testing import CliRunner, Result

from aggregator.cli import group
from aggregator.config.feedsfile import read_newsfile
from aggregator.errors import ConfigError
from aggregator.resources import resource_dir

FEED = (
    '<?xml version="1.0" encoding="euc-kr"?><rss version="2.0"><channel><title>가</title><item><title>똠양꿍 값 오른다</title>'
    "<link>http://press.example/1</link><pubDate>Wed, 01 Jul 2026 07:00:00 +0900</pubDate></item></channel></rss>"
).encode("cp949")
LIST = """<opml version="2.0"><body><outline text="한빛일보">
<outline text="한빛일보 정치" xmlUrl="http://127.0.0.1:{port}/feed"/></outline></body></opml>"""


class _Handler(BaseHTTPRequestHandler):
    def do_GET(self) -> None:
        port = self.server.server_address[1]
        body = {"/feed": FEED, "/opml": LIST.format(port=port).encode()}.get(self.path)
        self.send_response(404 if body is None else 200)
        self.send_header("Content-Type", "application/xml")
        self.end_headers()
        self.wfile.write(body or b"")

    def log_message(self, *_: object) -> None:
        """Quiet."""


@pytest.fixture
def press() -> Iterator[str]:
    server = ThreadingHTTPServer(("127.0.0.1", 0), _Handler)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield f"http://127.0.0.1:{server.server_address[1]}"
    server.shutdown()
    server.server_close()


@pytest.fixture
def here(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    return tmp_path


def run(*arguments: str) -> Result:
    return CliRunner().invoke(group, arguments, catch_exceptions=True)


def configure(press: str, here: Path, *paths: str, rest: str = "") -> None:
    feeds = ", ".join(f"{press}{path}" for path in paths)
    (here / "feeds.yaml").write_text(
        f"outlets: [{{name: 한빛일보, feeds: [{feeds}]}}]\npolling: {{allow_hosts: [127.0.0.1], host_spacing: 1s}}\n{rest}",
        encoding="utf-8",
    )


def test_init_writes_a_valid_file_once(here: Path) -> None:
    assert run("init").exit_code == 0
    assert (here / "feeds.yaml").read_text("utf-8") == resource_dir("feeds.yaml").read_text("utf-8")
    assert json.loads((here / "feeds.schema.json").read_text("utf-8"))["title"] == "feeds.yaml"
    read_newsfile(Path("feeds.yaml"))
    (here / "feeds.yaml").write_text("mine")
    again = run("init")
    assert isinstance(again.exception, ConfigError)
    assert (here / "feeds.yaml").read_text() == "mine"
    assert run("init", "--force").exit_code == 0
    assert (here / "feeds.yaml").read_text("utf-8") != "mine"


def test_the_first_line_of_the_file_names_the_schema_that_init_writes(here: Path) -> None:
    run("init", "news/feeds.yaml")
    first = (here / "news/feeds.yaml").read_text("utf-8").splitlines()[0]
    name = first.partition("$schema=")[2]
    assert (here / "news" / name).exists()


def test_schema_prints_json(here: Path) -> None:
    assert json.loads(run("schema").output)["required"] == ["outlets"]
    assert run("schema", "-o", "s.json").exit_code == 0
    assert json.loads((here / "s.json").read_text("utf-8")) == json.loads(run("schema").output)


def test_import_makes_a_valid_file_from_an_address(press: str, here: Path) -> None:
    refused = run("import", f"{press}/opml")
    assert refused.exit_code != 0, "loopback is private"
    result = run("import", f"{press}/opml", "--allow-host", "127.0.0.1", "--json")
    assert [feed["outlet"] for feed in json.loads(result.output)["added"]] == ["한빛일보"]
    file = read_newsfile(here / "feeds.yaml")
    assert file.polling.allow_hosts == ("127.0.0.1",)
    assert file.outlets[0].feeds[0].section == "정치"
    before = (here / "feeds.yaml").read_bytes()
    assert "0 feeds" in run("import", f"{press}/opml", "--allow-host", "127.0.0.1").output
    assert (here / "feeds.yaml").read_bytes() == before


def test_import_does_not_touch_a_file_with_mistakes(here: Path) -> None:
    (here / "feeds.yaml").write_text("outlets: []\n")
    (here / "list.opml").write_text(LIST.format(port=1), encoding="utf-8")
    assert isinstance(run("import", "list.opml").exception, ConfigError)
    assert (here / "feeds.yaml").read_text() == "outlets: []\n"


def test_import_keeps_windows_line_ends_and_the_byte_order_mark(here: Path) -> None:
    before = b"\xef\xbb\xbf" + "outlets:\r\n  - name: 가\r\n    feeds: [https://a.kr/1]\r\n".encode()
    (here / "feeds.yaml").write_bytes(before)
    (here / "list.opml").write_text(LIST.format(port=1), encoding="utf-8")
    assert run("import", "list.opml").exit_code == 0
    after = (here / "feeds.yaml").read_bytes()
    assert after.startswith(before)
    assert after.count(b"\n") == after.count(b"\r\n")
    assert len(read_newsfile(here / "feeds.yaml").outlets) == 2


def test_import_dry_run_writes_nothing(here: Path) -> None:
    (here / "list.opml").write_text(LIST.format(port=1), encoding="utf-8")
    assert "would add 1" in run("import", "list.opml", "--dry-run").output
    assert not (here / "feeds.yaml").exists()


def test_export_reads_back(here: Path) -> None:
    run("init")
    run("export", "-o", "out.opml")
    assert run("import", "out.opml", "-o", "again.yaml").exit_code == 0
    first, second = read_newsfile(here / "feeds.yaml"), read_newsfile(here / "again.yaml")
    assert [f.url for o in first.outlets for f in o.feeds] == [f.url for o in second.outlets for f in o.feeds]


def test_crontab_names_full_paths_and_escapes_them(here: Path) -> None:
    output = run("crontab", "-c", "a b/50%.yaml").output
    program = str(Path(sys.executable).parent)
    assert "*/10 * * * *" in output
    assert f"{program}/aggregator run --once" in output
    assert f"'{here}/a b/50\\%.yaml'" in output, "cron ends a line at a bare %"
    assert f'-c "{here}/a b/50%%.yaml"' in output, "systemd substitutes after a bare %"
    assert run("crontab", "cron").output.count("[Unit]") == 0


def test_check_says_what_each_feed_answered(press: str, here: Path) -> None:
    configure(press, here, "/feed", "/absent")
    result = run("check", "--json")
    report = json.loads(result.output)
    assert result.exit_code == 4
    good, bad = report["feeds"]
    assert (good["ok"], good["entries"], good["newest"]) == (True, 1, "2026-06-30T22:00:00+00:00")
    assert (bad["ok"], bad["failure"]) == (False, "not_found")
    assert "404" in run("check").output


def test_check_stores_no_entry(press: str, here: Path) -> None:
    configure(press, here, "/feed")
    assert run("check").exit_code == 0
    connection = sqlite3.connect(here / "aggregator.sqlite3")
    assert connection.execute("select count(*) from entries").fetchone() == (0,)
    connection.close()


def test_check_offline_asks_nobody(here: Path) -> None:
    configure("http://127.0.0.1:9", here, "/feed")
    assert run("check", "--offline").exit_code == 0


def test_check_shakes_hands_with_the_mail_server(press: str, here: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    letters: list[object] = []

    class Sink:
        async def handle_DATA(self, server: object, session: object, envelope: object) -> str:  # noqa: N802 - aiosmtpd's name
            letters.append(envelope)
            return "250 OK"

    rest = "watchlists: [{name: 나, any: [나]}]\ndigests: [{name: 라, at: 07:00, recipients: [a@example.org]}]\n"
    configure(press, here, "/feed", rest=rest)
    assert run("check").exit_code == 5, "somebody wants mail, and no server is configured"
    monkeypatch.setenv("AGGREGATOR_MAIL_FROM", "desk@example.org")
    with socket.create_server(("127.0.0.1", 0)) as probe:
        port = probe.getsockname()[1]
    sink = Controller(Sink(), hostname="127.0.0.1", port=port)
    sink.start()
    try:
        monkeypatch.setenv("AGGREGATOR_SMTP_URL", f"smtp://127.0.0.1:{port}")
        assert run("check").exit_code == 0
        assert letters == [], "nothing is sent"
    finally:
        sink.stop()
    assert run("check").exit_code == 5, "and now it is gone"


def test_ten_mistakes_end_with_code_2_and_no_database(here: Path) -> None:
    from tests.config.test_feedsfile import TEN_MISTAKES

    (here / "feeds.yaml").write_text(TEN_MISTAKES, encoding="utf-8")
    done = subprocess.run(
        [sys.executable, "-m", "aggregator", "check"], capture_output=True, text=True, cwd=here, check=False
    )
    assert done.returncode == 2
    assert sum(line.startswith("feeds.yaml:") for line in done.stderr.splitlines()) == 10
    assert "Traceback" not in done.stderr
    assert [path.name for path in here.iterdir()] == ["feeds.yaml"]

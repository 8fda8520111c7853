"""A press on loopback for tests: feeds that can change between polls, answer 304, or fail; and newsrooms that read them."""

import hashlib
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from email.utils import format_datetime
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from xml.sax.saxutils import escape

from aggregator.clock import Clock
from aggregator.config.settings import read_settings
from aggregator.newsroom import Newsroom

MORNING = datetime(2026, 7, 1, 6, 0, tzinfo=UTC)


@dataclass(frozen=True)
class Item:
    """One item of a feed; the URL is its guid unless another is given."""

    title: str
    url: str
    text: str = ""
    at: datetime | None = MORNING - timedelta(hours=1)
    guid: str | None = None


def rss(*items: Item, title: str = "한빛일보") -> bytes:
    rows = "".join(
        f"<item><title>{escape(item.title)}</title><link>{escape(item.url)}</link><guid>{escape(item.guid or item.url)}</guid>"
        + (f"<pubDate>{format_datetime(item.at)}</pubDate>" if item.at else "")
        + f"<description>{escape(item.text)}</description></item>"
        for item in items
    )
    head = f'<?xml version="1.0" encoding="utf-8"?><rss version="2.0"><channel><title>{title}</title>'
    return f"{head}<link>http://press.example/</link><description/>{rows}</channel></rss>".encode()


class Press(ThreadingHTTPServer):
    """Serves `bodies` by path; an int instead of bytes is an error status. Remembers every request's path and status."""

    daemon_threads = True

    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), _Handler)
        self.bodies: dict[str, bytes | int] = {}
        self.types: dict[str, str] = {}  # Content-Type by path, where it is not a feed
        self.requests: list[tuple[str, int]] = []

    def url(self, path: str) -> str:
        return f"http://127.0.0.1:{self.server_address[1]}{path}"


class _Handler(BaseHTTPRequestHandler):
    server: Press

    def do_GET(self) -> None:
        body = self.server.bodies.get(self.path, 404)
        etag = f'"{hashlib.sha256(body).hexdigest()[:16]}"' if isinstance(body, bytes) else ""
        status = body if isinstance(body, int) else 304 if self.headers.get("If-None-Match") == etag else 200
        self.server.requests.append((self.path, status))
        content = body if isinstance(body, bytes) and status == 200 else b""
        self.send_response(status)
        if etag:
            self.send_header("ETag", etag)
        self.send_header("Content-Type", self.server.types.get(self.path, "application/rss+xml"))
        if status != 304:
            self.send_header("Content-Length", str(len(content)))
        self.end_headers()
        self.wfile.write(content)

    def log_message(self, *_: object) -> None:
        """Quiet."""


@contextmanager
def running_press() -> Iterator[Press]:
    press = Press()
    thread = threading.Thread(target=press.serve_forever, args=(0.05,))
    thread.start()
    try:
        yield press
    finally:
        press.shutdown()
        thread.join()
        press.server_close()


NEWSFILE = """\
outlets:
  - name: 한빛일보
    type: 종합지
    feeds:
      - {{url: "{base}/hanbit/all.xml"}}
      - {{url: "{base}/hanbit/it.xml", section: IT}}
  - name: 나래통신
    type: 통신
    feeds: ["{base}/narae.xml"]
watchlists:
  - name: 네이버
    section: 자사
    any: [네이버]
  - name: 소버린 AI
    section: 업계
    any: [소버린 AI]
digests:
  - name: 아침 브리핑
    at: "07:30"
    timezone: Asia/Seoul
    recipients:
      - {{directory: "{letters}"}}
polling:
  allow_hosts: [127.0.0.1]
  host_spacing: 0s
  deadline: 5s
"""


def write_newsfile(folder: Path, press: Press) -> Path:
    """A feeds.yaml for the press, with letters that go into a folder."""
    path = folder / "feeds.yaml"
    path.write_text(NEWSFILE.format(base=press.url(""), letters=folder / "letters"), "utf-8")
    return path


@contextmanager
def opened_newsroom(folder: Path, press: Press, now: datetime = MORNING) -> Iterator[Newsroom]:
    """A newsroom on SQLite in `folder` whose clock stands at `now`."""
    path = folder / "feeds.yaml"
    settings = read_settings(
        config=path if path.exists() else write_newsfile(folder, press),
        database_url=f"sqlite:///{folder / 'news.sqlite3'}",
    )
    newsroom = Newsroom.open(settings, Clock(now, speed=0))
    try:
        yield newsroom
    finally:
        newsroom.close()

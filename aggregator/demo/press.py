"""Serves the fictional outlets over HTTP on loopback, one port each, as they stand at a simulated time."""

import hashlib
import threading
from collections.abc import Iterator, Sequence
from contextlib import ExitStack, contextmanager
from datetime import datetime
from email.utils import format_datetime
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from urllib.parse import quote, unquote

from aggregator.demo.feedform import print_feed, print_page
from aggregator.demo.news import Article, read_articles
from aggregator.demo.outlets import OUTLETS, PressOutlet


class OutletServer(ThreadingHTTPServer):
    """One outlet's web server. `now` is the simulated time at which it is read."""

    daemon_threads = True

    def __init__(self, outlet: PressOutlet, articles: Sequence[Article], now: datetime) -> None:
        super().__init__(("127.0.0.1", 0), _Handler)
        self.outlet = outlet
        self.articles = {article.number: article for article in articles}
        self.now = now

    @property
    def base(self) -> str:
        return f"http://127.0.0.1:{self.server_address[1]}"

    def feed_urls(self) -> tuple[tuple[str | None, str], ...]:
        """(section, address) of each feed; section None is the feed of everything."""
        sections = (None, *self.outlet.feeds)
        return tuple((section, f"{self.base}/rss/{quote(section or 'all')}.xml") for section in sections)

    def answer(self, path: str) -> tuple[int, str, bytes]:
        """Status, content type and body for a path."""
        if path == "/robots.txt":
            return 200, "text/plain", b"User-agent: *\nDisallow: /login\n"
        if path.startswith("/n/") and path[3:].isdigit() and (article := self._published(int(path[3:]))):
            return 200, "text/html; charset=utf-8", print_page(article, self.now)
        section = unquote(path.removeprefix("/rss/").removesuffix(".xml"))
        if not path.startswith("/rss/") or section not in ("all", *self.outlet.feeds):
            return 404, "text/plain", b"not here"
        if self.outlet.failing_after is not None and self.now >= self.outlet.failing_after:
            return 500, "text/html", b"<h1>Internal Server Error</h1>"
        wanted = None if section == "all" else section
        listed = [a for a in reversed(self.articles.values()) if a.at <= self.now and wanted in (None, a.section)]
        body = print_feed(self.outlet, wanted, listed[: self.outlet.window], self.now, self.base)
        return 200, "application/rss+xml", body

    def _published(self, number: int) -> Article | None:
        article = self.articles.get(number)
        return article if article is not None and article.at <= self.now else None


class _Handler(BaseHTTPRequestHandler):
    server: OutletServer

    def do_GET(self) -> None:
        status, kind, body = self.server.answer(self.path.partition("?")[0])
        etag = f'"{hashlib.sha256(body).hexdigest()[:16]}"'
        if status == 200 and self.headers.get("If-None-Match") == etag:
            status, body = 304, b""
        self.send_response(status)
        self.send_header("ETag", etag)
        self.send_header("Date", format_datetime(self.server.now))
        self.send_header("Content-Type", kind)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *_: object) -> None:
        """Quiet."""


class Press:
    """All outlets' servers under one simulated time."""

    def __init__(self, servers: Sequence[OutletServer], articles: Sequence[Article]) -> None:
        self.servers = tuple(servers)
        self.articles = tuple(articles)
        self.now = servers[0].now

    def move_to(self, now: datetime) -> None:
        self.now = now
        for server in self.servers:
            server.now = now


@contextmanager
def running_press(now: datetime) -> Iterator[Press]:
    """The outlets' servers, on free ports, until the end of the block."""
    articles = read_articles()
    with ExitStack() as stack:
        servers = []
        for outlet in OUTLETS:
            server = OutletServer(outlet, [a for a in articles if a.outlet == outlet.name], now)
            stack.callback(server.server_close)
            threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.05}, daemon=True).start()
            stack.callback(server.shutdown)
            servers.append(server)
        yield Press(servers, articles)

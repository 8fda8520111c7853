"""What a request and a parse cost in CPU, as ratios that can be compared between machines.

    python benchmarks/fetch.py

Starts a server of its own on loopback. The yardstick is one httpx.Client that is shared and keeps its connections, the
cheapest common way; a lane opens a connection for every request and checks its address.
"""

import threading
import time
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import httpx

from aggregator.feeds.parse import parse_feed
from aggregator.fetch.client import Lane
from aggregator.fetch.lanes import HostTurns
from aggregator.fetch.parser import ParserProcess
from aggregator.model import Outlet, Polling

ROUNDS = 500
OUTLET = Outlet(id="bench", name="bench", type="bench")
NOW = datetime(2022, 7, 30, tzinfo=UTC)
ITEMS = "".join(
    f"<item><title>기사 {number}: 네이버, 소버린 AI에 투자</title><link>https://h.example/{number}</link>"
    f"<pubDate>Fri, 29 Jul 2022 10:00:{number:02} +0900</pubDate><description>{'본문 ' * 200}</description></item>"
    for number in range(40)
)
FEED = f'<rss version="2.0"><channel><title>매체</title>{ITEMS}</channel></rss>'.encode()


class Handler(BaseHTTPRequestHandler):
    """A feed of 40 entries, or 304."""

    protocol_version = "HTTP/1.1"

    def do_GET(self) -> None:
        if self.headers.get("If-None-Match"):
            self.send_response(304)
            self.end_headers()
            return
        self.send_response(200)
        self.send_header("Content-Length", str(len(FEED)))
        self.end_headers()
        self.wfile.write(FEED)

    def log_message(self, format: str, *args: object) -> None:  # noqa: A002  # the base class's name
        pass


def thread_ms(work: Callable[[], object], rounds: int = ROUNDS) -> float:
    """CPU milliseconds of this thread for one round; the server's threads do not count."""
    work()
    began = time.thread_time()
    for _ in range(rounds):
        work()
    return (time.thread_time() - began) * 1000 / rounds


def wall_ms(work: Callable[[], object], rounds: int = 50) -> float:
    work()
    began = time.perf_counter()
    for _ in range(rounds):
        work()
    return (time.perf_counter() - began) * 1000 / rounds


def main() -> None:
    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    url = f"http://127.0.0.1:{server.server_address[1]}/"
    lane = Lane(Polling(allow_hosts=("127.0.0.1",), host_spacing=timedelta()), turns=HostTurns())
    with httpx.Client() as client, ParserProcess(children=1) as parser:
        shared = thread_ms(lambda: client.get(url, headers={"If-None-Match": "1"}))
        same = thread_ms(lambda: lane.get(url, etag="1"))
        full = thread_ms(lambda: lane.get(url))
        given = {"url": url, "content_type": "text/xml", "outlet": OUTLET, "now": NOW}
        at_home = wall_ms(lambda: parse_feed(FEED, **given))
        in_child = wall_ms(lambda: parser.parse(FEED, **given))
    server.shutdown()
    server.server_close()
    print(f"shared httpx.Client, 304        {shared:6.2f} ms   1.0")
    print(f"lane, 304                       {same:6.2f} ms   {same / shared:.1f}")
    print(f"lane, 200 with {len(FEED) // 1000} kB            {full:6.2f} ms   {full / shared:.1f}")
    print(f"parse at home                   {at_home:6.2f} ms   1.0")
    print(f"parse in a child                {in_child:6.2f} ms   {in_child / at_home:.2f}")


if __name__ == "__main__":
    main()

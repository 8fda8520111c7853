"""How much faster plain RSS is read by lxml than by feedparser, on one made-up feed: a ratio, not a time.

python benchmarks/reading.py
"""

import time
from datetime import UTC, datetime

from aggregator.feeds import parse_xml
from aggregator.feeds.parse import parse_feed
from aggregator.model import Outlet

ENTRIES, ROUNDS = 40, 30
NOW = datetime(2022, 7, 30, tzinfo=UTC)
OUTLET = Outlet(id="example", name="가상일보", type="종합지")


def _feed() -> bytes:
    items = "".join(
        f"<item><title><![CDATA[네이버, ‘소버린 AI’ {n}차 공개…업계 “환영”]]></title>"
        f"<link>https://www.example.kr/news/{100000 + n}?utm_source=rss</link>"
        f"<guid>https://www.example.kr/news/{100000 + n}</guid><pubDate>Fri, 29 Jul 2022 07:{n:02}:00 +0900</pubDate>"
        f"<description><![CDATA[<p>{'네이버가 소버린 AI를 <b>공개</b>했다. ' * 20}</p>]]></description></item>"
        for n in range(ENTRIES)
    )
    return f'<?xml version="1.0" encoding="utf-8"?><rss version="2.0"><channel>{items}</channel></rss>'.encode()


def _seconds() -> float:
    body, start = _feed(), time.process_time()
    for _ in range(ROUNDS):
        parse_feed(body, url="https://www.example.kr/rss", content_type=None, outlet=OUTLET, now=NOW)
    return (time.process_time() - start) / ROUNDS


def main() -> None:
    fast = _seconds()
    parse_xml.read_plain_rss = lambda _: None  # type: ignore[assignment]  # as if every feed were a hard one
    slow = _seconds()
    print(
        f"{ENTRIES} entries: {fast * 1000:.1f} ms by lxml, {slow * 1000:.1f} ms by feedparser, {slow / fast:.1f} times"
    )


if __name__ == "__main__":
    main()

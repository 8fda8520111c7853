"""The program under test, as a process of its own so that its memory can be measured: polls every URL given on standard input.

Reads {"urls": {name: url}, "healthy": {name: url}, "authority": path, "deadline": s} and prints the outcome of each, the peak of
its resident memory over idle, and how long it all took.
"""

import json
import os
import resource
import sys
import time
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime, timedelta
from ipaddress import ip_address
from pathlib import Path

from aggregator.fetch.client import Lane
from aggregator.fetch.feed import fetch_feed
from aggregator.fetch.guard import Address
from aggregator.fetch.network import make_tls
from aggregator.fetch.parser import ParserLimits, ParserProcess
from aggregator.model import Feed, FeedState, Fetched, FetchFailed, NotModified, Outlet, ParseFailed, Polling

OUTLET = Outlet(id="test", name="시험", type="전문")
NOW = datetime(2022, 7, 30, tzinfo=UTC)
ANSWERS = {
    "dns-private.test": ("10.0.0.1",),
    "dns-mixed.test": ("93.184.215.14", "192.168.0.1"),
    "dns-nat64.test": ("64:ff9b::a9fe:a9fe",),
    "dns-empty.test": (),
}


def lookup(host: str, port: int) -> Sequence[Address]:
    if host == "dns-failure.test":
        raise OSError("no such name")
    if host == "dns-stuck.test":
        time.sleep(8)
    return tuple(ip_address(text) for text in ANSWERS.get(host, ("127.0.0.1",)))


def resident_mb(field: str = "VmRSS", process: str = "self") -> float:
    for line in Path(f"/proc/{process}/status").read_text().splitlines():
        if line.startswith(field):
            return int(line.split()[1]) / 1000
    return 0.0


class Poller:
    """Fetches and parses as the poll job does, each host in a lane of its own."""

    def __init__(self, authority: str, deadline: float) -> None:
        self.tls = make_tls(authority)
        self.polling = Polling(
            deadline=timedelta(seconds=deadline),
            max_wire_bytes=4_000_000,  # a busy machine reaches it within the deadline, so that the size is what ends it
            allow_hosts=("127.0.0.0/8",),
            host_spacing=timedelta(),
        )
        self.parser = ParserProcess(ParserLimits(seconds=deadline, memory_bytes=100_000_000))

    def poll(self, url: str, state: FeedState | None = None) -> dict[str, object]:
        lane = Lane(self.polling, tls=self.tls, lookup=lookup)
        feed = Feed(url=url, outlet=OUTLET.id)
        began = time.monotonic()
        match fetch_feed(lane, feed, OUTLET, state or FeedState(url=url), self.polling):
            case FetchFailed() as failed:
                wait = failed.retry_after.total_seconds() if failed.retry_after is not None else None
                return _row(failed.kind, failed.detail, failed.elapsed, retry_after=wait)
            case NotModified() as same:
                return _row("not_modified", "", same.elapsed)
            case Fetched() as fetched:
                parsed = self.parser.parse(
                    fetched.body, url=fetched.url, content_type=fetched.content_type, outlet=OUTLET, now=NOW
                )
                total = round(time.monotonic() - began, 3)
                if isinstance(parsed, ParseFailed):
                    return _row(parsed.kind, parsed.detail, fetched.elapsed, total=total)
                texts = [entry.title + entry.summary for entry in parsed.entries]
                leaked = any("root:" in text for text in texts)
                return _row(
                    "ok", "", fetched.elapsed, entries=len(texts), leaked=leaked, etag=fetched.etag, total=total
                )

    def poll_twice(self, url: str) -> list[dict[str, object]]:
        first = self.poll(url)
        return [first, self.poll(url, FeedState(url=url, etag=str(first.get("etag"))))]


def _row(kind: str, detail: str, elapsed: timedelta, **more: object) -> dict[str, object]:
    return {"kind": str(kind), "detail": detail, "elapsed": elapsed.total_seconds(), **more}


def main() -> None:
    task = json.load(sys.stdin)
    poller = Poller(task["authority"], task["deadline"])
    first = next(iter(task["healthy"].values()))
    poller.poll(first)  # starts a parser and loads everything once
    idle = resident_mb()
    (child,) = Path("/proc/self/task", str(os.getpid()), "children").read_text().split()
    idle_child = resident_mb(process=child)
    began = time.monotonic()
    with poller.parser, ThreadPoolExecutor(32) as faulty, ThreadPoolExecutor(8) as well:
        healthy = {name: well.submit(poller.poll_twice, url) for name, url in task["healthy"].items()}
        faults = {name: faulty.submit(poller.poll, url) for name, url in task["urls"].items()}
        result = {
            "faults": {name: future.result() for name, future in faults.items()},
            "healthy": {name: future.result() for name, future in healthy.items()},
        }
    seconds = time.monotonic() - began
    # The kernel counts what a child held before it became another program, our own pages: an upper bound.
    children_mb = resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss / 1000
    json.dump(
        result
        | {"idle_mb": idle, "peak_mb": resident_mb("VmHWM"), "seconds": seconds}
        | {"idle_child_mb": idle_child, "peak_child_mb": children_mb},
        sys.stdout,
    )


if __name__ == "__main__":
    main()

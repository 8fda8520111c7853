"""A process that was asked to end does not wait for servers: the request is left as if it had not been begun."""

import socket
import threading
from collections.abc import Callable, Sequence
from contextlib import suppress
from datetime import UTC, datetime, timedelta
from ipaddress import ip_address
from pathlib import Path

import pytest
from web_site import Answer, Site

from aggregator.errors import StoppingError
from aggregator.fetch.client import Lane
from aggregator.fetch.guard import Address
from aggregator.fetch.lanes import HostTurns
from aggregator.fetch.parser import ParserLimits, ParserProcess
from aggregator.model import Fetched, Outlet, Polling

PATIENT = Polling(allow_hosts=("127.0.0.0/8",), host_spacing=timedelta(), deadline=timedelta(minutes=2))


class SilentServer:
    """Accepts connections, optionally says `greeting`, and then nothing; tells when somebody came."""

    def __init__(self, greeting: bytes = b"") -> None:
        self.visited = threading.Event()
        self._greeting = greeting
        self._listener = socket.create_server(("127.0.0.1", 0))
        self.port = self._listener.getsockname()[1]
        self._thread = threading.Thread(target=self._serve)
        self._thread.start()

    def _serve(self) -> None:
        with suppress(OSError):
            connection, _ = self._listener.accept()
            with connection:
                connection.sendall(self._greeting)
                self.visited.set()
                while connection.recv(65536):
                    pass

    def __enter__(self) -> "SilentServer":
        return self

    def __exit__(self, *_: object) -> None:
        with suppress(OSError):
            self._listener.shutdown(socket.SHUT_RDWR)
        self._listener.close()
        self._thread.join()


def stop_when(event: threading.Event, ask: Callable[[threading.Event], object]) -> None:
    """Asks in this thread and sets `stopping` from another once `event` says that the request is under way."""
    stopping = threading.Event()

    def stop() -> None:
        event.wait(20)
        stopping.set()

    stopper = threading.Thread(target=stop)
    stopper.start()
    with pytest.raises(StoppingError):
        ask(stopping)
    stopper.join()


@pytest.mark.parametrize(
    ("scheme", "greeting"),
    [("http", b""), ("http", b"HTTP/1.1 200 OK\r\nContent-Length: 100\r\n\r\n<rss>"), ("https", b"")],
    ids=["before the head", "in the body", "in the handshake"],
)
def test_a_silent_server_is_left(scheme: str, greeting: bytes) -> None:
    with SilentServer(greeting) as silent:
        url = f"{scheme}://127.0.0.1:{silent.port}/"
        stop_when(silent.visited, lambda stopping: Lane(PATIENT, turns=HostTurns(), stopping=stopping).get(url))


def test_a_stuck_name_server_is_left() -> None:
    asked, release = threading.Event(), threading.Event()

    def lookup(host: str, port: int) -> Sequence[Address]:
        asked.set()
        release.wait(20)
        return (ip_address("127.0.0.1"),)

    stop_when(
        asked,
        lambda stopping: Lane(PATIENT, lookup=lookup, turns=HostTurns(), stopping=stopping).get("http://news.test/"),
    )
    release.set()


@pytest.mark.parametrize("pause", [timedelta(), timedelta(hours=1)])
def test_waiting_for_a_turn_ends(site: Site, pause: timedelta) -> None:
    site.pages["/feed.xml"] = Answer()
    turns = HostTurns()
    under_way = threading.Event()
    if pause:
        assert isinstance(Lane(PATIENT, turns=turns).get(site.url()), Fetched)
        under_way.set()
        stop_when(
            under_way,
            lambda stopping: Lane(PATIENT, turns=turns, stopping=stopping).get(site.url(), spacing=pause),
        )
    else:
        with turns.turn(f"127.0.0.1:{site.port}", timedelta()):
            under_way.set()
            stop_when(under_way, lambda stopping: Lane(PATIENT, turns=turns, stopping=stopping).get(site.url()))
    assert isinstance(Lane(PATIENT, turns=turns).get(site.url()), Fetched), "the turn was given back"


def test_nothing_is_begun_afterwards(site: Site) -> None:
    stopping = threading.Event()
    stopping.set()
    with pytest.raises(StoppingError):
        Lane(PATIENT, turns=HostTurns(), stopping=stopping).get(site.url())
    assert site.requests == []


def test_a_feed_being_read_is_left_with_its_child_ended() -> None:
    endless = b"<rss><channel>" + b"<item><title>x</title></item>" * 300_000 + b"</channel></rss>"
    outlet = Outlet(id="test", name="시험", type="전문")
    stopping = threading.Event()
    with ParserProcess(ParserLimits(seconds=60, memory_bytes=10**9), children=1, stopping=stopping) as parser:
        threading.Timer(0.5, stopping.set).start()
        for _ in range(2):  # the second finds nobody to ask any more
            with pytest.raises(StoppingError):
                parser.parse(endless, url="http://h/", content_type=None, outlet=outlet, now=datetime.now(UTC))
    assert not Path(f"/proc/self/task/{threading.get_native_id()}/children").read_text().split()

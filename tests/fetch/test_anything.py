"""Laws of the lane: whatever is asked, configured or answered, the end is an outcome and never an exception."""

import socket
import threading
from collections.abc import Iterator, Sequence
from contextlib import suppress
from datetime import timedelta
from ipaddress import ip_address

import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from aggregator.fetch.client import Lane
from aggregator.fetch.guard import Address
from aggregator.fetch.lanes import HostTurns, host_of
from aggregator.model import FailureKind, Fetched, FetchFailed, FetchOutcome, NotModified, Outlet, Polling

POLLING = Polling(allow_hosts=("127.0.0.0/8",), host_spacing=timedelta(), deadline=timedelta(seconds=5))


class Echo:
    """Answers every connection with `answer`, byte for byte, and closes."""

    def __init__(self) -> None:
        self.answer = b""
        self._listener = socket.create_server(("127.0.0.1", 0))
        self.url = f"http://127.0.0.1:{self._listener.getsockname()[1]}/"
        self._thread = threading.Thread(target=self._serve)
        self._thread.start()

    def _serve(self) -> None:
        with suppress(OSError):
            while True:
                connection, _ = self._listener.accept()
                with connection, suppress(OSError):
                    connection.recv(65536)
                    connection.sendall(self.answer)

    def close(self) -> None:
        with suppress(OSError):
            self._listener.shutdown(socket.SHUT_RDWR)
        self._listener.close()
        self._thread.join()


@pytest.fixture(scope="module")
def echo() -> Iterator[Echo]:
    server = Echo()
    yield server
    server.close()


def nowhere(host: str, port: int) -> Sequence[Address]:
    return (ip_address("10.0.0.1"),)


def get(url: str, polling: Polling = POLLING, outlet: Outlet | None = None) -> FetchOutcome:
    return Lane(polling, lookup=nowhere, turns=HostTurns()).get(url, outlet=outlet, etag='"1"')


def is_outcome(outcome: FetchOutcome) -> bool:
    if isinstance(outcome, FetchFailed):
        return bool(outcome.detail) and outcome.detail.isprintable()
    return isinstance(outcome, Fetched | NotModified)


TOKENS = st.sampled_from(
    [
        b"HTTP/1.1 200 OK\r\n",
        b"HTTP/1.0 304\r\n",
        b"HTTP/1.1 301 Moved\r\nLocation: /x\r\n",
        b"HTTP/1.1 100 Continue\r\n\r\n",
        b"Content-Length: 5\r\n",
        b"Content-Length: 99999999999\r\n",
        b"Transfer-Encoding: chunked\r\n",
        b"Content-Encoding: gzip\r\n",
        b"Content-Encoding: br\r\n",
        b"ETag: \xea\xb0\x80\r\n",
        b"Retry-After: 9999999999\r\n",
        b"Set-Cookie: a=b\r\n",
        b"X: \x00\r\n",
        b"\r\n",
        b"\n",
        b"5\r\nhello\r\n",
        b"0\r\n\r\n",
        b"\x1f\x8b\x08\x00",
        b"<rss/>",
    ]
)
ANSWERS = st.lists(TOKENS | st.binary(max_size=20), max_size=12).map(b"".join)


@given(ANSWERS)
@settings(max_examples=300, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_any_bytes_of_a_server_are_an_outcome(echo: Echo, answer: bytes) -> None:
    echo.answer = answer
    assert is_outcome(get(echo.url))


LOCATION_PARTS = st.sampled_from(
    [
        "http://",
        "https://",
        "//",
        "///",
        "/",
        "\\",
        "..",
        ":",
        "@",
        "[",
        "]",
        "%",
        "%00",
        "127.0.0.1",
        "[::1]",
        "a.test",
        "xn--",
        "xn--a",
        "가",
    ]
) | st.text(st.characters(blacklist_categories=["Cs"], blacklist_characters="\r\n\0"), max_size=5)


@example("http:////[")
@example("http://xn--a/")
@given(st.lists(LOCATION_PARTS, max_size=8).map("".join))
@settings(max_examples=300, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_any_place_a_redirect_names_is_an_outcome(echo: Echo, location: str) -> None:
    echo.answer = b"HTTP/1.1 302 Found\r\nContent-Length: 0\r\nLocation: " + location.encode() + b"\r\n\r\n"
    outcome = get(echo.url)
    assert isinstance(outcome, FetchFailed)
    assert is_outcome(outcome)


@given(st.text(max_size=30) | st.lists(LOCATION_PARTS, max_size=8).map("".join))
@settings(deadline=None)
def test_any_configured_address_is_an_outcome(url: str) -> None:
    assert is_outcome(get(url))
    assert isinstance(host_of(url), str)


@given(st.text(max_size=10), st.text(max_size=10), st.text(max_size=10), st.text(max_size=10))
@settings(deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_any_configured_header_is_an_outcome(echo: Echo, name: str, value: str, agent: str, language: str) -> None:
    echo.answer = b"HTTP/1.1 200 OK\r\nContent-Length: 6\r\n\r\n<rss/>"
    outlet = Outlet(id="a", name="A", type="t", headers=((name, value),), user_agent=agent, language=language)
    outcome = get(echo.url, outlet=outlet)
    assert is_outcome(outcome)
    if isinstance(outcome, FetchFailed):
        assert outcome.kind is FailureKind.PROTOCOL


@example("http://가:나@a.test")
@given(st.text(max_size=20) | st.lists(LOCATION_PARTS, max_size=6).map("".join))
@settings(deadline=None)
def test_any_configured_proxy_is_an_outcome(proxy: str) -> None:
    outcome = get("http://news.example/", Polling(proxy=proxy, host_spacing=timedelta(), deadline=timedelta(seconds=1)))
    assert isinstance(outcome, FetchFailed)
    assert is_outcome(outcome)

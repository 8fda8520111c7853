"""Which requests go to the same host, and whose turn it is there: one at a time, with a pause between two.

Threads of any job share it, so an outlet is never asked for a feed and a page at once. Must not know what is asked.
"""

import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta

import httpx

from aggregator.fetch.guard import read_address
from aggregator.fetch.limits import MOMENT_S, check_stopping

# What httpx raises for a text that is no address; ValueError comes from urllib, which `join` uses for `http:////[`.
NO_ADDRESS = (httpx.InvalidURL, ValueError)

FORGET_AFTER_S = 3600.0
SWEEP_AT = 1000  # hosts remembered before old ones are swept out


def host_name(url: httpx.URL) -> str:
    """The host as name servers know it: `url.host` would raise for an `xn--` that stands for nothing."""
    return url.raw_host.decode("ascii", "replace").lower()


def host_of(url: str) -> str:
    """The lane of a URL: its host, with the port where it is not the scheme's own. http and https share a lane."""
    try:
        parsed = httpx.URL(url)
    except NO_ADDRESS:
        return ""
    host = host_name(parsed)
    return host if parsed.port is None else f"{host}:{parsed.port}"


def is_this_machine(url: str) -> bool:
    """Whether a URL's host is written as a loopback address or `localhost`."""
    try:
        host = host_name(httpx.URL(url))
    except NO_ADDRESS:
        return False
    address = read_address(host)
    return host == "localhost" or (address is not None and address.is_loopback)


class _Turn:
    """One host's queue."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self.left_at = 0.0  # monotonic; when the last request ended
        self.users = 0

    def take(self, pause_s: float, stopping: threading.Event | None) -> None:
        while not self._lock.acquire(timeout=MOMENT_S):
            check_stopping(stopping)
        try:
            while (wait := self.left_at + pause_s - time.monotonic()) > 0:
                check_stopping(stopping)
                time.sleep(min(wait, MOMENT_S))
        except BaseException:
            self._lock.release()
            raise

    def give_back(self) -> None:
        self.left_at = time.monotonic()
        self._lock.release()


class HostTurns:
    """Hands out each host to one thread at a time and keeps the pause after its last request."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._turns: dict[str, _Turn] = {}

    @property
    def remembered(self) -> int:
        """How many hosts have a queue or a pause to keep."""
        return len(self._turns)

    @contextmanager
    def turn(self, host: str, pause: timedelta, stopping: threading.Event | None = None) -> Iterator[None]:
        """Waits for the host to be free and for `pause` (real time) to have passed since it was last left.

        Raises StoppingError when `stopping` is set meanwhile.
        """
        turn = self._enter(host)
        try:
            turn.take(pause.total_seconds(), stopping)
            try:
                yield
            finally:
                turn.give_back()
        finally:
            self._leave(turn)

    def _enter(self, host: str) -> _Turn:
        with self._lock:
            if len(self._turns) > SWEEP_AT:
                self._sweep()
            turn = self._turns.setdefault(host, _Turn())
            turn.users += 1
            return turn

    def _leave(self, turn: _Turn) -> None:
        with self._lock:
            turn.users -= 1

    def _sweep(self) -> None:
        old = time.monotonic() - FORGET_AFTER_S
        self._turns = {host: turn for host, turn in self._turns.items() if turn.users or turn.left_at > old}


# Politeness towards a host is owed by the process, whichever job or lane asks.
TURNS = HostTurns()

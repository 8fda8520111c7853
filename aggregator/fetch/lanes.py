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
from aggregator.fetch.limits import MOMENT_S, Unreachable, check_stopping

# What httpx raises for a text that is no address; ValueError comes from urllib, which `join` uses for `http:////[`.
NO_ADDRESS = (httpx.InvalidURL, ValueError)

# Without a network, every feed of every host would wait for its own lookup: hosts that kept us waiting are spared for a minute,
# so that a round over them ends in time. Three seconds are more than a working lookup and connection take; a minute is less
# than any polling interval.
LONG_WAIT_S = 3.0
UNREACHABLE_S = 60.0
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
        self._unreachable: dict[str, tuple[float, Unreachable]] = {}

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

    def note_unreachable(self, host: str, failure: Unreachable, waited: timedelta) -> None:
        """Remembers a host that cost a long wait and no connection. A quick refusal costs nothing to ask again."""
        if waited.total_seconds() >= LONG_WAIT_S:
            now = time.monotonic()
            with self._lock:
                kept = {name: noted for name, noted in self._unreachable.items() if noted[0] > now}
                self._unreachable = {**kept, host: (now + UNREACHABLE_S, failure)}

    def check_reachable(self, host: str) -> None:
        """Raises Unreachable, as a moment ago, for a host that was noted within the last minute."""
        until, failure = self._unreachable.get(host, (0.0, None))
        if failure is not None and time.monotonic() < until:
            raise Unreachable(failure.kind, failure.detail)

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

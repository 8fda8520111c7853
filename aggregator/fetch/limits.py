"""What one request may cost in time and bytes, and how a request that costs more is stopped.

Must not touch the network: the streams ask the budget before and after every read.
"""

import time
from dataclasses import dataclass
from datetime import timedelta
from threading import Event

from aggregator.errors import StoppingError
from aggregator.model import FailureKind, Polling

# One event of h11 (a status line with its headers) is limited to 100 kB by httpcore; endless `100 Continue` are many small ones.
MAX_HEADER_BYTES = 256_000
MAX_REDIRECTS = 8  # HAZARDS: at most 8 hops under one deadline


# SIGTERM must end a service within ten seconds, whatever a server does meanwhile (HAZARDS).
MOMENT_S = 0.5


def check_stopping(stopping: Event | None) -> None:
    """Raises StoppingError once the process has been asked to end."""
    if stopping is not None and stopping.is_set():
        raise StoppingError("asked to end before the answer came")


@dataclass(frozen=True, slots=True, kw_only=True)
class Limits:
    """The bounds of one request with all its redirects. Sizes in bytes."""

    deadline: timedelta
    max_wire_bytes: int
    max_decoded_bytes: int
    max_redirects: int = MAX_REDIRECTS

    @classmethod
    def of(cls, polling: Polling) -> "Limits":
        return cls(
            deadline=polling.deadline,
            max_wire_bytes=polling.max_wire_bytes,
            max_decoded_bytes=polling.max_decoded_bytes,
        )


class Stopped(Exception):  # noqa: N818  # it carries an expected outcome to the lane's edge; it is no fault
    """The request ends here with this failure. Never leaves the fetch room."""

    def __init__(
        self, kind: FailureKind, detail: str, status: int | None = None, retry_after: timedelta | None = None
    ) -> None:
        super().__init__(detail)
        self.kind = kind
        self.detail = detail
        self.status = status
        self.retry_after = retry_after


class Unreachable(Stopped):
    """No connection came about: the name has no address, or none of its addresses accepts."""


class Budget:
    """What is left of a request's time and bytes. One per request, shared by its redirects and connections."""

    def __init__(self, limits: Limits, stopping: Event | None = None) -> None:
        self._limits = limits
        self._stopping = stopping
        self._began = time.monotonic()
        self._allowance = MAX_HEADER_BYTES

    @property
    def elapsed(self) -> timedelta:
        return timedelta(seconds=time.monotonic() - self._began)

    def remaining(self) -> float:
        """Seconds left, always positive. Raises Stopped when the deadline has passed, StoppingError when we must end."""
        check_stopping(self._stopping)
        left = self._limits.deadline.total_seconds() - (time.monotonic() - self._began)
        if left <= 0:
            raise self.timeout()
        return left

    def moment(self) -> float:
        """How long to wait at once, in seconds: until the deadline, but never long without seeing that we must end."""
        return min(self.remaining(), MOMENT_S)

    def timeout(self) -> Stopped:
        seconds = self._limits.deadline.total_seconds()
        return Stopped(FailureKind.TIMEOUT, f"no complete answer within {seconds:g} s")

    def expect_headers(self) -> None:
        """A new request begins: only a head's worth of bytes may come until `expect_body`."""
        self._allowance = MAX_HEADER_BYTES

    def expect_body(self) -> None:
        # Twice the limit covers the framing of small chunks; the body itself is counted by the reader.
        self._allowance = MAX_HEADER_BYTES + 2 * self._limits.max_wire_bytes

    def spend(self, count: int) -> None:
        """Counts bytes read from the wire. Raises Stopped when more came than a head or body may have."""
        self._allowance -= count
        if self._allowance < 0:
            raise Stopped(FailureKind.TOO_LARGE, "the answer's headers or framing have no end")

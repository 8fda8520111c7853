"""Sends and receives whole messages over a socket pair, each with its length before it, under a deadline.

Used by both ends of the parser's channel; must stay light, the child imports it first.
"""

import socket
import struct
import time
from collections.abc import Callable
from functools import partial
from threading import Event

from aggregator.fetch.limits import MOMENT_S, check_stopping

LENGTH = struct.Struct("!Q")
# Twenty times what a feed of 20 MB decoded becomes; more is a child out of its mind.
MAX_FRAME_BYTES = 400_000_000


class ChannelClosedError(ConnectionError):
    """The other end is gone, or speaks nonsense."""


class Deadline:
    """A moment of the monotonic clock by which a message must be through."""

    def __init__(self, seconds: float, stopping: Event | None = None) -> None:
        self._at = time.monotonic() + seconds
        self._stopping = stopping

    def moment(self) -> float:
        """How long to wait at once, in seconds. Raises TimeoutError at the end, StoppingError when the process is to end."""
        check_stopping(self._stopping)
        left = self._at - time.monotonic()
        if left <= 0:
            raise TimeoutError
        return min(left, MOMENT_S)


def send_frame(channel: socket.socket, message: bytes, deadline: Deadline | None = None) -> None:
    """Raises TimeoutError at the deadline and OSError when the other end is gone."""
    for part in (LENGTH.pack(len(message)), message):
        view = memoryview(part)
        while view:
            view = view[_in_time(channel, partial(channel.send, view), deadline) :]


def receive_frame(channel: socket.socket, deadline: Deadline | None = None) -> bytearray:
    """Raises ChannelClosedError at the end, TimeoutError at the deadline."""
    (length,) = LENGTH.unpack(_receive(channel, LENGTH.size, deadline))
    if length > MAX_FRAME_BYTES:
        raise ChannelClosedError(f"a message of {length} bytes")
    return _receive(channel, length, deadline)


def _receive(channel: socket.socket, count: int, deadline: Deadline | None) -> bytearray:
    buffer = bytearray(count)
    view = memoryview(buffer)
    while view:
        read = _in_time(channel, partial(channel.recv_into, view), deadline)
        if not read:
            raise ChannelClosedError("the other end closed the channel")
        view = view[read:]
    return buffer


def _in_time(channel: socket.socket, operation: Callable[[], int], deadline: Deadline | None) -> int:
    if deadline is None:
        return operation()
    while True:
        channel.settimeout(deadline.moment())
        try:
            return operation()
        except TimeoutError:
            continue  # the deadline says when to give up

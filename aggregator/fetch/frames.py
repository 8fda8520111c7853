"""Sends and receives whole messages over a socket pair, each with its length before it, under a deadline.

Used by both ends of the parser's channel; must stay light, the child imports it first.
"""

import socket
import struct
import time

LENGTH = struct.Struct("!Q")
# Twenty times what a feed of 20 MB decoded becomes; more is a child out of its mind.
MAX_FRAME_BYTES = 400_000_000


class ChannelClosedError(ConnectionError):
    """The other end is gone, or speaks nonsense."""


class Deadline:
    """A moment of the monotonic clock by which a message must be through."""

    def __init__(self, seconds: float) -> None:
        self._at = time.monotonic() + seconds

    def remaining(self) -> float:
        """Seconds left, always positive. Raises TimeoutError when there are none."""
        left = self._at - time.monotonic()
        if left <= 0:
            raise TimeoutError
        return left


def send_frame(channel: socket.socket, message: bytes, deadline: Deadline | None = None) -> None:
    """Raises TimeoutError at the deadline and OSError when the other end is gone."""
    for part in (LENGTH.pack(len(message)), message):
        channel.settimeout(deadline.remaining() if deadline else None)
        channel.sendall(part)


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
        channel.settimeout(deadline.remaining() if deadline else None)
        read = channel.recv_into(view)
        if not read:
            raise ChannelClosedError("the other end closed the channel")
        view = view[read:]
    return buffer

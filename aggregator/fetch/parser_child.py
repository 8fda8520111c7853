"""The program of a parsing child: limits itself, then reads one feed or page after another from its channel until that closes.

Started by fetch.parser with the channel as standard input; must not touch the network, files or the log.
"""

import contextlib
import pickle
import resource
import signal
import socket
import sys
from collections.abc import Callable
from functools import cached_property
from pathlib import Path

from aggregator.articles.outcome import PageReading
from aggregator.feeds.parse import parse_feed
from aggregator.fetch.frames import ChannelClosedError, receive_frame, send_frame
from aggregator.fetch.reading import FeedRequest, PageRequest, ReadRequest
from aggregator.model import FailureKind, ParsedFeed, ParseFailed


def main(seconds: float, memory_bytes: int) -> None:
    # Whoever stops the service signals the whole group; the feed in hand is finished, then the channel closes.
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    signal.signal(signal.SIGTERM, signal.SIG_IGN)
    signal.signal(signal.SIGALRM, signal.SIG_DFL)  # ends the process, even inside C code
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    reader = Reader(memory_bytes)
    with socket.socket(fileno=0) as channel, contextlib.suppress(ChannelClosedError, BrokenPipeError):
        send_frame(channel, b"ready")
        while True:
            request = receive_frame(channel)
            signal.setitimer(signal.ITIMER_REAL, seconds)
            answer = reader.answer(request)
            signal.setitimer(signal.ITIMER_REAL, 0)
            send_frame(channel, answer)


class Reader:
    """Reads within `memory_bytes` on top of what the imported parsers occupy."""

    def __init__(self, memory_bytes: int) -> None:
        self._memory_bytes = memory_bytes
        self._limit_memory()

    def answer(self, request: bytearray) -> bytes:
        """The pickled pair (result, whether memory ran out)."""
        try:
            return pickle.dumps((self._read(request), False), pickle.HIGHEST_PROTOCOL)
        except MemoryError:
            return _failure(FailureKind.PARSER_LIMIT, "the parser needed more memory than it may have", memory=True)
        except RecursionError:
            return _failure(FailureKind.PARSER_LIMIT, "the text is nested too deeply")
        except Exception as error:  # feedparser raised 38 times on 8,370 mutated feeds (HAZARDS 10)
            return _failure(FailureKind.UNREADABLE, f"the parser failed: {type(error).__name__}")

    def _read(self, pickled: bytearray) -> ParsedFeed | ParseFailed | PageReading:
        request: ReadRequest = pickle.loads(pickled)  # noqa: S301  # from our parent
        match request:
            case FeedRequest(body=body, url=url, content_type=content_type, outlet=outlet, now=now):
                return parse_feed(body, url=url, content_type=content_type, outlet=outlet, now=now)
            case PageRequest(body=body, url=url, now=now, content_type=content_type, zone=zone, title=title):
                return self._read_page(body, url=url, now=now, content_type=content_type, zone=zone, title=title)

    @cached_property
    def _read_page(self) -> Callable[..., PageReading]:
        from aggregator.articles.page import read_page  # noqa: PLC0415  # 0.5 s, and only those who read pages pay it

        self._limit_memory()
        return read_page

    def _limit_memory(self) -> None:
        """Where /proc is missing the clock alone has to do."""
        statm = Path("/proc/self/statm")
        if statm.exists():
            idle = int(statm.read_text().split()[0]) * resource.getpagesize()
            resource.setrlimit(resource.RLIMIT_AS, (idle + self._memory_bytes, resource.RLIM_INFINITY))


def _failure(kind: FailureKind, detail: str, *, memory: bool = False) -> bytes:
    return pickle.dumps((ParseFailed(kind=kind, detail=detail), memory))


if __name__ == "__main__":
    main(float(sys.argv[1]), int(sys.argv[2]))

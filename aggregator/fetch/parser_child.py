"""The program of a parsing child: limits itself, then reads one feed or page after another from its channel until that closes.

Started by fetch.parser with the channel as standard input; must not touch the network, files or the log.
"""

import contextlib
import pickle
import resource
import signal
import socket
import sys
from pathlib import Path

from aggregator.articles.outcome import PageReading
from aggregator.feeds.parse import parse_feed
from aggregator.fetch.frames import ChannelClosedError, receive_frame, send_frame
from aggregator.model import FailureKind, ParsedFeed, ParseFailed

PAGE_PARTS = 6  # a request for a page; a request for a feed has five


def main(seconds: float, memory_bytes: int) -> None:
    # Whoever stops the service signals the whole group; the feed in hand is finished, then the channel closes.
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    signal.signal(signal.SIGTERM, signal.SIG_IGN)
    signal.signal(signal.SIGALRM, signal.SIG_DFL)  # ends the process, even inside C code
    _limit_memory(memory_bytes)
    with socket.socket(fileno=0) as channel, contextlib.suppress(ChannelClosedError, BrokenPipeError):
        send_frame(channel, b"ready")
        while True:
            request = receive_frame(channel)
            signal.setitimer(signal.ITIMER_REAL, seconds)
            answer = _answer(request)
            signal.setitimer(signal.ITIMER_REAL, 0)
            send_frame(channel, answer)


def _limit_memory(extra_bytes: int) -> None:
    """On top of what the imported parsers already occupy. Where /proc is missing the clock alone has to do."""
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    statm = Path("/proc/self/statm")
    if statm.exists():
        idle = int(statm.read_text().split()[0]) * resource.getpagesize()
        resource.setrlimit(resource.RLIMIT_AS, (idle + extra_bytes, idle + extra_bytes))


def _answer(request: bytearray) -> bytes:
    """The pickled pair (result, whether memory ran out)."""
    try:
        return pickle.dumps((_parse(request), False), pickle.HIGHEST_PROTOCOL)
    except MemoryError:
        return pickle.dumps((_failed(FailureKind.PARSER_LIMIT, "the parser needed more memory than it may have"), True))
    except RecursionError:
        return pickle.dumps((_failed(FailureKind.PARSER_LIMIT, "the feed is nested too deeply"), False))
    except Exception as error:  # feedparser raised 38 times on 8,370 mutated feeds (HAZARDS 10)
        return pickle.dumps((_failed(FailureKind.UNREADABLE, f"the parser failed: {type(error).__name__}"), False))


def _parse(request: bytearray) -> ParsedFeed | ParseFailed | PageReading:
    parts = pickle.loads(request)  # noqa: S301  # from our parent
    if len(parts) == PAGE_PARTS:
        from aggregator.articles.page import read_page  # noqa: PLC0415  # 0.5 s, and only those who read pages pay it

        body, url, now, content_type, zone, title = parts
        return read_page(body, url=url, now=now, content_type=content_type, zone=zone, title=title)
    body, url, content_type, outlet, now = parts
    return parse_feed(body, url=url, content_type=content_type, outlet=outlet, now=now)


def _failed(kind: FailureKind, detail: str) -> ParseFailed:
    return ParseFailed(kind=kind, detail=detail)


if __name__ == "__main__":
    main(float(sys.argv[1]), int(sys.argv[2]))

"""Reads feeds and pages in a child process, where a hostile one can use up neither our time nor our memory, nor end us.

feedparser is quadratic on some inputs (`<author>` of 64 kB took 21 s, 100,000 attributes over 120 s, HAZARDS 10), and lxml is
C code; so whatever happens there becomes a value here. Must not know feed formats or pages: feeds.parse and articles.page read.
"""

import io
import os
import pickle
import queue
import signal
import socket
import subprocess
import sys
import weakref
from dataclasses import dataclass, replace
from datetime import datetime
from threading import Event
from types import TracebackType
from typing import Self, TypeAlias

from aggregator.articles.outcome import Article, PageOutcome, PageReading, Unusable
from aggregator.errors import StoppingError
from aggregator.fetch.frames import Deadline, receive_frame, send_frame
from aggregator.fetch.limits import MOMENT_S, check_stopping
from aggregator.fetch.reading import FeedRequest, PageRequest, ReadRequest
from aggregator.model import FailureKind, Outlet, ParsedFeed, ParseFailed

CHILD = "aggregator.fetch.parser_child"
START_S = 30.0  # importing the parsers takes 0.3 s on an idle machine
# The child's own alarm ends it even when it is stuck in C code; the grace is for a child that is stopped altogether.
GRACE_S = 1.0
END_S = 2.0
# What a parse leaves behind in memory adds up; starting anew costs as much as a handful of feeds.
PARSES_PER_CHILD = 500
# A child that a hostile feed took over must not be able to name other code for us to run.
TRUSTED = {
    ("datetime", "datetime"),
    ("datetime", "timedelta"),
    ("datetime", "timezone"),
    ("aggregator.articles.outcome", "Article"),
    ("aggregator.articles.outcome", "PageOutcome"),
    ("aggregator.articles.outcome", "Unusable"),
    ("aggregator.model", "Entry"),
    ("aggregator.model", "FailureKind"),
    ("aggregator.model", "ParsedFeed"),
    ("aggregator.model", "ParseFailed"),
}

ParseResult: TypeAlias = ParsedFeed | ParseFailed | PageReading


@dataclass(frozen=True, slots=True, kw_only=True)
class ParserLimits:
    """What one feed may cost in the child: wall-clock time, and memory in bytes on top of the idle child's."""

    seconds: float = 20.0
    memory_bytes: int = 300_000_000  # HAZARDS G3


class ParserProcess:
    """A small pool of parsing children, started when first needed and shared by any number of threads.

    Close it (or leave its `with`) to end the children. Those of a process that dies end by themselves.
    """

    def __init__(self, limits: ParserLimits | None = None, children: int = 2, *, stopping: Event | None = None) -> None:
        """`stopping`, once set, ends whatever is being read within a moment, with StoppingError."""
        self._limits = limits or ParserLimits()
        self._stopping = stopping
        self._children = children
        self._slots: queue.LifoQueue[_Child | None] = queue.LifoQueue()
        for _ in range(children):
            self._slots.put(None)
        weakref.finalize(self, _end_idle, self._slots)

    def parse(
        self, body: bytes, *, url: str, content_type: str | None, outlet: Outlet, now: datetime
    ) -> ParsedFeed | ParseFailed:
        """feeds.parse.parse_feed within the limits; a feed that exceeds them or ends the child is a PARSER_LIMIT."""
        result = self._answer(FeedRequest(body=body, url=url, content_type=content_type, outlet=outlet, now=now))
        if isinstance(result, ParsedFeed | ParseFailed):
            return result
        return ParseFailed(kind=FailureKind.PARSER_LIMIT, detail="the parser's answer is no feed")

    def read_page(
        self, body: bytes, *, url: str, now: datetime, content_type: str | None, zone: str, title: str
    ) -> PageReading:
        """articles.page.read_page within the limits; a page that exceeds them or ends the child is UNREADABLE."""
        result = self._answer(
            PageRequest(body=body, url=url, now=now, content_type=content_type, zone=zone, title=title)
        )
        match result:
            case Article() | Unusable():
                return result
            case ParseFailed(detail=detail):
                return Unusable(outcome=PageOutcome.UNREADABLE, detail=detail)
            case ParsedFeed():
                return Unusable(outcome=PageOutcome.UNREADABLE, detail="the parser's answer is no page")

    def _answer(self, request: ReadRequest) -> ParseResult:
        child = self._take_slot()
        survivor: _Child | None = None
        try:
            # Pickled only now: threads that wait for a child must not hold a second copy of their feed.
            result, survivor = _ask(child, pickle.dumps(request, pickle.HIGHEST_PROTOCOL), self._limits, self._stopping)
        finally:
            if child is not None and child is not survivor:
                child.end()
            self._slots.put(survivor)
        return result

    def _take_slot(self) -> "_Child | None":
        while True:
            check_stopping(self._stopping)
            try:
                return self._slots.get(timeout=MOMENT_S)
            except queue.Empty:
                continue

    def close(self) -> None:
        """Ends the children, waiting for parses under way. A later `parse` starts new ones."""
        for child in [self._slots.get() for _ in range(self._children)]:
            if child is not None:
                child.end()
            self._slots.put(None)

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()


def _end_idle(slots: "queue.LifoQueue[_Child | None]") -> None:
    while not slots.empty():
        if (child := slots.get_nowait()) is not None:
            child.end()


def _ask(
    child: "_Child | None", request: bytes, limits: ParserLimits, stopping: Event | None
) -> "tuple[ParseResult, _Child | None]":
    """The answer, and the child if it can go on.

    A used child may have died of, or run out of memory for, what came before: a fresh one then says what this feed is like.
    """
    if child is not None:
        answer = child.ask(request, stopping)
        if not answer.ask_another:
            return answer.result, child if answer.alive else None
        child.end()
    try:
        fresh = _Child(limits)
    except OSError as error:  # also ChannelClosedError and TimeoutError
        detail = f"the parser could not be started: {error.strerror or error}"
        return ParseFailed(kind=FailureKind.PARSER_LIMIT, detail=detail), None
    answer = fresh.ask(request, stopping)
    if answer.alive:
        return answer.result, fresh
    fresh.end()
    return answer.result, None


@dataclass(frozen=True, slots=True)
class _Answer:
    """What a child said, whether it can be asked again, and whether the failure may be the child's rather than the feed's."""

    result: ParseResult
    alive: bool = False
    ask_another: bool = False


class _Child:
    """One parsing process and our end of the socket pair to it. Not to be shared between threads."""

    def __init__(self, limits: ParserLimits) -> None:
        """Raises OSError when the process does not come up."""
        self._limits = limits
        self._left = PARSES_PER_CHILD
        self._channel, theirs = socket.socketpair()
        try:
            with theirs:
                self._process = _start(theirs, limits)
        except OSError:
            self._channel.close()
            raise
        try:
            receive_frame(self._channel, Deadline(START_S))
        except OSError:
            self.end()
            raise

    def ask(self, request: bytes, stopping: Event | None) -> _Answer:
        deadline = Deadline(self._limits.seconds + GRACE_S, stopping)
        try:
            send_frame(self._channel, request, deadline)
            answer = receive_frame(self._channel, deadline)
        except StoppingError:
            self._process.kill()
            self.end()
            raise
        except TimeoutError:
            return self._stopped(self._too_long())
        except OSError:
            return self._ended()
        return self._read(answer)

    def end(self) -> None:
        """Ends the process and reaps it: closing the channel is its sign to leave."""
        self._channel.close()
        try:
            self._process.wait(END_S)
        except subprocess.TimeoutExpired:
            self._process.kill()
            self._process.wait()

    def _read(self, answer: bytearray) -> _Answer:
        self._left -= 1
        try:
            result, out_of_memory = read_answer(answer)
        except ValueError as error:
            return self._stopped(str(error))
        return _Answer(result, alive=self._left > 0 and not out_of_memory, ask_another=out_of_memory)

    def _stopped(self, detail: str) -> _Answer:
        self._process.kill()
        return _Answer(ParseFailed(kind=FailureKind.PARSER_LIMIT, detail=detail))

    def _ended(self) -> _Answer:
        """Says how the process ended, once the kernel has said so."""
        try:
            code = self._process.wait(END_S)
        except subprocess.TimeoutExpired:
            return self._stopped("the parser closed its channel")
        if code == -signal.SIGALRM:
            return self._stopped(self._too_long())
        how = f"was ended by signal {-code} ({signal.strsignal(-code)})" if code < 0 else f"ended with code {code}"
        return replace(self._stopped(f"the parser {how}"), ask_another=True)

    def _too_long(self) -> str:
        return f"the parser took longer than {self._limits.seconds:g} s"


def _start(channel: socket.socket, limits: ParserLimits) -> subprocess.Popen[bytes]:
    """A program of its own, not a fork of ours: no copied locks or threads, none of our memory, none of our secrets."""
    command = [sys.executable, "-P", "-W", "ignore", "-m", CHILD, repr(limits.seconds), str(limits.memory_bytes)]
    kept = {name: os.environ[name] for name in ("PATH", "LANG", "LC_ALL", "TZ", "SYSTEMROOT") if name in os.environ}
    return subprocess.Popen(  # noqa: S603  # our own interpreter and module
        command,
        stdin=channel.fileno(),
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
        env=kept | {"PYTHONPATH": os.pathsep.join(path for path in sys.path if path)},
        start_new_session=True,  # Ctrl-C at the terminal is for the parent, which ends its children itself
    )


def read_answer(answer: bytes | bytearray) -> tuple[ParseResult, bool]:
    """A child's answer: the result, and whether memory ran out. Raises ValueError for anything else."""
    try:
        result, out_of_memory = _AnswerReader(io.BytesIO(answer)).load()
    except Exception as error:  # pickle may raise anything on bytes made up by a child gone wrong
        raise ValueError(f"the parser's answer cannot be read ({type(error).__name__})") from error
    if not isinstance(result, ParsedFeed | ParseFailed | Article | Unusable):
        raise ValueError("the parser's answer is no feed")
    return result, bool(out_of_memory)


class _AnswerReader(pickle.Unpickler):
    """Reads results only: the child handles hostile bytes, so what it sends is not trusted with more."""

    def find_class(self, module: str, name: str) -> object:
        if (module, name) not in TRUSTED:
            raise pickle.UnpicklingError(f"{module}.{name} is no part of a feed or page")
        return super().find_class(module, name)

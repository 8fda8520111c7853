"""Parsing in a child: the same result as at home, and nothing that happens there reaches us but as a value."""

import os
import pickle
import signal
import threading
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime
from pathlib import Path

import pytest

from aggregator.articles.outcome import Article, PageOutcome, Unusable
from aggregator.feeds.parse import parse_feed
from aggregator.fetch import parser as parser_module
from aggregator.fetch.parser import ParserLimits, ParserProcess, read_answer
from aggregator.model import Entry, FailureKind, Outlet, ParsedFeed, ParseFailed

OUTLET = Outlet(id="test", name="시험", type="전문")
NOW = datetime(2022, 7, 30, tzinfo=UTC)


def feed(items: int, word: str = "기사") -> bytes:
    rows = "".join(
        f"<item><title>{word} {number}</title><link>https://h.example/{number}</link>"
        f"<pubDate>Fri, 29 Jul 2022 10:00:00 +0900</pubDate></item>"
        for number in range(items)
    )
    return f'<rss version="2.0"><channel><title>매체</title>{rows}</channel></rss>'.encode()


def parse(parser: ParserProcess, body: bytes) -> ParsedFeed | ParseFailed:
    return parser.parse(body, url="https://h.example/rss", content_type="text/xml", outlet=OUTLET, now=NOW)


def children() -> set[int]:
    """The processes this one has started and not yet reaped."""
    tasks = Path("/proc/self/task")
    return {int(pid) for task in tasks.iterdir() for pid in (task / "children").read_text().split()}


@pytest.fixture
def parser() -> Iterator[ParserProcess]:
    with ParserProcess(ParserLimits(seconds=10)) as opened:
        yield opened


def only_child(before: set[int]) -> int:
    (pid,) = children() - before
    return pid


def test_the_child_reads_what_we_would_read(parser: ParserProcess) -> None:
    body = feed(30)
    ours = parse_feed(body, url="https://h.example/rss", content_type="text/xml", outlet=OUTLET, now=NOW)
    assert parse(parser, body) == ours
    assert isinstance(ours, ParsedFeed)
    assert len(ours.entries) == 30


def test_a_failure_to_read_comes_back_as_it_is(parser: ParserProcess) -> None:
    failed = parse(parser, b"<!doctype html><html><body>maintenance</body></html>")
    assert isinstance(failed, ParseFailed)
    assert failed.kind is FailureKind.NOT_A_FEED


def test_one_child_serves_many_feeds_and_is_gone_after_close() -> None:
    before = children()
    with ParserProcess() as opened:
        assert children() == before  # started when first needed
        parse(opened, feed(1))
        pid = only_child(before)
        parse(opened, feed(2))
        assert only_child(before) == pid
    assert children() == before


def test_a_parser_that_is_forgotten_leaves_no_child() -> None:
    before = children()
    forgotten = ParserProcess()
    parse(forgotten, feed(1))
    assert children() != before
    del forgotten
    assert children() == before


def test_a_closed_parser_starts_again_when_asked() -> None:
    parser = ParserProcess()
    parser.close()
    assert isinstance(parse(parser, feed(1)), ParsedFeed)
    parser.close()


def test_many_threads_share_a_few_children(parser: ParserProcess) -> None:
    before = children()
    bodies = [feed(number + 1, f"기사{number}") for number in range(24)]
    with ThreadPoolExecutor(8) as pool:
        results = list(pool.map(lambda body: parse(parser, body), bodies))
    assert [len(result.entries) for result in results if isinstance(result, ParsedFeed)] == list(range(1, 25))
    assert len(children() - before) <= 2


def test_too_long_is_a_parser_limit_and_the_next_feed_is_read() -> None:
    with ParserProcess(ParserLimits(seconds=0.05), children=1) as hurried:
        slow = parse(hurried, feed(200_000))
        assert isinstance(slow, ParseFailed)
        assert (slow.kind, slow.detail) == (FailureKind.PARSER_LIMIT, "the parser took longer than 0.05 s")
        assert isinstance(parse(hurried, feed(1)), ParsedFeed)


def test_too_much_memory_is_a_parser_limit_and_the_next_feed_is_read() -> None:
    with ParserProcess(ParserLimits(seconds=20, memory_bytes=30_000_000), children=1) as narrow:
        parse(narrow, feed(1))
        large = parse(narrow, feed(150_000))
        assert isinstance(large, ParseFailed)
        assert large.kind is FailureKind.PARSER_LIMIT
        assert isinstance(parse(narrow, feed(1)), ParsedFeed)


def test_a_child_that_was_killed_between_two_feeds_is_replaced_unseen() -> None:
    before = children()
    with ParserProcess(children=1) as parser:
        parse(parser, feed(1))
        os.kill(only_child(before), signal.SIGKILL)
        assert isinstance(parse(parser, feed(1)), ParsedFeed)
    assert children() == before


def test_a_child_that_is_stopped_is_given_up() -> None:
    before = children()
    with ParserProcess(ParserLimits(seconds=0.5), children=1) as parser:
        parse(parser, feed(1))
        os.kill(only_child(before), signal.SIGSTOP)
        stopped = parse(parser, feed(1))
        assert isinstance(stopped, ParseFailed)
        assert stopped.kind is FailureKind.PARSER_LIMIT
        assert isinstance(parse(parser, feed(1)), ParsedFeed)
    assert children() == before


def test_a_child_is_renewed_from_time_to_time(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(parser_module, "PARSES_PER_CHILD", 2)
    before = children()
    with ParserProcess(children=1) as parser:
        seen = set()
        for _ in range(5):
            assert isinstance(parse(parser, feed(1)), ParsedFeed)
            seen |= children() - before
        assert len(seen) >= 2
    assert children() == before


def test_signals_to_the_group_leave_the_feed_in_hand_alone(parser: ParserProcess) -> None:
    before = children()
    parse(parser, feed(1))
    child = only_child(before)
    os.kill(child, signal.SIGTERM)
    os.kill(child, signal.SIGINT)
    assert isinstance(parse(parser, feed(1)), ParsedFeed)
    assert only_child(before) == child
    assert os.getpgid(child) != os.getpgid(0)


def test_the_child_knows_no_secrets(parser: ParserProcess, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("AGGREGATOR_SMTP_URL", "smtp://user:secret@mail.example")
    before = children()
    parse(parser, feed(1))
    assert b"secret" not in Path(f"/proc/{only_child(before)}/environ").read_bytes()


def test_closing_waits_for_a_feed_under_way() -> None:
    parser = ParserProcess(children=1)
    results: list[ParsedFeed | ParseFailed] = []
    thread = threading.Thread(target=lambda: results.append(parse(parser, feed(3000))))
    parse(parser, feed(1))
    thread.start()
    parser.close()
    thread.join()
    parser.close()
    assert isinstance(results[0], ParsedFeed)


def test_a_program_that_cannot_be_started_is_a_value(monkeypatch: pytest.MonkeyPatch) -> None:
    for change in (("CHILD", "aggregator.no_such_module"), ("sys.executable", "/no/such/python")):
        with monkeypatch.context() as patch:
            patch.setattr(f"aggregator.fetch.parser.{change[0]}", change[1])
            failed = parse(ParserProcess(), feed(1))
        assert isinstance(failed, ParseFailed)
        assert failed.kind is FailureKind.PARSER_LIMIT
        assert "could not be started" in failed.detail


class _Evil:
    def __reduce__(self) -> tuple[object, ...]:
        return (os.system, ("true",))


@pytest.mark.parametrize(
    "answer",
    [
        pickle.dumps((_Evil(), False)),
        pickle.dumps((Path("/"), False)),
        pickle.dumps(("no feed", False)),
        pickle.dumps(Entry(guid=None, url=None, title="")),
        b"no pickle",
        b"",
    ],
)
def test_an_answer_may_hold_nothing_but_a_feed(answer: bytes) -> None:
    with pytest.raises(ValueError, match="the parser's answer"):
        read_answer(answer)


def test_pages_and_feeds_are_read_by_the_same_children() -> None:
    paragraph = "네이버는 소버린 AI에 투자한다고 29일 밝혔다. 이번 투자는 내년까지 이어진다. "
    page = (
        f"<html><head><title>네이버 투자</title></head><body><article><p>{paragraph * 10}</p></article></body></html>"
    )
    before = children()
    with ParserProcess(ParserLimits(seconds=10), children=1) as parser:
        reading = parser.read_page(
            page.encode(),
            url="https://h.example/1",
            now=NOW,
            content_type="text/html",
            zone="Asia/Seoul",
            title="네이버",
        )
        assert isinstance(reading, Article)
        assert "소버린 AI" in reading.text
        child = only_child(before)
        assert isinstance(parse(parser, feed(1)), ParsedFeed)
        assert only_child(before) == child


def test_a_page_that_exceeds_the_limits_is_unusable() -> None:
    with ParserProcess(ParserLimits(seconds=0.01), children=1) as hurried:
        reading = hurried.read_page(
            b"<p>x</p>" * 200_000, url="https://h.example/1", now=NOW, content_type=None, zone="Asia/Seoul", title=""
        )
    assert isinstance(reading, Unusable)
    assert reading.outcome is PageOutcome.UNREADABLE

"""The fast reader of plain RSS gives what feedparser gives, or steps back."""

from pathlib import Path

import pytest

from aggregator.feeds import parse_xml
from aggregator.feeds.plain_rss import read_plain_rss
from aggregator.model import ParsedFeed, ParseFailed
from tests.feeds.test_corpus import CASES, CORPUS, Case

FEEDS = [path for path in CASES if list(path.parent.glob(f"{path.stem}.xml"))]


def _without_fast_reader(case: Case, monkeypatch: pytest.MonkeyPatch) -> ParsedFeed | ParseFailed:
    monkeypatch.setattr(parse_xml, "read_plain_rss", lambda _: None)
    return case.parse()


@pytest.mark.parametrize("path", FEEDS, ids=lambda path: str(path.relative_to(CORPUS).with_suffix("")))
def test_both_readers_agree(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    case = Case.read(path)
    assert case.parse() == _without_fast_reader(case, monkeypatch)


PLAIN = "<rss version='2.0'><channel><title>가</title><item><title>나</title><link>https://a.kr/1</link>{}</item></channel></rss>"


def test_plain_feeds_are_read_fast() -> None:
    feed = read_plain_rss(PLAIN.format("<guid>1</guid><category>경제</category><category>IT</category>").encode())
    assert feed is not None
    assert (feed.entries[0].guid, feed.entries[0].categories) == ("1", ("경제", "IT"))


@pytest.mark.parametrize(
    "extra",
    [
        "<b>",
        "<description>앞 <b>뒤</b></description>",
        "<title>둘</title>",
        "<thumbnail>x</thumbnail>",
        "<author>가</author><creator xmlns='http://purl.org/dc/elements/1.1/'>나</creator>",
        "<title xmlns='http://search.yahoo.com/mrss/'>딴 제목</title>",
        "<guid xml:base='https://b.kr/'>1</guid>",
        "<description><!-- x -->글</description>",
    ],
)
def test_what_is_not_known_for_certain_is_left_to_feedparser(extra: str) -> None:
    assert read_plain_rss(PLAIN.format(extra).encode()) is None


@pytest.mark.parametrize("body", [b"", b"<rss/>", b"<feed/>", b"<rss><channel><item/></channel></rss>", b"\xff"])
def test_what_is_no_plain_feed_is_left_to_feedparser(body: bytes) -> None:
    assert read_plain_rss(body) is None

"""Reading never raises, never gives fewer entries than feedparser alone, and never mojibake in Korean."""

import random
from datetime import UTC, datetime

import feedparser
import pytest
from hypothesis import given
from hypothesis import strategies as st

from aggregator.feeds.parse import MAX_ENTRIES, parse_feed
from aggregator.feeds.quirks import find_quirks, profiles
from aggregator.model import FailureKind, Outlet, ParsedFeed, ParseFailed
from aggregator.text.charset import decode

NOW = datetime(2022, 7, 30, tzinfo=UTC)
OUTLET = Outlet(id="example", name="가상일보", type="종합지")
TITLES = (
    "네이버, ‘소버린 AI’ 공개",
    "똠방각하와 펲시, 뷁",
    "카카오 실적 발표…영업이익 20% 증가",
    "[인사] 산업통상자원부",
)


def _parse(body: bytes, content_type: str | None = None) -> ParsedFeed | ParseFailed:
    return parse_feed(body, url="https://www.example.kr/rss", content_type=content_type, outlet=OUTLET, now=NOW)


def _feed(encoding: str = "utf-8") -> str:
    items = "".join(
        f"<item><title><![CDATA[{title}]]></title><link>https://www.example.kr/news/{100001 + n}</link>"
        f"<description>{title}에 관한 기사의 첫 문단이다.</description>"
        f"<pubDate>Fri, 29 Jul 2022 0{n}:00:00 +0900</pubDate></item>"
        for n, title in enumerate(TITLES)
    )
    declaration = f'<?xml version="1.0" encoding="{encoding}"?>\n'
    return f'{declaration}<rss version="2.0"><channel><title>가상일보</title>{items}</channel></rss>'


MARKUP = [
    b"<rss>", b"<channel>", b"<item>", b"</item>", b"<title>", b"</title>", b"<feed>", b"<entry>", b"<urlset>", b"<url>",
    b"<![CDATA[", b"]]>", b"<!--", b"-->", b"<!DOCTYPE x [", b"<!ENTITY a '&a;'>", b"]>", b"&a;", b"&#8;", b"&#xD800;",
    b"&nbsp;", b"<?xml version='1.0' encoding='euc-kr'?>", b"<html>", b"{", b'"items":[', b"}", b"\x00", b"\xff\xfe",
    b"\xb0\xa1", "가".encode(), b"<link>", b"http://[", b"<pubDate>", b"2022", b"<author>", b"<a:b>", b"xmlns:a=''",
]  # fmt: skip


@given(
    st.binary(max_size=400) | st.lists(st.sampled_from(MARKUP), max_size=40).map(b"".join),
    st.none() | st.text(max_size=40),
)
def test_any_bytes_give_a_feed_or_a_named_failure(body: bytes, content_type: str | None) -> None:
    parsed = _parse(body, content_type)
    if isinstance(parsed, ParseFailed):
        assert parsed.kind in {FailureKind.EMPTY, FailureKind.NOT_A_FEED, FailureKind.UNREADABLE}
        assert parsed.detail.strip()
        assert "\n" not in parsed.detail


@given(
    st.binary(max_size=300),
    st.none() | st.sampled_from(["text/xml; charset=utf-7", "x; charset=base64", "charset=rot13"]),
)
def test_any_bytes_give_text(body: bytes, content_type: str | None) -> None:
    decoded = decode(body, content_type)
    decoded.text.encode("utf-8")
    assert decoded.charset not in {"utf-7", "base64", "rot13"}


def _mutate(body: bytes, chance: random.Random) -> bytes:
    """What happens to feeds: pieces lost, bytes spoiled, markup out of place, wrong declarations, a broken-off end."""
    for _ in range(chance.randint(0, 5)):
        place = chance.randrange(len(body) + 1)
        body = chance.choice(
            (
                body[:place] + body[place + chance.randint(1, 80) :],
                body[:place] + bytes([chance.randrange(256)]) + body[place:],
                body[:place] + chance.choice(MARKUP) + body[place:],
                body[:place] if chance.random() < 0.3 else body,
                body.replace(b"utf-8", chance.choice((b"euc-kr", b"iso-8859-1", b"utf-16", b"us-ascii", b"x-none")), 1),
                body.replace(b"</item>", b"", 1),
                body.replace(b"<![CDATA[", b"", 1),
                chance.choice((b"\n", b"Warning: x\n", b"\xef\xbb\xbf", b"<br />")) + body,
            )
        )
    return body


@pytest.mark.parametrize("seed", range(8))
def test_a_broken_feed_gives_no_fewer_entries_than_feedparser_finds(seed: int) -> None:
    chance = random.Random(seed)
    for _ in range(25):
        body = _mutate(_feed().encode("utf-8"), chance)
        parsed = _parse(body)
        found = len(parsed.entries) if isinstance(parsed, ParsedFeed) else 0
        assert found >= len(feedparser.parse(body).entries), body


LABELS = [
    "utf-8",
    "euc-kr",
    "EUC_KR",
    "ks_c_5601-1987",
    "ksc5601",
    "cp949",
    "ms949",
    "uhc",
    "iso-8859-1",
    "us-ascii",
    "gb2312",
    "x-none",
    "utf-16",
    "",
]


@pytest.mark.parametrize("declared", LABELS)
@pytest.mark.parametrize("real", ["utf-8", "cp949"])
@pytest.mark.parametrize(
    "http", [None, "text/xml; charset=utf-8", "text/xml; charset=euc-kr", "text/xml; charset=iso-8859-1"]
)
def test_korean_is_read_right_whatever_anybody_declares(declared: str, real: str, http: str | None) -> None:
    text = _feed(declared) if declared else _feed().split("?>\n", 1)[1]
    parsed = _parse(text.encode(real), http)
    assert isinstance(parsed, ParsedFeed)
    assert tuple(entry.title for entry in parsed.entries) == TITLES
    assert parsed.charset == real


@given(
    st.integers(0, 3),
    st.binary(min_size=1, max_size=2).filter(lambda junk: max(junk) > 0x7F),
    st.sampled_from(["utf-8", "cp949"]),
)
def test_a_bad_byte_spoils_one_place_only(number: int, junk: bytes, real: str) -> None:
    word = f"</link><description>{TITLES[number]}".encode(real)
    body = _feed("utf-8" if real == "utf-8" else "euc-kr").encode(real).replace(word, word + junk, 1)
    parsed = _parse(body)
    assert isinstance(parsed, ParsedFeed)
    assert tuple(entry.title for entry in parsed.entries) == TITLES


def test_more_than_5000_entries_are_cut_and_said() -> None:
    body = "<rss><channel>" + "<item><title>가</title></item>" * (MAX_ENTRIES + 1) + "</channel></rss>"
    parsed = _parse(body.encode())
    assert isinstance(parsed, ParsedFeed)
    assert len(parsed.entries) == MAX_ENTRIES
    assert any("5,001 entries" in problem for problem in parsed.problems)


def test_a_parser_that_breaks_is_a_failed_feed(monkeypatch: pytest.MonkeyPatch) -> None:
    def broken(*_: object) -> None:
        raise RecursionError

    monkeypatch.setattr("aggregator.feeds.parse.read_xml_feed", broken)
    parsed = _parse(_feed().encode())
    assert isinstance(parsed, ParseFailed)
    assert parsed.kind is FailureKind.UNREADABLE


def test_every_quirk_has_its_evidence() -> None:
    assert all(profile.evidence and profile.hosts for profile in profiles())
    assert find_quirks("https://news.google.com/rss/search?q=x").source_in_title
    assert not find_quirks("https://notnews.google.com.example.kr/rss").source_in_title
    assert find_quirks("http://[").hosts == ()

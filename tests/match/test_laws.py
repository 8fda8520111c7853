"""Laws that hold for any text and any watchlists."""

import re
import unicodedata

from hypothesis import given, settings
from hypothesis import strategies as st

from aggregator.match.matcher import Matcher
from aggregator.match.variants import skeleton, variants
from aggregator.model import Field, Match, Term, TermKind, Watchlist
from aggregator.text.normalize import fold

TERMS = (
    Term(text="네이버", kind=TermKind.NAME, aliases=("NAVER",)),
    Term(text="소버린 AI", kind=TermKind.TOPIC),
    Term(text="데이터센터", kind=TermKind.TOPIC),
    Term(text="KT", kind=TermKind.NAME),
    Term(text="라인", kind=TermKind.NAME, sense="LINE 메신저"),
    Term(text="OpenAI", kind=TermKind.NAME, aliases=("오픈AI",)),
    Term(text="미국", kind=TermKind.NAME),
    Term(text="금리", kind=TermKind.TOPIC),
)
WATCHLISTS = tuple(Watchlist(id=term.text, name=term.text, any=(term,)) for term in TERMS)
MATCHER = Matcher(WATCHLISTS)
NAMES = (
    "네이버 네이버는 팀네이버 굿네이버스 네이버클라우드 NAVER KT KTX KT&G KT는 라인 온라인 라인업 OpenAI 오픈AI 美 미국"
)
TOPICS = "소버린AI 소버린 AI 소버린(주권) 데이터 센터 데이터센터가 기준금리 금리를 포털 메신저 밝혔다. · , “ ” ( ) &amp; \u200b"
WORDS = (*NAMES.split(), *TOPICS.split(" "))
TEXTS = st.lists(st.sampled_from(WORDS), max_size=10).flatmap(
    lambda words: st.sampled_from(["", " ", "·"]).map(lambda joint: joint.join(words))
)


def found(matcher: Matcher, text: str) -> tuple[Match, ...]:
    return matcher.match({Field.TITLE: text})


def named(matches: tuple[Match, ...]) -> list[tuple[str, str, str]]:
    """Matches without offsets: the same words may stand elsewhere in another spelling of the text."""
    return [(match.watchlist, skeleton(fold(match.variant)), match.rule) for match in matches]


@given(TEXTS)
@settings(max_examples=150, deadline=None)
def test_a_span_folded_is_the_term_or_a_named_variant_of_it(text: str) -> None:
    spellings = {term.text: variants(term.text, term.aliases) for term in TERMS}
    for match in found(MATCHER, text):
        surface = text[match.start : match.end]
        assert surface == match.variant
        assert any(re.fullmatch(v.source, fold(surface), re.IGNORECASE) for v in spellings[match.term])


@given(TEXTS, st.sampled_from(["쿠팡", "이", "AI", "클라우드", "센터", "라인업", "T"]))
@settings(max_examples=100, deadline=None)
def test_an_unrelated_watchlist_changes_nothing_for_the_others(text: str, word: str) -> None:
    other = Watchlist(id="other", name="other", any=(Term(text=word),))
    with_other = [match for match in found(Matcher((other, *WATCHLISTS)), text) if match.watchlist != "other"]
    assert tuple(with_other) == found(MATCHER, text)


@given(TEXTS, st.data())
@settings(max_examples=150, deadline=None)
def test_decomposed_full_width_and_zero_width_spellings_match_alike(text: str, data: st.DataObject) -> None:
    plain = fold(text)
    wide = "".join(chr(ord(c) + 0xFEE0) if "!" <= c <= "~" else c for c in plain)
    place = data.draw(st.integers(0, len(plain)))
    split = plain[:place] + data.draw(st.sampled_from(["\u200b", "\ufeff", "\u00ad", "\u2060"])) + plain[place:]
    for spelling in (unicodedata.normalize("NFD", plain), wide, split):
        assert named(found(MATCHER, spelling)) == named(found(MATCHER, plain))


@given(st.text(max_size=80))
@settings(max_examples=100, deadline=None)
def test_any_text_can_be_matched(text: str) -> None:
    for match in found(MATCHER, text):
        assert 0 <= match.start < match.end <= len(text)


@given(TEXTS)
@settings(max_examples=80, deadline=None)
def test_explaining_agrees_with_matching(text: str) -> None:
    matched = {match.watchlist for match in found(MATCHER, text)}
    explained = MATCHER.explain({Field.TITLE: text})
    assert {e.watchlist for e in explained if e.matched} == matched
    for explanation in explained:
        assert bool(explanation.accepted) == explanation.matched

"""Folding a text: every habit of feeds gives the plain spelling, and the way back points at the right letters."""

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from aggregator.text.normalize import normalize

SIGNS = "네이버 AI &amp; &amp;amp; &lt;b&gt; <b> </b> <br/> Ａ ＆ ㆍ “ — & ; &#xAC00; < > amp; q é ᄒ 美"
INVISIBLE = ("\u200b", "\u00ad", "\ufeff", " ", "\u00a0", "\n", "e\u0301", unicodedata.normalize("NFD", "한국"))
PIECES = st.sampled_from((*SIGNS.split(), *INVISIBLE))
TEXTS = st.one_of(st.text(), st.lists(PIECES, max_size=12).map("".join))


@pytest.mark.parametrize(
    ("raw", "plain"),
    [
        ("KT&amp;amp;G", "KT&G"),
        ("지방<b>선거</b>", "지방선거"),
        ("끝.<br/>새 줄", "끝.\n새 줄"),
        ("<AI시대> 개막", "<AI시대> 개막"),
        ("신화\u200b통신 기\u00ad자", "신화통신 기자"),
        ("ＫＴ향 ４０만원", "KT향 40만원"),
        ("네이버ㆍ카카오‧라인", "네이버·카카오·라인"),
        ("‘소버린’ “AI”", "'소버린' \"AI\""),
        ("생성형&nbsp;AI\u3000시대", "생성형 AI 시대"),
        (unicodedata.normalize("NFD", "한국은행"), "한국은행"),
        ("美 ㈜한화 ① ㎏", "美 ㈜한화 ① ㎏"),
        ("Wi‑Fi – 7", "Wi-Fi - 7"),
        ("<!-- 광고 -->본문", "본문"),
        ("3 < 5 > 2", "3 < 5 > 2"),
        ("&notanentity; &", "&notanentity; &"),
        ("", ""),
    ],
)
def test_each_habit_folds_to_the_plain_spelling(raw: str, plain: str) -> None:
    assert normalize(raw).text == plain


@pytest.mark.parametrize(
    ("raw", "word", "stands"),
    [
        ("새 <b>네이</b>버\u200b 소식", "네이버", "네이</b>버"),
        ("삼성·ＫＴ향", "KT", "ＫＴ"),
        ("a&amp;amp;b", "&", "&amp;amp;"),
        (f"앞 {unicodedata.normalize('NFD', '한국')}은행", "한국", unicodedata.normalize("NFD", "한국")),
        ("데이\u00ad터센터", "데이터센터", "데이\u00ad터센터"),
    ],
)
def test_the_way_back_points_at_the_word_as_it_stood(raw: str, word: str, stands: str) -> None:
    normal = normalize(raw)
    start = normal.text.index(word)
    first, last = normal.raw_span(start, start + len(word))
    assert raw[first:last] == stands


@given(TEXTS)
def test_folding_twice_is_folding_once(raw: str) -> None:
    once = normalize(raw).text
    assert normalize(once).text == once


@given(TEXTS, st.data())
def test_spans_map_into_the_raw_text_in_order(raw: str, data: st.DataObject) -> None:
    normal = normalize(raw)
    start = data.draw(st.integers(0, len(normal.text)))
    end = data.draw(st.integers(start, len(normal.text)))
    first, last = normal.raw_span(start, end)
    assert 0 <= first <= last <= len(raw)
    assert list(normal.offsets) == sorted(normal.offsets)


@given(TEXTS)
def test_a_letter_that_was_not_touched_maps_to_itself(raw: str) -> None:
    normal = normalize(raw)
    for place, char in enumerate(normal.text):
        if char == "네":
            first, last = normal.raw_span(place, place + 1)
            assert normalize(raw[first:last]).text == "네"

"""Excerpts hold the first place, fit the limit, and mark each term once."""

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from aggregator.match.excerpt import find_excerpt

TEXT = "정부가 대책을 냈다. 네이버는 소버린 AI 전략을 밝혔다. 네이버와 카카오는 맞붙는다."
NAVER = (TEXT.index("네이버"), TEXT.index("네이버") + 3)
SOVEREIGN = (TEXT.index("소버린"), TEXT.index("소버린") + 6)


@pytest.mark.parametrize(
    ("limit", "expected"),
    [
        (0, ""),
        (24, "네이버는 소버린 AI 전략을 밝혔다."),
        (60, "네이버는 소버린 AI 전략을 밝혔다. 네이버와 카카오는 맞붙는다."),
        (12, "네이버는 소버린…"),
    ],
)
def test_the_sentence_of_the_first_place_is_shown(limit: int, expected: str) -> None:
    assert find_excerpt(TEXT, [NAVER, SOVEREIGN], limit).text == expected


def test_each_term_is_marked_once() -> None:
    second = (TEXT.rindex("네이버"), TEXT.rindex("네이버") + 3)
    excerpt = find_excerpt(TEXT, [second, SOVEREIGN, NAVER], 100)
    assert [excerpt.text[start:end] for start, end in excerpt.marks] == ["네이버", "소버린 AI"]
    named = find_excerpt(TEXT, [(*NAVER, "자사"), (*SOVEREIGN, "자사")], 100)
    assert [named.text[start:end] for start, end in named.marks] == ["네이버"]


def test_white_space_is_folded_and_marks_move_along() -> None:
    text = "앞\n\n  뒤   네이버   는 밝혔다"
    start = text.index("네이버")
    excerpt = find_excerpt(text, [(start, start + 3)], 50)
    assert "  " not in excerpt.text
    assert [excerpt.text[a:b] for a, b in excerpt.marks] == ["네이버"]


def test_a_long_sentence_is_cut_around_the_place() -> None:
    text = "가나다 " * 60 + "네이버 " + "라마바 " * 60
    start = text.index("네이버")
    excerpt = find_excerpt(text, [(start, start + 3)], 60)
    assert excerpt.text.startswith("…")
    assert excerpt.text.endswith("…")
    assert [excerpt.text[a:b] for a, b in excerpt.marks] == ["네이버"]


def test_without_places_the_beginning_is_shown() -> None:
    assert find_excerpt(TEXT, [], 15).text == "정부가 대책을 냈다."


@example("가가  가", 3, 1, 5)  # white space that is folded away
@example("가\n가가", 0, 3, 3)  # a span that ends inside the second sentence
@given(st.text(alphabet="가나 .다\n", max_size=80), st.integers(0, 79), st.integers(1, 5), st.integers(1, 40))
def test_an_excerpt_never_exceeds_its_limit_and_marks_stand_in_it(
    text: str, start: int, length: int, limit: int
) -> None:
    excerpt = find_excerpt(text, [(start, start + length)], limit)
    assert len(excerpt.text) <= limit
    for begin, end in excerpt.marks:
        assert 0 <= begin < end <= len(excerpt.text)

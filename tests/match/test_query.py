"""Query lines: what they mean, and where a mistake is."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from aggregator.match.matcher import Matcher
from aggregator.match.query import QueryError, parse_query
from aggregator.model import Field, Watchlist

TEXT = "네이버가 소버린 AI 전략을 밝혔다. 카카오는 파업을 앞두고 있다."


def holds(query: str, outlet: str | None = None, title: str = "", summary: str = TEXT) -> bool:
    matcher = Matcher([Watchlist(id="w", name="w", query=query)])
    return matcher.explain({Field.TITLE: title, Field.SUMMARY: summary, Field.OUTLET: "연합뉴스"}, outlet)[0].matched


@pytest.mark.parametrize(
    ("query", "expected"),
    [
        ("네이버 카카오", True),
        ("네이버 AND 쿠팡", False),
        ("네이버 OR 쿠팡", True),
        ("쿠팡 OR 네이버 카카오", True),
        ("(쿠팡 OR 네이버) 야구", False),
        ("네이버 NOT 카카오", False),
        ("네이버 -야구", True),
        ("네이버 NOT (야구 OR 축구)", True),
        ('"소버린 AI"', True),
        ('"AI 소버린"', False),
        ("카카오 NEAR/1 파업", True),
        ("네이버 NEAR/2 파업", False),
        ("파업 NEAR 카카오", True),
        ("(쿠팡 OR 카카오) NEAR/1 파업", True),
        ("title:네이버", False),
        ("summary:(네이버 카카오)", True),
        ("본문:네이버 OR summary:네이버", True),
        ("outlet:연합뉴스 네이버", True),
        ("outlet:yna 네이버", True),
        ("NOT outlet:yna 네이버", False),
        ("outlet:조선일보 네이버", False),
        ("outlet:연합뉴스", True),
        ("소버* 네이버", True),
        ("네이버 && (카카오 || 쿠팡)", True),
    ],
)
def test_a_query_holds_as_it_reads(query: str, expected: bool) -> None:
    assert holds(query, outlet="yna") is expected


@pytest.mark.parametrize(
    ("query", "column", "says"),
    [
        ("", 1, "empty"),
        ("네이버 AND", 8, "ends where a word should follow"),
        ("AND 네이버", 1, "no word before it"),
        ("네이버 AND OR 카카오", 9, "no word before it"),
        ("(네이버", 1, "never closed"),
        ("네이버)", 4, "closes nothing"),
        ('네이버 "소버린', 5, "never closed"),
        ("네이버 ()", 6, "no word before it"),
        ("tilte:네이버", 1, 'did you mean "title:"'),
        ("제목:네이버 저자:김", 8, "no field"),
        ("a NEAR/x b", 3, "number of words"),
        ("a NEAR/0 b", 3, "number of words"),
        ("NEAR b", 1, "no word before it"),
        ("a NEAR/3 (b c)", 10, "NEAR stands between"),
        ("NOT 네이버", 1, "only NOT"),
        ("네이버 OR NOT 카카오", 1, "only NOT"),
        ("a NOT NOT b", 7, "leave out both"),
        ('네이버 ""', 5, "empty phrase"),
        ("네이버 *", 5, "needs a word"),
        ("네이버 !!", 5, "no word"),
        ("(" * 60 + "a" + ")" * 60, 42, "parentheses"),
    ],
)
def test_a_mistake_is_shown_at_its_column(query: str, column: int, says: str) -> None:
    with pytest.raises(QueryError, match=f"column {column}: ") as caught:
        parse_query(query)
    assert caught.value.column == column
    assert says in caught.value.message


def column_of_mistake(line: str) -> int | None:
    try:
        parse_query(line)
    except QueryError as error:
        return error.column
    return None


@given(st.text(alphabet='ab가 ()"*-:/ANDORTE3|&\n', max_size=30))
def test_any_line_is_read_or_refused_at_a_column_of_it(line: str) -> None:
    column = column_of_mistake(line)
    assert column is None or 1 <= column <= len(line) + 1

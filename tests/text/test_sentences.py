"""Sentences cover the text without a gap, and common full stops that end none are known."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from aggregator.text.sentences import sentence_at, sentence_spans


@pytest.mark.parametrize(
    ("text", "sentences"),
    [
        ("네이버는 밝혔다. 카카오도 밝혔다.", ["네이버는 밝혔다.", "카카오도 밝혔다."]),
        ("기준금리는 3.5%다. 다음은 8월.", ["기준금리는 3.5%다.", "다음은 8월."]),
        ("밝혔다.이어 덧붙였다", ["밝혔다.", "이어 덧붙였다"]),
        ('"왜?" 물었다', ['"왜?"', "물었다"]),
        ("U.S. 정부", ["U.S. 정부"]),
        ("한 줄\n두 줄", ["한 줄", "두 줄"]),
    ],
)
def test_sentences_end_where_a_reader_ends_them(text: str, sentences: list[str]) -> None:
    assert [text[start:end].strip() for start, end in sentence_spans(text)] == sentences


@given(st.text(alphabet="가나다. ?!\n\"'3A", max_size=60))
def test_spans_cover_the_text(text: str) -> None:
    spans = sentence_spans(text)
    assert "".join(text[start:end] for start, end in spans) == text
    for position in range(len(text)):
        start, end = sentence_at(spans, position)
        assert start <= position < end

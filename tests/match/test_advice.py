"""Advice about a term: counts by class, samples, and proposals where the word is common or often refused."""

from aggregator.match.advice import Class, try_term
from aggregator.model import Field, Term, TermKind

OTHER_WORDS = ("라인업 공개", "온라인 판매", "온라인 개학", "온라인 수업", "가이드라인 발표")
OURS = ("라인게임즈 손잡다", "포털 라인, 일본 서비스 종료")
NAVER = ("네이버 소식", "네이버는 밝혔다", "네이버클라우드", "네이버클라우드 확장", "네이버클라우드 매출")
TEXTS = (*OTHER_WORDS, *OURS, *NAVER)
ENTRIES = [{Field.TITLE: text} for text in TEXTS]


def test_places_are_counted_by_class_with_samples() -> None:
    advice = try_term(Term(text="네이버", kind=TermKind.NAME), ENTRIES)
    assert advice.counts == {Class.FREE: 1, Class.PARTICLE: 1, Class.COMPOUND: 3, Class.REFUSED: 0}
    assert advice.entries == 5
    assert [sample.text for sample in advice.samples[Class.PARTICLE]] == ["네이버는 밝혔다"]
    assert any("compounds: no" in hint for hint in advice.hints)
    assert not advice.common_noun


def test_a_common_noun_brings_excludes_and_hints() -> None:
    advice = try_term(Term(text="라인", kind=TermKind.NAME), ENTRIES)
    assert advice.common_noun
    assert advice.counts[Class.REFUSED] == 5
    assert "온라인" in advice.excludes
    assert any("sense" in hint for hint in advice.hints)
    assert any("refused" in hint for hint in advice.hints)


def test_a_term_that_never_occurs_says_so() -> None:
    advice = try_term(Term(text="푸른하늘전자"), ENTRIES)
    assert advice.entries == 0
    assert "nothing like it occurs" in advice.hints[0]

"""What a term's sense says: which meaning of a common word is wanted, and which trade a name is of."""

import pytest

from aggregator.match.meanings import wanted_meaning
from aggregator.match.trades import is_act, trades_of
from aggregator.match.vocabulary import meanings, sections


@pytest.mark.parametrize(
    ("word", "sense", "label"),
    [
        ("의사", "의료인", "의료인"),
        ("의사", "참여할 뜻", "뜻"),
        ("사과", "과일", "과일"),
        ("조선", "조선업", "조선업"),
        ("조선", "조선일보", "언론"),
        ("시장", "mayor", "mayor"),
        ("SPC", "SPC그룹", "그룹"),
        ("신세계", "신세계그룹", "그룹"),
        ("화성", "경기도 화성시", "도시"),
    ],
)
def test_the_sense_names_a_meaning(word: str, sense: str, label: str) -> None:
    meaning = wanted_meaning(word, sense)
    assert meaning is not None
    assert label in meaning.labels


@pytest.mark.parametrize("sense", [None, "", "xyz"])
def test_no_meaning_without_a_hint(sense: str | None) -> None:
    assert wanted_meaning("의사", sense) is None


def test_every_listed_word_has_meanings_to_choose_from() -> None:
    for word, known in meanings().items():
        assert len(known) > 1, word
        assert all(meaning.labels and meaning.phrases and all(meaning.phrases) for meaning in known), word


def test_a_meaning_is_found_by_each_of_its_labels_alone() -> None:
    """A label that names two meanings of one word would name none."""
    for word, known in meanings().items():
        for meaning in known:
            alone = [
                label
                for label in meaning.labels
                if not any(label in other.labels for other in known if other is not meaning)
            ]
            assert alone, (word, meaning.labels)


@pytest.mark.parametrize(
    ("word", "sense", "trades"),
    [
        ("유진", "가수", {"entertainment"}),
        ("진", "방탄소년단 진", {"entertainment"}),
        ("빅뱅", "그룹 빅뱅", {"entertainment"}),
        ("고민정", "국회의원 고민정", {"politics"}),
        ("김민재", "축구선수", {"sports"}),
        ("나무", "NH투자증권 앱", {"finance", "internet"}),
        ("한화", "한화그룹", set()),
        ("한화", None, set()),
    ],
)
def test_the_sense_names_a_trade(word: str, sense: str | None, trades: set[str]) -> None:
    assert trades_of(word, sense) == trades


def test_a_group_is_no_member_of_itself() -> None:
    assert is_act("진", "방탄소년단 진")
    assert not is_act("방탄소년단", "방탄소년단")


def test_every_trade_has_words_and_senses() -> None:
    lists = sections("trades")
    assert all(lists[name.removesuffix(" senses")] for name in lists if name.endswith(" senses"))

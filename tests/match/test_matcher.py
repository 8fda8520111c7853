"""Watchlists as wholes: any, all, none, fields, conditions, offsets, explanation."""

import pytest

from aggregator.match.finder import TermError
from aggregator.match.matcher import Matcher
from aggregator.match.query import QueryError
from aggregator.model import Compounds, Field, Term, TermKind, Watchlist


def term(text: str, **settings: object) -> Term:
    return Term(text=text, **{"kind": TermKind.NAME, **settings})  # type: ignore[arg-type]  # settings are of many types


def watch(*terms: Term, **settings: object) -> Watchlist:
    return Watchlist(id="w", name="w", **{"any": terms, **settings})  # type: ignore[arg-type]  # likewise


def variants(watchlist: Watchlist, **fields: str) -> list[str]:
    return [match.variant for match in Matcher([watchlist]).match({Field(name): text for name, text in fields.items()})]


def test_offsets_are_those_of_the_raw_text() -> None:
    raw = "새 <b>네이</b>버\u200b와 ＫＴ&amp;Ｇ"
    matches = Matcher([watch(term("네이버"), term("KT&G"))]).match({Field.TITLE: raw})
    assert [raw[match.start : match.end] for match in matches] == ["네이</b>버", "ＫＴ&amp;Ｇ"]
    assert [match.variant for match in matches] == ["네이</b>버", "ＫＴ&amp;Ｇ"]
    assert [match.rule for match in matches] == ["particle", "free-standing"]


def test_matches_come_by_field_then_place() -> None:
    matches = Matcher([watch(term("네이버"))]).match({Field.SUMMARY: "네이버·네이버", Field.TITLE: "네이버"})
    assert [(match.field, match.start) for match in matches] == [
        (Field.TITLE, 0),
        (Field.SUMMARY, 0),
        (Field.SUMMARY, 4),
    ]


def test_all_terms_must_occur_anywhere_in_the_entry() -> None:
    both = watch(all=(term("네이버"), term("AI")))
    assert variants(both, title="네이버 소식", summary="AI 공개") == ["네이버", "AI"]
    assert variants(both, title="네이버 소식") == []


def test_none_takes_the_entry_away() -> None:
    assert variants(watch(term("한화"), none=(Term(text="야구"),)), title="한화, 야구단 매각") == []
    assert variants(watch(term("한화"), none=(Term(text="야구"),)), title="한화, 방산 수출") == ["한화"]


def test_a_watchlist_of_certain_outlets_looks_at_those_alone() -> None:
    matcher = Matcher([watch(term("네이버"), outlets=("yna",))])
    assert matcher.match({Field.TITLE: "네이버"}, "yna")
    assert not matcher.match({Field.TITLE: "네이버"}, "chosun")


def test_only_the_fields_of_a_term_are_searched() -> None:
    assert variants(watch(term("네이버", fields=(Field.TITLE,))), title="소식", summary="네이버") == []
    assert variants(watch(term("김네모", fields=(Field.BYLINE,))), byline="김네모 기자") == ["김네모"]


@pytest.mark.parametrize(
    ("compounds", "expected"),
    [
        (Compounds.NO, ["네이버"]),
        (Compounds.KNOWN, ["네이버", "네이버"]),
        (Compounds.YES, ["네이버", "네이버", "네이버"]),
    ],
)
def test_compounds_are_a_setting(compounds: Compounds, expected: list[str]) -> None:
    assert (
        variants(watch(term("네이버", compounds=compounds)), title="네이버는 네이버클라우드와 굿네이버스") == expected
    )


def test_exclude_refuses_the_sentence() -> None:
    excluding = watch(term("한화", exclude=("이글스",)))
    assert variants(excluding, title="한화 이글스 승리") == []
    assert variants(excluding, summary="한화 이글스가 이겼다. 한화는 방산을 키운다.") == ["한화"]


def test_excluding_a_longer_name_leaves_the_short_one() -> None:
    assert variants(watch(term("네이버", exclude=("네이버웹툰",))), title="네이버웹툰과 네이버") == ["네이버"]


def test_near_asks_for_a_word_in_the_sentence_and_require_in_the_entry() -> None:
    assert variants(watch(term("KT", near=("통신",))), title="KT 통신 장애") == ["KT"]
    assert variants(watch(term("KT", near=("통신",))), title="KT 승리", summary="통신 장애") == []
    assert variants(watch(term("KT", require=("통신",))), title="KT 승리", summary="통신 장애") == ["KT"]
    assert variants(watch(term("KT", require=("통신",))), title="KT 승리") == []


def test_regular_expressions_match_as_written() -> None:
    assert variants(watch(term(r"갤럭시 ?[SZ]\d+", regex=True)), title="갤럭시S26과 갤럭시 Z7") == [
        "갤럭시S26",
        "갤럭시 Z7",
    ]
    assert variants(watch(term("ai", regex=True, case=False)), title="AI") == ["AI"]
    with pytest.raises(TermError, match="no regular expression"):
        Matcher([watch(term("(", regex=True))])


def test_hanja_of_headlines_is_a_setting() -> None:
    assert variants(watch(term("미국")), title="美 금리 동결") == ["美"]
    assert variants(watch(term("미국"), hanja=False), title="美 금리 동결") == []


def test_a_query_that_cannot_be_read_is_refused_at_once() -> None:
    with pytest.raises(QueryError):
        Matcher([watch(any=(), query="네이버 AND")])


def test_a_watchlist_without_terms_never_holds() -> None:
    explanation = Matcher([watch(none=(term("야구"),))]).explain({Field.TITLE: "축구"})[0]
    assert not explanation.matched
    assert "no terms" in explanation.reason


def test_every_place_is_explained() -> None:
    text = "굿네이버스가 밝혔다. 네이버는 다르다."
    explanation = Matcher([watch(term("네이버"))]).explain({Field.SUMMARY: text})[0]
    assert explanation.matched
    assert [(c.start, c.accepted, c.rule) for c in explanation.candidates] == [
        (1, False, "one syllable before"),
        (12, True, "particle"),
    ]
    assert explanation.accepted[0].sentence == "네이버는 다르다."
    assert explanation.refused[0].sentence == "굿네이버스가 밝혔다."


def test_separated_letters_are_shown_as_a_near_miss() -> None:
    explanation = Matcher([watch(term("한화"))]).explain({Field.TITLE: "한 화면"})[0]
    assert [(c.variant, c.rule) for c in explanation.candidates] == [("한 화", "separated")]


def test_evidence_is_given_for_words_of_two_meanings() -> None:
    matcher = Matcher([watch(term("기아", sense="기아(자동차)"))])
    (accepted,) = matcher.explain({Field.TITLE: "현대차·기아, 미국 판매 호조"})[0].candidates
    (refused,) = matcher.explain({Field.TITLE: "가자지구 주민들 기아와 난민 문제"})[0].candidates
    assert accepted.accepted
    assert sum(item.weight for item in accepted.evidence) > 0
    assert not refused.accepted
    assert sum(item.weight for item in refused.evidence) <= 0


def test_an_empty_entry_matches_nothing() -> None:
    assert Matcher([watch(term("네이버"))]).match({}) == ()
    assert Matcher([]).match({Field.TITLE: "네이버"}) == ()


def test_half_letters_and_huge_words_do_no_harm() -> None:
    matcher = Matcher([watch(term("기아", sense="기아(자동차)"), term("AI"))])
    assert [m.variant for m in matcher.match({Field.TITLE: "\ud800기아, AI 공개\udfff"})] == ["기아", "AI"]
    for text in ("기아" * 3000, "AI" * 3000, "&" + "amp;" * 3000, "<!--" * 3000, "@" + "AIa" * 3000):
        assert matcher.match({Field.TITLE: text}) == ()

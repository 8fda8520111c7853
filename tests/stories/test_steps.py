"""The steps of a running affair, by example: rounds, days, tallies, plans and outcomes, acts and answers, surveys, speakers."""

from datetime import UTC, datetime, timedelta

import pytest

from aggregator.model import Relation
from aggregator.stories.compare import Verdict, compare
from aggregator.stories.rarity import count_words
from aggregator.stories.signature import Signature, pack, sign, unpack
from aggregator.stories.steps import other_outcome, other_round, reversed_outcome

MORNING = datetime(2026, 7, 15, 0, tzinfo=UTC)  # nine o'clock in Seoul


def entry(title: str, *, hours: float = 0, outlet: str = "나래일보", text: str = "") -> Signature:
    return sign(title, text=text, outlet=outlet, at=MORNING + timedelta(hours=hours))


def verdict(a: Signature, b: Signature) -> Verdict:
    return compare(a, b, count_words([a, b]))


ROUNDS = [
    ("한봄, 나래오픈 1라운드 공동 선두", "한봄, 나래오픈 2라운드 공동 선두"),
    ("한봄, 나래오픈 첫날 공동 1위", "한봄, 나래오픈 최종 공동 1위"),
    ("마루, 가람과 1차전서 3-2 승리", "마루, 가람과 2차전서 3-2 승리"),
    ("가온 노조 파업 3일째…교섭 중단", "가온 노조 파업 나흘째…교섭 중단"),
    ("도담병원 감염자 누적 12명", "도담병원 감염자 누적 31명"),
    ("영화 ‘마루의 봄’ 30만 관객 돌파", "영화 ‘마루의 봄’ 60만 관객 돌파"),
    ("오후 6시까지 전국 확진 5만명", "오후 9시까지 전국 확진 5만명"),
    ("마루, 5연승 질주", "마루, 6연승 질주"),
]


@pytest.mark.parametrize(("one", "other"), ROUNDS)
def test_two_rounds_are_two_events(one: str, other: str) -> None:
    a, b = entry(one), entry(other, hours=14)
    assert other_round(a, b, 14)
    assert verdict(a, b).relation is Relation.DIFFERENT
    assert verdict(a, b).apart


@pytest.mark.parametrize(
    ("one", "other", "hours"),
    [
        (
            "가온 노조 파업 51일째 잠정 합의",
            "가온 노조 파업 52일째 잠정 합의",
            3.0,
        ),  # outlets count the first day in or not
        ("한봄, 나래오픈 1라운드 선두", "한봄, 나래오픈 첫날 선두", 2.0),
        ("마루, 3연승", "마루, 가람 꺾고 선두", 2.0),
    ],
)
def test_what_names_one_round_or_none_says_nothing(one: str, other: str, hours: float) -> None:
    assert not other_round(entry(one), entry(other, hours=hours), hours)


OUTCOMES = [
    ("가온·도담 합병안, 내일 주총서 표결", "가온·도담 합병안 주총 통과"),
    ("나래시의회, 20일 시장 불신임안 표결", "나래시의회, 시장 불신임안 가결"),
    ("한봄, 오늘 대법원 선고", "한봄 징역 2년 확정"),
]


@pytest.mark.parametrize(("plan", "outcome"), OUTCOMES)
def test_what_was_ahead_and_what_came_of_it_are_two_events(plan: str, outcome: str) -> None:
    a, b = entry(plan), entry(outcome, hours=20, outlet="도담신문")
    assert other_outcome(a, b)
    assert verdict(a, b).apart


def test_a_plan_and_its_refusal_never_meet() -> None:
    a = entry("경찰, 한봄 체포영장 신청")
    b = entry("법원, 한봄 체포영장 기각", hours=1, outlet="도담신문")
    assert reversed_outcome(a, b)
    assert verdict(a, b).apart


def test_a_hoped_for_outcome_is_none() -> None:
    assert not other_outcome(entry("가온 노사, 오늘 교섭…타결 시도"), entry("가온 노사 교섭 재개"))


def test_a_day_of_the_next_two_weeks_is_still_to_come() -> None:
    a = entry("나래시의회 불신임안 표결 30일")
    assert other_outcome(entry("나래시의회 불신임안 표결 20일"), entry("나래시의회 불신임안 가결", hours=120))
    assert not other_outcome(a, entry("나래시의회 불신임안 가결", hours=360)), "the 30th is more than two weeks ahead"


def test_two_institutes_are_two_surveys_and_one_is_one() -> None:
    a = entry("대통령 지지율 32%…부정평가 60% [한국갤럽]")
    b = entry("대통령 지지율 30.4%…부정평가 67.2% [미디어토마토]", hours=3, outlet="도담신문")
    c = entry("부정평가 60% 첫 돌파…지지율 32%[갤럽]", hours=2, outlet="도담신문")
    assert verdict(a, b).why.startswith("another pollster's figures")
    assert verdict(a, c).relation is Relation.SAME_STORY


def test_two_statements_on_one_matter_are_two_events() -> None:
    a = entry("한봄 “나래공항 이전, 시민에게 물어야”")
    b = entry("서가람 “나래공항 이전, 다시 물을 일 아냐”", outlet="도담신문")
    told = entry("한봄 “나래공항 이전, 시민에게 먼저 물어야”", outlet="라온뉴스")
    assert verdict(a, b).relation is Relation.DIFFERENT
    assert verdict(a, told).relation is not Relation.DIFFERENT


def test_names_that_the_other_text_does_not_know_keep_two_firms_apart() -> None:
    text = "{}는 15일 나래엑스포 유치를 지원하는 전담 조직을 확대해 운영한다고 밝혔다. {}는 해외에서도 활동을 벌인다. "
    a = entry("가온전자, 나래엑스포 유치 지원 확대", text=text.format("가온전자", "가온전자"))
    b = entry("도담화학, 나래엑스포 유치 지원 확대", outlet="도담신문", text=text.format("도담화학", "도담화학"))
    assert verdict(a, b).relation is Relation.DIFFERENT


def test_a_form_of_an_earlier_version_is_still_read() -> None:
    signature = entry("한봄 “나래공항 이전, 시민에게 물어야”")
    assert signature.speaker == ("한봄",)
    older = unpack(pack(signature)[:-1])
    assert (older.key, older.voice, older.speaker) == (signature.key, signature.voice, ())

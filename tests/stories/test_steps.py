"""The steps of a running affair, by example: rounds, days, tallies, plans and outcomes, acts and answers, surveys, speakers."""

from datetime import UTC, datetime, timedelta

import pytest

from aggregator.model import Relation
from aggregator.stories.compare import Verdict, compare
from aggregator.stories.firms import other_firm
from aggregator.stories.rarity import count_words
from aggregator.stories.signature import Signature, pack, sign, unpack
from aggregator.stories.steps import other_outcome, other_round, reversed_outcome
from aggregator.stories.templates import other_survey

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
    assert verdict(a, b).why.startswith("another survey's figures")
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


FIRMS = [
    ("‘이자 이익’ 늘었다…우리금융지주 상반기 순익 최대", "“이자 장사” 끝에…신한금융 상반기 순익 최대"),
    ("하이브리드가 끌었다…현대모비스 2분기 영업익 5천억", "하이브리드가 끌었다…LG이노텍 2분기 영업익 2천억"),
    ("상반기 금리 낮췄다…도담은행 대출 0.5%p 인하", "상반기 금리 낮췄다…마루은행 대출 0.3%p 인하"),
]


@pytest.mark.parametrize(("one", "other"), FIRMS)
def test_companies_are_known_wherever_they_stand_in_the_headline(one: str, other: str) -> None:
    a, b = entry(one), entry(other, outlet="도담신문")
    assert other_firm(a, b, count_words([a, b]))
    assert verdict(a, b).relation is Relation.DIFFERENT


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("쿠팡, 나래물류 인수", "나래물류, 쿠팡 품으로"),  # each knows the other
        ("신용카드로 산 소고기", "개인카드로 산 소고기"),
        ("우리 국민 다음 대상은 메타버스", "하나 된 동원 훈련"),  # words, not companies
        ("두산, 연장 끝에 승리", "롯데, 연장 끝에 패배"),  # teams
    ],
)
def test_one_affair_of_two_companies_and_words_that_are_none_say_nothing(one: str, other: str) -> None:
    a, b = entry(one), entry(other)
    assert not other_firm(a, b, count_words([a, b]))


def test_shares_that_the_other_report_does_not_know_are_another_survey() -> None:
    text = "{}일 발표된 여론조사에서 대통령이 잘하고 있다는 답은 {}%, 못하고 있다는 답은 {}%로 나타났다."
    a = entry("대통령 지지율 30.4%…부정평가 67.2%", text=text.format(14, 30.4, 67.2))
    b = entry("대통령 부정평가 60% 첫 돌파…지지율 32%", hours=3, outlet="도담신문", text=text.format(15, 32, 60))
    same = entry("대통령 부정평가 67.2%…석 달 만에 최고", hours=3, outlet="도담신문", text=text.format(14, 30.4, 67.2))
    assert other_survey(a, b)
    assert verdict(a, b).apart
    assert not other_survey(a, same)


def test_a_form_of_an_earlier_version_is_still_read() -> None:
    signature = entry("한봄 “나래공항 이전, 시민에게 물어야”")
    assert signature.speaker == ("한봄",)
    older = unpack(pack(signature)[:-1])
    assert (older.key, older.voice, older.speaker) == (signature.key, signature.voice, ())

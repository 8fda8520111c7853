"""Comparing two entries: the relations and the traps by example, symmetry and steadiness by law."""

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from aggregator.model import Relation
from aggregator.stories.compare import compare
from aggregator.stories.rarity import Rarity, count_words
from aggregator.stories.signature import Signature, pack, pieces_of, sign, stem, unpack

NOON = datetime(2026, 7, 15, 3, tzinfo=UTC)
COPY = (
    "국립중앙과학관은 15일 여름방학을 맞아 어린이 천문교실을 연다고 밝혔다. 초등학생 200명을 대상으로 다음 달 3일부터 사흘 동안 "
    "진행되며 참가비는 무료다."
)


def entry(
    title: str, *, hours: float = 0, outlet: str = "나래일보", text: str = "", url: str | None = None
) -> Signature:
    return sign(title, text=text, outlet=outlet, url_key=url, at=NOON + timedelta(hours=hours))


def relation(a: Signature, b: Signature) -> Relation:
    return compare(a, b, count_words([a, b])).relation


def test_one_address_is_one_entry_whatever_its_headline() -> None:
    a, b = entry("첫 제목", url="naver:001/1"), entry("다시 쓴 제목", url="naver:001/1")
    assert relation(a, b) is Relation.SAME_ENTRY


def test_a_wire_text_under_another_headline_is_a_copy() -> None:
    wire = entry("과학관, 어린이 천문교실", outlet="나래통신", text=f"(서울=나래통신) 김하늘 기자 = {COPY}")
    copy = entry("방학엔 별 보러 과학관으로", outlet="도담신문", hours=2, text=COPY)
    assert relation(wire, copy) is Relation.COPY


def test_the_standing_head_of_a_programme_makes_no_copy() -> None:
    head = "■ 방송 : 나래 라디오 <아침 뉴스쇼> FM 98.1 (07:20~09:00) ■ 진행 : 김하늘 앵커 ■ 대담 : "
    a = entry('장관 "예산 늘리겠다"', text=head + "이바다 장관")
    b = entry("탐정이 들려주는 미제 사건", text=head + "최누리 탐정")
    assert relation(a, b) is Relation.DIFFERENT


SAME_STORY = [
    ("美 연준, 기준금리 0.25%p 인하…韓과 격차 좁혀", "미국 연준 기준금리 0.25%포인트 인하"),
    ("파업 51일 만에 대우조선해양 하청 노사 협상 타결", "대우조선 하청노사 임금협상 타결…노조 92.3% 찬성"),
    ("동원F&B, 진천 제2공장 가동…단백질 식품 확대", "K-프로틴 노린다…동원F&B 진천에 공장"),
    ("신규확진 65,972명…위중증 140명", "신규 확진자 6만5972명, 위중증 환자 140명"),
    ("다온클라우드 2분기 매출 3천120억…작년보다 14%↑", "다온클라우드, 2분기 매출 3120억 ‘역대 최대’"),
    ("네이버·다온클라우드, 개발자 교육 자료 공동 공개", "네이버와 다온클라우드, 개발자 교육 자료 함께 내놨다"),
    ("일본서 원숭이두창 첫 확진자 확인", "日서도 원숭이두창 감염 첫 확인"),
    (
        "Fed cuts rates by a quarter point as inflation cools",
        "Federal Reserve lowers rates quarter point, inflation cools",
    ),
]


@pytest.mark.parametrize(("one", "other"), SAME_STORY)
def test_independent_reports_of_one_event_belong_together(one: str, other: str) -> None:
    assert relation(entry(one), entry(other, outlet="라온경제", hours=1)) is Relation.SAME_STORY


CHAIN = [
    ("[1보] 마루호 남해서 침몰…승선원 12명 구조 중", "마루호 남해서 침몰…승선원 12명 전원 구조(종합)"),
    ("[속보] 국회, 방송법 개정안 본회의 통과", "국회, 방송법 개정안 본회의 통과"),
]


@pytest.mark.parametrize(("first", "later"), CHAIN)
def test_rounds_of_one_outlet_are_one_report(first: str, later: str) -> None:
    assert relation(entry(first), entry(later, hours=2)) is Relation.COPY


def test_the_quote_of_a_market_in_two_outlets_is_one_story_but_no_copy() -> None:
    quote = "원/달러 환율 7.3원 내린 1499.5원 출발"
    assert relation(entry(quote), entry(f"[속보]{quote}", outlet="라온경제")) is Relation.SAME_STORY


def test_one_letter_more_is_a_copy_only_within_an_outlet_and_without_another_text() -> None:
    one, other = (
        "가온전자, 미국서 2조원대 저장장치용 배터리 공급 계약 체결 발표",
        "가온전자, 미서 2조원대 저장장치용 배터리 공급 계약 체결 발표",
    )
    assert relation(entry(one), entry(other)) is Relation.COPY
    assert relation(entry(one), entry(other, outlet="라온경제")) is Relation.SAME_STORY
    texts = (
        COPY,
        "가온전자는 15일 미국 법인이 현지 사업자와 다년 계약을 맺었다고 공시했다. 금액은 밝히지 않았다.",
    )
    assert relation(entry(one, text=texts[0]), entry(other, text=texts[1])) is not Relation.COPY


def test_a_cut_headline_meets_its_whole() -> None:
    whole = entry('소상공인 전기요금 감면 연장…중기부 "3천억 추가 투입"')
    assert relation(entry('소상공인 전기요금 감면 연장…중기부 "3천억 추가 투...'), whole) is Relation.COPY


TRAPS = [  # one headline, another, hours between, same outlet
    ("[인사] 통일부", "[인사] 통일부", 24 * 30, True),
    ("[인사] 통일부", "[인사] 통일부", 25, True),
    ("[오늘의 운세] 7월 15일 수요일", "[오늘의 운세] 7월 16일 목요일", 24, True),
    ("코스피, 0.52% 내린 3,121.04 마감", "코스피, 0.31% 오른 3,130.72 마감", 24, True),
    ("코스피, 3,121.04로 출발", "코스피, 3,140.55로 마감", 6, False),
    ("오늘의 날씨…전국 흐리고 비", "오늘의 날씨…전국 흐리고 비", 24, True),
    ("경기 포천에 호우주의보 발효", "경기 포천에 호우주의보 해제", 5, True),
    ("오후 9시까지 전국서 6만5972명 확진", "오후 9시까지 전국서 6만3282명 확진", 24, True),
    ("가온전자, 2분기 영업익 1,204억원…전년比 12%↑", "다솜화학, 2분기 영업익 876억원…전년比 31%↑", 1, True),
    ("가온전자 2분기 영업이익 1204억…전년比 12%↑", "다솜화학 2분기 영업이익 876억…전년比 31%↑", 1, False),
    ("가온전자, 장중 3% 이상 급등", "다솜화학, 장중 3% 이상 급등", 1, True),
    ("한은, 기준금리 연 2.75%로 동결", "한은, 기준금리 연 2.75%로 동결", 24 * 49, True),
    ("[김바다의 창] 느린 걸음", "[김바다의 창] 오래된 나무", 24, True),
    ("[속보] 정부, 내년도 예산안...", "[속보] 정부, 내년도 최저임금...", 72, False),
    ("[포토] 한결 '수줍은 미소'", "[포토] 이든 '시크한 눈빛'", 0.1, True),
    ("[주요 신문 사설](15일 조간)", "[전국 주요 신문 톱뉴스](15일 조간)", 0, True),
    ("다온클라우드 2분기 매출 3천120억…작년보다 14%↑", "누리텔 2분기 매출 8천40억…작년보다 3%↑", 1, False),
    ("네이버·다온클라우드, 개발자 교육 자료 공동 공개", "다온클라우드, 장애 대응 훈련 기록 전부 공개", 1, False),
    ("한결은행, 소상공인 대출 금리 0.5%p 인하", "새솔은행, 소상공인 대출 금리 0.3%p 인하", 1, False),
    ("나래시, 청년 월세 지원 대상 500명 모집", "도담군, 청년 월세 지원 대상 120명 모집", 1, False),
    ("인도서 첫 원숭이두창 확진자 나와", "베트남서 첫 원숭이두창 확진자 확인", 2, False),
    ("시장 “공항 이전 내년 착수” 발표", "공항 이전 발표에…주민들 “설명회부터 열라”", 2, False),
    ("부산 구름 많고 무더운 날씨", "부산 사흘째 폭염주의보…낮 최고 30도", 24, False),
]


@pytest.mark.parametrize(("one", "other", "hours", "one_outlet"), TRAPS)
def test_what_is_made_from_one_form_stays_apart(one: str, other: str, hours: float, one_outlet: bool) -> None:
    outlet = "나래일보" if one_outlet else "라온경제"
    assert relation(entry(one), entry(other, hours=hours, outlet=outlet)) is Relation.DIFFERENT


def test_without_any_date_outlet_or_text_the_headline_decides() -> None:
    a, b = sign("가온전자, 나래시에 배터리 공장 착공"), sign("가온전자, 나래시 배터리 공장 첫 삽")
    assert relation(a, b) is Relation.SAME_STORY


def test_the_reasons_name_what_was_measured() -> None:
    verdict = compare(entry("마루호 침몰"), entry("마루호 인양", hours=30), Rarity())
    assert "30 h apart" in verdict.why
    assert "마루호" in verdict.why


@pytest.mark.parametrize(
    ("word", "expected"),
    [
        ("네이버가", "네이버"),
        ("정부는", "정부"),
        ("미국", "미"),
        ("서울에서", "서울"),
        ("국가", "국가"),
        ("kt", "kt"),
        ("한봄이었습니다", "한봄"),
        ("한은", "한국은행"),
        ("유럽중앙은행은", "유럽중앙은행"),
        ("ecb", "유럽중앙은행"),
        ("별세", "사망"),
    ],
)
def test_particles_leave_a_stem(word: str, expected: str) -> None:
    assert stem(word) == expected


@pytest.mark.parametrize(
    ("word", "pieces"),
    [
        ("대우조선", "대우 우조 조선"),
        ("삼성전자2분기", "삼성 성전 전자 자2 2분 분기"),
        ("microsoft", "microsoft"),
        ("a", ""),
    ],
)
def test_words_are_compared_by_pieces(word: str, pieces: str) -> None:
    assert list(pieces_of(word)) == pieces.split()


PIECES = (
    "서울,미국,“반대한다”,코스피,정부,가온전자,다솜화학,2분기,영업익,1204억원,876억,"
    "급등,급락,출발,마감,침몰,[속보],(종합),[포토],15일,16일,…,美"
)


@pytest.mark.parametrize(
    ("headline", "numbers"),
    [
        ("매출 3천120억", ("312000000000원",)),
        ("매출 3120억 원", ("312000000000원",)),
        ("8천40억원", ("804000000000원",)),
        ("관객 1천명", ("1000명",)),
        ("영업이익 4조1926억원", ("4192600000000원",)),
    ],
)
def test_figures_are_read_in_every_spelling(headline: str, numbers: tuple[str, ...]) -> None:
    assert sign(headline).numbers == tuple(f"{float(one.rstrip('원명')):.10g}{one[-1]}" for one in numbers)


WORDS = st.sampled_from(PIECES.split(","))
SEPARATORS = st.sampled_from([" ", ", ", "…"])
TITLES = st.tuples(SEPARATORS, st.lists(WORDS, min_size=1, max_size=7)).map(lambda made: made[0].join(made[1]))
SIGNATURES = st.builds(
    sign,
    TITLES | st.text(max_size=30),
    text=st.sampled_from(["", COPY, COPY[:60], "다른 글이다. 시장이 말했다."]),
    outlet=st.sampled_from([None, "나래일보", "라온경제"]),
    url_key=st.sampled_from([None, None, "a", "b"]),
    at=st.sampled_from([None, NOON, NOON + timedelta(hours=5), NOON + timedelta(days=3)]),
)


@given(SIGNATURES, SIGNATURES)
def test_the_verdict_is_symmetric(a: Signature, b: Signature) -> None:
    rarity = count_words([a, b])
    assert compare(a, b, rarity) == compare(b, a, rarity)


@given(SIGNATURES)
def test_a_signature_comes_back_from_the_database_form(signature: Signature) -> None:
    assert unpack(pack(signature)) == signature


@given(SIGNATURES, SIGNATURES)
def test_the_score_is_a_share(a: Signature, b: Signature) -> None:
    assert 0 <= compare(a, b, Rarity()).score <= 1.000001

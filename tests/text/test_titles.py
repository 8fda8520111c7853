"""Headlines: badges, labels, outlet, cut and normal form, by example and by law."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from aggregator.text.folding import clean, fold, squeeze
from aggregator.text.titles import HeadlineKind, split_headline

BADGES = [
    ("[속보] 李대통령 “보호무역주의 고개 들어”", ("속보",), 0),
    ("[단독]대통령실 고위공직자 10명 임대인", ("단독",), None),
    ("[1보] '무라야마 담화' 무라야마 전 총리 별세", ("1보",), 1),
    ("[2보] 美 연준, 기준금리 0.75%p 인상", ("2보",), 2),
    ("北 “한국군 경고사격”…軍 “침범 따른 조치”(종합)", ("종합",), 10),
    ("美 “조건 수용하면 협상 타결”(종합2보)", ("종합2보",), 12),
    ("국고채 일제히↑…3년물 4%(종합3보)", ("종합3보",), 13),
    ("[종합] 코로나 확진, 오후 9시까지 6만5972명", ("종합",), 10),
    ("[단독][영상] 현장의 목소리", ("단독", "영상"), None),
    ("속보 | 코스피 8000 돌파", ("속보",), 0),
    ("[특징주] 삼성전자 신고가", ("특징주",), None),
    ("[전문] 대통령 신년사", ("전문",), None),
    ("[상보] 국회 본회의 통과", ("상보",), 9),
]


@pytest.mark.parametrize(("title", "badges", "round_"), BADGES)
def test_badges_leave_the_headline_and_order_the_rounds(
    title: str, badges: tuple[str, ...], round_: int | None
) -> None:
    headline = split_headline(title)
    assert headline.badges == badges
    assert headline.round == round_
    assert not any(mark in headline.text for mark in "[]|")
    assert "종합" not in headline.text


KINDS = [
    ("[사설] 국회는 답하라", HeadlineKind.OPINION),
    ("[朝鮮칼럼 The Column] 어느 가을", HeadlineKind.OPINION),
    ("[기자수첩] 남은 일", HeadlineKind.OPINION),
    ("[특별기고] 도시의 밤", HeadlineKind.OPINION),
    ("[인사] 통일부", HeadlineKind.PERSONNEL),
    ("[부고] 홍길동씨 별세", HeadlineKind.PERSONNEL),
    ("[서울포토] 인사말하는 장관", HeadlineKind.PHOTO),
    ("[사진]박세완, '해맑은 미소'", HeadlineKind.PHOTO),
    ("[그래픽뉴스] 한눈에 보는 세제", HeadlineKind.PHOTO),
    ("[인터뷰] 감독을 만나다", HeadlineKind.NEWS),
    ("사설 경마장 단속", HeadlineKind.NEWS),
]


@pytest.mark.parametrize(("title", "kind"), KINDS)
def test_labels_tell_the_kind(title: str, kind: HeadlineKind) -> None:
    assert split_headline(title).kind is kind


SUFFIXES = [
    ("카카오, 새 대표 선임 - 조선일보", "카카오, 새 대표 선임", "조선일보"),
    ("국내 증시 7000조 시대 | 서울경제", "국내 증시 7000조 시대", "서울경제"),
    ("Samsung opens plant - The Korea Herald", "Samsung opens plant", "The Korea Herald"),
    ("오늘의 부고 - 2022년 7월 27일", "오늘의 부고 - 2022년 7월 27일", None),
    ("AI - 축복인가 저주인가", "AI - 축복인가 저주인가", None),
]


@pytest.mark.parametrize(("title", "text", "outlet"), SUFFIXES)
def test_an_outlet_at_the_end_goes(title: str, text: str, outlet: str | None) -> None:
    headline = split_headline(title)
    assert (headline.text, headline.outlet_suffix) == (text, outlet)


def test_a_name_that_the_caller_knows_is_an_outlet_too() -> None:
    assert split_headline("새 소식 - 뉴스타파", ["뉴스타파"]).outlet_suffix == "뉴스타파"


CUT = [
    ("롯데온, '자이언츠데이' 진행...호텔 계열사 할...", "롯데온, '자이언츠데이' 진행...호텔 계열사 할"),
    ("이재용 없는 삼성 더 밀렸다 [비즈3...", "이재용 없는 삼성 더 밀렸다"),
    ("1분기 매출 78조, 역대 최대 [...", "1분기 매출 78조, 역대 최대"),
    ("세무조사…", "세무조사"),
]


@pytest.mark.parametrize(("title", "text"), CUT)
def test_a_cut_headline_says_so(title: str, text: str) -> None:
    headline = split_headline(title)
    assert headline.truncated
    assert headline.text == text


def test_dots_inside_are_no_cut() -> None:
    assert not split_headline("정부…여행경보 상향").truncated


SAME = [
    ("[속보] 李 대통령 “출국”", "이 대통령 '출국'"),
    ("KT&amp;G <b>1분기</b> 실적", "KT&G 1분기 실적"),
    ("北 “한국, 공사중인 우리 軍에 경고사격”(종합)", "北 '한국, 공사 중인 우리 軍에 경고사격'"),
    ("ＡＩ·반도체 협력", "AI‧반도체 협력"),
    ("신화\u200b통신 보도", "신화통신 보도"),
    ("1,540원 넘은 환율", "1540원 넘은 환율"),
    ("트러스, quot;감세quot;로 결선 진출hellip;수낙middot;트러스", "트러스, “감세”로 결선 진출…수낙·트러스"),
    ("한전, 오픈AI와 손잡고 전환 박차 外", "한전, 오픈AI와 손잡고 전환 박차"),
]


@pytest.mark.parametrize(("one", "other"), SAME)
def test_spellings_of_one_headline_have_one_key(one: str, other: str) -> None:
    assert split_headline(one).key == split_headline(other).key


def test_digits_keep_headlines_apart() -> None:
    assert split_headline("환율 4.5원 오른").key != split_headline("환율 45원 오른").key


def test_a_headline_of_labels_only_stays_whole() -> None:
    headline = split_headline("[전국 주요 신문 톱뉴스]")
    assert headline.text == "[전국 주요 신문 톱뉴스]"
    assert headline.key == "전국주요신문톱뉴스"


TITLES = st.text(
    alphabet=st.sampled_from("가나다 [](){}<>【】…. -|·&;A1李美\u200b속보종합2단독"), max_size=40
) | st.text(max_size=40)


@given(TITLES)
def test_any_text_splits_without_fault_and_loses_nothing(title: str) -> None:
    headline = split_headline(title)
    assert headline.raw == clean(title)
    assert headline.text or not headline.raw
    assert headline.key or not headline.raw


@given(st.text(max_size=60))
def test_folding_twice_equals_once(text: str) -> None:
    assert fold(fold(text)) == fold(text)
    assert squeeze(squeeze(text)) == squeeze(text)


@given(st.text(max_size=60))
def test_cleaning_gives_single_spaces(text: str) -> None:
    cleaned = clean(text)
    assert "  " not in cleaned
    assert cleaned == cleaned.strip()

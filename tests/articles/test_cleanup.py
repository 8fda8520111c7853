"""What is not the article goes, sentence by sentence; what might be the article stays."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from aggregator.articles.byline import unsign
from aggregator.articles.cleanup import clean, clean_lightly, is_prose

FIRST = "가온시는 새 도서관을 5월에 연다고 밝혔다. 열람실은 모두 여섯 곳이다."
SECOND = "시민들은 밤 열 시까지 책을 빌릴 수 있으며, 어린이 열람실은 따로 마련된다."
LAST = "개관식은 5월 3일 오전 10시에 열리고 누구나 참석할 수 있다고 시는 덧붙였다."


@pytest.mark.parametrize(
    ("line", "who"),
    [
        ("윤지영 기자 yjy@sedaily.com", "윤지영 기자"),
        ("윤지영기자 yjy@sedaily.com", "윤지영 기자"),
        ("/가온=서도윤 기자 a@b.kr", "서도윤 기자"),
        ("[서도윤 기자 / a.b-c@news.co.kr]", "서도윤 기자"),
        ("서도윤·민채린 기자", "서도윤·민채린 기자"),
        ("글=서도윤 기자, 사진=민채린 기자", "서도윤 기자"),
        ("뉴욕=서도윤 특파원 a@b.kr", "서도윤 특파원"),
        ("디지털뉴스팀 서도윤 온라인 기자", "서도윤 온라인 기자"),
        ("서도윤 a@b.kr", "서도윤"),
        ("서도윤 기자 | 입력 2026-05-11 05:00", "서도윤 기자"),
        ("YTN 서도윤 (a@ytn.co.kr)", "서도윤"),
    ],
)
def test_a_line_that_is_a_byline_is_not_text(line: str, who: str) -> None:
    assert unsign(line).text == ""
    assert unsign(line).who == who


@pytest.mark.parametrize(
    ("line", "text", "who"),
    [
        (f"(서울=연합뉴스) 서도윤 기자 = {FIRST}", FIRST, "서도윤 기자"),
        (f"[서울=뉴시스]서도윤 기자 = {FIRST}", FIRST, "서도윤 기자"),
        (f"[서울=뉴시스] {FIRST}", FIRST, None),
        (f"[이데일리 서도윤 기자] {FIRST}", FIRST, "서도윤 기자"),
        (f"{FIRST} /서도윤 기자 a@b.kr", FIRST, "서도윤 기자"),
        (f"{FIRST}서도윤 기자 a@b.kr", FIRST, "서도윤 기자"),
        (f"{FIRST} <서도윤 기자 a@b.kr>", FIRST, "서도윤 기자"),
        (f"{FIRST} a@b.kr", FIRST, None),
    ],
)
def test_datelines_and_signatures_are_cut_from_sentences(line: str, text: str, who: str | None) -> None:
    assert (unsign(line).text, unsign(line).who) == (text, who)


@pytest.mark.parametrize(
    "line",
    [
        "(1달러=1300원) 기준으로 계산하면 수출액은 모두 12억원에 이른다.",
        "그는 기자 출신이다.",
        "학교 다니던 기자",
        "당시 취재하던 박 기자는 현장을 떠나지 않았다.",
        "문의는 도서관 누리집에서 할 수 있다.",
        "[단독] 가온시, 새 도서관 짓는다",
    ],
)
def test_sentences_about_reporters_and_brackets_stay(line: str) -> None:
    assert unsign(line).text == line


@pytest.mark.parametrize(
    "chrome",
    [
        "이 글자크기로 변경됩니다.",
        "기사의 본문 내용은 이 글자크기로 변경됩니다.",
        "글자크기로 변경됩니다",
        "(예시) 가장 빠른 뉴스가 있고 다양한 정보, 쌍방향 소통이 숨쉬는 다음뉴",
        "(예시) 가장 빠른 뉴스가 있고 다양한 정보, 쌍방향 소통이 숨쉬는 다음뉴스를 만나보세요.",
        "전체 맥락을 이해하기 위해서는 본문 보기를 권장합니다.",
        "기사 듣기",
        "가 가 가",
        "공유 스크랩 인쇄",
        "댓글 12",
        "좋아요 3",
        "입력 2026.05.11. 오후 5:52 수정 2026.05.11. 오후 6:10",
        "Copyright © 가온경제. 무단전재 및 재배포 금지.",
        "<저작권자 ⓒ 가온신문, 무단 전재 및 재배포 금지>",
        "ⓒ 가온일보 All rights reserved. 무단 전재, 재배포 및 AI 학습 이용 금지",
        "[사진=가온시청]",
        "사진제공=가온시청",
        "▲ 새 도서관 조감도. 가온시 제공",
        "새 도서관 앞을 시민들이 지나고 있다. 가온시 제공",
        "새 도서관 앞을 시민들이 지나고 있다. [사진=가온시]",
        "게티이미지뱅크",
        "☞ 가온일보 유튜브 채널 구독하기",
        "네이버에서 가온일보를 구독하세요",
        "▶ 제보하기",
        "▷ 카카오톡 : '가온제보' 검색, 채널 추가",
        "많이 본 뉴스",
        "코스피 2,731.90 ▼12.3 (-0.45%)",
        "삼성전자 71,200 ▲300",
        "(영상취재 : 김가온, 영상편집 : 박가온)",
        "쏠쏠정보 0 흥미진진 1",
    ],
)
def test_chrome_between_paragraphs_goes_and_the_paragraphs_stay(chrome: str) -> None:
    assert clean([FIRST, chrome]).lines == (FIRST,)
    if "Copyright" not in chrome and "전재" not in chrome:
        assert FIRST in clean([FIRST, chrome, SECOND]).lines
        assert SECOND in clean([FIRST, chrome, SECOND]).lines


@pytest.mark.parametrize(
    "line",
    [
        "방송사는 경기 영상의 무단 전재를 금지하고 있다.",
        "네이버 구독 서비스가 확대된다",
        "카카오 클릭 한 번이면 끝나는 송금",
        "▶1위 가온 ▶2위 새내",
        "▶왜 도서관인가",
        "▲기획조정실장 나윤호 ▲감사실장 도현재",
        "사진 찍기 좋은 곳으로 알려지면서 사람이 몰리고 있다.",
        "◇ 새 도서관의 첫 관장은 누구",
        "“문을 닫을 수는 없다”",
        "주요 내용은 다음과 같다.",
        "관련 기사를 본 시민들의 문의가 이어졌다.",
    ],
)
def test_lines_of_an_article_stay(line: str) -> None:
    assert clean([FIRST, line, SECOND]).lines == (FIRST, line, SECOND)


def test_a_list_of_other_headlines_goes_and_the_article_goes_on_after_it() -> None:
    lines = [FIRST, "이 시각 주요뉴스", "공주 포기해도 좋아", "- 18세 고교생, 입단 합의", SECOND, LAST]
    assert clean(lines).lines == (FIRST, SECOND, LAST)


def test_headlines_under_the_copyright_notice_go_even_when_they_read_like_sentences() -> None:
    lines = [
        FIRST,
        SECOND,
        LAST,
        "ⓒ 가온. 무단전재 및 재배포 금지",
        "네이버가 동남아 시장에 새로 뛰어들어 화제가 되고 있다.",
        "공주 포기해도 좋아",
    ]
    assert clean(lines).lines == (FIRST, SECOND, LAST)


def test_a_copyright_notice_above_the_article_does_not_end_it() -> None:
    assert clean(["ⓒ 가온. 무단전재 및 재배포 금지", FIRST, SECOND, LAST]).lines == (FIRST, SECOND, LAST)


def test_a_summary_that_the_article_repeats_goes() -> None:
    assert clean([FIRST, FIRST + " " + SECOND, LAST]).lines == (FIRST + " " + SECOND, LAST)


def test_the_headline_is_not_the_first_line_of_its_article() -> None:
    assert clean(["가온시 “새 도서관 연다”", FIRST], headline='가온시 "새 도서관 연다"').lines == (FIRST,)


def test_a_line_that_is_a_link_elsewhere_goes() -> None:
    other = "가온시장, 지하철 새 노선 발표"
    assert clean([FIRST, other, SECOND], links=frozenset({other})).lines == (FIRST, SECOND)


def test_pages_that_no_newsroom_made_keep_their_lists() -> None:
    lines = ["관련기사", "- 재료: 감자 두 알", "▲ 완성 사진 제공", "좋아요 3", FIRST]
    assert clean_lightly(lines).lines == ("관련기사", "- 재료: 감자 두 알", "▲ 완성 사진 제공", FIRST)


@given(st.lists(st.text(max_size=200), max_size=30))
def test_cleaning_never_raises_and_invents_nothing(lines: list[str]) -> None:
    flat = [" ".join(line.split()) for line in lines]
    everything = "\n".join(flat)
    for line in clean(flat).lines:
        assert all(word in everything for word in line.split())


@given(
    st.lists(
        st.sampled_from([FIRST, SECOND, LAST, "관련기사", "공주 포기해도 좋아", "서도윤 기자 a@b.kr"]), max_size=12
    )
)
def test_cleaning_twice_equals_once(lines: list[str]) -> None:
    once = clean(lines).lines
    assert clean(once).lines == once


@given(
    st.lists(st.sampled_from([FIRST, SECOND, LAST]), unique=True, min_size=1),
    st.sampled_from(["공유", "댓글 3", "광고", "구독하기"]),
)
def test_sentences_are_never_lost_to_controls(sentences: list[str], control: str) -> None:
    mixed = [line for sentence in sentences for line in (control, sentence)]
    assert clean(mixed).lines == tuple(sentences)
    assert all(map(is_prose, sentences))

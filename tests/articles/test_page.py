"""Every page ends in a named outcome, whatever its bytes."""

from datetime import UTC, datetime

import pytest
import trafilatura
from hypothesis import example, given, settings
from hypothesis import strategies as st

from aggregator.articles.outcome import USABLE, Article, PageOutcome, PageReading, Unusable
from aggregator.articles.page import MAX_PAGE_BYTES, read_page
from tests.articles.scoring import gold_pages

NOW = datetime(2026, 7, 1, tzinfo=UTC)
URL = "https://www.gaon.example/news/articleView.html?idxno=1"
FIRST = "가온시는 새 도서관을 5월에 연다고 밝혔다. 열람실은 모두 여섯 곳이고 어린이 열람실은 따로 마련된다."
SECOND = "개관식은 5월 3일 오전 10시에 열리고 누구나 참석할 수 있다고 시는 덧붙였다. 주차장은 무료다."
ARTICLE = f"<article id='article-view-content-div'><p>{FIRST}</p><p>{SECOND}</p></article>"
ENGLISH = (
    "<html><head><title>Harbour opens</title></head><body><nav><a href='/'>Home</a></nav><article><h1>Harbour opens</h1>"
    + "".join(
        f"<p>The harbour of Gaon opened its new quay on day {n}, and {n * 7} ships called there in the first week.</p>"
        for n in range(1, 9)
    )
    + "</article><footer>All rights reserved</footer></body></html>"
)


def read(body: str | bytes, url: str = URL, content_type: str | None = "text/html") -> PageReading:
    return read_page(body.encode() if isinstance(body, str) else body, url=url, now=NOW, content_type=content_type)


def page(body: str, head: str = "") -> str:
    return f"<html><head><title>가온시 새 도서관</title>{head}</head><body>{body}</body></html>"


@pytest.mark.parametrize(
    ("body", "outcome"),
    [
        (page(ARTICLE), PageOutcome.OK),
        (page("<p>이 기사는 유료회원 전용입니다. 전체 기사를 읽으시려면 로그인 해주세요.</p>"), PageOutcome.PAYWALL),
        (
            page(
                f"<p>{FIRST}</p>",
                '<script type="application/ld+json">{"@type":"NewsArticle","isAccessibleForFree":"False"}</script>',
            ),
            PageOutcome.PAYWALL,
        ),
        (page("<p>Subscribe to continue reading</p>" + ARTICLE[:60]), PageOutcome.PAYWALL),
        (
            "<html><head><title>Just a moment...</title></head><body><p>Checking your browser</p></body></html>",
            PageOutcome.BOT_WALL,
        ),
        (page("<p>비정상적인 접근이 감지되었습니다. 자동등록방지 숫자를 입력해 주세요.</p>"), PageOutcome.BOT_WALL),
        (page("<p>요청하신 페이지를 찾을 수 없습니다.</p><a href='/'>홈으로</a>"), PageOutcome.SOFT_404),
        (page("<p>언론사 요청에 의해 삭제된 기사입니다.</p>"), PageOutcome.SOFT_404),
        ("<html><script>alert('존재하지 않는 기사입니다.'); history.back();</script></html>", PageOutcome.SOFT_404),
        (page("<p>사진 한 장</p>"), PageOutcome.TOO_SHORT),
        (page("<p>이동합니다</p>", '<meta http-equiv="refresh" content="0;url=/news/2">'), PageOutcome.ELSEWHERE),
        (
            page("<p>앱에서 보기</p>", '<link rel="canonical" href="https://www.gaon.example/news/2">'),
            PageOutcome.ELSEWHERE,
        ),
        ("", PageOutcome.NOT_HTML),
        (b"%PDF-1.7 \x00\x01", PageOutcome.NOT_HTML),
        (b"\x89PNG\r\n<html>", PageOutcome.NOT_HTML),
        ('{"error": "<b>no</b>"}', PageOutcome.NOT_HTML),
        (page("<p>가</p>" * (MAX_PAGE_BYTES // 8)), PageOutcome.TOO_LARGE),
    ],
)
def test_outcomes(body: str | bytes, outcome: PageOutcome) -> None:
    assert read(body).outcome == outcome


def test_a_page_of_ten_megabytes_is_not_read() -> None:
    reading = read(page(ARTICLE) + "<!-- " + "x" * 10_000_000)
    assert isinstance(reading, Unusable)
    assert reading.outcome == PageOutcome.TOO_LARGE


def test_other_types_are_not_html() -> None:
    assert read(page(ARTICLE), content_type="application/pdf").outcome == PageOutcome.NOT_HTML
    assert read(page(ARTICLE), content_type=None).outcome == PageOutcome.OK


def test_a_comment_box_is_no_paywall() -> None:
    around = (
        "<ul><li><a href='/join'>유료회원 안내</a></li></ul>"
        "<p>댓글은 로그인 후 이용하실 수 있습니다. 회원가입 후 의견을 읽어 보세요.</p>"
    )
    assert read(page(f"<article id='articleBody'><p>{FIRST}</p></article>{around}")).outcome == PageOutcome.OK


def test_a_signpost_says_where_to() -> None:
    reading = read(page("<p>이동합니다</p>", '<meta http-equiv="refresh" content="0;url=/news/2">'))
    assert isinstance(reading, Unusable)
    assert reading.follow == "https://www.gaon.example/news/2"


def test_a_long_article_about_paywalls_is_an_article() -> None:
    about = "유료 구독 모델을 도입하는 언론사가 늘고 있다. 로그인 후 기사를 읽는 독자는 아직 적지만 회원 전용 기사도 나왔다."
    rows = "".join(f"<p>{n}. {about}</p>" for n in range(12))
    assert read(page(f"<article id='articleBody'>{rows}</article><p>서도윤 기자</p>")).outcome == PageOutcome.OK


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "cp949", "utf-16"])
@pytest.mark.parametrize("declared", ["euc-kr", "ks_c_5601-1987", "utf-8", "iso-8859-1", ""])
def test_charsets_are_found_whatever_the_page_declares(encoding: str, declared: str) -> None:
    text = FIRST + " 펲시맨과 똠얌꿍도 왔다."
    meta = f'<meta http-equiv="Content-Type" content="text/html; charset={declared}">' if declared else ""
    body = page(f"<div id='articleBody'><p>{text}</p><p>{SECOND}</p></div>", meta).encode(encoding)
    reading = read(body, content_type="text/html")
    if encoding == "cp949" and declared in ("utf-8", "iso-8859-1"):
        reading = read(body, content_type="text/html; charset=euc-kr") if declared == "utf-8" else reading
    assert isinstance(reading, Article), reading
    if not (encoding == "cp949" and declared == "iso-8859-1"):
        assert text in reading.text


def test_a_page_in_another_language_keeps_trafilaturas_text() -> None:
    reading = read(ENGLISH, url="https://www.gaon.example/en/1")
    assert isinstance(reading, Article)
    assert reading.text == trafilatura.extract(ENGLISH, include_comments=False)
    assert reading.method == "trafilatura"


JSON_LD = """<script type="application/ld+json">{"@context": "https://schema.org", "@graph": [
 {"@type": "WebSite", "name": "가온"},
 {"@type": ["NewsArticle"], "headline": "가온시, 새 도서관 연다", "datePublished": "2026-04-30T09:10:00+09:00",
  "articleSection": "사회",
  "author": [{"@type": "Person", "name": "서도윤"}, {"@type": "Person", "name": "민채린"}]}]}</script>"""


def test_what_the_page_says_about_itself() -> None:
    reading = read(page(ARTICLE, JSON_LD + '<link rel="canonical" href="/news/articleView.html?idxno=1">'))
    assert isinstance(reading, Article)
    assert reading.headline == "가온시, 새 도서관 연다"
    assert reading.byline == "서도윤, 민채린"
    assert reading.published == datetime(2026, 4, 30, 0, 10, tzinfo=UTC)
    assert reading.section == "사회"
    assert reading.canonical == "https://www.gaon.example/news/articleView.html?idxno=1"


@pytest.mark.parametrize(
    "broken",
    [
        "<script type='application/ld+json'>{not json}</script>",
        "<script type='application/ld+json'>" + "[" * 5000 + "</script>",
        '<script type="application/ld+json">{"@type": "NewsArticle", "author": {"name": [1]}, "datePublished": "soon"}</script>',
        '<meta property="article:published_time" content="2041-01-01T00:00:00Z">',
        '<link rel="canonical" href="javascript:alert(1)"><meta property="og:url" content="http://[::1">',
    ],
)
def test_nonsense_about_itself_is_not_believed(broken: str) -> None:
    reading = read(page(ARTICLE, broken))
    assert isinstance(reading, Article)
    assert reading.published is None
    assert reading.canonical is None
    assert reading.text == f"{FIRST}\n{SECOND}"


def test_json_ld_text_stands_in_for_a_page_drawn_by_script() -> None:
    body = FIRST + "\\n" + SECOND
    head = f'<script type="application/ld+json">{{"@type": "NewsArticle", "articleBody": "{body}"}}</script>'
    reading = read(page("<div id='root'></div><p>서도윤 기자</p>", head))
    assert isinstance(reading, Article)
    assert reading.text == f"{FIRST}\n{SECOND}"


def test_the_state_of_a_page_drawn_by_script_is_read() -> None:
    state = (
        '{"type": "story", "content_elements": [{"type": "image", "caption": "네이버 사옥"}, '
        f'{{"type": "text", "content": "{FIRST}"}}, {{"type": "text", "content": "<b>{SECOND}</b>"}}]}}'
    )
    script = f"<script>window.Fusion=window.Fusion||{{}};Fusion.globalContent={state};Fusion.spa=false;</script>"
    reading = read(page(f"<div id='fusion-app'></div>{script}"), url="https://www.chosun.com/economy/2026/03/04/A/")
    assert isinstance(reading, Article)
    assert reading.text == f"{FIRST}\n{SECOND}"


def test_a_page_that_is_one_form_is_read_like_any_other() -> None:
    """ASP.NET wraps whole pages; headline, byline and time often stand in a <header>."""
    body = f"<form id='aspnetForm'><header><h3>새 도서관</h3><p>서도윤 기자 | 입력 2026.04.30 09:10</p></header>{ARTICLE}</form>"
    reading = read(page(body.replace("article-view-content-div", "x1")))
    assert isinstance(reading, Article)
    assert reading.text == f"{FIRST}\n{SECOND}"
    assert reading.byline == "서도윤 기자"
    assert reading.published == datetime(2026, 4, 30, 0, 10, tzinfo=UTC)


def test_words_with_a_class_stay_in_their_sentence() -> None:
    marked = (
        '<p>가온증권은 <a class="stock" href="/s">누리반도체</a>와 <span class="ad">한빛해운</span>의 '
        "목표주가를 올렸다고 밝혔다.</p>"
    )
    reading = read(page(ARTICLE.replace("</article>", marked + "</article>")))
    assert isinstance(reading, Article)
    assert "가온증권은 누리반도체와 한빛해운의 목표주가를" in reading.text


def test_hidden_text_is_not_the_article() -> None:
    hidden = '<p style="display: none">네이버 카카오 삼성전자가 숨어 있다고 알려졌다.</p><noscript>네이버</noscript>'
    reading = read(page(ARTICLE.replace("</article>", hidden + "</article>")))
    assert isinstance(reading, Article)
    assert "네이버" not in reading.text


PIECES = [
    b"<html>",
    b"<p>",
    b"</p>",
    b"<div id=articleBody>",
    b"<table><td>",
    FIRST.encode(),
    FIRST.encode("cp949"),
    b"<!--",
    b"\x00",
]
PIECES += [
    b"<script type='application/ld+json'>{",
    b"<meta http-equiv=refresh content=",
    b"&#xD800;",
    b"\xff\xfe",
    b"<" * 50,
    b"]]>",
    b"<br>",
]


@given(st.one_of(st.binary(max_size=2000), st.lists(st.sampled_from(PIECES), max_size=40).map(b"".join)))
@example(b"<html><p>" + b"\xed\xa0\x80" * 200)
@example(b"<?xml version='1.0' encoding='utf-7'?><html>+ADw-p+AD4-")
@example(b"<div>" * 3000 + FIRST.encode())
@settings(max_examples=150, deadline=None)
def test_no_bytes_raise(body: bytes) -> None:
    reading = read(body)
    assert isinstance(reading, Article | Unusable)
    assert (reading.outcome in USABLE) == isinstance(reading, Article)


@given(st.integers(0, 2**32), st.sampled_from(gold_pages()[::5]))
@settings(max_examples=60, deadline=None)
def test_cut_and_bitten_pages_never_raise(seed: int, gold: object) -> None:
    html = bytearray(gold.html)  # type: ignore[attr-defined]  # hypothesis draws it from gold_pages()
    for step in range(6):
        html[(seed * (step + 1)) % len(html)] = (seed >> step) & 0xFF
    assert isinstance(read(bytes(html[: 1 + seed % len(html)])), Article | Unusable)

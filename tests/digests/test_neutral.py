"""Feed text made harmless: what goes, what stays, and laws for any text."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from aggregator.digests.neutral import neutral, neutral_byline, neutral_link


@pytest.mark.parametrize(
    ("raw", "shown"),
    [
        ("두 줄\r\nBcc: a@b.example", "두 줄 Bcc: a@b.example"),
        ("\u202e거꾸로\u202c \u202a앞\u2066뒤\u2069", "거꾸로 앞뒤"),
        ("C1\u0085줄\u009f끝\x00\x1b[31m", "C1 줄끝[31m"),
        ("=?utf-8?B?QmNj?=", "= ?utf-8?B?QmNj?="),
        ("보이지\u200b않\u00adal\ufeff", "보이지않al"),
        ("javascript:alert(1)", "javascript :alert(1)"),
        ("<script>alert(1)</script>남은 글", "남은 글"),
        ("<a href='x'>고리</a> <b>굵게</b>", "고리 굵게"),
        ("<SBS 뉴스> 1 < 2 <타스>", "<SBS 뉴스> 1 < 2 <타스>"),
        ("Z\u0300\u0301\u0302\u0303\u0304algo", "Z\u0300\u0301\u0302algo"),
        ("&lt;b&gt; 5 > 3", "&lt;b&gt; 5 > 3"),
        ("\U000e0041숨은 꼬리표", "숨은 꼬리표"),
    ],
)
def test_hostile_text_becomes_plain(raw: str, shown: str) -> None:
    assert neutral(raw) == shown


def test_long_text_is_cut_with_an_ellipsis() -> None:
    assert neutral("가" * 500, 10) == "가" * 9 + "…"


@pytest.mark.parametrize(
    ("byline", "name"),
    [
        ("윤지영 기자 yjy@sedaily.example", "윤지영 기자"),
        ("홍길동 기자(hong@daily.example)", "홍길동 기자"),
        ("press@daily.example", None),
        (None, None),
        ("  ", None),
    ],
)
def test_a_byline_loses_its_address(byline: str | None, name: str | None) -> None:
    assert neutral_byline(byline) == name


@pytest.mark.parametrize(
    "url", ["javascript:alert(1)", "data:text/html,x", "file:///etc/passwd", "", None, "//", "http://"]
)
def test_what_is_no_web_address_is_no_link(url: str | None) -> None:
    assert neutral_link(url) is None


def test_a_link_loses_user_and_quotes() -> None:
    link = neutral_link("https://bank.example@evil.example/a'b\"c<d>")
    assert link is not None
    assert link.startswith("https://evil.example/a%27b")
    assert not set("'\"<> ") & set(link)


@given(st.text(max_size=300), st.integers(1, 100))
def test_neutral_text_is_one_clean_line(raw: str, limit: int) -> None:
    """For any text: no controls, no reordering, within the limit; and cleaning twice changes nothing more."""
    shown = neutral(raw, limit)
    assert len(shown) <= limit
    assert not any(ord(char) < 32 or 0x7F <= ord(char) < 0xA0 or 0xD800 <= ord(char) < 0xE000 for char in shown)
    assert not set("\u061c\u200e\u200f\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069\u2028\u2029") & set(shown)
    assert "=?" not in shown

"""Plain text: words stay whole, blocks stay apart, nothing invisible comes through."""

import unicodedata
from html import escape

import pytest
from hypothesis import given
from hypothesis import strategies as st

from aggregator.text.markup import plain_text


@pytest.mark.parametrize(
    ("html", "text"),
    [
        ("<b>네이버</b>는 오늘", "네이버는 오늘"),
        ("<p>네이버</p><p>카카오</p>", "네이버 카카오"),
        ("<div>가</div>나<br>다", "가 나 다"),
        ("<td>1분기</td><td>2분기</td>", "1분기 2분기"),
        ("소버린 <i>AI</i>", "소버린 AI"),
        ("&lt;b&gt;네이버&lt;/b&gt;는", "네이버는"),
        ("&amp;lt;b&amp;gt;네이버&amp;lt;/b&amp;gt;는", "네이버는"),
        ("&amp;amp;amp;", "&"),
        ("quot;네이버quot; 공개hellip;", '"네이버" 공개…'),
        ("밝혔다quot;며", '밝혔다"며'),
        ("Xquot;y 네이버", "Xquot;y 네이버"),
        ("&hellip 왜", "… 왜"),
        ("<한겨레> <KBS 뉴스> <1보>", "<한겨레> <KBS 뉴스> <1보>"),
        ("3 < 5 > 2", "3 < 5 > 2"),
        ("앞<!-- 광고 <b>x</b> -->뒤", "앞뒤"),
        ("앞<!-- 열린 채", "앞"),
        ("<script>if (a<b) x('</p>')</script>글", "글"),
        ("<STYLE>p{}</STYLE>글", "글"),
        ("<script>열린 채", "열린 채"),
        ("<figure><img src=a><figcaption>사진=뉴스</figcaption></figure>글", "글"),
        ('<p class="caption">사진</p><p class="captive">글</p>', "글"),
        ('<a title="a > b" href=x>글</a>은', "글은"),
        ("<o:p>글</o:p>", "글"),
        ("<![CDATA[글]]>", "글"),
        ("가&nbsp;&#160;\u3000나", "가 나"),
        ("\x00가\x08나\x90다\ufeff", "가나다"),
        ("\x93가\x94\x85", "“가”"),
        ("가\u202e나\u2066다", "가나다"),
        ("&#xD800;가", "\ufffd가"),
        ("a&#0;b", "a\ufffdb"),
        ("", ""),
    ],
)
def test_what_a_reader_sees(html: str, text: str) -> None:
    assert plain_text(html) == text


korean_words = st.lists(st.text(alphabet="네이버카오소버린은는이가AI", min_size=1, max_size=6), min_size=1, max_size=5)


@given(korean_words, st.sampled_from(["b", "i", "em", "span", "a", "strong", "font"]))
def test_inline_tags_leave_nothing(words: list[str], tag: str) -> None:
    assert plain_text("".join(f"<{tag} class='x'>{word}</{tag}>" for word in words)) == "".join(words)


@given(korean_words, st.sampled_from(["p", "div", "li", "td", "h1", "blockquote"]))
def test_blocks_are_parted(words: list[str], tag: str) -> None:
    assert plain_text("".join(f"<{tag}>{word}</{tag}>" for word in words)) == " ".join(words)


@given(st.text(alphabet="네이버 3&<>\"'·…", max_size=40), st.integers(1, 3))
def test_text_survives_being_escaped_over_and_over(text: str, times: int) -> None:
    escaped = text
    for _ in range(times):
        escaped = escape(escaped)
    assert plain_text(escaped) == plain_text(text) == " ".join(text.split())


@given(st.text(max_size=300))
def test_anything_gives_one_clean_line(html: str) -> None:
    text = plain_text(html)
    assert text == " ".join(text.split())
    assert not [sign for sign in text if unicodedata.category(sign) in {"Cc", "Cs"}]


@given(
    st.lists(
        st.sampled_from(
            [
                "<",
                ">",
                "</",
                "<!--",
                "-->",
                "<script>",
                "</script>",
                "<a ",
                '"',
                "'",
                "&",
                ";",
                "#",
                "x",
                "<p class=caption>",
                "]]>",
                "<![CDATA[",
            ]
        ),
        max_size=200,
    )
)
def test_broken_markup_never_raises(pieces: list[str]) -> None:
    assert isinstance(plain_text("".join(pieces)), str)

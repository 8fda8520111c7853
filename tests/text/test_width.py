"""Widths of Korean text, and lines that never exceed what was promised."""

from hypothesis import given
from hypothesis import strategies as st

from aggregator.text.width import cut, display_width, wrap

TEXTS = st.text(alphabet=st.characters(exclude_categories=["Cs"]), max_size=200)


def test_hangul_and_hanja_are_two_columns_wide() -> None:
    """A syllable, a hanja and a full-width letter take two columns; Latin and combining marks one and none."""
    assert display_width("네이버 AI") == 9
    assert display_width("美中") == 4
    assert display_width("Ａ") == 2
    assert display_width("e\u0301") == 1
    assert display_width("\u200b\u202e") == 0


def test_decomposed_hangul_is_as_wide_as_composed() -> None:
    """NFD jamo draw as one syllable."""
    assert display_width("\u1112\u1161\u11ab") == display_width("한") == 2


def test_a_cut_text_shows_that_it_was_cut() -> None:
    """The ellipsis fits inside the width."""
    assert cut("네이버", 6) == "네이버"
    assert cut("네이버클라우드", 8) == "네이버…"
    assert display_width(cut("네이버클라우드", 8)) <= 8


def test_lines_break_at_spaces_and_hang() -> None:
    """Following lines begin under the text, not under the bullet."""
    assert wrap("하나 둘 셋", 8, first="- ", rest="  ") == ("- 하나", "  둘 셋")


def test_a_word_wider_than_a_line_is_broken_between_characters() -> None:
    """Korean compounds without spaces still fit."""
    assert wrap("가나다라마바", 6) == ("가나다", "라마바")


def test_an_address_is_never_broken() -> None:
    """A broken URL cannot be followed, so its line may be longer."""
    url = "https://www.example.org/" + "a" * 100
    assert url in wrap(f"보기 {url}", 20)


def test_nothing_gives_no_line() -> None:
    """An empty text prints nothing, not an empty line."""
    assert wrap("   ") == ()


@given(TEXTS, st.integers(4, 90))
def test_no_line_is_wider_than_promised(text: str, width: int) -> None:
    """For any text without addresses."""
    text = text.replace("://", " ").replace("mailto:", " ")
    assert all(display_width(line) <= width for line in wrap(text, width))


@given(TEXTS, st.integers(4, 90))
def test_no_character_is_lost(text: str, width: int) -> None:
    """Wrapping moves only white space."""
    assert "".join("".join(wrap(text, width)).split()) == "".join(text.split())

"""Syllables, as far as particles care."""

import pytest

from aggregator.text.hangul import ends_in_rieul, hangul_after, hangul_before, is_hanja, is_latin, takes_consonant_form


@pytest.mark.parametrize(
    ("word", "consonant", "rieul"),
    [("네이버", False, False), ("라인", True, False), ("서울", True, True), ("AI", None, False), ("", None, False)],
)
def test_the_last_sound_decides_the_particle(word: str, consonant: bool | None, rieul: bool) -> None:
    assert (takes_consonant_form(word), ends_in_rieul(word)) == (consonant, rieul)


def test_runs_of_hangul_end_at_any_other_sign() -> None:
    text = "美네이버는 AI"
    assert hangul_after(text, 1) == "네이버는"
    assert hangul_before(text, 5) == "네이버는"
    assert hangul_after(text, 0) == ""
    assert hangul_before(text, 1) == ""


def test_scripts_are_told_apart() -> None:
    assert is_latin("A")
    assert is_latin("é")
    assert not is_latin("가")
    assert is_hanja("美")
    assert not is_hanja("가")

"""What a Hangul syllable is made of, as far as particles care. This module must not know any word."""

import re

FIRST, LAST = "가", "힣"
HANJA = "\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff"
LONGEST_RUN = 60  # syllables; no word is longer, and a hostile text shall not cost its square
_HANGUL_RUN = re.compile(f"[가-힣]{{1,{LONGEST_RUN}}}")


def is_hangul(char: str) -> bool:
    """A whole syllable; jamo alone are not."""
    return FIRST <= char <= LAST


def is_latin(char: str) -> bool:
    """A letter of the Latin alphabet, with or without accents."""
    return "a" <= char <= "z" or "A" <= char <= "Z" or ("\u00c0" <= char <= "\u024f" and char.isalpha())


def is_hanja(char: str) -> bool:
    return "\u4e00" <= char <= "\u9fff" or "\u3400" <= char <= "\u4dbf" or "\uf900" <= char <= "\ufaff"


def final(char: str) -> int:
    """The number of the final consonant (0: none, 8: ㄹ) of a syllable."""
    return (ord(char) - ord(FIRST)) % 28


def takes_consonant_form(word: str) -> bool | None:
    """Whether a particle after `word` has its form for consonants (은 이 을 과); None when the word does not say."""
    last = word[-1:]
    if last and is_hangul(last):
        return final(last) != 0
    return None


def ends_in_rieul(word: str) -> bool:
    last = word[-1:]
    return bool(last) and is_hangul(last) and final(last) == 8


def hangul_after(text: str, position: int) -> str:
    """The run of Hangul that begins at `position`."""
    found = _HANGUL_RUN.match(text, position)
    return found[0] if found else ""


def hangul_before(text: str, position: int) -> str:
    """The run of Hangul that ends at `position`."""
    start, least = position, max(0, position - LONGEST_RUN)
    while start > least and is_hangul(text[start - 1]):
        start -= 1
    return text[start:position]

"""Finds what somebody may have meant by a misspelt word; compares Hangul letter by letter, so 경재지 is near 경제지."""

import unicodedata
from collections.abc import Iterable

from rapidfuzz import fuzz, process

NEAR_ENOUGH = 62.0  # percent; 'fry' for 'fri' is 67, 'watchlist' for 'watchlists' 95, unrelated keys stay below 60


def find_nearest(word: str, choices: Iterable[str]) -> str | None:
    """The choice most like the word, or None when none is like it. Ties go to the first."""
    found = process.extractOne(word, list(choices), scorer=fuzz.ratio, processor=_letters, score_cutoff=NEAR_ENOUGH)
    return found[0] if found else None


def did_you_mean(word: str, choices: Iterable[str]) -> str:
    """`; did you mean 'X'?`, or nothing."""
    nearest = find_nearest(word, choices)
    return f"; did you mean {nearest!r}?" if nearest is not None else ""


def _letters(word: str) -> str:
    return unicodedata.normalize("NFD", word).casefold()

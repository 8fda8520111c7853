"""Finds what somebody may have meant by a misspelt word; compares Hangul letter by letter, so 경재지 is near 경제지."""

import unicodedata
from collections.abc import Iterable

from rapidfuzz import fuzz, process
from rapidfuzz.distance import Levenshtein

NEAR_ENOUGH = 62.0  # percent; 'fry' for 'fri' is 67, 'watchlist' for 'watchlists' 95, unrelated keys stay below 60


def find_nearest(word: str, choices: Iterable[str]) -> str | None:
    """The choice most like the word, or None when none is like it. Ties go to the first."""
    found = process.extractOne(word, list(choices), scorer=fuzz.ratio, processor=_letters, score_cutoff=NEAR_ENOUGH)
    return found[0] if found else None


def did_you_mean(word: str, choices: Iterable[str]) -> str:
    """`; did you mean 'X'?`, or nothing."""
    nearest = find_nearest(word, choices)
    return f"; did you mean {nearest!r}?" if nearest is not None else ""


def find_slip(word: str, choices: Iterable[str]) -> str | None:
    """The choice that differs from the word by one Hangul letter of the same count of syllables (경재지 for 경제지), or None.

    Stricter than `find_nearest`, for values that may be any word: 통신사 is no slip for 통신.
    """
    return next(
        (c for c in choices if len(c) == len(word) and Levenshtein.distance(_letters(word), _letters(c)) == 1), None
    )


def _letters(word: str) -> str:
    return unicodedata.normalize("NFD", word).casefold()

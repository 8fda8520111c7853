"""Tells the meanings of a common word apart by what stands near: 귀순 의사 is no doctor, 공식 사과 no fruit.

The term's `sense` says which meaning is wanted; `data/meanings.tsv` holds the meanings and their company. This module must not
look at edges, and knows nothing of a word that the file has not.
"""

from functools import lru_cache

from aggregator.match.spot import Spot
from aggregator.match.vocabulary import Meaning, meanings, sense_words

NEAR = 15  # characters on each side of the place
_HOLDS, _BESIDE, _AROUND = 8.0, 2.0, 1.0
_USUAL = 0.5  # the first meaning is the one most usual in news


@lru_cache(maxsize=20_000)
def wanted_meaning(word: str, sense: str | None) -> Meaning | None:
    """The meaning that the sense names; None where it names none, or two alike."""
    rated = [(_likeness(meaning, word, sense or ""), meaning) for meaning in meanings().get(word, ())]
    best = max((likeness for likeness, _ in rated), default=0.0)
    chosen = [meaning for likeness, meaning in rated if likeness == best > 0]
    return chosen[0] if len(chosen) == 1 else None


def _likeness(meaning: Meaning, word: str, sense: str) -> float:
    named = sense.lower().replace(word, " ") if len(word) > 1 else sense.lower()
    whole = any(phrase == sense or (word in phrase and phrase in sense) for phrase in meaning.phrases)
    labels = sum(label in named or (len(label) > 1 and label in sense) for label in meaning.labels)
    return 2.0 * whole + labels + 0.3 * sum(phrase in named for phrase in meaning.phrases)


def is_listed(spot: Spot) -> bool:
    """A longer word that holds the term stands here, and the wanted meaning or the sense has it: 위암, 보건복지부 for 복지부."""
    wanted = wanted_meaning(spot.variant.text, spot.term.sense)
    phrases = (*(wanted.phrases if wanted else ()), *sense_words(spot.term.sense))
    return any(_stands_in(spot, phrase) for phrase in phrases)


def _stands_in(spot: Spot, phrase: str) -> bool:
    offset = phrase.find(spot.surface)
    return offset >= 0 and len(phrase) > len(spot.surface) and spot.text.startswith(phrase, spot.start - offset)


def meaning_odds(spot: Spot) -> float:
    """How much more the company of the place speaks for the wanted meaning than for any other, in the scale of log odds."""
    word = spot.variant.text
    known = meanings().get(word, ())
    wanted = wanted_meaning(word, spot.term.sense)
    for_it = _company(spot, wanted) if wanted else 0.0
    against = max((_company(spot, meaning) for meaning in known if meaning is not wanted), default=0.0)
    usual = (_USUAL if wanted is known[0] else -_USUAL) if wanted else 0.0
    return for_it - against + usual


def _company(spot: Spot, meaning: Meaning) -> float:
    begin, end = spot.sentence
    near = (max(begin, spot.start - NEAR), min(end, spot.end + NEAR))
    weights = (_weight(spot, phrase, near) for phrase in meaning.phrases)
    return sum(sorted(weights, reverse=True)[:5])


def _weight(spot: Spot, phrase: str, near: tuple[int, int]) -> float:
    begin, end = spot.sentence
    if _stands_in(spot, phrase):
        return _HOLDS
    if spot.text.find(phrase, *near) >= 0:
        return _BESIDE
    return _AROUND if spot.text.find(phrase, begin, end) >= 0 else 0.0

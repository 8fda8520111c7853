"""The conditions that an editor gave a term: exclude, near, require. They only refuse, and they come last."""

import re
from functools import lru_cache

from aggregator.match.spot import Finding, Spot, refuse
from aggregator.match.variants import skeleton, variants
from aggregator.text.normalize import fold


def excluded(spot: Spot) -> Finding | None:
    """A sentence holding the word does not count; a longer name that holds the term (네이버웹툰) takes only its own places."""
    if not spot.term.exclude:
        return None
    begin, end = spot.sentence
    for word in spot.term.exclude:
        places = [found.span() for found in _pattern(word).finditer(spot.text, begin, end)]
        if skeleton(fold(spot.surface)) in skeleton(fold(word)):
            places = [(start, stop) for start, stop in places if start <= spot.start and spot.end <= stop]
        if places:
            return refuse(f"excluded by {word}")
    return None


def near(spot: Spot) -> Finding | None:
    """The sentence must hold one of the words."""
    if not spot.term.near:
        return None
    begin, end = spot.sentence
    if any(_pattern(word).search(spot.text, begin, end) for word in spot.term.near):
        return None
    return refuse("no near word in the sentence")


def required(spot: Spot) -> Finding | None:
    """The entry must hold one of the words."""
    texts = (spot.text, *spot.passage.others)
    if spot.term.require and not any(_pattern(word).search(text) for word in spot.term.require for text in texts):
        return refuse("no required word in the entry")
    return None


@lru_cache(maxsize=10_000)
def _pattern(word: str) -> re.Pattern[str]:
    """The word in all its spellings; Latin letters at its ends keep their edges."""
    sources = "|".join(variant.source for variant in variants(word, (), hanja=False)) or r"(?!)"
    folded = fold(word).strip()
    left = r"(?<![A-Za-z0-9])" if folded[:1].isascii() else ""
    right = r"(?![A-Za-z])" if folded[-1:].isascii() else ""
    return re.compile(f"{left}(?:{sources}){right}", re.IGNORECASE)


CONDITION_RULES = (excluded, near, required)

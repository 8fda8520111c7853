"""Measures how alike two entries are: headlines and leads, by words and pieces weighted by their rarity.

Pure and symmetric. It gives figures only; what they mean is decided elsewhere (compare).
"""

import math
from collections.abc import Callable
from dataclasses import dataclass

from rapidfuzz import fuzz

from aggregator.stories.rarity import Rarity, pair_norm
from aggregator.stories.signature import Signature

COPY_MIN_SHINGLES = 20
FOREIGN_TEXT = 0.10  # two leads with less in common tell different things, whatever the headlines share
FOREIGN = 0.12
HOPELESS = 0.25  # below this sum of headline likenesses no text makes one story of two entries
PART_CREDIT = 0.8  # a shared part of a word says a little less than a shared word


@dataclass(frozen=True, slots=True)
class Likeness:
    """What was measured between two signatures; None: one of them carries no such thing."""

    pairs: float  # two-character pieces of the headlines, weighted cosine
    words: float  # headline words, weighted cosine
    covered: float  # how much of each headline's words the other entry holds, mean
    text: float | None  # all words of headline and lead, weighted cosine
    shingles: float | None  # share of the shorter lead that stands in the longer
    title: float  # ratio of the normal forms
    rarest: float  # of the shared headline words
    hours: float | None
    shared: tuple[str, ...]

    @property
    def story(self) -> float:
        """One figure for "the same event", 0 to 1."""
        title = 0.45 * self.pairs + 0.35 * self.words + 0.20 * self.covered
        if self.text is None:
            return title
        return max(0.75 * title + 0.25 * self.text, title - (0.05 if self.text >= FOREIGN_TEXT else FOREIGN))

    def describe(self) -> str:
        parts = [f"headline {self.title:.2f}", f"pieces {self.pairs:.2f}", f"words {self.words:.2f}"]
        if self.text is not None:
            parts.append(f"text {self.text:.2f}")
        if self.shingles is not None:
            parts.append(f"lead {self.shingles:.2f}")
        if self.hours is not None:
            parts.append(f"{self.hours:.0f} h apart")
        if self.shared:
            parts.append("shares " + ", ".join(self.shared[:5]))
        return "; ".join(parts)


def measure(a: Signature, b: Signature, rarity: Rarity) -> Likeness:
    """Everything the verdict rests on, measured once."""
    shared = a.word_set & b.word_set
    hours = abs((a.at - b.at).total_seconds()) / 3600 if a.at and b.at else None
    pairs = pair_cosine(a.pairs, b.pairs, rarity)
    words = _word_cosine(a.word_set, b.word_set, rarity) if pairs else 0.0
    covered = (_covered(a, b, rarity) + _covered(b, a, rarity)) / 2
    near = _may_share_text(a, b)
    worth = bool(a.lead_words and b.lead_words) and (near or pairs + words + covered >= HOPELESS)
    return Likeness(
        pairs=pairs,
        words=words,
        covered=covered,
        text=_text_cosine(a.all_words, b.all_words, rarity) if worth else None,
        shingles=_contained(a.shingles, b.shingles) if near else None,
        title=_title_ratio(a, b),
        rarest=max((rarity.word(word) for word in shared), default=0.0),
        hours=hours,
        shared=tuple(sorted(shared, key=lambda word: (-rarity.word(word), word))),
    )


def _may_share_text(a: Signature, b: Signature) -> bool:
    """A cheap look before the leads are cut into shingles: no two copies share less than a third of the shorter's words."""
    if len(a.lead) < COPY_MIN_SHINGLES or len(b.lead) < COPY_MIN_SHINGLES:
        return False
    return 3 * len(a.all_words & b.all_words) >= min(len(a.all_words), len(b.all_words))


def pair_cosine(a: frozenset[str], b: frozenset[str], rarity: Rarity) -> float:
    common = sum(rarity.pair(pair) ** 2 for pair in a & b)
    return common / math.sqrt(pair_norm(a) * pair_norm(b)) if common else 0.0


def _text_cosine(a: frozenset[str], b: frozenset[str], rarity: Rarity) -> float:
    common = sum(rarity.word(word) ** 2 for word in a & b)
    return common / math.sqrt(rarity.norm(a) * rarity.norm(b)) if common else 0.0


def _word_cosine(a: frozenset[str], b: frozenset[str], rarity: Rarity) -> float:
    """The cosine of headline words, where 대우조선해양 and 대우조선 count by the part they share.

    Measured against Kiwi's morphemes in docs/decisions/0041: as good, without the analyser.
    """
    weight = rarity.word
    common = sum(weight(word) ** 2 for word in a & b) + _partly_common(a - b, b - a, weight)
    if not common:
        return 0.0
    return common / math.sqrt(rarity.norm(a) * rarity.norm(b))


def _partly_common(a: frozenset[str], b: frozenset[str], weight: Callable[[str], float]) -> float:
    found: list[tuple[float, str, str]] = []
    for one in a:
        for other in b:
            if part := shared_part(one, other):
                credit = PART_CREDIT * part * min(weight(one), weight(other)) ** 2
                found.append((-credit, min(one, other), max(one, other)))
    taken: set[str] = set()
    common = 0.0
    for credit, one, other in sorted(found):
        if one not in taken and other not in taken:
            taken.update((one, other))
            common -= credit
    return common


def shared_part(one: str, other: str) -> float:
    """How much of the longer word the two share at its beginning, or at its end when it holds the other whole; 0 to 1."""
    longer = max(len(one), len(other))
    same = 0
    if one[:2] == other[:2]:
        same = next(
            (at for at, (x, y) in enumerate(zip(one, other, strict=False)) if x != y), min(len(one), len(other))
        )
    elif one.endswith(other) or other.endswith(one):
        same = min(len(one), len(other))
    return same / longer if same >= 2 else 0.0


def _covered(a: Signature, b: Signature, rarity: Rarity) -> float:
    whole = rarity.words(a.word_set)
    return rarity.words(a.word_set & b.all_words) / whole if whole else 0.0


def _contained(a: frozenset[str], b: frozenset[str]) -> float | None:
    smaller = min(len(a), len(b))
    return len(a & b) / smaller if smaller >= COPY_MIN_SHINGLES else None


def _title_ratio(a: Signature, b: Signature) -> float:
    """A headline that was cut is compared with as much of the other as it kept."""
    first, second = a.key, b.key
    if (a.truncated or b.truncated) and min(len(first), len(second)) >= 8:
        keep = min(len(first), len(second))
        if (a.truncated and len(first) <= len(second)) or (b.truncated and len(second) <= len(first)):
            first, second = first[:keep], second[:keep]
    return fuzz.ratio(first, second) / 100

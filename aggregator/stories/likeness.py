"""Measures how alike two entries are: headlines and leads, by words and two-syllable pieces weighted by their rarity.

Pure and symmetric. It gives figures only; what they mean is decided elsewhere (compare).
"""

import math
from dataclasses import dataclass

from rapidfuzz import fuzz

from aggregator.stories.rarity import RAREST, Rarity, piece_norm, piece_weights
from aggregator.stories.signature import Signature, pieces_of

COPY_MIN_SHINGLES = 20
HOPELESS = 0.15  # the labelled sets are judged alike with this bound and without it


@dataclass(frozen=True, slots=True)
class Likeness:
    """What was measured between two signatures; None: one of them carries no such thing."""

    title: float  # ratio of the normal forms
    pieces: float  # two-syllable pieces of the headlines, weighted cosine
    rest: float  # share of a headline's pieces, by weight, that the other entry holds, not counting the rarest word they share
    rest_less: float  # the same of the headline that is held less
    text: float | None  # all pieces of headline and lead, weighted cosine
    shingles: float | None  # share of the shorter lead that stands in the longer
    rarest: float  # of the shared headline words
    second: float  # the second rarest of the words shared in headlines or leads
    hopeless: bool  # so little of either headline is in the other entry that nothing else can make them one event
    hours: float | None
    shared: tuple[str, ...]

    def describe(self) -> str:
        parts = [
            f"headline {self.title:.2f}",
            f"pieces {self.pieces:.2f}",
            f"held {self.rest:.2f}, {self.rest_less:.2f}",
        ]
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
    rarest_first = sorted((-rarity.word(word), word) for word in shared)
    anywhere = sorted(map(rarity.word, a.all_words & b.all_words))
    name = frozenset(pieces_of(rarest_first[0][1])) if rarest_first else frozenset()
    rest_less, rest = sorted((_held(a.pairs - name, b), _held(b.pairs - name, a)))
    pieces = _cosine(a.pairs, b.pairs)
    near = _may_share_text(a, b, len(anywhere))
    texts = bool(a.lead and b.lead)
    hopeless = not near and max(rest, pieces) < HOPELESS
    return Likeness(
        title=_title_ratio(a, b),
        pieces=pieces,
        rest=rest,
        rest_less=rest_less,
        text=(0.0 if hopeless else _cosine(a.all_pairs, b.all_pairs)) if texts else None,
        shingles=_contained(a.shingles, b.shingles) if near else None,
        rarest=-rarest_first[0][0] if rarest_first else 0.0,
        second=anywhere[-2] if len(anywhere) > 1 else 0.0,
        hopeless=hopeless,
        hours=abs((a.at - b.at).total_seconds()) / 3600 if a.at and b.at else None,
        shared=tuple(word for _, word in rarest_first),
    )


def _may_share_text(a: Signature, b: Signature, shared: int) -> bool:
    """A cheap look before the leads are cut into shingles: no two copies share less than a third of the shorter's words."""
    if len(a.lead) < COPY_MIN_SHINGLES or len(b.lead) < COPY_MIN_SHINGLES:
        return False
    return 3 * shared >= min(len(a.all_words), len(b.all_words))


def _cosine(a: frozenset[str], b: frozenset[str]) -> float:
    weight = piece_weights().get
    common = sum(weight(piece, RAREST) ** 2 for piece in a & b)
    return common / math.sqrt(piece_norm(a) * piece_norm(b)) if common else 0.0


def _held(pieces: frozenset[str], other: Signature) -> float:
    """How much of these pieces of a headline stands in the other entry, wherever: they survive particles and compounds."""
    weight = piece_weights().get
    whole = held = 0.0
    for piece in pieces:
        amount = weight(piece, RAREST)
        whole += amount
        if piece in other.pairs or piece in other.lead:
            held += amount
    return held / whole if whole else 0.0


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

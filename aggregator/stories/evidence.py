"""Weighs what speaks for and against two reports telling one event; the weights (data/weights.tsv) are fitted to labelled pairs.

Pure. Every piece of evidence is a figure that people can check, and its weight says how many times it is counted; what must never
share a story is decided before (compare).
"""

import math
from functools import cache
from importlib.resources import files
from typing import NamedTuple

TOLD = 0.05  # what weighs less is not worth a word


class Evidence(NamedTuple):
    """What is known of two entries, each from 0 (nothing of the kind) to about 1."""

    always: float  # 1: how rarely two entries that share a word tell one event
    headline: float  # likeness of the headlines, letter by letter
    pieces: float  # two-syllable pieces that the headlines share
    rest: float  # how much of a headline the other report holds, not counting the rarest word they share: that may be but a name
    rest_less: float  # the same of the headline that is held less
    texts: float  # 1: both have a text, so that more in common is no wonder
    text: float  # likeness of headlines and texts together
    words: float  # rarity of the second rarest word that they share, both having a text
    waiting: float  # days apart, beyond the first half day
    one_outlet: float
    comment: float  # one of them is a column, an editorial or an analyst's note, the other is not
    roundup: float  # one of them tells several events
    voice: float  # somebody's words on the event, of which the other knows nothing; or two people's words
    answer: float  # one of them tells an answer to the event
    another: float  # the same announcement of another company or place, or with another's figures
    figures: float  # figures of one unit, none of them the same
    same_figure: float  # both count the same, or give one institute's survey


def log_odds(evidence: Evidence) -> float:
    """How much more speaks for one event than against it: 0 is undecided, each unit e-folds the odds."""
    return sum(amount * weight for amount, weight in zip(evidence, weights(), strict=True))


def chance(odds: float) -> float:
    """The chance that belongs to these log odds, 0 to 1."""
    return 1 / (1 + math.exp(-max(-30.0, min(30.0, odds))))


def tell(evidence: Evidence) -> str:
    """What weighs most, for people: "for it: text +2.1, …; against: waiting -1.3, …"."""
    amounts = zip(evidence._fields, evidence, weights(), strict=True)
    weighed = sorted(((name, amount * weight) for name, amount, weight in amounts), key=lambda one: -abs(one[1]))
    for_it = [f"{name.replace('_', ' ')} {weight:+.1f}" for name, weight in weighed if weight >= TOLD]
    against = [
        f"{name.replace('_', ' ')} {weight:+.1f}" for name, weight in weighed if weight <= -TOLD and name != "always"
    ]
    said = [f"for it {', '.join(for_it[:4])}"] if for_it else []
    return "; ".join([*said, f"against it {', '.join(against[:4])}"] if against else said)


@cache
def weights() -> Evidence:
    """The weight of each piece of evidence, in log odds."""
    lines = files("aggregator.stories").joinpath("data/weights.tsv").read_text(encoding="utf-8").splitlines()
    rows = (line.split("\t") for line in lines if not line.startswith("#"))
    return Evidence(**{name: float(weight) for name, weight in rows})

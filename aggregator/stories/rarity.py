"""How rare a word is, and so how much two entries say by sharing it: everyday news language and the last days' counts together.

Pure; the counts of recent days come from outside. It must not know which entries hold a word.
"""

import math
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from functools import cache
from importlib.resources import files

from aggregator.stories.signature import Signature

UNLISTED = 2.0  # entries of 10,000 for a word that the background does not list
BACKGROUND_WEIGHT = 2000  # entries that the background is worth beside the counts of recent days


@cache
def _background(kind: str) -> Mapping[str, int]:
    lines = files("aggregator.stories").joinpath("data/background.tsv").read_text(encoding="utf-8").splitlines()
    rows = (line.split("\t") for line in lines if line.startswith(f"{kind}\t"))
    return {word: int(count) for _, word, count in rows}


@dataclass(frozen=True, slots=True)
class Rarity:
    """Weights of words. `counts` are entries of the recent days that hold the word, out of `total`."""

    total: int = 0
    counts: Mapping[str, int] = field(default_factory=dict)

    def word(self, word: str) -> float:
        """The natural log of how many entries one must read to meet the word: 0 (everywhere) to about 8.5."""
        usual = _background("w").get(word, UNLISTED) / 10_000
        share = (self.counts.get(word, 0) + BACKGROUND_WEIGHT * usual) / (self.total + BACKGROUND_WEIGHT)
        return math.log(1 / min(1.0, share))

    def pair(self, pair: str) -> float:
        """The same for a two-character piece; language, not news, decides here."""
        return math.log(10_000 / _background("p").get(pair, UNLISTED))

    def words(self, words: Iterable[str]) -> float:
        return sum(self.word(word) for word in words)


def count_words(signatures: Iterable[Signature]) -> Rarity:
    """The rarity of words within a set of entries: the background for judging pairs of a file."""
    counts: dict[str, int] = {}
    total = 0
    for signature in signatures:
        total += 1
        for word in signature.all_words:
            counts[word] = counts.get(word, 0) + 1
    return Rarity(total, counts)

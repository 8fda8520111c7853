"""How rare a word is, and so how much two entries say by sharing it: everyday news language and the last days' counts together.

Pure; the counts of recent days come from outside. It must not know which entries hold a word.
"""

import math
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from functools import cache, lru_cache
from importlib.resources import files

from aggregator.stories.signature import Signature

UNLISTED = 2.0  # entries of 10,000 for a word that the background does not list
BACKGROUND_WEIGHT = 2000  # entries that the background is worth beside the counts of recent days


@cache
def _background(kind: str) -> Mapping[str, int]:
    lines = files("aggregator.stories").joinpath("data/background.tsv").read_text(encoding="utf-8").splitlines()
    rows = (line.split("\t") for line in lines if line.startswith(f"{kind}\t"))
    return {word: int(count) for _, word, count in rows}


@dataclass(frozen=True)
class Rarity:
    """Weights of words. `counts` are entries of the recent days that hold a word, out of `total`.

    A word that `counts` does not name at all (not even as 0) is judged by everyday news language alone.
    """

    total: int = 0
    counts: Mapping[str, int] = field(default_factory=dict)
    _weights: dict[str, float] = field(default_factory=dict, repr=False, compare=False)

    def word(self, word: str) -> float:
        """The natural log of how many entries one must read to meet the word: 0 (everywhere) to about 8.5."""
        weight = self._weights.get(word)
        if weight is None:
            weight = self._weights[word] = self._weigh(word)
        return weight

    def _weigh(self, word: str) -> float:
        if word not in self.counts:
            return _usual_weights().get(word, RAREST)
        usual = _background("w").get(word, UNLISTED) / 10_000
        share = (self.counts[word] + BACKGROUND_WEIGHT * usual) / (self.total + BACKGROUND_WEIGHT)
        return math.log(1 / min(1.0, share))

    def words(self, words: Iterable[str]) -> float:
        return sum(map(self.word, words))


RAREST = math.log(10_000 / UNLISTED)


@cache
def _usual_weights() -> Mapping[str, float]:
    return {word: math.log(10_000 / count) for word, count in _background("w").items()}


@cache
def piece_weights() -> Mapping[str, float]:
    """The rarity of two-syllable pieces, as words have it; language, not news, decides here. Unlisted ones weigh RAREST."""
    return {piece: math.log(10_000 / count) for piece, count in _background("p").items()}


@lru_cache(maxsize=4_000)  # sets of up to three hundred pieces: what a batch meets, within some 40 MB
def piece_norm(pieces: frozenset[str]) -> float:
    """The square sum of the weights of these pieces."""
    weights = piece_weights()
    return sum(weights.get(piece, RAREST) ** 2 for piece in pieces)


def count_words(signatures: Iterable[Signature]) -> Rarity:
    """The rarity of words within a set of entries: the background for judging pairs of a file."""
    counts: dict[str, int] = {}
    total = 0
    for signature in signatures:
        total += 1
        for word in signature.all_words:
            counts[word] = counts.get(word, 0) + 1
    return Rarity(total, counts)

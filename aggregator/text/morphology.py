"""Morphemes of Korean text by Kiwi, loaded when first asked for; the product works without it, by rules alone.

`analyse` gives tokens with offsets, `available` says whether the optional package is installed. This module must not judge
what a token means for a watchlist or a story.
"""

import importlib.util
import threading
from dataclasses import dataclass
from functools import cache, lru_cache
from typing import Any

MISSING = "kiwipiepy is not installed: rules alone decide compounds and words with two meanings (pip install 'aggregator[korean]')"


@dataclass(frozen=True, slots=True)
class Morpheme:
    """One morpheme: its form, its tag in the Sejong tag set (NNP, NNG, JX, XSN …) and where it stands."""

    form: str
    tag: str
    start: int
    end: int

    @property
    def is_noun(self) -> bool:
        return self.tag in ("NNG", "NNP", "NNB", "NR", "NP", "SL", "SN", "SH", "XR")


_LOCK = threading.Lock()  # Kiwi loads 300 MB: two threads must not load it twice


@cache
def available() -> bool:
    """Whether the analyser can be used in this installation."""
    return importlib.util.find_spec("kiwipiepy") is not None


@lru_cache(maxsize=20_000)
def analyse(text: str) -> tuple[Morpheme, ...]:
    """The most likely reading of a text, () without the analyser. Offsets count characters of `text`.

    Costs about 0.01 ms a character the first time; answers are remembered. Safe to call from several threads.
    """
    if not available():
        return ()
    tokens = _kiwi().tokenize(text)
    return tuple(Morpheme(t.form, t.tag, t.start, t.start + t.len) for t in tokens)


@lru_cache(maxsize=20_000)
def word_tags(word: str) -> frozenset[str]:
    """The tags under which the dictionary has `word` as one whole morpheme; empty when it has not or there is none."""
    if not available():
        return frozenset()
    readings = _kiwi().analyze(word, top_n=6)
    return frozenset(_plain_tag(tokens[0].tag) for tokens, _ in readings if len(tokens) == 1 and not tokens[0].oov)


@lru_cache(maxsize=20_000)
def name_odds(sentence: str, start: int, end: int) -> float:
    """How much likelier `sentence[start:end]` is a name than a common noun here: a difference of log scores, 0.0 = unknown.

    The language model reads the sentence once with the word forced to each tag (기아, 전기차 → +4; 기아 상태 → −6).
    """
    if not available():
        return 0.0
    return _forced_score(sentence, start, end, "NNP") - _forced_score(sentence, start, end, "NNG")


def _forced_score(sentence: str, start: int, end: int, tag: str) -> float:
    return float(_kiwi().analyze(sentence, top_n=1, pretokenized=[(start, end, tag)])[0][1])


def _plain_tag(tag: Any) -> str:
    return str(tag).split("-")[0]


def _kiwi() -> Any:
    with _LOCK:
        return _load()


@cache
def _load() -> Any:
    from kiwipiepy import Kiwi  # noqa: PLC0415 - an optional extra, and a second of loading

    # load_multi_dict=False: 1.4 s and 301 MB instead of 3.7 s and 487 MB, same scores on the labelled cases (MATCHING §2).
    return Kiwi(num_workers=1, load_multi_dict=False)

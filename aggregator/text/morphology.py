"""Morphemes of Korean text by Kiwi, loaded when first asked for; the product works without it, by rules alone.

`analyse` gives tokens with offsets, `available` says whether the optional package is installed. This module must not judge
what a token means for a watchlist or a story.
"""

import importlib.util
import threading
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache, lru_cache
from types import MappingProxyType
from typing import Any

COMMON_TAGS = ("NNG", "NNB", "NP", "NR", "MM", "MAG", "IC")  # what a name may be besides a name
MISSING = (
    "kiwipiepy is not installed; rules alone decide compounds and words with two meanings (install aggregator[korean])"
)


@dataclass(frozen=True, slots=True)
class Morpheme:
    """One morpheme: its form, its tag in the Sejong tag set (NNP, NNG, JX, XSN …) and where it stands."""

    form: str
    tag: str
    start: int
    end: int
    known: bool = True  # False: the dictionary has it not, the analyser guessed its extent

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
    return tuple(Morpheme(t.form, t.tag, t.start, t.start + t.len, not t.oov) for t in tokens)


@lru_cache(maxsize=20_000)
def word_scores(word: str) -> Mapping[str, float]:
    """Log score of `word` alone under each tag that the dictionary has for it; empty where it has none."""
    found: dict[str, float] = {}
    for tokens, score in _kiwi().analyze(word, top_n=8) if available() else ():
        if len(tokens) == 1 and not tokens[0].oov:
            found.setdefault(str(tokens[0].tag), float(score))
    return MappingProxyType(found)


@lru_cache(maxsize=20_000)
def name_odds(sentence: str, start: int, end: int) -> float:
    """How much likelier `sentence[start:end]` is a name than any other noun here: a difference of log scores, 0.0 = unknown.

    The language model reads the sentence once with the word forced to be a name and once to each other tag that the
    dictionary has for it (기아, 전기차 → +4; 기아 상태 → −6).
    """
    if not available():
        return 0.0
    others = [tag for tag in word_scores(sentence[start:end]) if tag in COMMON_TAGS] or ["NNG"]
    name = _forced_score(sentence, start, end, "NNP")
    return name - max(_forced_score(sentence, start, end, tag) for tag in others)


@lru_cache(maxsize=20_000)
def cut_odds(word: str, start: int, end: int, tag: str = "NNP") -> float:
    """What it costs to read `word[start:end]` as a noun of its own: near 0 where one may, −8 and less inside another word.

    −inf without the analyser. 팀네이버 −4, 두산에너빌리티 −3, 소형모듈원전 −2; 컬리너리 −12, 수원전적 −9, 메타버스 −14.
    """
    if not available():
        return float("-inf")
    best = float(_kiwi().analyze(word, top_n=1)[0][1])
    return _forced_score(word, start, end, tag) - best


@lru_cache(maxsize=20_000)
def kinship(word: str, part: str) -> float:
    """How alike two common nouns are in use, 0 … 1: 탈북자 and 탈북 0.66, 유가족 and 유가 0.38; 0.0 = unknown."""
    if not available() or "NNG" not in word_scores(word) or "NNG" not in word_scores(part):
        return 0.0
    try:
        return float(_kiwi().morpheme_similarity((word, "NNG"), (part, "NNG")))
    except ValueError:  # one of them has no vector
        return 0.0


def _forced_score(sentence: str, start: int, end: int, tag: str) -> float:
    return float(_kiwi().analyze(sentence, top_n=1, pretokenized=[(start, end, tag)])[0][1])


def _kiwi() -> Any:
    with _LOCK:
        return _load()


@cache
def _load() -> Any:
    from kiwipiepy import Kiwi  # noqa: PLC0415 - an optional extra, and a second of loading

    # load_multi_dict=False: 1.4 s and 301 MB instead of 3.7 s and 487 MB, same scores on the labelled cases (MATCHING §2).
    return Kiwi(num_workers=1, load_multi_dict=False)

"""The word lists of Korean matching, read once from the data files beside this module. It must not decide anything."""

import re
from collections import defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache, lru_cache
from importlib import resources

from aggregator.text.hangul import ends_in_rieul, takes_consonant_form

_PLURALS = ("들", "등", "측", "씨", "님")  # may stand before a particle
_AFTER_PARTICLE = frozenset("는은도만의이가을를요")
_SENSE_WORD = re.compile(r"[A-Za-z0-9가-힣&]+")


def _lines(name: str) -> Iterator[str]:
    text = resources.files("aggregator.match").joinpath("data", name).read_text(encoding="utf-8")
    return (line for line in text.splitlines() if line.strip() and not line.startswith("#"))


@cache
def words(name: str) -> frozenset[str]:
    """All words of a list (tails, parts, prefixes …)."""
    return frozenset(word for line in _lines(f"{name}.txt") for word in line.split())


@cache
def sections(name: str) -> Mapping[str, frozenset[str]]:
    """The words of a list with [headings]."""
    found: dict[str, set[str]] = defaultdict(set)
    heading = ""
    for line in _lines(f"{name}.txt"):
        if line.startswith("["):
            heading = line.strip("[] ")
        else:
            found[heading].update(line.split())
    return {key: frozenset(value) for key, value in found.items()}


@cache
def hanja_words() -> Mapping[str, frozenset[str]]:
    """Headline hanja by the word they stand for: 미국 → {美}."""
    found: dict[str, set[str]] = defaultdict(set)
    for line in _lines("hanja.tsv"):
        hanja, word = line.split("\t")
        found[word.strip()].add(hanja)
    return {key: frozenset(value) for key, value in found.items()}


@lru_cache(maxsize=20_000)
def sense_words(sense: str | None) -> tuple[str, ...]:
    """The words of what a term is said to mean: 전남 보령제약(제약회사) → 전남, 보령제약, 제약회사."""
    return tuple(_SENSE_WORD.findall(sense or ""))


@cache
def other_senses() -> Mapping[str, tuple[str, ...]]:
    """Phrases that show another meaning of a word: 기아 → 난민, 식량 …"""
    pairs = (line.split("\t") for line in _lines("senses.tsv"))
    return {word: tuple(phrases.strip().split("|")) for word, phrases in pairs}


@cache
def trades() -> tuple[str, ...]:
    """What somebody or something may be by its sense, persons' trades first."""
    return tuple(name.removesuffix(" senses") for name in sections("trades") if name.endswith(" senses"))


@dataclass(frozen=True, slots=True)
class Meaning:
    """One meaning of a common word: `labels` name it in a term's sense, `phrases` are its company in a text."""

    labels: tuple[str, ...]
    phrases: tuple[str, ...]


@cache
def meanings() -> Mapping[str, tuple[Meaning, ...]]:
    """Common words with several meanings, the most usual one first."""
    found: dict[str, list[Meaning]] = defaultdict(list)
    for line in _lines("meanings.tsv"):
        word, labels, phrases = line.split("\t")
        found[word].append(Meaning(tuple(labels.lower().split("|")), tuple(phrases.split("|"))))
    return {word: tuple(lines) for word, lines in found.items()}


@cache
def known_hanja() -> frozenset[str]:
    return frozenset(hanja for group in hanja_words().values() for hanja in group)


def is_particle(word: str, tail: str) -> bool:
    """Whether `tail` after `word` is nothing but particles or the copula, in the form that the word's last sound asks for."""
    if not tail:
        return True
    for plural in _PLURALS:
        if tail.startswith(plural) and is_particle(plural, tail[len(plural) :]):
            return True
    return tail in _particles_after(word) or (tail[-1] in _AFTER_PARTICLE and tail[:-1] in _particles_after(word))


def _particles_after(word: str) -> frozenset[str]:
    consonant = takes_consonant_form(word)
    return _particles(consonant, ends_in_rieul(word))


@cache
def _particles(consonant: bool | None, rieul: bool) -> frozenset[str]:
    groups = sections("josa")
    chosen = groups["any"]
    if consonant is not False:
        chosen |= groups["c"]
    if consonant is not True:
        chosen |= groups["v"]
    if consonant is not True or rieul:
        chosen |= groups["vr"]
    return chosen


@cache
def split_tail(rest: str, name: str = "tails") -> str | None:
    """The longest chain of listed tails that `rest` begins with and after which only particles stand; None without one."""
    listed = words(name)
    for length in range(len(rest), 0, -1):
        head, after = rest[:length], rest[length:]
        if head in listed and (is_particle(head, after) or (split_tail(after, "tails") or split_tail(after, "parts"))):
            return head
    return None

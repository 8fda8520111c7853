"""Judges rows of a file, each one term against one text, with the term's default settings. It must not read the file."""

from collections.abc import Mapping
from dataclasses import dataclass

from aggregator.match.finder import TermFinder
from aggregator.match.spot import Passage
from aggregator.model import Field, Term, TermKind
from aggregator.text.normalize import normalize


class RowError(ValueError):
    """A row that cannot be judged; the message says why."""


@dataclass(frozen=True, slots=True)
class Row:
    """One question: does `text` mention `term`?"""

    id: str | int | None
    term: Term
    text: str


@dataclass(frozen=True, slots=True)
class Judged:
    """The answer: raw offsets of the accepted places and the rule that decided."""

    id: str | int | None
    matched: bool
    spans: tuple[tuple[int, int], ...]
    rule: str
    candidates: tuple[tuple[int, int, bool, str], ...]


def read_row(row: object) -> Row:
    """Raises RowError for anything that is not a row of the batch interface."""
    if not isinstance(row, Mapping):
        raise RowError("a row is a JSON object")
    text, word = row.get("text"), row.get("term")
    if not isinstance(text, str):
        raise RowError('"text" must be a string')
    if not isinstance(word, str) or not word.strip():
        raise RowError('"term" must be a word')
    return Row(row.get("id"), _term(word, row), text)


def _term(word: str, row: Mapping[str, object]) -> Term:
    kind, sense = row.get("kind"), row.get("sense")
    if kind is not None and kind not in list(TermKind):
        raise RowError(f'"kind" must be name or topic, not {kind!r}')
    return Term(
        text=word,
        kind=TermKind(kind) if isinstance(kind, str) else None,
        aliases=_words(row, "aliases"),
        exclude=_words(row, "exclude"),
        near=_words(row, "near"),
        sense=sense if isinstance(sense, str) else None,
    )


def _words(row: Mapping[str, object], key: str) -> tuple[str, ...]:
    value = row.get(key) or ()
    if isinstance(value, str):
        return (value,)
    if not isinstance(value, list | tuple) or not all(isinstance(word, str) for word in value):
        raise RowError(f'"{key}" must be a list of words')
    return tuple(value)


def judge_row(row: Row) -> Judged:
    """Whether the row's text mentions its term."""
    passage = Passage(Field.SUMMARY, normalize(row.text))
    found = TermFinder([(row.term, True)]).find(passage, refused=True)
    candidates = tuple(
        (*passage.normalized.raw_span(place.spot.start, place.spot.end), place.finding.accepted, place.finding.rule)
        for place in found
    )
    spans = tuple((start, end) for start, end, accepted, _ in candidates if accepted)
    rules = [rule for _, _, accepted, rule in candidates if accepted == bool(spans)]
    return Judged(row.id, bool(spans), spans, rules[0] if rules else "not found", candidates)

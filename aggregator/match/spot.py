"""A place where a term may stand, and what the rules say of it. This module must not decide."""

from collections.abc import Callable
from dataclasses import dataclass
from enum import StrEnum
from typing import Generic, TypeVar

from aggregator.match.variants import Variant
from aggregator.model import Compounds, Field, Term, TermKind
from aggregator.text.hangul import LONGEST_RUN, hangul_after, hangul_before, is_hangul
from aggregator.text.normalize import Normalized
from aggregator.text.sentences import sentence_at, sentence_spans

Owner = TypeVar("Owner")
Value = TypeVar("Value")


class lazy(Generic[Owner, Value]):  # noqa: N801 - read as a decorator, as property is
    """functools.cached_property without its lock, which Python 3.11 takes on each first reading: a tenth of all time here."""

    def __init__(self, compute: Callable[[Owner], Value]) -> None:
        self._compute = compute
        self._name = compute.__name__
        self.__doc__ = compute.__doc__

    def __get__(self, owner: Owner, _kind: type[Owner]) -> Value:
        value = self._compute(owner)
        vars(owner)[self._name] = value
        return value


@dataclass(frozen=True, slots=True)
class Evidence:
    """One thing that speaks for (positive) or against the name, in the scale of the analyser's log odds."""

    name: str
    weight: float


LONGEST_SENTENCE = 500  # characters on each side of a place
WINDOW = 30  # characters on each side of a place


class Form(StrEnum):
    """How an occurrence stands in the text; what people count when they try a term."""

    FREE = "free-standing"
    PARTICLE = "particle"
    COMPOUND = "compound"


@dataclass(frozen=True, slots=True)
class Finding:
    """What a rule says: accepted or refused, under which name."""

    accepted: bool
    rule: str
    form: Form = Form.FREE
    evidence: tuple[Evidence, ...] = ()


def accept(rule: str, form: Form) -> Finding:
    return Finding(True, rule, form)


def refuse(rule: str) -> Finding:
    return Finding(False, rule)


class Passage:
    """One field's text, folded, with its sentences found when asked for; `others` are the entry's other fields."""

    def __init__(self, field: Field, normalized: Normalized, others: tuple[str, ...] = ()) -> None:
        self.field = field
        self.others = others
        self.normalized = normalized
        self.text = normalized.text

    @lazy
    def sentences(self) -> tuple[tuple[int, int], ...]:
        return sentence_spans(self.text)

    def sentence(self, position: int) -> tuple[int, int]:
        return sentence_at(self.sentences, position)


def _joins(char: str) -> bool:
    return is_hangul(char) or (char.isascii() and char.isalnum())


@dataclass(frozen=True)  # without slots: what the rules ask for again and again is kept
class Spot:
    """One candidate: `text[start:end]` of the passage reads like a variant of the term."""

    passage: Passage
    term: Term
    kind: TermKind
    variant: Variant
    start: int
    end: int

    @property
    def text(self) -> str:
        return self.passage.text

    @lazy
    def surface(self) -> str:
        return self.text[self.start : self.end]

    @lazy
    def before(self) -> str:
        """The character before, "" at the beginning."""
        return self.text[self.start - 1 : self.start]

    @lazy
    def after(self) -> str:
        """The character after, "" at the end."""
        return self.text[self.end : self.end + 1]

    @lazy
    def left(self) -> str:
        """The Hangul that touches on the left."""
        return hangul_before(self.text, self.start)

    @lazy
    def right(self) -> str:
        """The Hangul that touches on the right."""
        return hangul_after(self.text, self.end)

    @lazy
    def word(self) -> tuple[int, int]:
        """The run of Hangul, Latin letters and digits around the spot: what the analyser is shown."""
        begin, end = self.start, self.end
        first, last = max(0, begin - LONGEST_RUN), min(len(self.text), end + LONGEST_RUN)
        while begin > first and _joins(self.text[begin - 1]):
            begin -= 1
        while end < last and _joins(self.text[end]):
            end += 1
        return begin, end

    @lazy
    def sentence(self) -> tuple[int, int]:
        """The sentence around the place, cut where no sentence is so long."""
        begin, end = self.passage.sentence(self.start)
        return max(begin, self.start - LONGEST_SENTENCE), min(end, self.end + LONGEST_SENTENCE)

    @lazy
    def window(self) -> tuple[int, int]:
        """The part of the sentence that the analyser reads: more text costs time and changes little."""
        begin, end = self.sentence
        return max(begin, self.start - WINDOW), min(end, self.end + WINDOW)

    @property
    def is_name(self) -> bool:
        return self.kind is TermKind.NAME

    @property
    def compounds(self) -> Compounds:
        return self.term.compounds

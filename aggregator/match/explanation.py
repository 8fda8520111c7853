"""Why an entry is in a watchlist or not, as data; the command line and the digest's "왜 걸렸나" put it in words."""

from dataclasses import dataclass

from aggregator.match.spot import Evidence, Form
from aggregator.model import Field


@dataclass(frozen=True, slots=True, kw_only=True)
class Candidate:
    """A place that reads like a term: raw offsets, its sentence (folded), and the rule that accepted or refused it."""

    term: str
    variant: str
    field: Field
    start: int
    end: int
    sentence: str
    accepted: bool
    rule: str
    form: Form
    evidence: tuple[Evidence, ...] = ()  # only where a word means several things


@dataclass(frozen=True, slots=True)
class Explanation:
    """One watchlist's answer: whether it holds, the reason in words, and every place looked at."""

    watchlist: str
    matched: bool
    reason: str
    candidates: tuple[Candidate, ...]

    @property
    def accepted(self) -> tuple[Candidate, ...]:
        return tuple(candidate for candidate in self.candidates if candidate.accepted)

    @property
    def refused(self) -> tuple[Candidate, ...]:
        """The near-misses."""
        return tuple(candidate for candidate in self.candidates if not candidate.accepted)

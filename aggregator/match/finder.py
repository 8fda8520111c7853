"""Finds every place where one of many terms may stand: one search for all of them, then the rules for each place.

The search runs over skeletons (lower case, no separators), so its time does not grow with the number of terms.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from ahocorasick_rs import AhoCorasick, MatchKind

from aggregator.match.judge import judge, kind_of
from aggregator.match.spot import Finding, Passage, Spot, refuse
from aggregator.match.variants import Variant, skeleton, skeleton_gaps, text_offset, variants
from aggregator.model import Term

MOST_PLACES = 2_000  # looked at in one text: far more than any article holds, few enough for a hostile one
SEPARATED = "separated"  # 한 화면 is not 한화


class TermError(ValueError):
    """A term that cannot be searched for; the message says why."""


@dataclass(frozen=True, slots=True)
class _Pattern:
    term: int
    variant: Variant
    whole: bool  # the key is the whole spelling, not its beginning


@dataclass(frozen=True, slots=True)
class Found:
    """A place and what the rules say of it. `term` is the term's number in the order given."""

    term: int
    spot: Spot
    finding: Finding


class TermFinder:
    """Many terms made ready. `hanja` beside a term: whether headline hanja count for it. Raises TermError."""

    def __init__(self, terms: Sequence[tuple[Term, bool]]) -> None:
        self.terms = tuple(term for term, _ in terms)
        self._kinds = tuple(map(kind_of, self.terms))
        self._expressions = [(n, _expression(term)) for n, term in enumerate(self.terms) if term.regex]
        pairs = [
            (key, _Pattern(number, variant, key == skeleton(variant.text)))
            for number, (term, hanja) in enumerate(terms)
            if not term.regex
            for variant in variants(term.text, term.aliases, hanja=hanja)
            for key in variant.keys
        ]
        self._patterns = [pattern for _, pattern in pairs]
        keys = [key for key, _ in pairs]
        self._search = AhoCorasick(keys, matchkind=MatchKind.Standard) if keys else None

    def find(self, passage: Passage, *, refused: bool = False) -> list[Found]:
        """The places whose rules accept them, in the text's order; with `refused` the near-misses too."""
        found = [
            Found(spot_term, spot, finding)
            for spot_term, spot, finding in (*self._by_search(passage, refused), *self._by_expression(passage))
            if refused or finding.accepted
        ]
        return sorted(found, key=lambda place: (place.spot.start, place.term))

    def _by_search(self, passage: Passage, refused: bool) -> Iterator[tuple[int, Spot, Finding]]:
        hits = self._search.find_matches_as_indexes(skeleton(passage.text), overlapping=True) if self._search else ()
        if not hits:
            return
        gaps = skeleton_gaps(passage.text)
        seen: set[tuple[int, int, int]] = set()
        for index, start, end in hits[:MOST_PLACES]:
            pattern = self._patterns[index]
            if passage.field not in self.terms[pattern.term].fields:
                continue
            begin = text_offset(gaps, start)
            stands = pattern.variant.pattern.match(passage.text, begin)
            stop = stands.end() if stands else text_offset(gaps, end - 1) + 1
            if (stands or (refused and pattern.whole)) and (pattern.term, begin, stop) not in seen:
                seen.add((pattern.term, begin, stop))
                spot = self._spot(passage, pattern, begin, stop)
                yield pattern.term, spot, judge(spot) if stands else refuse(SEPARATED)

    def _spot(self, passage: Passage, pattern: _Pattern, begin: int, end: int) -> Spot:
        return Spot(passage, self.terms[pattern.term], self._kinds[pattern.term], pattern.variant, begin, end)

    def _by_expression(self, passage: Passage) -> Iterator[tuple[int, Spot, Finding]]:
        for number, expression in self._expressions:
            if passage.field not in self.terms[number].fields:
                continue
            pattern = _Pattern(number, Variant(self.terms[number].text, (), ""), True)
            for found in expression.finditer(passage.text):
                if found.end() > found.start():
                    spot = self._spot(passage, pattern, *found.span())
                    yield number, spot, judge(spot)


def _expression(term: Term) -> re.Pattern[str]:
    try:
        return re.compile(term.text, re.IGNORECASE if term.case is False else 0)
    except re.error as error:
        raise TermError(f"{term.text!r} is no regular expression: {error}") from None

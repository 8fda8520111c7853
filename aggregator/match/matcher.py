"""Finds the watchlists' terms in an entry's fields and says why each place counts or does not.

One search over skeletons for all terms at once, then each place goes through the rules until one decides. This module must
not know any word; the rules do.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from ahocorasick_rs import AhoCorasick, MatchKind

from aggregator.match.homographs import is_ambiguous, weigh
from aggregator.match.korean import DECIDING_RULES, REFUSING_RULES
from aggregator.match.latin import LATIN_RULES
from aggregator.match.spot import Finding, Passage, Spot, refuse
from aggregator.match.variants import Variant, skeleton, skeleton_offsets, variants
from aggregator.model import Field, Match, Term, TermKind, Watchlist
from aggregator.text.normalize import normalize


@dataclass(frozen=True, slots=True)
class _Pattern:
    term: int
    variant: Variant


class TermFinder:
    """All places of many terms in one text."""

    def __init__(self, terms: Sequence[tuple[Term, bool]]) -> None:
        self.terms = tuple(term for term, _ in terms)
        self._patterns: list[_Pattern] = []
        keys: list[str] = []
        for number, (term, hanja) in enumerate(terms):
            for variant in variants(term.text, term.aliases, hanja=hanja):
                for key in variant.keys:
                    keys.append(key)
                    self._patterns.append(_Pattern(number, variant))
        self._search = AhoCorasick(keys, matchkind=MatchKind.Standard) if keys else None

    def spots(self, passage: Passage) -> Iterator[tuple[int, Spot, Finding]]:
        """(number of the term, place, finding) for every candidate, in no particular order."""
        if self._search is None:
            return
        found = self._search.find_matches_as_indexes(skeleton(passage.text), overlapping=True)
        if not found:
            return
        offsets = skeleton_offsets(passage.text)
        seen: set[tuple[int, int, int]] = set()
        for index, start, _ in found:
            pattern = self._patterns[index]
            begin = offsets[start]
            stands = pattern.variant.pattern.match(passage.text, begin)
            if stands is None or (pattern.term, begin, stands.end()) in seen:
                continue
            seen.add((pattern.term, begin, stands.end()))
            term = self.terms[pattern.term]
            spot = Spot(passage, term, term.kind or TermKind.NAME, pattern.variant, begin, stands.end())
            yield pattern.term, spot, judge(spot)


def judge(spot: Spot) -> Finding:
    """The first rule that speaks decides; refusals come first."""
    for rule in (*LATIN_RULES, *REFUSING_RULES):
        if (finding := rule(spot)) is not None:
            return finding
    for rule in DECIDING_RULES:
        if (finding := rule(spot)) is not None:
            break
    else:
        return refuse("no rule")
    if not finding.accepted or not is_ambiguous(spot):
        return finding
    evidence = weigh(spot, finding.form, finding.rule)
    if sum(item.weight for item in evidence) > 0:
        return Finding(True, f"{finding.rule}, sentence", finding.form, evidence)
    return Finding(False, "another meaning", evidence=evidence)


class Matcher:
    """Watchlists made ready for matching. Safe to share between threads."""

    def __init__(self, watchlists: Sequence[Watchlist]) -> None:
        self.watchlists = tuple(watchlists)
        self._finder = TermFinder([(term, w.hanja) for w in self.watchlists for term in (*w.any, *w.all, *w.none)])

    def match(self, fields: Mapping[Field, str], outlet: str | None = None) -> tuple[Match, ...]:
        """Every accepted place of every watchlist that holds, in the order of watchlists, fields and offsets."""
        accepted: dict[int, list[Match]] = {}
        for field, raw in fields.items():
            passage = Passage(field, normalize(raw))
            for number, spot, finding in self._finder.spots(passage):
                if finding.accepted and field in spot.term.fields:
                    start, end = passage.normalized.raw_span(spot.start, spot.end)
                    accepted.setdefault(number, []).append(
                        Match(
                            watchlist="",
                            term=spot.term.text,
                            variant=raw[start:end],
                            field=field,
                            start=start,
                            end=end,
                            rule=finding.rule,
                        )
                    )
        return tuple(self._gather(accepted, outlet))

    def _gather(self, accepted: dict[int, list[Match]], outlet: str | None) -> Iterator[Match]:
        number = 0
        for watchlist in self.watchlists:
            groups = []
            for terms in (watchlist.any, watchlist.all, watchlist.none):
                groups.append([accepted.get(number + i, []) for i in range(len(terms))])
                number += len(terms)
            if watchlist.outlets and outlet not in watchlist.outlets:
                continue
            some, every, never = groups
            if any(never) or not all(every) or (some and not any(some)):
                continue
            for match in sorted((m for group in (*some, *every) for m in group), key=lambda m: (m.field, m.start)):
                yield Match(
                    watchlist=watchlist.id,
                    term=match.term,
                    variant=match.variant,
                    field=match.field,
                    start=match.start,
                    end=match.end,
                    rule=match.rule,
                )

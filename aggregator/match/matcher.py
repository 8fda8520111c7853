"""Says which watchlists an entry belongs to, and for each place in it why it counts or does not.

This module must not judge a place: it asks the finder, and combines the answers as the watchlists' any, all, none and query say.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from aggregator.match.explanation import Candidate, Explanation
from aggregator.match.finder import Found, TermFinder
from aggregator.match.query import And, Near, Node, Not, Or, OutletIs, Query, Word, parse_query
from aggregator.match.spot import Passage
from aggregator.model import Field, Match, Term, Watchlist
from aggregator.text.normalize import normalize

Hits = Mapping[int, Sequence[Found]]  # accepted places by the term's number
FIELD_ORDER = {field: number for number, field in enumerate(Field)}


@dataclass(frozen=True, slots=True)
class _Plan:
    """A watchlist with the numbers of its terms; `positive` are those whose places are shown."""

    watchlist: Watchlist
    any: tuple[int, ...]
    all: tuple[int, ...]
    none: tuple[int, ...]
    query: Query | None
    words: Mapping[Term, int]  # of the query
    positive: tuple[int, ...]


class Matcher:
    """Watchlists made ready. Raises QueryError or TermError for one that cannot be read. Safe to share between threads."""

    def __init__(self, watchlists: Sequence[Watchlist]) -> None:
        numbers: dict[tuple[Term, bool], int] = {}
        self._plans = tuple(_plan(watchlist, numbers) for watchlist in watchlists)
        self._finder = TermFinder(tuple(numbers))
        # Most watchlists have no term in an entry: only those that have, or ask for an outlet, are looked at.
        self._of_term: dict[int, list[int]] = {}
        for position, plan in enumerate(self._plans):
            for number in plan.positive:
                self._of_term.setdefault(number, []).append(position)
        self._always = [n for n, plan in enumerate(self._plans) if plan.query and _asks_outlet(plan.query.root)]

    def match(self, fields: Mapping[Field, str], outlet: str | None = None) -> tuple[Match, ...]:
        """Every accepted place of every watchlist that holds, by watchlist, field and offset; offsets count raw characters.

        `outlet` is the outlet's id; its name may be given as a field of its own.
        """
        hits = _by_term(found for passage in _passages(fields) for found in self._finder.find(passage))
        touched = {position for number in hits for position in self._of_term.get(number, ())}
        return tuple(
            _match(plan.watchlist.id, found, fields)
            for plan in (self._plans[position] for position in sorted(touched.union(self._always)))
            if _reason(plan, hits, fields, outlet) is None
            for found in _in_order(found for number in plan.positive for found in hits.get(number, ()))
        )

    def explain(self, fields: Mapping[Field, str], outlet: str | None = None) -> tuple[Explanation, ...]:
        """For each watchlist whether it holds and why, with every place found, the refused ones too."""
        every = [found for passage in _passages(fields) for found in self._finder.find(passage, refused=True)]
        hits = _by_term(found for found in every if found.finding.accepted)
        explained = []
        for plan in self._plans:
            mine = {*plan.positive, *plan.none}
            reason = _reason(plan, hits, fields, outlet)
            candidates = tuple(_candidate(found, fields) for found in _in_order(f for f in every if f.term in mine))
            explained.append(Explanation(plan.watchlist.id, reason is None, reason or _success(plan, hits), candidates))
        return tuple(explained)


def _plan(watchlist: Watchlist, numbers: dict[tuple[Term, bool], int]) -> _Plan:
    def number(term: Term) -> int:
        return numbers.setdefault((term, watchlist.hanja), len(numbers))

    query = parse_query(watchlist.query) if watchlist.query else None
    some, every, never = (tuple(map(number, terms)) for terms in (watchlist.any, watchlist.all, watchlist.none))
    words = {word.term: number(word.term) for word in query.words} if query else {}
    wanted = [words[word.term] for word in _positive(query.root)] if query else []
    return _Plan(watchlist, some, every, never, query, words, tuple(dict.fromkeys((*some, *every, *wanted))))


def _asks_outlet(node: Node) -> bool:
    match node:
        case OutletIs():
            return True
        case And(parts) | Or(parts):
            return any(map(_asks_outlet, parts))
        case _:
            return False


def _passages(fields: Mapping[Field, str]) -> list[Passage]:
    folded = {field: normalize(raw) for field, raw in fields.items() if raw}
    return [
        Passage(field, text, tuple(other.text for name, other in folded.items() if name is not field))
        for field, text in folded.items()
    ]


def _by_term(found: Iterator[Found] | Sequence[Found]) -> Hits:
    hits: dict[int, list[Found]] = {}
    for place in found:
        hits.setdefault(place.term, []).append(place)
    return hits


def _in_order(found: Iterator[Found]) -> list[Found]:
    return sorted(found, key=lambda place: (FIELD_ORDER[place.spot.passage.field], place.spot.start, place.term))


def _reason(plan: _Plan, hits: Hits, fields: Mapping[Field, str], outlet: str | None) -> str | None:
    """Why the watchlist does not hold, in words; None when it holds."""
    watchlist = plan.watchlist
    if watchlist.outlets and outlet not in watchlist.outlets:
        return "not one of its outlets"
    if forbidden := _first(watchlist.none, plan.none, hits, present=True):
        return f"none: {forbidden.text} occurs"
    if missing := _first(watchlist.all, plan.all, hits, present=False):
        return f"all: {missing.text} is missing"
    if plan.any and not any(number in hits for number in plan.any):
        return "none of its terms"
    if plan.query is not None:
        return None if _holds(plan.query.root, plan, hits, fields, outlet) else "the query does not hold"
    return None if plan.any or plan.all else "it has no terms that must occur"


def _first(terms: Sequence[Term], numbers: Sequence[int], hits: Hits, *, present: bool) -> Term | None:
    return next((term for term, number in zip(terms, numbers, strict=True) if (number in hits) is present), None)


def _success(plan: _Plan, hits: Hits) -> str:
    names = dict.fromkeys(found.spot.term.text for number in plan.positive for found in hits.get(number, ()))
    return "matched by " + ", ".join(names) if names else "the query holds"


def _holds(node: Node, plan: _Plan, hits: Hits, fields: Mapping[Field, str], outlet: str | None) -> bool:
    match node:
        case Word() | Near():
            return bool(_places(node, plan, hits))
        case OutletIs(name):
            wanted = name.casefold()
            return wanted == (outlet or "").casefold() or wanted in fields.get(Field.OUTLET, "").casefold()
        case Not(part):
            return not _holds(part, plan, hits, fields, outlet)
        case And(parts):
            return all(_holds(part, plan, hits, fields, outlet) for part in parts)
        case Or(parts):
            return any(_holds(part, plan, hits, fields, outlet) for part in parts)


def _places(node: Node, plan: _Plan, hits: Hits) -> list[Found]:
    """Where a word, a group of words or a NEAR holds."""
    match node:
        case Word(term):
            return list(hits.get(plan.words[term], ()))
        case Or(parts):
            return [found for part in parts for found in _places(part, plan, hits)]
        case Near(left, right, distance):
            pairs = [
                (one, two)
                for one in _places(left, plan, hits)
                for two in _places(right, plan, hits)
                if _distance(one, two) <= distance
            ]
            return [found for pair in pairs for found in pair]
        case _:
            return []


def _distance(one: Found, two: Found) -> float:
    """Words between two places of one field."""
    if one.spot.passage is not two.spot.passage:
        return float("inf")
    first, second = sorted((one.spot, two.spot), key=lambda spot: spot.start)
    between = first.text[first.end : second.start]
    return max(0, len(between.split(" ")) - 2) if " " in between.strip() else 0


def _positive(node: Node) -> Iterator[Word]:
    """The words of a query that are not under a NOT."""
    match node:
        case Word():
            yield node
        case And(parts) | Or(parts):
            for part in parts:
                yield from _positive(part)
        case Near(left, right):
            yield from _positive(left)
            yield from _positive(right)
        case _:
            return


def _match(watchlist: str, found: Found, fields: Mapping[Field, str]) -> Match:
    spot = found.spot
    start, end = spot.passage.normalized.raw_span(spot.start, spot.end)
    field = spot.passage.field
    return Match(
        watchlist=watchlist,
        term=spot.term.text,
        variant=fields[field][start:end],
        field=field,
        start=start,
        end=end,
        rule=found.finding.rule,
    )


def _candidate(found: Found, fields: Mapping[Field, str]) -> Candidate:
    spot, finding = found.spot, found.finding
    start, end = spot.passage.normalized.raw_span(spot.start, spot.end)
    begin, stop = spot.sentence
    return Candidate(
        term=spot.term.text,
        variant=fields[spot.passage.field][start:end],
        field=spot.passage.field,
        start=start,
        end=end,
        sentence=spot.text[begin:stop].strip(),
        accepted=finding.accepted,
        rule=finding.rule,
        form=finding.form,
        evidence=finding.evidence,
    )

"""What one value of feeds.yaml alone cannot tell: names used twice, names that mean nobody, patterns and queries that fail.

Works on the tree, not on typed values, so that it finds its mistakes even where others keep the file from being read.
"""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from aggregator.config.nearest import did_you_mean, find_slip
from aggregator.config.schema import OUTLET_TYPES
from aggregator.config.tree import Listing, Mapping, Node, Position, Problem, Scalar, walk_mappings
from aggregator.config.values import read_duration
from aggregator.match.query import And, Near, Not, Or, OutletIs, QueryError, Word, parse_query
from aggregator.match.query import Node as QueryNode

FREE_MAPS = frozenset(("headers", "groups"))  # their keys are the editors' own


def make_id(name: str) -> str:
    """The id of a name: lower case, everything but letters and digits a dash. `소버린 AI` is 소버린-ai."""
    return re.sub(r"[^\w]+", "-", name.casefold()).strip("-") or name


def find_problems(root: Node | None) -> Iterator[Problem]:
    """Everything wrong between values."""
    if not isinstance(root, Mapping):
        return
    yield from _duplicate_keys(root)
    yield from _missing_values(root)
    outlets = _named(root, "outlets")
    watchlists = _named(root, "watchlists")
    for kind, named in (("outlet", outlets), ("watchlist", watchlists), ("digest", _named(root, "digests"))):
        yield from _duplicate_names(kind, named)
    yield from _duplicate_feeds(outlets)
    yield from _strange_types(outlets)
    yield from _check_watchlists(watchlists, outlets)
    yield from _check_digests(root, watchlists)
    yield from _check_spans(root)


@dataclass(frozen=True, slots=True)
class _Named:
    """An outlet, watchlist or digest as far as references need it."""

    id: str
    name: str
    at: Position
    node: Mapping


def _named(root: Mapping, key: str) -> tuple[_Named, ...]:
    return tuple(_read_named(root, key))


def _read_named(root: Mapping, key: str) -> Iterator[_Named]:
    for item in _items(root.get(key)):
        if not isinstance(item, Mapping):
            continue
        name, given = _text(item.get("name")), item.get("id")
        own = _text(given) or (make_id(name) if name else "")
        if own:
            at = given.at if given is not None else (item.get("name") or item).at
            yield _Named(own, name or own, at, item)


def _items(node: Node | None) -> tuple[Node, ...]:
    return node.items if isinstance(node, Listing) else ()


def _text(node: Node | None) -> str | None:
    return node.text.strip() if isinstance(node, Scalar) and node.text else None


def _scalars(node: Node | None) -> Iterator[tuple[str, Position]]:
    for item in _items(node):
        if text := _text(item):
            yield text, item.at


# --- Names ------------------------------------------------------------------------------------------------------------


def _duplicate_keys(root: Mapping) -> Iterator[Problem]:
    for _, mapping in walk_mappings(root):
        seen: dict[str, Position] = {}
        for key, _ in mapping.pairs:
            name = key.text or ""
            if name in seen:
                yield Problem(key.at, f"`{name}` stands here twice; the first is in line {seen[name].line}")
            seen.setdefault(name, key.at)


def _missing_values(root: Mapping) -> Iterator[Problem]:
    """At the top an empty key is a section whose lines are all commented out; below it is a slip."""
    for path, mapping in walk_mappings(root):
        for key, value in mapping.pairs if path else ():
            if isinstance(value, Scalar) and value.text is None and not value.refused:
                yield Problem(key.at, f"`{key.text}` has no value; write one or remove the key")


def _duplicate_names(kind: str, named: Iterable[_Named]) -> Iterator[Problem]:
    seen: dict[str, _Named] = {}
    for item in named:
        if (first := seen.get(item.id)) is not None:
            yield Problem(
                item.at, f"another {kind} has the id {item.id!r} (line {first.at.line}); give each an `id` of its own"
            )
        seen.setdefault(item.id, item)


def _duplicate_feeds(outlets: Iterable[_Named]) -> Iterator[Problem]:
    seen: dict[str, Position] = {}
    for outlet in outlets:
        for item in _items(outlet.node.get("feeds")):
            scalar = item.get("url") if isinstance(item, Mapping) else item
            url = _text(scalar)
            if scalar is None or url is None:
                continue
            if url in seen:
                yield Problem(scalar.at, f"{url} is listed twice; the first is in line {seen[url].line}")
            seen.setdefault(url, scalar.at)


def _strange_types(outlets: Iterable[_Named]) -> Iterator[Problem]:
    """A type may be any word, but one letter beside a usual one is a slip."""
    for outlet in outlets:
        kind = outlet.node.get("type")
        text = _text(kind)
        if kind is not None and text and text not in OUTLET_TYPES and (meant := find_slip(text, OUTLET_TYPES)):
            yield Problem(kind.at, f"{text!r} is not a usual type; did you mean {meant!r}?")


def _unknown(what: str, references: Iterable[tuple[str, Position]], known: Iterable[_Named]) -> Iterator[Problem]:
    names = {word: None for item in known for word in (item.name, item.id)}
    for text, at in references:
        if text not in names:
            yield Problem(at, f"no {what} is called {text!r}{did_you_mean(text, names)}")


# --- Watchlists -------------------------------------------------------------------------------------------------------


def _check_watchlists(watchlists: Iterable[_Named], outlets: tuple[_Named, ...]) -> Iterator[Problem]:
    for watchlist in watchlists:
        node = watchlist.node
        yield from _unknown("outlet", _scalars(node.get("outlets")), outlets)
        if not any(node.get(key) is not None for key in ("any", "all", "query")):
            yield Problem(
                node.at, f"the watchlist {watchlist.name!r} looks for nothing; give it `any`, `all` or `query`"
            )
        yield from _check_query(node.get("query"), outlets)
        for key in ("any", "all", "none"):
            for term in _items(node.get(key)):
                yield from _check_term(term)


def _check_query(node: Node | None, outlets: tuple[_Named, ...]) -> Iterator[Problem]:
    if not isinstance(node, Scalar) or not node.text:
        return
    try:
        query = parse_query(node.text)
    except QueryError as error:
        yield Problem(_inside(node, error.column - 1), f"query: {error.message}")
        return
    for name in _outlets_in(query.root):
        if not any(name == outlet.id or name in outlet.name for outlet in outlets):
            hint = did_you_mean(name, [outlet.name for outlet in outlets])
            yield Problem(_inside(node, max(node.text.find(name), 0)), f"query: no outlet is called {name!r}{hint}")


def _outlets_in(part: QueryNode) -> Iterator[str]:
    match part:
        case OutletIs(name):
            yield name
        case Not(inner):
            yield from _outlets_in(inner)
        case And(parts) | Or(parts):
            for inner in parts:
                yield from _outlets_in(inner)
        case Near(left, right):
            yield from _outlets_in(left)
            yield from _outlets_in(right)
        case Word():
            return


def _check_term(term: Node) -> Iterator[Problem]:
    if not isinstance(term, Mapping) or _text(term.get("regex")) not in ("true", "True", "TRUE"):
        return
    text = term.get("text")
    if isinstance(text, Scalar) and text.text:
        try:
            pattern = re.compile(text.text)
        except re.error as error:
            yield Problem(_inside(text, error.pos or 0), f"the regular expression is not valid: {error.msg}")
            return
        if pattern.match(""):
            yield Problem(text.at, "the regular expression matches nothing at all, so it would match everywhere")


def _inside(scalar: Scalar, offset: int) -> Position:
    """A place inside a value written on one line."""
    return Position(scalar.at.line, scalar.at.column + offset + scalar.quoted)


# --- Digests ----------------------------------------------------------------------------------------------------------


def _check_digests(root: Mapping, watchlists: tuple[_Named, ...]) -> Iterator[Problem]:
    groups = root.get("groups")
    names = [key.text or "" for key, _ in groups.pairs] if isinstance(groups, Mapping) else []
    sections = {_text(item.node.get("section")) or "업계" for item in watchlists}
    for _, members in groups.pairs if isinstance(groups, Mapping) else ():
        yield from _check_recipients(members, names, inside_group=True)
    for digest in _named(root, "digests"):
        node = digest.node
        yield from _unknown("watchlist", _scalars(node.get("watchlists")), watchlists)
        for text, at in _scalars(node.get("sections")):
            if text not in sections:
                yield Problem(at, f"no watchlist is in a section {text!r}{did_you_mean(text, sections)}")
        yield from _check_recipients(node.get("recipients"), names)
        if isinstance(alerts := node.get("alerts"), Mapping):
            yield from _check_recipients(alerts.get("recipients"), names)


def _check_recipients(node: Node | None, groups: list[str], *, inside_group: bool = False) -> Iterator[Problem]:
    for item in _items(node):
        if isinstance(item, Mapping):
            yield from _check_recipient(item)
            scalar: Node | None = item.get("group")
        else:
            scalar = item
        text = _text(scalar)
        if scalar is None or text is None or (not isinstance(item, Mapping) and "@" in text):
            continue
        if inside_group:
            yield Problem(scalar.at, f"{text!r}: a group holds addresses, not other groups")
        elif text not in groups:
            hint = did_you_mean(text, groups) or "; an address is written 홍보팀 <press@example.org>"
            yield Problem(scalar.at, f"no group is called {text!r}{hint}")


def _check_recipient(node: Mapping) -> Iterator[Problem]:
    given = [key for key in ("email", "directory", "chat", "group") if node.get(key) is not None]
    if len(given) != 1:
        yield Problem(node.at, "a recipient needs exactly one of `email`, `directory`, `chat` and `group`")


# --- Polling ----------------------------------------------------------------------------------------------------------


def _check_spans(root: Mapping) -> Iterator[Problem]:
    """Bounds that cross; values that cannot be read are reported by the schema."""
    polling = root.get("polling")
    if not isinstance(polling, Mapping):
        return
    for lower, upper in (("shortest", "interval"), ("interval", "longest"), ("shortest", "longest")):
        low, high = polling.get(lower), polling.get(upper)
        if isinstance(low, Scalar) and isinstance(high, Scalar) and low.text and high.text:
            try:
                crossed = read_duration(low.text) > read_duration(high.text)
            except ValueError:
                continue
            if crossed:
                yield Problem(low.at, f"polling.{lower} ({low.text}) is longer than polling.{upper} ({high.text})")

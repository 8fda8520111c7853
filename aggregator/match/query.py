"""Reads a watchlist's query line: words, "phrases", AND OR NOT, parentheses, NEAR/n, title: and outlet:.

`parse_query` gives a tree or raises QueryError with the column of the mistake. This module must not look at any article.

    (네이버 OR 카카오) AND "소버린 AI" NOT 야구        two words beside each other mean AND
    title:(속보 OR 단독) 삼성* NEAR/5 파업             삼성* takes any compound; at most 5 words between the two
"""

import difflib
import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import NoReturn

from aggregator.model import TEXT_FIELDS, Compounds, Field, Term

DEFAULT_DISTANCE = 10  # words, for NEAR without a number
MAX_DEPTH = 40  # nested parentheses; nobody writes more by hand


class QueryError(ValueError):
    """A query line that cannot be read. `column` counts from 1."""

    def __init__(self, column: int, message: str) -> None:
        super().__init__(f"column {column}: {message}")
        self.column = column
        self.message = message


@dataclass(frozen=True, slots=True)
class Word:
    """A term that must occur, in its fields."""

    term: Term


@dataclass(frozen=True, slots=True)
class OutletIs:
    """The entry's outlet has this id, or this in its name."""

    name: str


@dataclass(frozen=True, slots=True)
class Not:
    part: "Node"


@dataclass(frozen=True, slots=True)
class And:
    parts: tuple["Node", ...]


@dataclass(frozen=True, slots=True)
class Or:
    parts: tuple["Node", ...]


@dataclass(frozen=True, slots=True)
class Near:
    """Both sides occur in one field with at most `distance` words between them, in either order."""

    left: "Node"
    right: "Node"
    distance: int


Node = Word | OutletIs | Not | And | Or | Near


@dataclass(frozen=True, slots=True)
class Query:
    """A query line and its tree."""

    text: str
    root: Node

    @property
    def words(self) -> tuple[Word, ...]:
        """Every word of the tree, in the line's order."""
        return tuple(_words(self.root))


def _words(node: Node) -> Iterator[Word]:
    match node:
        case Word():
            yield node
        case OutletIs():
            return
        case Not(part):
            yield from _words(part)
        case And(parts) | Or(parts):
            for part in parts:
                yield from _words(part)
        case Near(left, right):
            yield from _words(left)
            yield from _words(right)


def parse_query(text: str) -> Query:
    """Raises QueryError where the line cannot be understood, or could match what nobody asked for (only NOT)."""
    reader = _Reader(text)
    root = reader.alternatives(TEXT_FIELDS, 0)
    reader.expect_end()
    if not _needs_something(root):
        raise QueryError(1, "only NOT: say what must occur as well")
    return Query(text, root)


def _needs_something(node: Node) -> bool:
    """Whether the tree cannot hold for an entry in which nothing of it occurs."""
    match node:
        case Not():
            return False
        case And(parts):
            return any(map(_needs_something, parts))
        case Or(parts):
            return all(map(_needs_something, parts))
        case _:
            return True


@dataclass(frozen=True, slots=True)
class _Token:
    kind: str  # word, phrase, field, near, and, or, not, (, ), end
    text: str
    column: int


_TOKEN = re.compile(
    r"""\s*(?:(?P<open>\()|(?P<close>\))|(?P<phrase>"[^"]*")|(?P<quote>")|(?P<field>[A-Za-z가-힣]+):(?=[^\s/)])|"""
    r"""(?P<near>NEAR(?:/(?P<distance>[^\s()"]*))?(?=[\s()"]|$))|(?P<and>(?:AND(?=[\s()"]|$)|&&))|(?P<or>(?:OR(?=[\s()"]|$)|\|\|?))|"""
    r"""(?P<not>(?:NOT(?=[\s()"]|$)|-(?=[^\s-])))|(?P<word>[^\s()"]+))"""
)
_SIGNS = {"open": "(", "close": ")"}
_FIELD_NAMES = {
    **{field.value: field for field in Field},
    "제목": Field.TITLE,
    "매체": Field.OUTLET,
    "본문": Field.BODY,
}
_STARTERS = frozenset({"word", "phrase", "field", "(", "not"})


class _Reader:
    """Recursive descent over the tokens; each method reads one level of precedence."""

    def __init__(self, text: str) -> None:
        self._tokens = list(_tokens(text))
        self._at = 0

    @property
    def _next(self) -> _Token:
        return self._tokens[self._at]

    def _take(self) -> _Token:
        token = self._next
        self._at += 1
        return token

    def expect_end(self) -> None:
        if self._next.kind == ")":
            raise QueryError(self._next.column, "this ) closes nothing")
        if self._next.kind != "end":
            self._unexpected()

    def alternatives(self, fields: tuple[Field, ...], depth: int) -> Node:
        if depth > MAX_DEPTH:
            raise QueryError(self._next.column, f"more than {MAX_DEPTH} parentheses inside one another")
        parts = [self._all(fields, depth)]
        while self._next.kind == "or":
            self._take()
            parts.append(self._all(fields, depth))
        return parts[0] if len(parts) == 1 else Or(tuple(parts))

    def _all(self, fields: tuple[Field, ...], depth: int) -> Node:
        parts = [self._negation(fields, depth)]
        while self._next.kind == "and" or self._next.kind in _STARTERS:
            if self._next.kind == "and":
                self._take()
            parts.append(self._negation(fields, depth))
        return parts[0] if len(parts) == 1 else And(tuple(parts))

    def _negation(self, fields: tuple[Field, ...], depth: int) -> Node:
        if self._next.kind != "not":
            return self._near(fields, depth)
        self._take()
        if self._next.kind == "not":
            raise QueryError(self._next.column, "NOT NOT: leave out both")
        return Not(self._near(fields, depth))

    def _near(self, fields: tuple[Field, ...], depth: int) -> Node:
        node = self._operand(fields, depth)
        while self._next.kind == "near":
            token = self._take()
            column, right = self._next.column, self._operand(fields, depth)
            for side in (node, right):
                if not _has_places(side):
                    raise QueryError(column, "NEAR stands between words or phrases (or a group of them joined by OR)")
            node = Near(node, right, int(token.text))
        return node

    def _operand(self, fields: tuple[Field, ...], depth: int) -> Node:
        token = self._next
        if token.kind not in _STARTERS or token.kind == "not":
            self._unexpected()
        self._take()
        if token.kind == "field":
            return self._in_field(token, depth)
        if token.kind == "(":
            return self._group(token, fields, depth)
        return Word(_term(token, fields))

    def _group(self, opening: _Token, fields: tuple[Field, ...], depth: int) -> Node:
        node = self.alternatives(fields, depth + 1)
        if self._next.kind != ")":
            raise QueryError(opening.column, "this ( is never closed")
        self._take()
        return node

    def _in_field(self, token: _Token, depth: int) -> Node:
        field = _FIELD_NAMES.get(token.text.lower())
        if field is None:
            close = difflib.get_close_matches(token.text.lower(), list(_FIELD_NAMES), n=1)
            hint = f'; did you mean "{close[0]}:"?' if close else f"; fields are {', '.join(f.value for f in Field)}"
            raise QueryError(token.column, f'there is no field "{token.text}:"{hint}')
        node = self._operand((field,), depth)
        return _outlets(node) if field is Field.OUTLET else node

    def _unexpected(self) -> NoReturn:
        token = self._next
        if token.kind == "end":
            raise QueryError(
                token.column, "the query ends where a word should follow" if self._at else "the query is empty"
            )
        shown = {")": "this )", "near": "NEAR"}.get(token.kind, token.text or token.kind)
        raise QueryError(token.column, f"{shown} has no word before it" if token.kind != "end" else shown)


def _tokens(text: str) -> Iterator[_Token]:
    position = 0
    while (found := _TOKEN.match(text, position)) is not None:
        position = found.end()
        kind = found.lastgroup if found.lastgroup != "distance" else "near"
        assert kind is not None
        column = found.start(kind) + 1
        if kind == "quote":
            raise QueryError(column, 'this " is never closed')
        yield _Token(_SIGNS.get(kind, kind), _token_text(kind, found, column), column)
    yield _Token("end", "", len(text.rstrip()) + 1)


def _token_text(kind: str, found: re.Match[str], column: int) -> str:
    if kind == "phrase":
        if not found[kind].strip('" '):
            raise QueryError(column, "an empty phrase")
        return found[kind].strip('"')
    if kind == "near":
        distance = found["distance"]
        if distance is not None and not (distance.isascii() and distance.isdigit() and 0 < int(distance) <= 100):
            raise QueryError(column, "NEAR takes a number of words from 1 to 100: NEAR/5")
        return distance or str(DEFAULT_DISTANCE)
    return found[kind]


def _term(token: _Token, fields: tuple[Field, ...]) -> Term:
    word = token.text
    if token.kind == "word" and word.endswith("*"):
        if not word.rstrip("*"):
            raise QueryError(token.column, "* needs a word before it: 삼성*")
        return Term(text=word.rstrip("*"), compounds=Compounds.YES, fields=fields)
    if not any(char.isalnum() for char in word):
        raise QueryError(token.column, f"{word!r} is no word")
    return Term(text=word, fields=fields)


def _has_places(node: Node) -> bool:
    match node:
        case Word() | Near():
            return True
        case Or(parts):
            return all(map(_has_places, parts))
        case _:
            return False


def _outlets(node: Node) -> Node:
    """outlet: compares names of outlets, not text."""
    match node:
        case Word(term):
            return OutletIs(term.text)
        case Not(part):
            return Not(_outlets(part))
        case And(parts) | Or(parts):
            return replace(node, parts=tuple(map(_outlets, parts)))
        case _:
            return node

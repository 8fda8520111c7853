"""YAML as a tree that remembers where every key and value stands, each scalar as the text that was written.

YAML 1.2 in its plainest part: `no`, `010` and `12:30` stay the words they are, and what the schema wants of them is decided
there. Aliases, anchors, tags, second documents and deep nesting are refused. This module must not know what the keys mean.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Protocol

from ruamel.yaml import YAML
from ruamel.yaml.error import MarkedYAMLError, YAMLError
from ruamel.yaml.events import (
    AliasEvent,
    DocumentStartEvent,
    Event,
    MappingEndEvent,
    MappingStartEvent,
    ScalarEvent,
    SequenceEndEvent,
    SequenceStartEvent,
    StreamEndEvent,
)
from ruamel.yaml.reader import ReaderError

DEEPEST = 12  # feeds.yaml needs seven levels; a bomb of brackets has thousands
MOST_REPAIRS = 3  # after a few broken lines the rest of a file says nothing reliable

NULLS = frozenset(("", "~", "null", "Null", "NULL"))  # YAML 1.2 core schema


@dataclass(frozen=True, slots=True, order=True)
class Position:
    """A place in the file, counted from 1 as editors do."""

    line: int
    column: int

    def __str__(self) -> str:
        return f"{self.line}:{self.column}"


@dataclass(frozen=True, slots=True)
class Scalar:
    """A single value as written; None for an empty one."""

    text: str | None
    at: Position
    quoted: bool = False
    refused: bool = False  # something stood here that is not read; a problem says so


@dataclass(frozen=True, slots=True)
class Listing:
    """A list. `end` is its closing bracket, or where the next thing after a block of `- ` lines begins."""

    items: tuple["Node", ...]
    at: Position
    end: Position
    flow: bool = False  # written [a, b]


@dataclass(frozen=True, slots=True)
class Mapping:
    """Keys and values in the order of the file, duplicate keys included."""

    pairs: tuple[tuple[Scalar, "Node"], ...]
    at: Position
    flow: bool = False  # written {a: b}

    def get(self, key: str) -> "Node | None":
        """The value of the first such key."""
        return next((value for name, value in self.pairs if name.text == key), None)


Node = Scalar | Listing | Mapping
Plain = str | None | list["Plain"] | dict[str, "Plain"]


@dataclass(frozen=True, slots=True, order=True)
class Problem:
    """One mistake: where, and in one line what is wrong and what to do."""

    at: Position
    text: str


@dataclass(frozen=True, slots=True)
class Reading:
    """What could be read of a text. `broken`: lines were left out, so what seems to be missing may be there."""

    root: Node | None
    problems: tuple[Problem, ...]
    broken: bool


class _Mark(Protocol):
    line: int
    column: int


def read_tree(text: str) -> Reading:
    """Reads YAML. A line that breaks the syntax is reported and mended, so that mistakes after it are found as well."""
    lines = text.split("\n")
    syntax: list[Problem] = []
    while True:
        try:
            root, problems = _Builder("\n".join(lines)).build()
        except _TooDeepError as error:
            return Reading(None, (*syntax, error.problem), broken=True)
        except YAMLError as error:
            problem, line = _explain(error, lines)
            syntax.append(problem)
            if len(syntax) > MOST_REPAIRS or not lines[line].strip():
                return Reading(None, tuple(syntax), broken=True)
            seen_before = any(earlier.at.line == problem.at.line for earlier in syntax[:-1])
            lines[line] = "" if seen_before else _mend(lines[line])
            continue
        return Reading(root, (*_first_of_each_line(syntax), *problems), broken=bool(syntax))


def _mend(line: str) -> str:
    """Keeps the line's indentation, dash and key, with a harmless value; what this value seems to do wrong is not reported."""
    found = re.match(r" *(?:- +)*[^\s:#'\"\[{]+: +(?=\S)", line)
    return found[0] + "'?'" if found else ""


def _first_of_each_line(problems: Sequence[Problem]) -> tuple[Problem, ...]:
    return tuple({problem.at.line: problem for problem in reversed(problems)}.values())


def plain(node: Node | None) -> Plain:
    """The tree as strings, lists and dicts; of duplicate keys the first counts."""
    match node:
        case None:
            return None
        case Scalar():
            return node.text
        case Listing():
            return [plain(item) for item in node.items]
        case Mapping():
            return {key.text or "": plain(value) for key, value in reversed(node.pairs)}


def find_position(root: Node, path: Sequence[str | int], *, key: bool = False) -> Position:
    """Where the value at a path stands (with `key`: its key); a path that leaves the tree ends at the last place in it."""
    at, node = root.at, root
    for step in path:
        if isinstance(node, Mapping):
            pair = next(((name, value) for name, value in node.pairs if name.text == step), None)
            if pair is None:
                return at
            node = pair[1]
            at = pair[0].at if key else node.at
        elif isinstance(node, Listing) and isinstance(step, int) and step < len(node.items):
            node = node.items[step]
            at = node.at
        else:
            return at
    return at


def walk_mappings(
    node: Node | None, path: tuple[str | int, ...] = ()
) -> Iterator[tuple[tuple[str | int, ...], Mapping]]:
    """Every mapping of the tree with its path."""
    if isinstance(node, Mapping):
        yield path, node
        for name, value in node.pairs:
            yield from walk_mappings(value, (*path, name.text or ""))
    elif isinstance(node, Listing):
        for index, item in enumerate(node.items):
            yield from walk_mappings(item, (*path, index))


def _position(mark: _Mark) -> Position:
    return Position(mark.line + 1, mark.column + 1)


class _TooDeepError(Exception):
    """Reading stops here: ruamel needs minutes for 50,000 brackets (its time grows with the square of the depth)."""

    def __init__(self, at: Position) -> None:
        super().__init__()
        self.problem = Problem(at, f"nested more than {DEEPEST} levels deep; nothing in this file needs that")


class _Builder:
    """Builds the tree from the parser's events; what is refused becomes a problem and an empty value."""

    def __init__(self, text: str) -> None:
        self._events: Iterator[Event] = iter(YAML(typ="rt", pure=True).parse(text))
        self._problems: list[Problem] = []

    def build(self) -> tuple[Node | None, tuple[Problem, ...]]:
        root: Node | None = None
        documents = 0
        for event in self._events:
            if isinstance(event, DocumentStartEvent):
                documents += 1
                if documents == 2:
                    self._refuse(event, "a second document (`---`) is not read; keep everything in one")
            elif isinstance(event, ScalarEvent | SequenceStartEvent | MappingStartEvent | AliasEvent):
                node = self._node(event, 0)
                root = node if root is None else root
            elif isinstance(event, StreamEndEvent):
                break
        if isinstance(root, Scalar) and root.text is None:
            root = None
        return root, tuple(self._problems)

    def _refuse(self, event: Event, text: str) -> None:
        self._problems.append(Problem(_position(event.start_mark), text))

    def _next(self) -> Event:
        return next(self._events)

    def _node(self, event: Event, depth: int) -> Node:
        at = _position(event.start_mark)
        if isinstance(event, AliasEvent):
            self._refuse(event, f"`*{event.anchor}`: aliases are not read; write the value out")
            return Scalar(None, at, refused=True)
        if anchor := getattr(event, "anchor", None):
            self._refuse(event, f"`&{anchor}`: anchors are not read; write the value out where it is needed")
        if tag := getattr(event, "tag", None):
            self._refuse(event, f"`{tag}`: tags are not read; put text in quotes instead")
        if isinstance(event, ScalarEvent):
            return _scalar(event, at)
        if depth == DEEPEST:
            raise _TooDeepError(at)
        if isinstance(event, SequenceStartEvent):
            return self._listing(event, depth + 1)
        assert isinstance(event, MappingStartEvent)
        return self._mapping(event, depth + 1)

    def _listing(self, start: SequenceStartEvent, depth: int) -> Node:
        items: list[Node] = []
        while not isinstance(event := self._next(), SequenceEndEvent):
            items.append(self._node(event, depth))
        return Listing(tuple(items), _position(start.start_mark), _position(event.start_mark), bool(start.flow_style))

    def _mapping(self, start: MappingStartEvent, depth: int) -> Node:
        pairs: list[tuple[Scalar, Node]] = []
        while not isinstance(event := self._next(), MappingEndEvent):
            key = self._node(event, depth)
            value = self._node(self._next(), depth)
            if isinstance(key, Scalar):
                pairs.append((key, value))
            else:
                self._problems.append(Problem(key.at, "a key must be a word; put text that holds { or [ in quotes"))
        return Mapping(tuple(pairs), _position(start.start_mark), bool(start.flow_style))


def _scalar(event: ScalarEvent, at: Position) -> Scalar:
    quoted = event.style is not None
    text = str(event.value)
    return Scalar(None if not quoted and text in NULLS else text, at, quoted)


# What ruamel's scanner says, and what a person should read instead; the first phrase found in the message counts.
_SYNTAX_WORDS = (
    ("'\\t' that cannot start", "a tab cannot indent; use spaces"),
    ("while scanning a quoted scalar", "the quote opened here is never closed"),
    ("mapping values are not allowed", "a second `: ` in one line; put the text in quotes"),
    ("'@' that cannot start", "text cannot start with @; put it in quotes"),
    ("'`' that cannot start", "text cannot start with a backquote; put it in quotes"),
    ("'%' that cannot start", "text cannot start with %; put it in quotes"),
    ("while scanning an alias", "text cannot start with *; put it in quotes"),
    ("while scanning an anchor", "text cannot start with &; put it in quotes"),
    ("could not find expected ':'", "a key needs a colon and a space after it"),
    ("but got '{'", "put text that holds { or } in quotes"),
    ("while parsing a flow mapping", "the { opened here is not closed, or a comma is missing"),
    ("while parsing a flow sequence", "the [ opened here is not closed, or a comma is missing"),
    ("but found '<scalar>'", "text after a closing quote; put the whole value in one pair of quotes"),
    ("while parsing a block", "the indentation does not fit the lines above"),
)
_AT_START = (
    "while scanning a quoted scalar",
    "while parsing a flow",
)  # the mistake is where these begin, not where it shows


def _explain(error: YAMLError, lines: Sequence[str]) -> tuple[Problem, int]:
    """The problem in words, and the index of the line to leave out."""
    if isinstance(error, ReaderError):
        return _explain_character(error, lines)
    if not isinstance(error, MarkedYAMLError):
        return Problem(Position(1, 1), f"not YAML: {error}"), 0
    context, problem = error.context or "", error.problem or ""
    message = f"{context} {problem}"
    at_start = context.startswith(_AT_START) and "but got '{'" not in problem
    mark = error.context_mark if at_start and error.context_mark else error.problem_mark or error.context_mark
    line = min(mark.line if mark else 0, len(lines) - 1)
    words = next((words for phrase, words in _SYNTAX_WORDS if phrase in message), problem or "not YAML")
    return Problem(Position(line + 1, (mark.column if mark else 0) + 1), f"YAML: {words}"), line


def _explain_character(error: ReaderError, lines: Sequence[str]) -> tuple[Problem, int]:
    code = error.character if isinstance(error.character, int) else ord(str(error.character)[:1] or "\0")
    for number, line in enumerate(lines):
        column = line.find(chr(code))
        if column >= 0:
            at = Position(number + 1, column + 1)
            return Problem(at, f"YAML: the invisible character U+{code:04X} is not allowed; remove it"), number
    return Problem(Position(1, 1), f"YAML: the character U+{code:04X} is not allowed; remove it"), 0

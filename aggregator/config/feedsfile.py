"""Reads feeds.yaml: either the whole newsroom, typed, or every mistake in it, each with line and column."""

from collections.abc import Iterator, Sequence
from pathlib import Path

from pydantic import BaseModel, ValidationError
from pydantic_core import ErrorDetails

from aggregator.config.checks import find_problems
from aggregator.config.convert import make_newsfile
from aggregator.config.keys import find_keys, meant_key
from aggregator.config.schema import NewsfileKeys
from aggregator.config.tree import Mapping, Node, Position, Problem, Reading, Scalar, find_position, plain, read_tree
from aggregator.errors import ConfigError
from aggregator.model import Newsfile

LARGEST_BYTES = 1_000_000  # 159 feeds are 15 kB; a file this large is another file


def read_newsfile(path: Path) -> Newsfile:
    """Raises ConfigError whose `problems` hold one line for each mistake, `feeds.yaml:12:7: what is wrong`."""
    return read_newsfile_text(_read_text(path), name=str(path), folder=path.parent)


def read_newsfile_text(text: str, *, name: str, folder: Path) -> Newsfile:
    """The same from text; `name` is how messages call it, `folder` where its relative paths begin."""
    reading = read_tree(text)
    keys: NewsfileKeys | None = None
    found = list(find_problems(reading.root))
    if isinstance(reading.root, Mapping):
        keys, misshapen = _validate(reading.root)
        found += misshapen
    elif not reading.broken:
        found.append(Problem(Position(1, 1), "the file must begin with keys: outlets, watchlists, digests"))
    problems = [*reading.problems, *(problem for problem in found if not _follows(problem, reading))]
    if problems or keys is None:
        raise _error(name, problems)
    return make_newsfile(keys, folder)


def _follows(problem: Problem, reading: Reading) -> bool:
    """Whether a problem only follows from one of the syntax: it stands in a mended line, or misses what was left out."""
    if any(problem.at == earlier.at for earlier in reading.problems):
        return True
    mended = {earlier.at.line for earlier in reading.problems} if reading.broken else ()
    return problem.at.line in mended or (reading.broken and problem.text.endswith("is missing"))


def _read_text(path: Path) -> str:
    try:
        size = path.stat().st_size
        data = path.read_bytes() if size <= LARGEST_BYTES else b""
    except OSError as error:
        hint = "`aggregator init` writes one; -c names another" if isinstance(error, FileNotFoundError) else None
        raise ConfigError(f"{path}: {error.strerror}", hint=hint) from error
    if size > LARGEST_BYTES:
        raise ConfigError(f"{path}: {size:,} bytes, at most {LARGEST_BYTES:,} are read", hint="is it the right file?")
    try:
        return data.decode("utf-8-sig").replace("\r\n", "\n")
    except UnicodeDecodeError as error:
        line = data.count(b"\n", 0, error.start) + 1
        column = error.start - data.rfind(b"\n", 0, error.start)
        problem = f"{path}:{line}:{column}: not UTF-8; save the file as UTF-8 (not as EUC-KR or CP949)"
        raise ConfigError(f"{path} cannot be read", (problem,)) from error


def _error(name: str, problems: Sequence[Problem]) -> ConfigError:
    unique = sorted(dict.fromkeys(problems))
    count = f"{len(unique)} mistake" + ("s" if len(unique) > 1 else "")
    return ConfigError(f"{name}: {count}; nothing was changed", tuple(f"{name}:{p.at}: {p.text}" for p in unique))


def _validate(root: Mapping) -> tuple[NewsfileKeys | None, list[Problem]]:
    try:
        return NewsfileKeys.model_validate(_without_empty(root)), []
    except ValidationError as error:
        return None, list(_problems(root, error.errors(include_url=False)))


def _without_empty(root: Mapping) -> object:
    """Keys without a value are left out: checks reports them, and at the top they are sections commented out."""
    return _drop_nulls(plain(root))


def _drop_nulls(value: object) -> object:
    if isinstance(value, dict):
        return {key: _drop_nulls(item) for key, item in value.items() if item is not None}
    if isinstance(value, list):
        return [_drop_nulls(item) for item in value]
    return value


def _problems(root: Node, errors: Sequence[ErrorDetails]) -> Iterator[Problem]:
    for error in errors:
        path = error["loc"]
        node = _find_node(root, path)
        if error["type"] == "missing" and len(path) > 1 and isinstance(node, Scalar) and node.text is None:
            continue  # the key is there without a value; checks says so, except at the top
        if error["type"] == "too_short" and getattr(node, "items", None):
            continue  # not empty: its entries have mistakes, reported each
        at_key = error["type"] in ("extra_forbidden", "missing")
        yield Problem(find_position(root, path, key=at_key), _words(error, path))


def _find_node(root: Node, path: Sequence[str | int]) -> Node | None:
    node: Node | None = root
    for step in path:
        if isinstance(node, Mapping):
            node = node.get(str(step))
        else:
            items = getattr(node, "items", ())
            node = items[step] if isinstance(step, int) and step < len(items) else None
    return node


def _words(error: ErrorDetails, path: Sequence[str | int]) -> str:
    """Pydantic's finding as one line for people."""
    key = next((str(step) for step in reversed(path) if isinstance(step, str)), "the file")
    context = error.get("ctx", {})
    value = error["input"]
    match error["type"]:
        case "extra_forbidden":
            return f"unknown key `{path[-1]}`{meant_key(str(path[-1]), _keys_at(path[:-1]))}"
        case "missing":
            return f"`{path[-1]}` is missing"
        case "too_short":
            return f"`{key}` is an empty list; give it an entry or remove the key"
        case "value_error" if value is not None:
            return f"{key}: {context.get('error')}"
        case "enum" | "literal_error":
            return f"{key}: {value!r} is none of {_choices(str(context.get('expected', '')))}"
        case "string_too_short":
            return f"`{key}` has an empty text"
        case "string_too_long":
            return f"`{key}` is longer than 2,000 characters"
        case "string_type" | "model_type" | "value_error" if value is None:
            return f"`{key}` has an empty entry"
        case "string_type":
            return f"`{key}` must be text, not {_kind(value)}"
        case "tuple_type" | "list_type":
            return f"`{key}` must be a list (lines that start with `- `), not {_kind(value)}"
        case "model_type" | "dict_type" | "model_attributes_type":
            return f"`{key}` must be keys and values, not {_kind(value)}"
        case _:
            return f"{key}: {error['msg']}"


def _kind(value: object) -> str:
    match value:
        case None:
            return "nothing"
        case str():
            return f"the text {value[:40]!r}"
        case dict():
            return "keys and values"
        case list() | tuple():
            return "a list"
        case _:
            return type(value).__name__


def _choices(expected: str) -> str:
    return expected.replace("'", "").replace(" or ", ", ")


def _keys_at(path: Sequence[str | int]) -> tuple[str, ...]:
    model: type[BaseModel] | None = find_keys(NewsfileKeys, path)
    return tuple(field.alias or name for name, field in model.model_fields.items()) if model else ()

"""Frozen dataclasses as JSON and back, exactly: the form in which an edition lies in the database for years.

Knows dataclasses, tuples of one kind, optional values, times, dates, enums and plain values, which is all an edition is made
of. What is missing, unknown or of the wrong kind is a ValueError that says where; nothing is guessed.
"""

import json
from collections.abc import Callable, Hashable
from dataclasses import fields, is_dataclass
from datetime import UTC, date, datetime
from enum import Enum
from functools import lru_cache
from types import NoneType, UnionType
from typing import TypeVar, cast, get_args, get_origin, get_type_hints

T = TypeVar("T")
Reader = Callable[[object, str], object]


def to_json(value: object) -> str:
    return json.dumps(_plain(value), ensure_ascii=False, separators=(",", ":"))


def from_json(kind: type[T], text: str) -> T:
    """Raises ValueError for text that is not the JSON of a `kind`."""
    return cast(T, _reader(cast(Hashable, kind))(json.loads(text), kind.__name__))


def _plain(value: object) -> object:
    if is_dataclass(value) and not isinstance(value, type):
        return {field.name: _plain(getattr(value, field.name)) for field in fields(value)}
    if isinstance(value, tuple):
        return [_plain(one) for one in value]
    if isinstance(value, Enum):
        return value.value
    if isinstance(value, datetime):
        return value.astimezone(UTC).isoformat().replace("+00:00", "Z")
    if isinstance(value, date):
        return value.isoformat()
    return value


@lru_cache(maxsize=256)
def _reader(kind: object) -> Reader:
    if get_origin(kind) is tuple:
        return _tuple_reader(_reader(get_args(kind)[0]))
    if isinstance(kind, UnionType):
        (inner,) = (one for one in get_args(kind) if one is not NoneType)
        read = _reader(inner)
        return lambda value, where: None if value is None else read(value, where)
    assert isinstance(kind, type)
    if is_dataclass(kind):
        return _dataclass_reader(kind)
    if kind in (datetime, date):
        return _text_reader(kind.fromisoformat)
    if issubclass(kind, Enum):
        return _text_reader(kind)
    return _value_reader(kind)


def _tuple_reader(read: Reader) -> Reader:
    def read_all(value: object, where: str) -> object:
        if not isinstance(value, list):
            raise ValueError(f"{where} is no list")
        return tuple(read(one, where) for one in value)

    return read_all


def _dataclass_reader(kind: type) -> Reader:
    readers = {name: _reader(hint) for name, hint in get_type_hints(kind).items()}
    readers = {field.name: readers[field.name] for field in fields(kind)}

    def read(value: object, where: str) -> object:
        if not isinstance(value, dict) or value.keys() != readers.keys():
            raise ValueError(f"{where} does not have the parts of a {kind.__name__}")
        return kind(**{name: reader(value[name], f"{where}.{name}") for name, reader in readers.items()})

    return read


def _text_reader(make: Callable[[str], object]) -> Reader:
    def read(value: object, where: str) -> object:
        if not isinstance(value, str):
            raise ValueError(f"{where} is no text")
        return make(value)

    return read


def _value_reader(kind: type) -> Reader:
    allowed = (int, float) if kind is float else (kind,)

    def read(value: object, where: str) -> object:
        if not isinstance(value, allowed) or (isinstance(value, bool) and kind is not bool):
            raise ValueError(f"{where} is no {kind.__name__}")
        return value

    return read

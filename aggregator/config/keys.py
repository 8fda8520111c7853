"""Which keys may stand where in feeds.yaml, read from the schema: for did-you-mean, and to prove the documentation complete."""

from collections.abc import Iterator, Sequence
from typing import get_args

from pydantic import BaseModel

from aggregator.config.nearest import did_you_mean
from aggregator.config.schema import NewsfileKeys

# What other products call these keys: too far from ours for a comparison of letters.
FAMILIAR = {
    "terms": "any",
    "keywords": "any",
    "words": "any",
    "synonyms": "aliases",
    "not": "none",
    "url": "feeds",
    "urls": "feeds",
    "time": "at",
    "send_at": "at",
    "tz": "timezone",
    "zone": "timezone",
    "to": "recipients",
    "weekdays": "days",
    "from": "sender",
    "encoding": "charset",
    "category": "section",
    "lang": "language",
    "lists": "watchlists",
    "sources": "outlets",
    "reports": "digests",
}


def meant_key(word: str, known: Sequence[str]) -> str:
    """`; did you mean 'X'?` for an unknown key, or the list of keys when nothing is near."""
    if (hint := did_you_mean(word, known)) or FAMILIAR.get(word) not in known:
        return hint or f"; known here: {', '.join(known)}"
    return f"; did you mean {FAMILIAR[word]!r}?"


def find_keys(model: type[BaseModel], path: Sequence[str | int]) -> type[BaseModel] | None:
    """The part of the schema that a path of the file ends in."""
    for step in path:
        if isinstance(step, int):
            continue  # the items of a list have the shape that the list's key gave
        field = next((info for name, info in model.model_fields.items() if (info.alias or name) == step), None)
        if field is None:
            continue  # a key of the editors' own: the name of a group
        inner = _model_in(field.annotation)
        if inner is None:
            return None
        model = inner
    return model


def list_keys(model: type[BaseModel] = NewsfileKeys, prefix: str = "") -> Iterator[tuple[str, str]]:
    """Every key with its path (`outlets[].feeds[].url`) and its description."""
    for name, field in model.model_fields.items():
        path = prefix + (field.alias or name)
        yield path, field.description or ""
        inner = _model_in(field.annotation)
        if inner is not None:
            yield from list_keys(inner, path + _step(field.annotation))


def _step(annotation: object) -> str:
    origin = getattr(annotation, "__origin__", None)
    return "[]." if origin is tuple else ".*[]." if origin is dict else "."


def _model_in(annotation: object) -> type[BaseModel] | None:
    if isinstance(annotation, type) and issubclass(annotation, BaseModel):
        return annotation
    return next((found for part in get_args(annotation) if (found := _model_in(part)) is not None), None)

"""JSON Feed 1.0 and 1.1, read tolerantly: a field of the wrong type is as good as absent.

This module must not clean texts or read dates.
"""

import json

from aggregator.feeds.raw import RawEntry, RawFeed

Json = dict[str, object]


def looks_like_json(text: str) -> bool:
    return text.lstrip()[:1] == "{"


def read_json_feed(text: str) -> RawFeed | None:
    """The feed, or None when this is JSON of another kind or none at all."""
    try:
        data = json.loads(text, strict=False)
    except (ValueError, RecursionError):
        return None
    if not isinstance(data, dict):
        return None
    items = data.get("items")
    if not isinstance(items, list) or not (_is_json_feed(data) or all(isinstance(item, dict) for item in items)):
        return None
    entries = tuple(_entry(item, data) for item in items if isinstance(item, dict))
    return RawFeed(title=_text(data, "title"), entries=entries, format="json")


def _is_json_feed(data: Json) -> bool:
    return "jsonfeed.org" in _text(data, "version")


def _entry(item: Json, feed: Json) -> RawEntry:
    return RawEntry(
        guid=_text(item, "id") or None,
        links=(_text(item, "url"), _text(item, "external_url")),
        title=_text(item, "title"),
        summary=_text(item, "summary"),
        content=_text(item, "content_html") or _text(item, "content_text"),
        author=", ".join(_authors(item) or _authors(feed)),
        published=tuple(filter(None, (_text(item, "date_published"),))),
        updated=tuple(filter(None, (_text(item, "date_modified"),))),
        categories=tuple(tag for tag in _list(item, "tags") if isinstance(tag, str)),
    )


def _authors(item: Json) -> list[str]:
    people = [*_list(item, "authors"), item.get("author")]
    return [name for person in people if isinstance(person, dict) and (name := _text(person, "name"))]


def _text(item: Json, key: str) -> str:
    value = item.get(key)
    if isinstance(value, bool):
        return ""
    return value if isinstance(value, str) else str(value) if isinstance(value, (int, float)) else ""


def _list(item: Json, key: str) -> list[object]:
    value = item.get(key)
    return value if isinstance(value, list) else []

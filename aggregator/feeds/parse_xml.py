"""RSS 0.9x, 1.0, 2.0, Atom and RDF from well-formed bytes, as far as they can be had: mostly by feedparser.

The only module that knows feedparser. It must not clean texts or read dates.
"""

import re
from collections.abc import Iterable
from dataclasses import replace
from datetime import timedelta
from typing import Any

import feedparser

from aggregator.feeds.mend import DECLARATION, mend
from aggregator.feeds.plain_rss import read_plain_rss
from aggregator.feeds.raw import RawEntry, RawFeed

_FORMATS = (("atom", "atom"), ("rss10", "rdf"), ("rss090", "rdf"), ("rss", "rss"))
_HEAD = 100_000  # characters in which a channel's own settings stand
_TTL = re.compile(r"<ttl>\s*(\d{1,6})\s*</ttl>", re.IGNORECASE)
_SKIP_HOURS = re.compile(r"<skipHours>(.{0,2000}?)</skipHours>", re.IGNORECASE | re.DOTALL)
_HOUR = re.compile(r"<hour>\s*(\d{1,2})\s*</hour>", re.IGNORECASE)


def read_xml_feed(text: str, body: bytes, url: str) -> RawFeed:
    """The feed from its mended text: plain RSS by the fast reader, all else by feedparser; from the bytes if they give more.

    Raises whatever feedparser raises. A feed without entries comes back empty.
    """
    mended = mend(text)
    clean = mended.text.encode("utf-8", "replace")
    feed = read_plain_rss(clean) or _by_feedparser(clean, url)
    problems = (*mended.problems, *feed.problems)
    if not feed.entries and body.strip():
        plain = _by_feedparser(body, url)
        if plain.entries:
            feed, problems = plain, ("read as it came: mending left no entry", *plain.problems)
    head = mended.text[:_HEAD]
    return replace(feed, ttl=_ttl(head), skip_hours=_skip_hours(head), problems=problems)


def _by_feedparser(body: bytes, url: str) -> RawFeed:
    parsed = _read(body, url)
    channel = parsed["feed"]
    return RawFeed(
        title=_text(channel, "title"),
        entries=tuple(_entry(entry) for entry in parsed["entries"]),
        format=next((name for start, name in _FORMATS if (parsed.get("version") or "").startswith(start)), "xml"),
        built=tuple(filter(None, (_text(channel, "updated"), _text(channel, "published")))),
        problems=(f"not well-formed ({_reason(parsed.get('bozo_exception'))})",) if parsed.get("bozo") else (),
    )


def _read(body: bytes, url: str) -> Any:  # feedparser has no types
    """feedparser's own dictionary. It gets bytes, for it opens a `str` as an address or a path."""
    headers = {"content-location": url}
    if body.startswith(DECLARATION.encode()):
        headers["content-type"] = "application/xml; charset=utf-8"
    # Sanitising costs a third of the time, and plain_text takes all markup away; relative links inside texts go with it.
    return feedparser.parse(body, response_headers=headers, sanitize_html=False, resolve_relative_uris=False)


def _entry(entry: Any) -> RawEntry:
    summary, content = _texts(entry)
    return RawEntry(
        guid=_text(entry, "id") or None,
        links=tuple(_links(entry)),
        title=_text(entry, "title"),
        summary=summary,
        content=content,
        author=_text(entry, "author"),
        published=tuple(filter(None, (_text(entry, "published"), _text(entry, "created")))),
        updated=tuple(filter(None, (_text(entry, "updated"), _text(entry, "modified")))),
        categories=tuple(_text(tag, "term") for tag in _list(entry, "tags")),
        source=_text(dict.get(entry, "source") or {}, "title"),
    )


def _texts(entry: Any) -> tuple[str, str]:
    """Summary and content. Where the content stood first, feedparser calls it the summary and the summary a content."""
    contents = sorted((_text(part, "value") for part in _list(entry, "content")), key=len)
    summary = _text(entry, "summary")
    if len(contents) > 1 and summary == contents[-1]:
        summary = contents[0]
    return summary, contents[-1] if contents else ""


def _links(entry: Any) -> Iterable[str]:
    """The article's page first: what a redirect service calls the original, then the entry's link, then alternates."""
    yield _text(entry, "feedburner_origlink")
    yield _text(entry, "link")
    for rel in ("alternate", "self", "related"):
        for link in _list(entry, "links"):
            if _text(link, "rel") == rel and not _text(link, "type").startswith(("image/", "audio/", "video/")):
                yield _text(link, "href")


def _text(mapping: Any, key: str) -> str:
    """A string of feedparser's dictionary; its own lookup would answer `updated` with `published`, with a warning."""
    value = dict.get(mapping, key)
    return value if isinstance(value, str) else ""


def _list(mapping: Any, key: str) -> list[Any]:
    value = dict.get(mapping, key)
    return value if isinstance(value, list) else []


def _reason(error: object) -> str:
    return " ".join(str(error).replace("<unknown>:", "line ").split())[:120] or type(error).__name__


def _ttl(head: str) -> timedelta | None:
    found = _TTL.search(head)
    return timedelta(minutes=min(int(found[1]), 60 * 24)) if found is not None and int(found[1]) > 0 else None


def _skip_hours(head: str) -> tuple[int, ...]:
    found = _SKIP_HOURS.search(head)
    hours = {int(hour) % 24 for hour in _HOUR.findall(found[1]) if int(hour) <= 24} if found is not None else set()
    return tuple(sorted(hours)) if len(hours) < 24 else ()

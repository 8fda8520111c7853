"""What every format's reader hands over: a feed's strings, not yet cleaned, dated or judged.

This module turns such strings into the model's entries. It must not know any format.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from aggregator.feeds.quirks import Quirks
from aggregator.model import Entry
from aggregator.text.markup import plain_text
from aggregator.text.urls import web_link

MAX_TITLE = 1_000
MAX_SUMMARY = (
    2_000  # a longer description is a whole article (two outlets: 10,000 to 21,000 characters) and goes to the body
)
EXCERPT = 500
MAX_BODY = 100_000
MAX_BYLINE = 200
MAX_GUID = 1_000
_SENTENCE_END = re.compile(r"(?<=[.!?…。])[\"'”’)\]]?\s")
_EMAIL = re.compile(r"[(<\[]?\s*[\w.+-]{1,64}@[\w-]+(?:\.[\w-]+)+\s*[)>\]]?")


@dataclass(frozen=True, slots=True, kw_only=True)
class RawEntry:
    """One entry's strings. `published` and `updated` hold every date the entry gave, best first."""

    guid: str | None = None
    links: tuple[str, ...] = ()  # best first
    title: str = ""
    summary: str = ""
    content: str = ""
    author: str = ""
    published: tuple[str, ...] = ()
    updated: tuple[str, ...] = ()
    categories: tuple[str, ...] = ()
    source: str = ""  # the outlet an aggregator took it from


@dataclass(frozen=True, slots=True, kw_only=True)
class RawFeed:
    """A feed's strings. `built` holds what it says of its own time."""

    title: str
    entries: tuple[RawEntry, ...]
    format: str
    built: tuple[str, ...] = ()
    ttl: timedelta | None = None
    skip_hours: tuple[int, ...] = ()
    problems: tuple[str, ...] = ()


def to_entry(raw: RawEntry, base: str, dates: tuple[datetime | None, datetime | None], quirks: Quirks) -> Entry:
    """A clean entry: plain text within limits, a safe absolute link, the dates that were settled for it."""
    summary, body = _texts(plain_text(raw.summary), plain_text(raw.content))
    guid = " ".join((raw.guid or "").split())[:MAX_GUID] or None
    return Entry(
        guid=None if quirks.ignore_guid else guid,
        url=_link(raw, base),
        title=_title(raw, quirks) or _cut(summary, 100),
        summary=summary,
        body=body,
        byline=_byline(raw.author),
        published=dates[0],
        updated=dates[1],
        categories=_categories(raw.categories),
    )


def _title(raw: RawEntry, quirks: Quirks) -> str:
    title = plain_text(raw.title)
    if quirks.source_in_title and raw.source:
        title = title.removesuffix(f" - {plain_text(raw.source)}").rstrip()
    return title[:MAX_TITLE]


def _link(raw: RawEntry, base: str) -> str | None:
    for link in raw.links:
        if link.strip() and (found := web_link(link, base)) is not None:
            return found
    return web_link(raw.guid) if raw.guid is not None and re.match(r"https?://", raw.guid, re.IGNORECASE) else None


def _texts(summary: str, content: str) -> tuple[str, str]:
    """Summary and body: a whole article in the description is a body, and each text stands only once."""
    if content == summary:
        content = ""
    if not content and len(summary) > MAX_SUMMARY:
        summary, content = _cut(summary, EXCERPT), summary
    elif content and not summary:
        summary = _cut(content, EXCERPT)
        content = content if len(content) > len(summary) else ""
    return summary[:MAX_SUMMARY], content[:MAX_BODY]


def _cut(text: str, limit: int) -> str:
    """At most `limit` characters, ending with a sentence or at least with a word."""
    if len(text) <= limit:
        return text
    ends = [found.start() for found in _SENTENCE_END.finditer(text, 0, limit)]
    if ends and ends[-1] > limit // 2:
        return text[: ends[-1]].rstrip()
    return text[:limit].rsplit(" ", 1)[0].rstrip()


def _byline(author: str) -> str | None:
    name = " ".join(_EMAIL.sub(" ", plain_text(author[: MAX_BYLINE * 5])).split()).strip(" ,;/()")
    return name[:MAX_BYLINE] or None


def _categories(names: Sequence[str]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(name for text in names[:50] if (name := plain_text(text[:500])[:100])))

"""A web page where a feed was expected: tell it apart, and find the feeds it names.

This module must not fetch them.
"""

import re
from html import unescape

from aggregator.text.urls import web_link

_PAGE = re.compile(
    r"\s*(?:<\?xml[^>]*>\s*)?(?:<!--.{0,5000}?-->\s*)*<(?:!doctype\s+html|html|head|body|script|meta|title)\b",
    re.IGNORECASE | re.DOTALL,
)
_FEED_ROOT = re.compile(r"<(?:\w+:)?(?:rss|feed|rdf|channel)\b|<(?:item|entry)[\s>]", re.IGNORECASE)
_TAG = re.compile(r"<(link|a|base)\s([^<>]{1,2000})>", re.IGNORECASE)
_ATTRIBUTE = re.compile(r"""([\w-]+)\s*=\s*(?:"([^"]*)"|'([^']*)'|([^\s"'>]+))""")
_FEED_TYPES = (
    "application/rss+xml",
    "application/atom+xml",
    "application/rdf+xml",
    "application/feed+json",
    "application/xml",
    "text/xml",
)
_FEED_ADDRESS = re.compile(r"(?:^|[/._?=&-])(?:rss|atom|feed)s?(?:\d|[/._?=&-]|$)|\.(?:rss|rdf|atom)$", re.IGNORECASE)
MAX_ALTERNATES = 20


def looks_like_page(text: str) -> bool:
    """Whether this is HTML and holds nothing that looks like a feed."""
    return _PAGE.match(text) is not None and _FEED_ROOT.search(text) is None


def find_alternates(text: str, url: str) -> tuple[str, ...]:
    """The feeds that a page names, absolute: what it declares in its head first, then links that look like feeds."""
    base, declared, linked = url, [], []
    for tag, rest in _TAG.findall(text[:500_000]):
        attributes = {name.lower(): unescape(a or b or c) for name, a, b, c in _ATTRIBUTE.findall(rest)}
        address = attributes.get("href", "")
        if tag.lower() == "base" and address:
            base = web_link(address, url) or base
        elif tag.lower() == "link" and _declares_feed(attributes):
            declared.append(address)
        elif tag.lower() == "a" and _FEED_ADDRESS.search(address.partition("#")[0]):
            linked.append(address)
    found = (web_link(address, base) for address in (*declared, *linked) if address)
    return tuple(dict.fromkeys(link for link in found if link is not None and link != url))[:MAX_ALTERNATES]


def _declares_feed(attributes: dict[str, str]) -> bool:
    rel, kind = attributes.get("rel", "").lower().split(), attributes.get("type", "").lower().split(";")[0].strip()
    return ("alternate" in rel or "feed" in rel) and (kind in _FEED_TYPES or "feed" in rel)

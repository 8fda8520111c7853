"""Google News sitemaps: the only list of new articles that some outlets still keep.

This module must not clean texts or read dates, nor follow a sitemap index.
"""

import re
from collections.abc import Iterator

from lxml import etree

from aggregator.feeds.mend import mend
from aggregator.feeds.raw import RawEntry, RawFeed

_ROOT = re.compile(r"<(?![?!])(?:[\w.-]+:)?([A-Za-z][\w.-]*)")


def is_sitemap(text: str) -> bool:
    """Whether the document's root says so, be it a list of pages or an index of lists."""
    found = _ROOT.search(re.sub(r"<!--.*?-->", "", text[:5_000], flags=re.DOTALL))
    return found is not None and found[1].lower() in {"urlset", "sitemapindex"}


def read_sitemap(text: str) -> RawFeed:
    """The entries that carry news data; a sitemap of plain pages has none."""
    root = _parse(text)
    urls = [] if root is None else [node for node in root.iter() if _name(node) == "url"]
    entries = tuple(entry for url in urls if (entry := _entry(url)) is not None)
    return RawFeed(title="", entries=entries, format="sitemap")


def find_sitemaps(text: str) -> tuple[str, ...]:
    """The lists that an index names, newest first as a rule."""
    root = _parse(text)
    if root is None:
        return ()
    places = (_texts(node).get("loc", "") for node in root.iter() if _name(node) == "sitemap")
    return tuple(place for place in places if place)[:50]


def _parse(text: str) -> etree._Element | None:
    parser = etree.XMLParser(
        recover=True, resolve_entities=False, no_network=True, huge_tree=False, remove_comments=True
    )
    try:
        return etree.fromstring(mend(text).text.encode("utf-8", "replace"), parser)
    except etree.XMLSyntaxError:
        return None


def _entry(url: etree._Element) -> RawEntry | None:
    texts = _texts(url)
    if not texts.get("title"):
        return None
    return RawEntry(
        links=(texts.get("loc", ""),),
        title=texts["title"],
        published=tuple(filter(None, (texts.get("publication_date"),))),
        updated=tuple(filter(None, (texts.get("lastmod"),))),
        categories=tuple(word.strip() for word in texts.get("keywords", "").split(",")),
    )


def _texts(node: etree._Element) -> dict[str, str]:
    """The node's descendants' texts by local name; pictures have titles and addresses of their own and are left out."""
    found: dict[str, str] = {}
    for child in _outside_pictures(node):
        found.setdefault(_name(child), (child.text or "").strip())
    return found


def _outside_pictures(node: etree._Element) -> Iterator[etree._Element]:
    for child in node:
        if _name(child) not in {"image", "video"}:
            yield child
            yield from _outside_pictures(child)


def _name(node: etree._Element) -> str:
    return node.tag.rpartition("}")[2].lower() if isinstance(node.tag, str) else ""

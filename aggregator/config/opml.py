"""Subscription lists of feed readers (OPML): reads them into outlets and feeds, and writes ours.

A flat list names no outlets, so they are guessed from nesting, titles and hosts. Must not open a file or an address.
"""

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from urllib.parse import urlsplit

from lxml import etree

from aggregator.config.values import read_web_address
from aggregator.errors import ConfigError
from aggregator.model import Outlet

SEPARATORS = (" - ", " – ", " — ", " | ", " :: ", ": ")


@dataclass(frozen=True, slots=True)
class Subscription:
    """One feed of a list: the outlet it seems to belong to, and its section there."""

    outlet: str
    url: str
    section: str | None


@dataclass(frozen=True, slots=True)
class _Outline:
    url: str
    title: str
    group: str | None
    section: str | None = None

    @property
    def host(self) -> str:
        return (urlsplit(self.url).hostname or "").removeprefix("www.").removeprefix("rss.")


@dataclass(frozen=True, slots=True)
class Subscriptions:
    """What a list holds; `refused` says of each line that could not be used why."""

    feeds: tuple[Subscription, ...]
    refused: tuple[str, ...]


def read_opml(data: bytes, name: str) -> Subscriptions:
    """Reads a list. Entities and document types are refused (they can read files). Raises ConfigError."""
    parser = etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False, recover=True, huge_tree=False)
    try:
        root = etree.fromstring(data, parser)
    except etree.XMLSyntaxError as error:
        raise ConfigError(f"{name}: not OPML: {error}", hint="export the list from your feed reader again") from error
    if root is None or etree.QName(root).localname.lower() != "opml":
        raise ConfigError(
            f"{name}: not OPML", hint="it should begin with <opml>; a feed's own address goes in feeds.yaml"
        )
    if root.getroottree().docinfo.internalDTD is not None:
        raise ConfigError(f"{name}: it holds a document type, which OPML does not need; nothing was read")
    outlines, refused = _usable(_walk(root, None))
    return Subscriptions(tuple(_assign(outlines)), refused)


def _walk(element: "etree._Element", group: str | None) -> Iterator[_Outline]:
    for child in element:
        if not isinstance(child.tag, str):
            continue
        title = " ".join((child.get("title") or child.get("text") or "").split())
        url = (child.get("xmlUrl") or child.get("xmlurl") or child.get("url") or "").strip()
        if url and child.get("type") != "link":
            yield _Outline(url, title, group, section=child.get("category") or None)
            yield from _walk(child, group)
        else:
            yield from _walk(child, title if child.tag.lower() == "outline" and title else group)


def _usable(outlines: Iterable[_Outline]) -> tuple[list[_Outline], tuple[str, ...]]:
    kept: dict[str, _Outline] = {}
    refused: list[str] = []
    for outline in outlines:
        try:
            kept.setdefault(read_web_address(outline.url), outline)
        except ValueError as error:
            refused.append(f"{outline.title or outline.url}: {error}")
    return list(kept.values()), tuple(refused)


def _assign(outlines: Sequence[_Outline]) -> Iterator[Subscription]:
    """A folder is an outlet when its feeds live on one host; else it is somebody's topic, and titles and hosts decide."""
    hosts: dict[str, set[str]] = {}
    for outline in outlines:
        if outline.group:
            hosts.setdefault(outline.group, set()).add(outline.host)
    neighbours: dict[str, list[_Outline]] = {}
    for outline in outlines:
        neighbours.setdefault(outline.host, []).append(outline)
    for outline in outlines:
        if outline.group and len(hosts[outline.group]) == 1:
            name = outline.group
        else:
            name = _outlet_in(outline, neighbours[outline.host])
        yield Subscription(name, outline.url, outline.section or _rest(outline.title, name))


def _outlet_in(outline: _Outline, neighbours: Sequence[_Outline]) -> str:
    title = outline.title
    if not title:
        return outline.host
    if parts := _parts(title):
        return _shared_part(parts, neighbours)
    others = [other.title for other in neighbours if other.url != outline.url]
    if not others:
        return title
    shared = max((_common_words(title, other) for other in others), key=len)
    return " ".join(shared) if shared else title.split()[0]


def _parts(title: str) -> tuple[str, ...]:
    for separator in SEPARATORS:
        if separator in title:
            return tuple(part.strip() for part in title.split(separator) if part.strip())
    return ()


def _shared_part(parts: Sequence[str], neighbours: Sequence[_Outline]) -> str:
    """`정치 - 한겨레` and `한겨레 - 정치` both occur: the outlet is the part that its neighbours share, else the first."""
    counts = Counter(part for other in neighbours for part in set(_parts(other.title)))
    return max(parts, key=lambda part: counts[part])


def _common_words(one: str, other: str) -> list[str]:
    shared: list[str] = []
    for left, right in zip(one.split(), other.split(), strict=False):
        if left != right:
            break
        shared.append(left)
    return shared


def _rest(title: str, outlet: str) -> str | None:
    """What a title says beside the outlet's name."""
    rest = title.removeprefix(outlet) if title.startswith(outlet) else title.removesuffix(outlet)
    rest = rest.strip(" -–—|:") if rest != title else ""
    return rest or None


def write_opml(outlets: Iterable[Outlet]) -> bytes:
    """Our feeds as OPML 2.0, a folder for each outlet."""
    root = etree.Element("opml", version="2.0")
    etree.SubElement(etree.SubElement(root, "head"), "title").text = "aggregator"
    body = etree.SubElement(root, "body")
    for outlet in outlets:
        folder = etree.SubElement(body, "outline", text=outlet.name, title=outlet.name)
        for feed in outlet.feeds:
            title = f"{outlet.name} {feed.section}" if feed.section else outlet.name
            line = etree.SubElement(folder, "outline", type="rss", text=title, title=title, xmlUrl=feed.url)
            if feed.section:
                line.set("category", feed.section)
    return etree.tostring(root, xml_declaration=True, encoding="UTF-8", pretty_print=True)

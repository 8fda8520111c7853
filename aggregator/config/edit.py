"""Adds to a feeds.yaml without touching what stands there: comments, order and every other byte stay as they are.

New lines are put in at places that the tree knows; the result is read again by whoever calls, before it is written.
"""

import json
import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from aggregator.config.checks import make_id
from aggregator.config.opml import Subscription
from aggregator.config.tree import Listing, Mapping, Node, Scalar, read_tree

_PLAIN = re.compile(r"[\w가-힣][\w가-힣 ./&+()·-]*(?<! )")  # needs no quotes in YAML, not even in a flow map
_NOT_TEXT = re.compile(r"(?i)~|null|true|false|[-+.\d]+")


@dataclass(frozen=True, slots=True)
class _Insertion:
    """Text to put in before a place; `line` and `column` count from 0."""

    line: int
    column: int
    text: str


@dataclass(frozen=True, slots=True)
class Addition:
    """The new text, and what was added to it."""

    text: str
    added: tuple[Subscription, ...]


def add_feeds(text: str, feeds: Iterable[Subscription], allow_hosts: Sequence[str] = ()) -> Addition:
    """The file with the feeds that it does not hold yet, under their outlets; new outlets come after the present ones."""
    root = read_tree(text).root
    known = _known_urls(root)
    added = tuple(feed for feed in feeds if feed.url not in known)
    by_outlet: dict[str, list[Subscription]] = {}
    for feed in added:
        by_outlet.setdefault(make_id(feed.outlet), []).append(feed)
    lines = text.split("\n")
    insertions: list[_Insertion] = []
    fresh: list[Sequence[Subscription]] = []
    for own, members in by_outlet.items():
        present = _find_outlet(root, own)
        listing = present.get("feeds") if present else None
        if isinstance(listing, Listing):
            insertions.append(_into(listing, lines, [_feed_line(feed) for feed in members]))
        else:
            fresh.append(members)
    insertions += _new_outlets(root, lines, fresh)
    insertions += _new_hosts(root, lines, allow_hosts)
    return Addition(_apply(lines, insertions), added)


def _known_urls(root: Node | None) -> set[str]:
    outlets = root.get("outlets") if isinstance(root, Mapping) else None
    urls: set[str] = set()
    for outlet in outlets.items if isinstance(outlets, Listing) else ():
        listing = outlet.get("feeds") if isinstance(outlet, Mapping) else None
        for item in listing.items if isinstance(listing, Listing) else ():
            scalar = item.get("url") if isinstance(item, Mapping) else item
            if isinstance(scalar, Scalar) and scalar.text:
                urls.add(scalar.text)
    return urls


def _find_outlet(root: Node | None, own: str) -> Mapping | None:
    outlets = root.get("outlets") if isinstance(root, Mapping) else None
    for outlet in outlets.items if isinstance(outlets, Listing) else ():
        if not isinstance(outlet, Mapping):
            continue
        names = [node.text for node in (outlet.get("id"), outlet.get("name")) if isinstance(node, Scalar) and node.text]
        if own in {make_id(name) for name in names}:
            return outlet
    return None


# --- Lines ------------------------------------------------------------------------------------------------------------


def _scalar(text: str) -> str:
    return text if _PLAIN.fullmatch(text) and not _NOT_TEXT.fullmatch(text) else json.dumps(text, ensure_ascii=False)


def _address(url: str) -> str:
    """A web address needs quotes only for signs that mean something in a flow map."""
    return json.dumps(url, ensure_ascii=False) if re.search(r"[\s\[\]{},#\"'?]", url) else url


def _feed_line(feed: Subscription) -> str:
    if feed.section is None:
        return _address(feed.url)
    return f"{{url: {_address(feed.url)}, section: {_scalar(feed.section)}}}"


def _outlet_lines(members: Sequence[Subscription]) -> list[str]:
    return [f"- name: {_scalar(members[0].outlet)}", "  feeds:", *(f"    - {_feed_line(feed)}" for feed in members), ""]


def _new_outlets(root: Node | None, lines: Sequence[str], fresh: Sequence[Sequence[Subscription]]) -> list[_Insertion]:
    if not fresh:
        return []
    outlets = root.get("outlets") if isinstance(root, Mapping) else None
    if isinstance(outlets, Listing) and outlets.flow:
        return [_into(outlets, lines, [_outlet_in_one_line(members) for members in fresh])]
    block = [line for members in fresh for line in _outlet_lines(members)][:-1]
    if isinstance(outlets, Listing):
        return [_Insertion(_end(outlets, lines), 0, _block(["", *block], " " * (outlets.at.column - 1)))]
    return [_Insertion(len(lines) - (lines[-1] == ""), 0, "outlets:\n" + _block(block, "  "))]


def _outlet_in_one_line(members: Sequence[Subscription]) -> str:
    return f"{{name: {_scalar(members[0].outlet)}, feeds: [{', '.join(_feed_line(feed) for feed in members)}]}}"


def _new_hosts(root: Node | None, lines: Sequence[str], hosts: Sequence[str]) -> list[_Insertion]:
    polling = root.get("polling") if isinstance(root, Mapping) else None
    present = polling.get("allow_hosts") if isinstance(polling, Mapping) else None
    known = {item.text for item in present.items if isinstance(item, Scalar)} if isinstance(present, Listing) else set()
    wanted = [_scalar(host) if ":" not in host else json.dumps(host) for host in hosts if host not in known]
    if not wanted:
        return []
    if isinstance(present, Listing):
        return [_into(present, lines, wanted)]
    line = f"allow_hosts: [{', '.join(wanted)}]"
    if isinstance(polling, Mapping) and polling.pairs:
        first = polling.pairs[0][0].at
        if polling.flow:
            return [_Insertion(first.line - 1, first.column - 1, f"{line}, ")]
        return [_Insertion(first.line - 1, 0, _block([line], " " * (first.column - 1)))]
    return [_Insertion(len(lines) - (lines[-1] == ""), 0, _block(["", "polling:", f"  {line}"], ""))]


def _into(listing: Listing, lines: Sequence[str], items: Sequence[str]) -> _Insertion:
    if not listing.flow:
        return _Insertion(
            _end(listing, lines), 0, _block([f"- {item}" for item in items], " " * (listing.at.column - 1))
        )
    before = lines[listing.end.line - 1][: listing.end.column - 1].rstrip()
    separator = " " if before.endswith(",") or not listing.items else ", "
    return _Insertion(listing.end.line - 1, listing.end.column - 1, separator + ", ".join(items))


def _end(listing: Listing, lines: Sequence[str]) -> int:
    """The line after a block's last line; comments between it and what follows belong to what follows."""
    line = min(listing.end.line - 1, len(lines))
    while line > 0 and (not lines[line - 1].strip() or lines[line - 1].lstrip().startswith("#")):
        line -= 1
    return line


def _block(lines: Iterable[str], indent: str) -> str:
    return "".join(f"{indent}{line}\n" if line else "\n" for line in lines)


def _apply(lines: list[str], insertions: Sequence[_Insertion]) -> str:
    """From the end of the file to its beginning, so that places stay true; of two at one place the first stays first."""
    text = list(lines)
    numbered = sorted(enumerate(insertions), key=lambda item: (item[1].line, item[1].column, item[0]), reverse=True)
    for _, insertion in numbered:
        if insertion.line >= len(text):
            text += [""] if text and text[-1] else []
            text[-1:] = insertion.text.split("\n")
        else:
            line = text[insertion.line]
            changed = line[: insertion.column] + insertion.text + line[insertion.column :]
            text[insertion.line : insertion.line + 1] = changed.split("\n")
    return "\n".join(text)

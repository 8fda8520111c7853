"""What a poll brought: entries that are new, entries that were edited, and those we had.

Feeds renew guids, reuse them, bump dates and edit headlines, so no single sign decides: what agrees and what contradicts
is weighed. This module must not store, and must never take two different articles for one.
"""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from urllib.parse import urlsplit

from rapidfuzz import fuzz

from aggregator.feeds.identity import is_strong_guid, names_article, short_hash, title_key
from aggregator.model import Entry, Identity, KnownEntry, Revision

SAME = 1.0  # from this weight on two entries are one article
_SAME_MINUTE = timedelta(seconds=60)  # one feed of an outlet writes seconds, another does not
_MOST_CANDIDATES = 32  # by one sign, newest first: a hostile list of 5,000 equal titles must not cost 5,000 squared
_SIMILAR = 60.0  # of 100; edited headlines keep most of their letters


@dataclass(frozen=True, slots=True, kw_only=True)
class FeedChanges:
    """What to store, what to revise, and what was only seen again. An entry listed twice counts once.

    `listed` names for every entry of the list the key of the new or stored one that it is.
    """

    new: tuple[tuple[Entry, Identity], ...]
    revised: tuple[tuple[KnownEntry, Entry], ...]
    unchanged: tuple[KnownEntry, ...]
    listed: tuple[tuple[str, Entry], ...]


def find_changes(
    entries: Sequence[Entry],
    identities: Sequence[Identity],
    known: Sequence[KnownEntry],
    now: datetime,  # noqa: ARG001 - every step of the pipeline takes what we know, what came, and now
) -> FeedChanges:
    """Weighs each entry against the known ones that share its key, guid, link or title.

    `known` must hold at least those. A new entry whose key belongs to another article gets a key of its own.
    """
    index = _Index(known)
    taken = {each.identity.key for each in known}
    new: list[tuple[Entry, Identity]] = []
    revised: dict[int, tuple[KnownEntry, Entry]] = {}
    unchanged: dict[int, KnownEntry] = {}
    listed: list[tuple[str, Entry]] = []
    for entry, identity in zip(entries, identities, strict=True):
        if not (entry.title or entry.url or entry.summary):
            continue  # an item cut off at its start says nothing that could be kept
        match = index.best(entry, identity)
        if match is None:
            own = _own_key(entry, identity, taken)
            if own is not None:
                taken.add(own.key)
                new.append((entry, own))
                listed.append((own.key, entry))
                index.add(_as_known(entry, own))
            continue
        listed.append((match.identity.key, entry))
        if match.id == _UNSTORED or match.id in unchanged or match.id in revised:
            continue  # listed twice: the first place in the list is the newest
        if is_edit(match, entry):
            revised[match.id] = (match, entry)
        else:
            unchanged[match.id] = match
    return FeedChanges(
        new=tuple(new), revised=tuple(revised.values()), unchanged=tuple(unchanged.values()), listed=tuple(listed)
    )


def entry_digest(entry: Entry) -> str:
    """A fingerprint of title, summary and body, to see an edit."""
    return short_hash(entry.title, entry.summary, entry.body)


def is_edit(known: KnownEntry, entry: Entry) -> bool:
    """Whether the entry says something that the known one does not: other words, or more of them.

    Another feed of the same outlet may carry less of the text, or other quotation marks; that is no edit. Nor is what
    the entry said before: of 5,593 entries listed in two feeds at once, 26 had two headlines or texts at that moment.
    """
    if entry_digest(entry) == known.digest or any(_says(entry, before) for before in known.earlier):
        return False
    title = title_key(entry.title)
    if title and title != known.identity.title_key and title != title_key(known.title):
        return True
    had, has = title_key(known.summary), title_key(entry.summary)
    if has == had:
        return bool(entry.body)
    return bool(has) and has not in had


def _says(entry: Entry, before: Revision) -> bool:
    """Whether this is an earlier state of the entry, come back or never gone from another feed."""
    same_title = title_key(entry.title) == title_key(before.title)
    return same_title and title_key(entry.summary) == title_key(before.summary)


_UNSTORED = -1  # the id of an entry that is new in this very list


class _Index:
    """Known entries by each of the signs that make them worth comparing."""

    def __init__(self, known: Iterable[KnownEntry]) -> None:
        self._by_sign: dict[tuple[str, str], list[KnownEntry]] = defaultdict(list)
        for each in known:
            self.add(each)

    def add(self, known: KnownEntry) -> None:
        for sign in _signs(known.identity):
            self._by_sign[sign].append(known)

    def best(self, entry: Entry, identity: Identity) -> KnownEntry | None:
        """The known entry that this one is, if any."""
        candidates = {
            id(each): each for sign in _signs(identity) for each in self._by_sign.get(sign, ())[-_MOST_CANDIDATES:]
        }
        weighed = [(weigh(entry, identity, each), each) for each in candidates.values()]
        best = max(weighed, key=lambda pair: pair[0], default=None)
        return best[1] if best is not None and best[0] >= SAME else None


def _signs(identity: Identity) -> tuple[tuple[str, str], ...]:
    signs = (("key", identity.key), ("guid", identity.guid), ("link", identity.url_key), ("title", identity.title_key))
    return tuple((name, value) for name, value in signs if value)


def weigh(entry: Entry, identity: Identity, known: KnownEntry) -> float:
    """How surely two entries are one article: `SAME` or more when guid, link, title and date agree well enough.

    An article's own link weighs most, then a guid that is no small number. A contradiction weighs against, so that one
    sign alone never suffices against the others: a reused guid, a home-page link, a title that returns every day.
    """
    nothing_else = not identity.title_key and identity.key == known.identity.key
    return (
        (0.5 if nothing_else else 0.0)
        + _weigh_link(identity.url_key, known.identity.url_key)
        + _weigh_guid(identity, known.identity)
        + _weigh_title(identity.title_key, known.identity.title_key)
        + _weigh_date(entry.published, known.published)
    )


def _weigh_link(one: str | None, other: str | None) -> float:
    if one is None or other is None:
        return 0.0
    if one == other:
        return 3.0 if names_article(one) else 0.5
    if _same_page(one, other):
        return 0.5
    return -1.5 if names_article(one) and names_article(other) else -0.5


def _same_page(one: str, other: str) -> bool:
    """Two links that differ only in their query, where the path already names the article."""
    first, second = urlsplit(one), urlsplit(other)
    return first[:3] == second[:3] and names_article(one.partition("?")[0])


def _weigh_guid(one: Identity, other: Identity) -> float:
    if one.guid is None or other.guid is None:
        return 0.0
    if one.guid == one.url_key and other.guid == other.url_key:
        return 0.0  # the link once more
    if one.guid == other.guid:
        return 2.5 if is_strong_guid(one.guid) else 1.0
    return -1.0


def _weigh_title(one: str, other: str) -> float:
    if not one or not other:
        return 0.5 if one == other else 0.0
    if one == other:
        return 1.0
    return 0.5 if fuzz.ratio(one, other) >= _SIMILAR else -1.0


def _weigh_date(one: datetime | None, other: datetime | None) -> float:
    if one is None or other is None:
        return 0.0
    return 1.0 if abs(one - other) < _SAME_MINUTE else -1.0


def _own_key(entry: Entry, identity: Identity, taken: set[str]) -> Identity | None:
    """The identity with a key that nobody has; None when even that is taken, that is, the same text stands twice."""
    if identity.key not in taken:
        return identity
    day = entry.published.isoformat() if entry.published is not None else ""
    key = f"{identity.key}~{short_hash(identity.title_key, identity.guid or '', identity.url_key or '', day)}"
    if key in taken:
        return None
    return Identity(key=key, guid=identity.guid, url_key=identity.url_key, title_key=identity.title_key)


def _as_known(entry: Entry, identity: Identity) -> KnownEntry:
    return KnownEntry(
        id=_UNSTORED,
        identity=identity,
        title=entry.title,
        summary=entry.summary,
        published=entry.published,
        digest=entry_digest(entry),
    )

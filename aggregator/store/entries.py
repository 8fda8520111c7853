"""Entries as they were first seen, the feeds that showed them, and what they said before they were edited."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime
from typing import Any

import sqlalchemy as sa
from sqlalchemy.engine import Connection, Row

from aggregator.model import Entry, Identity, KnownEntry, Revision, StoredEntry
from aggregator.store.dialect import insert
from aggregator.store.tables import articles, entries, revisions, sightings

CHUNK = 500  # values in one IN list, well below both databases' limits


def find_known(connection: Connection, outlet: str, identities: Sequence[Identity]) -> tuple[KnownEntry, ...]:
    """The outlet's stored entries that share any evidence (key, guid, URL, title) with one of `identities`."""
    columns = (entries.c.key, entries.c.guid, entries.c.url_key, entries.c.title_key)
    rows: dict[int, Row[Any]] = {}
    for column in columns:
        values = sorted({value for identity in identities if (value := getattr(identity, column.name))})
        for start in range(0, len(values), CHUNK):
            wanted = sa.select(entries).where(entries.c.outlet == outlet, column.in_(values[start : start + CHUNK]))
            rows |= {row.id: row for row in connection.execute(wanted)}
    earlier = _find_earlier(connection, [row.id for row in rows.values() if row.revised_at is not None])
    return tuple(_known(rows[entry_id], earlier.get(entry_id, ())) for entry_id in sorted(rows))


def add_entries(
    connection: Connection,
    outlet: str,
    section: str | None,
    new: Sequence[tuple[Entry, Identity, str]],
    first_seen: datetime,
) -> Mapping[str, int]:
    """Stores new entries, each with its identity and digest; returns key → id of those that were not there already.

    Sorted by key, so that two writers cannot wait for each other.
    """
    rows = [_row(outlet, section, *one, first_seen) for one in sorted(new, key=lambda one: one[1].key)]
    if not rows:
        return {}
    statement = insert(connection, entries).on_conflict_do_nothing(index_elements=["outlet", "key"])
    return {row.key: row.id for row in connection.execute(statement.returning(entries.c.id, entries.c.key), rows)}


def save_revision(
    connection: Connection, known: KnownEntry, entry: Entry, identity: Identity, digest: str, now: datetime
) -> None:
    """Replaces what an entry says and keeps what it said before. Its first-seen time and its key stay."""
    connection.execute(
        sa.insert(revisions).values(entry_id=known.id, seen_at=now, title=known.title, summary=known.summary)
    )
    connection.execute(
        sa.update(entries)
        .where(entries.c.id == known.id)
        .values(**_texts(entry), title_key=identity.title_key, digest=digest, revised_at=now)
    )


def add_sightings(
    connection: Connection, feed_id: int, seen: Iterable[tuple[int, str | None]], first_seen: datetime
) -> None:
    """Remembers that a feed showed these entries (id, URL as it wrote it)."""
    unique = sorted({(entry_id, url or "") for entry_id, url in seen})
    if unique:
        rows = [{"entry_id": one, "feed_id": feed_id, "url": url, "first_seen": first_seen} for one, url in unique]
        connection.execute(insert(connection, sightings).on_conflict_do_nothing(), rows)


def get_entry(connection: Connection, entry_id: int) -> StoredEntry:
    """Raises KeyError for an entry that is not there."""
    found = find_entries(connection, entries.c.id == entry_id)
    if not found:
        raise KeyError(entry_id)
    return found[0]


def get_entries(connection: Connection, ids: Iterable[int]) -> Mapping[int, StoredEntry]:
    """The entries that are there, by id."""
    wanted = sorted(set(ids))
    found: dict[int, StoredEntry] = {}
    for start in range(0, len(wanted), CHUNK):
        part = find_entries(connection, entries.c.id.in_(wanted[start : start + CHUNK]))
        found |= {stored.id: stored for stored in part}
    return found


def find_entries(
    connection: Connection, *conditions: sa.ColumnElement[bool], limit: int | None = None
) -> tuple[StoredEntry, ...]:
    """Entries that meet all conditions on the entries table, in first-seen order."""
    statement = sa.select(*STORED).select_from(STORED_FROM).where(*conditions)
    rows = connection.execute(statement.order_by(entries.c.first_seen, entries.c.id).limit(limit))
    return tuple(stored_entry(row) for row in rows)


def find_entries_between(connection: Connection, start: datetime, end: datetime) -> tuple[StoredEntry, ...]:
    """Entries first seen in [start, end)."""
    return find_entries(connection, entries.c.first_seen >= start, entries.c.first_seen < end)


def find_entries_after(connection: Connection, after: tuple[datetime, int], limit: int) -> tuple[StoredEntry, ...]:
    """The next entries behind (first seen, id), in that order: for walking through history in pieces."""
    first_seen, entry_id = after
    later = sa.or_(
        entries.c.first_seen > first_seen, sa.and_(entries.c.first_seen == first_seen, entries.c.id > entry_id)
    )
    return find_entries(connection, later, limit=limit)


def find_ids(connection: Connection, outlet: str, keys: Iterable[str]) -> Mapping[str, int]:
    """key → id of the outlet's entries that are there."""
    wanted = sorted(set(keys))
    found: dict[str, int] = {}
    for start in range(0, len(wanted), CHUNK):
        statement = sa.select(entries.c.key, entries.c.id).where(
            entries.c.outlet == outlet, entries.c.key.in_(wanted[start : start + CHUNK])
        )
        found |= {row.key: row.id for row in connection.execute(statement)}
    return found


def find_revisions(connection: Connection, entry_id: int) -> tuple[Revision, ...]:
    """What the entry said before, oldest first."""
    rows = connection.execute(sa.select(revisions).where(revisions.c.entry_id == entry_id).order_by(revisions.c.id))
    return tuple(Revision(seen_at=row.seen_at, title=row.title, summary=row.summary) for row in rows)


def count_entries(connection: Connection, since: datetime | None = None) -> int:
    """How many entries are stored, or were first seen since then."""
    conditions = () if since is None else (entries.c.first_seen >= since,)
    return int(connection.execute(sa.select(sa.func.count()).select_from(entries).where(*conditions)).scalar_one())


STORED = (*entries.c, articles.c.text.label("full_text"))  # the columns that stored_entry() reads
STORED_FROM = entries.outerjoin(articles, articles.c.entry_id == entries.c.id)


def stored_entry(row: Row[Any]) -> StoredEntry:
    """A row of STORED as the noun that flows."""
    return StoredEntry(
        id=row.id,
        outlet=row.outlet,
        first_seen=row.first_seen,
        entry=Entry(
            guid=row.guid,
            url=row.url,
            title=row.title,
            summary=row.summary,
            body=row.body,
            byline=row.byline,
            published=row.published,
            updated=row.updated,
            categories=tuple(row.categories or ()),
        ),
        section=row.section,
        full_text=row.full_text,
        revised_at=row.revised_at,
    )


def _find_earlier(connection: Connection, ids: Sequence[int]) -> Mapping[int, tuple[Revision, ...]]:
    """What revised entries said before, by id."""
    found: dict[int, tuple[Revision, ...]] = {}
    for start in range(0, len(ids), CHUNK):
        wanted = sa.select(revisions).where(revisions.c.entry_id.in_(ids[start : start + CHUNK]))
        for row in connection.execute(wanted.order_by(revisions.c.id)):
            revision = Revision(seen_at=row.seen_at, title=row.title, summary=row.summary)
            found[row.entry_id] = (*found.get(row.entry_id, ()), revision)
    return found


def _known(row: Row[Any], earlier: tuple[Revision, ...]) -> KnownEntry:
    identity = Identity(key=row.key, guid=row.guid, url_key=row.url_key, title_key=row.title_key)
    return KnownEntry(
        id=row.id,
        identity=identity,
        title=row.title,
        summary=row.summary,
        published=row.published,
        digest=row.digest,
        earlier=earlier,
    )


def _row(
    outlet: str, section: str | None, entry: Entry, identity: Identity, digest: str, first_seen: datetime
) -> dict[str, Any]:
    return {
        "outlet": outlet,
        "section": section,
        "key": identity.key,
        "guid": identity.guid,
        "url": entry.url,
        "url_key": identity.url_key,
        "title_key": identity.title_key,
        **_texts(entry),
        "published": entry.published,
        "digest": digest,
        "first_seen": first_seen,
    }


def _texts(entry: Entry) -> dict[str, Any]:
    return {
        "title": entry.title,
        "summary": entry.summary,
        "body": entry.body,
        "byline": entry.byline,
        "updated": entry.updated,
        "categories": list(entry.categories),
    }

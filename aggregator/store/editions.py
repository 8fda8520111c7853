"""Frozen editions, and what an edition is counted from. An edition is written once and read whole, as the JSON it was frozen to.

Nothing here composes or prints one.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

import sqlalchemy as sa
from sqlalchemy.engine import Connection

from aggregator.digests.edition import Edition, read_edition, write_edition
from aggregator.digests.history import Caught
from aggregator.digests.window import Window
from aggregator.store.dialect import insert
from aggregator.store.tables import clippings, editions, entries, polls


@dataclass(frozen=True, slots=True, kw_only=True)
class Issue:
    """A stored edition without its content."""

    id: int
    digest: str
    issue_date: date
    start: datetime
    end: datetime
    frozen_at: datetime


def add_edition(connection: Connection, edition: Edition) -> int | None:
    """Stores an edition and returns its id; None when the digest has one of that date already, which stands."""
    statement = insert(connection, editions).values(
        digest=edition.digest,
        issue_date=edition.issue_date,
        window_start=edition.start,
        window_end=edition.end,
        frozen_at=edition.frozen_at,
        snapshot=write_edition(edition),
    )
    added = connection.execute(
        statement.on_conflict_do_nothing(index_elements=["digest", "issue_date"]).returning(editions.c.id)
    ).first()
    return int(added.id) if added is not None else None


def find_edition(connection: Connection, digest: str, issue_date: date) -> Edition | None:
    """Raises DatabaseError for a snapshot that cannot be read."""
    snapshot = connection.execute(
        sa.select(editions.c.snapshot).where(editions.c.digest == digest, editions.c.issue_date == issue_date)
    ).scalar()
    return read_edition(snapshot) if snapshot is not None else None


def find_edition_id(connection: Connection, digest: str, issue_date: date) -> int | None:
    return connection.execute(
        sa.select(editions.c.id).where(editions.c.digest == digest, editions.c.issue_date == issue_date)
    ).scalar()


def find_issues(
    connection: Connection, digest: str | None = None, since: date | None = None, until: date | None = None
) -> tuple[Issue, ...]:
    """Stored editions, newest first; `since` and `until` are issue dates, both included."""
    columns = (c for c in editions.c if c.name != "snapshot")
    statement = sa.select(*columns).order_by(editions.c.issue_date.desc(), editions.c.digest)
    if digest is not None:
        statement = statement.where(editions.c.digest == digest)
    if since is not None:
        statement = statement.where(editions.c.issue_date >= since)
    if until is not None:
        statement = statement.where(editions.c.issue_date <= until)
    return tuple(
        Issue(
            id=row.id,
            digest=row.digest,
            issue_date=row.issue_date,
            start=row.window_start,
            end=row.window_end,
            frozen_at=row.frozen_at,
        )
        for row in connection.execute(statement)
    )


def find_last_window(connection: Connection, digest: str, before: date | None = None) -> Window | None:
    """The window of the digest's newest edition (of those dated before `before`)."""
    statement = sa.select(editions.c.issue_date, editions.c.window_start, editions.c.window_end)
    statement = statement.where(editions.c.digest == digest).order_by(editions.c.issue_date.desc()).limit(1)
    if before is not None:
        statement = statement.where(editions.c.issue_date < before)
    row = connection.execute(statement).first()
    return Window(issue_date=row.issue_date, start=row.window_start, end=row.window_end) if row is not None else None


def find_caught(
    connection: Connection, watchlists: Sequence[str], start: datetime, end: datetime
) -> tuple[Caught, ...]:
    """Who caught what in [start, end), for counting."""
    statement = sa.select(clippings.c.watchlist, clippings.c.entry_id, clippings.c.seen_at).where(
        clippings.c.watchlist.in_(watchlists), clippings.c.seen_at >= start, clippings.c.seen_at < end
    )
    return tuple(Caught(row.watchlist, row.entry_id, row.seen_at) for row in connection.execute(statement))


def find_watched_since(connection: Connection) -> datetime | None:
    """When this newsroom began to watch: its first entry or poll, whichever is known and earlier."""
    first_entry = connection.execute(sa.select(sa.func.min(entries.c.first_seen))).scalar()
    first_poll = connection.execute(sa.select(sa.func.min(polls.c.at))).scalar()
    known = [at for at in (first_entry, first_poll) if at is not None]
    return min(known, default=None)


def count_collected(connection: Connection, start: datetime, end: datetime) -> int:
    """All entries first seen in [start, end), ours or not."""
    statement = sa.select(sa.func.count()).select_from(entries)
    return int(
        connection.execute(statement.where(entries.c.first_seen >= start, entries.c.first_seen < end)).scalar_one()
    )

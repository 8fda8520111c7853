"""Clippings: which entries are ours, for which watchlist, and where it says so."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime
from typing import Any

import sqlalchemy as sa
from sqlalchemy.engine import Connection, Row

from aggregator.model import Clipping, Field, Match
from aggregator.store.dialect import insert
from aggregator.store.entries import STORED, STORED_FROM, stored_entry
from aggregator.store.tables import articles, clippings, editions, entries


def save_clippings(
    connection: Connection, matches: Mapping[int, Sequence[Match]], watchlists: Sequence[str], seen_at: datetime
) -> int:
    """Makes the clippings of these entries (id → matches) agree with what the named watchlists now find in them.

    A clipping that is there already keeps its time, so that it is never news twice; one whose watchlist no longer matches
    goes. Returns how many came anew.
    """
    rows = [
        _row(entry_id, list(found), seen_at) for entry_id, every in matches.items() for found in _by_watchlist(every)
    ]
    _drop_unmatched(connection, matches, watchlists)
    if not rows:
        return 0
    rows.sort(key=lambda row: (row["watchlist"], row["entry_id"]))
    before = _count(connection, matches)
    statement = insert(connection, clippings)
    statement = statement.on_conflict_do_update(
        index_elements=[clippings.c.watchlist, clippings.c.entry_id], set_={"matches": statement.excluded.matches}
    )
    connection.execute(statement, rows)
    return _count(connection, matches) - before


def news_time(connection: Connection, now: datetime) -> datetime:
    """When something that is found now becomes ours: `now`, or the end of the newest frozen window if that is later.

    A poll that began before a cut may write after the issue was frozen; by its own time it would be in no issue at all.
    """
    frozen_until = connection.execute(sa.select(sa.func.max(editions.c.window_end))).scalar()
    return now if frozen_until is None else max(now, frozen_until)


def find_clippings(
    connection: Connection,
    watchlists: Sequence[str] | None = None,
    start: datetime | None = None,
    end: datetime | None = None,
    limit: int | None = None,
) -> tuple[Clipping, ...]:
    """Clippings that became ours in [start, end), oldest first; None means no bound, and every watchlist."""
    chosen = _chosen(*_conditions(watchlists, start, end))
    ordered = chosen.order_by(clippings.c.seen_at, clippings.c.entry_id, clippings.c.watchlist).limit(limit)
    return tuple(_clipping(row) for row in connection.execute(ordered))


def find_clippings_of(connection: Connection, entry_ids: Iterable[int]) -> tuple[Clipping, ...]:
    """Every clipping of these entries."""
    chosen = _chosen(clippings.c.entry_id.in_(sorted(set(entry_ids))))
    ordered = chosen.order_by(clippings.c.entry_id, clippings.c.watchlist)
    return tuple(_clipping(row) for row in connection.execute(ordered))


def count_clippings(
    connection: Connection, watchlists: Sequence[str], start: datetime, end: datetime
) -> Mapping[str, int]:
    """How many clippings each watchlist caught in [start, end)."""
    statement = (
        sa.select(clippings.c.watchlist, sa.func.count())
        .where(*_conditions(watchlists, start, end))
        .group_by(clippings.c.watchlist)
    )
    counted = dict(connection.execute(statement).tuples().all())
    return {watchlist: counted.get(watchlist, 0) for watchlist in watchlists}


def _chosen(*conditions: sa.ColumnElement[bool]) -> sa.Select[Any]:
    """The rows that _clipping() reads."""
    return (
        sa.select(clippings.c.watchlist, clippings.c.matches, clippings.c.seen_at, *STORED)
        .select_from(STORED_FROM.join(clippings, clippings.c.entry_id == entries.c.id))
        .where(*conditions)
    )


def _conditions(
    watchlists: Sequence[str] | None, start: datetime | None, end: datetime | None
) -> list[sa.ColumnElement[bool]]:
    conditions: list[sa.ColumnElement[bool]] = []
    if watchlists is not None:
        conditions.append(clippings.c.watchlist.in_(watchlists))
    if start is not None:
        conditions.append(clippings.c.seen_at >= start)
    if end is not None:
        conditions.append(clippings.c.seen_at < end)
    return conditions


def _drop_unmatched(connection: Connection, matches: Mapping[int, Sequence[Match]], watchlists: Sequence[str]) -> None:
    for entry_id, found in matches.items():
        gone = set(watchlists) - {match.watchlist for match in found}
        connection.execute(
            sa.delete(clippings).where(
                clippings.c.entry_id == entry_id,
                clippings.c.watchlist.in_(sorted(gone)),
                clippings.c.entry_id.not_in(_EXPIRED),  # what the page's text once said cannot be asked again
            )
        )


_EXPIRED = sa.select(articles.c.entry_id).where(articles.c.state == "done", articles.c.text.is_(None))


def _count(connection: Connection, matches: Mapping[int, Sequence[Match]]) -> int:
    wanted = clippings.c.entry_id.in_(sorted(matches))
    return int(connection.execute(sa.select(sa.func.count()).select_from(clippings).where(wanted)).scalar_one())


def _by_watchlist(matches: Sequence[Match]) -> Iterable[Sequence[Match]]:
    found: dict[str, list[Match]] = {}
    for match in matches:
        found.setdefault(match.watchlist, []).append(match)
    return found.values()


def _row(entry_id: int, found: Sequence[Match], seen_at: datetime) -> dict[str, Any]:
    facts = [
        {
            "term": match.term,
            "variant": match.variant,
            "field": match.field,
            "start": match.start,
            "end": match.end,
            "rule": match.rule,
        }
        for match in found
    ]
    return {"watchlist": found[0].watchlist, "entry_id": entry_id, "seen_at": seen_at, "matches": facts}


def _clipping(row: Row[Any]) -> Clipping:
    return Clipping(
        watchlist=row.watchlist,
        stored=stored_entry(row),
        matches=tuple(
            Match(watchlist=row.watchlist, **{**fact, "field": Field(fact["field"])}) for fact in row.matches
        ),
        seen_at=row.seen_at,
    )

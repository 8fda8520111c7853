"""What instant alerts did with each story: announced, waiting for a better hour, or too old to be news when it was found.

A story counts as known to a digest when any of its entries was, so that two stories that merge later are not told again. It
decides nothing about when to tell.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

import sqlalchemy as sa
from sqlalchemy.engine import Connection

from aggregator.store.dialect import insert
from aggregator.store.tables import alerts, clippings, entries, story_members


class AlertState(StrEnum):
    """Where a story stands."""

    WAITING = "waiting"
    ANNOUNCED = "announced"
    OLD = "old"


@dataclass(frozen=True, slots=True, kw_only=True)
class Sighting:
    """A story of a digest's urgent watchlists that the digest was not told of, by its first entry that is ours."""

    story_id: int
    entry_id: int
    first_seen: datetime
    published: datetime | None


@dataclass(frozen=True, slots=True, kw_only=True)
class WaitingStory:
    """A story that waits to be told, and why it did not go out at once (empty: it may)."""

    story_id: int
    entry_id: int
    held_for: str


def find_sightings(
    connection: Connection, digest: str, watchlists: Sequence[str], since: datetime
) -> tuple[Sighting, ...]:
    """Stories with a clipping first seen from `since` on, and nothing in `alerts` for any of their entries; oldest first."""
    known = story_members.alias("known")
    told = (
        sa.exists()
        .where(known.c.story_id == story_members.c.story_id, known.c.entry_id == alerts.c.entry_id)
        .where(alerts.c.digest == digest)
    )
    told_by_id = sa.exists().where(alerts.c.digest == digest, alerts.c.story_id == story_members.c.story_id)
    rows = connection.execute(
        sa.select(story_members.c.story_id, entries.c.id, entries.c.first_seen, entries.c.published)
        .distinct()
        .select_from(clippings)
        .join(entries, entries.c.id == clippings.c.entry_id)
        .join(story_members, story_members.c.entry_id == clippings.c.entry_id)
        .where(clippings.c.watchlist.in_(watchlists), entries.c.first_seen >= since, ~told, ~told_by_id)
        .order_by(entries.c.first_seen, entries.c.id)
    )
    first: dict[int, Sighting] = {}
    for row in rows:
        sighting = Sighting(story_id=row.story_id, entry_id=row.id, first_seen=row.first_seen, published=row.published)
        first.setdefault(row.story_id, sighting)
    return tuple(first.values())


def add_sightings(connection: Connection, digest: str, states: Mapping[Sighting, tuple[AlertState, str]]) -> None:
    """Remembers stories in their state, with what they are held for; those known meanwhile stay as they are."""
    rows = [
        {
            "digest": digest,
            "story_id": sighting.story_id,
            "entry_id": sighting.entry_id,
            "seen_at": sighting.first_seen,
            "state": state.value,
            "held_for": held_for,
        }
        for sighting, (state, held_for) in sorted(states.items(), key=lambda item: item[0].story_id)
    ]
    if rows:
        connection.execute(insert(connection, alerts).on_conflict_do_nothing(), rows)


def find_waiting_stories(connection: Connection, digest: str) -> tuple[WaitingStory, ...]:
    """In the order in which they were seen."""
    waiting = sa.select(alerts).where(alerts.c.digest == digest, alerts.c.state == AlertState.WAITING.value)
    rows = connection.execute(waiting.order_by(alerts.c.seen_at, alerts.c.story_id))
    return tuple(WaitingStory(story_id=row.story_id, entry_id=row.entry_id, held_for=row.held_for) for row in rows)


def mark_announced(connection: Connection, digest: str, story_ids: Sequence[int], now: datetime) -> bool:
    """True when all of them were still waiting; otherwise somebody else told some, and the caller must undo."""
    announced = sa.update(alerts).where(
        alerts.c.digest == digest, alerts.c.story_id.in_(story_ids), alerts.c.state == AlertState.WAITING.value
    )
    changed = connection.execute(announced.values(state=AlertState.ANNOUNCED.value, at=now)).rowcount
    return changed == len(story_ids)


def count_announcements(connection: Connection, digest: str, since: datetime, until: datetime) -> int:
    """How many times something was told after `since`, up to `until`; however many stories at a time."""
    times = sa.select(sa.func.count(sa.distinct(alerts.c.at))).where(
        alerts.c.digest == digest, alerts.c.state == AlertState.ANNOUNCED.value
    )
    return connection.scalar(times.where(alerts.c.at > since, alerts.c.at <= until)) or 0

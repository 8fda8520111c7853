"""Clusters entries that come from a file as the online clustering would: in order of arrival, through a database of its own.

The newsroom's database is not touched.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from tempfile import TemporaryDirectory

from aggregator.jobs.cluster import BATCH, place_entries
from aggregator.model import Entry, Identity, Relation
from aggregator.store.engine import Connection, Database
from aggregator.store.entries import add_entries, get_entries
from aggregator.store.migrate import upgrade
from aggregator.store.stories import Unplaced, find_relations
from aggregator.stories.pairs import Item, sign_item
from aggregator.stories.place import order_key
from aggregator.stories.signature import Signature

UNNAMED = "-"  # an outlet that the file does not name
BEGINNING = datetime(2000, 1, 1, tzinfo=UTC)  # when nothing says when the first entry arrived


@dataclass(frozen=True, slots=True)
class PlacedRow:
    """Where an entry of the file ended: the number of its story, and how it relates to that story's others."""

    story: int
    relation: Relation


def cluster_items(items: Sequence[Item]) -> tuple[PlacedRow, ...]:
    """Places the items in order of arrival and says where each one is at the end, after merges."""
    with TemporaryDirectory(prefix="aggregator-") as folder:
        database = Database.open(f"sqlite:///{Path(folder) / 'stories.sqlite3'}")
        try:
            upgrade(database)
            return _cluster(database, items)
        finally:
            database.close()


def _cluster(database: Database, items: Sequence[Item]) -> tuple[PlacedRow, ...]:
    arrivals = _arrivals(items)
    ids: list[int] = []
    for start in range(0, len(items), BATCH):
        part = range(start, min(start + BATCH, len(items)))
        with database.write() as connection:
            added = [_add(connection, at, items[at], arrivals[at]) for at in part]
            place_entries(connection, _signed(connection, added, [items[at] for at in part]), arrivals[part[-1]])
        ids += added
    with database.read() as connection:
        placed = find_relations(connection, ids)
    return tuple(PlacedRow(*placed[entry_id]) for entry_id in ids)


def _arrivals(items: Sequence[Item]) -> list[datetime]:
    """When each arrived: as dated, but never before the one above it."""
    latest = BEGINNING
    found = []
    for item in items:
        latest = max(latest, item.date or latest)
        found.append(latest)
    return found


def _add(connection: Connection, at: int, item: Item, arrival: datetime) -> int:
    entry = Entry(guid=None, url=item.url, title=item.title, summary=item.text, published=item.date)
    key = f"{at:09}"
    identity = Identity(key=key, guid=None, url_key=None, title_key="")
    return add_entries(connection, item.outlet or UNNAMED, None, [(entry, identity, key)], arrival)[key]


def _signed(connection: Connection, ids: Sequence[int], items: Sequence[Item]) -> list[tuple[Unplaced, Signature]]:
    stored = get_entries(connection, ids)
    signed = [
        (Unplaced(stored[entry_id], None, ""), sign_item(item)) for entry_id, item in zip(ids, items, strict=True)
    ]
    return sorted(signed, key=lambda pair: (pair[0].stored.first_seen, order_key(pair[1])))

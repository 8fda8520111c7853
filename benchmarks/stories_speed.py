"""How long one placement takes, and how much memory, as the window of recent entries fills.

    python benchmarks/stories_speed.py [ENTRIES ...]     window sizes, default 10000 30000 100000

Entries are made from a vocabulary with the frequencies of language (Zipf); a third tell an event that others tell too. The
window is filled through the real index; then 400 more entries arrive in batches of 20, as polls bring them, on one core.
Prints CPU milliseconds of one placement (median and 90th percentile of the batches), the growth against the first size, and
the peak resident memory.
"""

import random
import resource
import statistics
import sys
import time
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from itertools import accumulate
from pathlib import Path
from tempfile import TemporaryDirectory

import sqlalchemy as sa

from aggregator.jobs import cluster
from aggregator.model import Entry, Identity
from aggregator.store import tables
from aggregator.store.engine import Database
from aggregator.store.entries import add_entries
from aggregator.store.migrate import upgrade
from aggregator.store.stories import count_words, find_unplaced
from aggregator.stories.place import index_terms, order_key
from aggregator.stories.rarity import Rarity
from aggregator.stories.signature import pack, sign

START = datetime(2026, 7, 1, tzinfo=UTC)
PROBES, BATCH = 400, 20
SYLLABLES = "가나다라마바사아자차카타파하거너더러머버서어저처커터퍼허고노도로모보소오조초코토포호구누두루무부수우주추쿠"


class Newsroom:
    """Makes entries; a seed makes the same ones again."""

    def __init__(self, seed: int) -> None:
        self.dice = random.Random(seed)
        self.words = ["".join(self.dice.choices(SYLLABLES, k=self.dice.choice((2, 2, 3, 3, 4)))) for _ in range(60_000)]
        self.weights = list(accumulate(1 / (rank + 3) for rank in range(len(self.words))))
        self.events: list[list[str]] = []
        self.made = 0

    def entries(self, count: int, start: datetime, span: timedelta) -> Iterator[tuple[str, Entry, Identity, datetime]]:
        for at in range(count):
            self.made += 1
            outlet = f"outlet{self.dice.randrange(100)}"
            title, lead = self._text()
            entry = Entry(guid=None, url=None, title=title, summary=lead)
            identity = Identity(key=f"{self.made:08}", guid=None, url_key=f"{outlet}/{self.made}", title_key=title)
            yield outlet, entry, identity, start + span * (at / count)

    def _text(self) -> tuple[str, str]:
        if self.events and self.dice.random() < 1 / 3:
            names = self.dice.choice(self.events[-300:])
        else:
            names = self.dice.choices(self.words, k=6)
            self.events.append(names)
        title = [*self.dice.sample(names, 4), *self.dice.choices(self.words, cum_weights=self.weights, k=3)]
        lead = [*names, *self.dice.choices(self.words, cum_weights=self.weights, k=45)]
        self.dice.shuffle(lead)
        return " ".join(title), " ".join(lead)


def fill(database: Database, newsroom: Newsroom, count: int, at: datetime) -> None:
    """Files entries in the index, each in a story of its own: how the window looks, without the time to compare."""
    for part in range(0, count, 1000):
        moment = at - timedelta(days=6) * (1 - part / count)
        made = list(newsroom.entries(min(1000, count - part), moment, timedelta(minutes=30)))
        signed = [
            (part + place, outlet, entry, identity, seen)
            for place, (outlet, entry, identity, seen) in enumerate(made, 1)
        ]
        with database.write() as connection:
            _file(connection, signed, moment)


def _file(connection: sa.Connection, made: list, moment: datetime) -> None:
    forms = [
        sign(entry.title, text=entry.summary, outlet=outlet, url_key=identity.url_key, at=seen)
        for _, outlet, entry, identity, seen in made
    ]
    count_words(connection, forms, moment.date())
    rows, members, postings = [], [], []
    for (number, outlet, entry, identity, seen), form in zip(made, forms, strict=True):
        own = {"outlet": outlet, "title": entry.title, "summary": entry.summary, "title_key": entry.title}
        rows.append(
            {"id": number, "key": identity.key, "first_seen": seen, "digest": "d", "url_key": identity.url_key, **own}
        )
        placed = {
            "entry_id": number,
            "story_id": number,
            "relation": "same_story",
            "score": 0.0,
            "order_key": order_key(form),
        }
        members.append({**placed, "seen_at": seen, "digest": "d", "form": pack(form)})
        postings += [
            {"term": term, "entry_id": number, "seen_at": seen} for term in dict.fromkeys(index_terms(form, Rarity()))
        ]
    connection.execute(sa.insert(tables.entries), rows)
    seen_at = [{"id": row["id"], "first_seen": row["first_seen"], "last_seen": row["first_seen"]} for row in rows]
    connection.execute(sa.insert(tables.stories), seen_at)
    connection.execute(sa.insert(tables.story_members), members)
    connection.execute(sa.insert(tables.story_terms), postings)


def probe(database: Database, newsroom: Newsroom, at: datetime) -> list[float]:
    """CPU milliseconds of a placement, batch by batch: a poll brings a handful of entries, placed in one transaction."""
    costs = []
    for _ in range(PROBES // BATCH):
        with database.write() as connection:
            for outlet, entry, identity, seen in newsroom.entries(BATCH, at, timedelta(minutes=1)):
                add_entries(connection, outlet, None, [(entry, identity, "d")], seen)
        with database.read() as connection:
            waiting = find_unplaced(connection, at - cluster.WINDOW)
        began = time.process_time()
        signed = [(one, cluster.sign_entry(one.stored, one.url_key)) for one in waiting]
        with database.write() as connection:
            cluster.place_entries(connection, signed, at)
        costs.append((time.process_time() - began) * 1000 / len(waiting))
    return costs


def main() -> None:
    sizes = [int(argument) for argument in sys.argv[1:]] or [10_000, 30_000, 100_000]
    first = 0.0
    for size in sizes:
        with TemporaryDirectory() as folder:
            database = Database.open(f"sqlite:///{Path(folder) / 'speed.sqlite3'}")
            upgrade(database)
            at = START + timedelta(days=10)
            newsroom = Newsroom(seed=1)
            fill(database, newsroom, size, at)
            costs = sorted(probe(database, newsroom, at))
            database.close()
            median = statistics.median(costs)
            first = first or median
            memory = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
            print(
                f"{size:>7} entries  median {median:5.2f} ms  p90 {costs[len(costs) * 9 // 10]:5.2f} ms"
                f"  x{median / first:.2f}  {memory:.0f} MB",
                flush=True,
            )


if __name__ == "__main__":
    main()

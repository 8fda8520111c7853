"""What the watchlists find in an entry: when it comes, when it is edited, when its page was read, and over history."""

from collections.abc import Callable, Iterable, Mapping
from datetime import datetime

from aggregator.model import Entry, Field, Match, StoredEntry
from aggregator.newsroom import Newsroom
from aggregator.store.clippings import save_clippings
from aggregator.store.entries import find_entries_after

BATCH = 200  # entries matched between two transactions


def match_entry(
    newsroom: Newsroom, outlet: str, entry: Entry, *, section: str | None = None, full_text: str | None = None
) -> tuple[Match, ...]:
    """Every place in the entry where a watchlist's terms stand, for watchlists whose condition as a whole is met."""
    return newsroom.matcher.match(fields_of(newsroom, outlet, entry, section=section, full_text=full_text), outlet)


def fields_of(
    newsroom: Newsroom, outlet: str, entry: Entry, *, section: str | None = None, full_text: str | None = None
) -> Mapping[Field, str]:
    """The entry as the matcher reads it. The page's text stands in for the feed's own body."""
    known = newsroom.outlets.get(outlet)
    return {
        Field.TITLE: entry.title,
        Field.SUMMARY: entry.summary,
        Field.BODY: full_text or entry.body,
        Field.BYLINE: entry.byline or "",
        Field.OUTLET: known.name if known else outlet,
        Field.SECTION: section or "",
    }


def rematch_history(newsroom: Newsroom, since: datetime, progress: Callable[[int], None]) -> tuple[int, int]:
    """Runs the watchlists over every entry first seen since then; returns (entries read, clippings that came anew).

    A clipping found so belongs to the day on which its entry was first seen: it is history, not tomorrow's news.
    """
    read = came = 0
    after: tuple[datetime, int] = (since, 0)
    while True:
        with newsroom.database.read() as connection:
            batch = find_entries_after(connection, after, BATCH)
        if not batch:
            return read, came
        came += _save(newsroom, batch)
        read += len(batch)
        after = (batch[-1].first_seen, batch[-1].id)
        progress(len(batch))


def _save(newsroom: Newsroom, batch: Iterable[StoredEntry]) -> int:
    found = [(stored, _match(newsroom, stored)) for stored in batch]
    watchlists = tuple(newsroom.watchlists)
    with newsroom.database.write() as connection:
        return sum(
            save_clippings(connection, {stored.id: matches}, watchlists, stored.first_seen) for stored, matches in found
        )


def _match(newsroom: Newsroom, stored: StoredEntry) -> tuple[Match, ...]:
    return match_entry(newsroom, stored.outlet, stored.entry, section=stored.section, full_text=stored.full_text)

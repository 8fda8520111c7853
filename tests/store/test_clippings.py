"""Clippings: new ones count once, keep their time, follow edits, and go when the watchlist no longer matches."""

from datetime import UTC, datetime, timedelta

from aggregator.model import Entry, Field, Identity, Match
from aggregator.store.clippings import count_clippings, find_clippings, save_clippings
from aggregator.store.engine import Database
from aggregator.store.entries import add_entries

NOW = datetime(2026, 7, 1, 7, 30, tzinfo=UTC)


def stored(database: Database, count: int) -> list[int]:
    new = [
        (
            Entry(guid=None, url=f"https://n.example/{n}", title=f"네이버는 {n}"),
            Identity(key=str(n), guid=None, url_key=None, title_key=str(n)),
            "",
        )
        for n in range(count)
    ]
    with database.write() as connection:
        return list(add_entries(connection, "hanbit", None, new, NOW).values())


def match(watchlist: str, start: int = 0) -> Match:
    return Match(
        watchlist=watchlist,
        term="네이버",
        variant="네이버",
        field=Field.TITLE,
        start=start,
        end=start + 3,
        rule="particle",
    )


def test_clippings_come_back_with_entry_and_matches(database: Database) -> None:
    one, two = stored(database, 2)
    with database.write() as connection:
        found = {one: (match("네이버"), match("포털")), two: ()}
        assert save_clippings(connection, found, ["네이버", "포털"], NOW) == 2
    with database.read() as connection:
        clippings = find_clippings(connection)
        assert [(clipping.watchlist, clipping.stored.id) for clipping in clippings] == [("네이버", one), ("포털", one)]
        assert clippings[0].matches == (match("네이버"),)
        assert count_clippings(connection, ["네이버", "없음"], NOW, NOW + timedelta(days=1)) == {"네이버": 1, "없음": 0}


def test_matching_again_is_no_news_but_keeps_the_newest_evidence(database: Database) -> None:
    (one,) = stored(database, 1)
    with database.write() as connection:
        save_clippings(connection, {one: (match("네이버"),)}, ["네이버"], NOW)
        assert save_clippings(connection, {one: (match("네이버", 4),)}, ["네이버"], NOW + timedelta(hours=3)) == 0
        (clipping,) = find_clippings(connection, ["네이버"], NOW, NOW + timedelta(hours=1))
    assert clipping.matches[0].start == 4


def test_a_clipping_goes_when_its_watchlist_no_longer_matches(database: Database) -> None:
    (one,) = stored(database, 1)
    with database.write() as connection:
        save_clippings(connection, {one: (match("네이버"), match("포털"))}, ["네이버", "포털"], NOW)
        save_clippings(connection, {one: ()}, ["네이버"], NOW)
        assert [clipping.watchlist for clipping in find_clippings(connection)] == ["포털"]

"""Entries are stored once, remember who showed them, and keep what they said before an edit."""

from datetime import UTC, datetime, timedelta

from aggregator.model import Entry, Feed, Identity
from aggregator.store.engine import Database
from aggregator.store.entries import (
    add_entries,
    add_sightings,
    count_entries,
    find_entries_between,
    find_known,
    find_revisions,
    get_entries,
    save_revision,
)
from aggregator.store.feeds import add_feeds, get_feed_id

NOW = datetime(2026, 7, 1, 7, 30, tzinfo=UTC)


def made(number: int, title: str = "네이버, 소버린 AI 공개") -> tuple[Entry, Identity, str]:
    url = f"https://news.example/{number}"
    entry = Entry(
        guid=str(number), url=url, title=f"{title} {number}", summary="둘째 줄", categories=("IT",), published=NOW
    )
    return entry, Identity(key=url, guid=str(number), url_key=url, title_key=entry.title), f"digest {number}"


def test_an_entry_is_stored_once_however_often_it_comes(database: Database) -> None:
    with database.write() as connection:
        first = add_entries(connection, "hanbit", "IT", [made(1), made(2)], NOW)
        again = add_entries(connection, "hanbit", "경제", [made(2), made(3)], NOW + timedelta(hours=1))
        assert sorted(first) == ["https://news.example/1", "https://news.example/2"]
        assert sorted(again) == ["https://news.example/3"]
        assert count_entries(connection) == 3


def test_the_same_key_in_another_outlet_is_another_entry(database: Database) -> None:
    with database.write() as connection:
        add_entries(connection, "hanbit", None, [made(1)], NOW)
        assert len(add_entries(connection, "narae", None, [made(1)], NOW)) == 1


def test_what_was_stored_comes_back_whole(database: Database) -> None:
    entry, identity, digest = made(7)
    with database.write() as connection:
        ids = add_entries(connection, "hanbit", "IT", [(entry, identity, digest)], NOW)
    with database.read() as connection:
        (stored,) = get_entries(connection, ids.values()).values()
    assert (stored.entry, stored.outlet, stored.section, stored.first_seen) == (entry, "hanbit", "IT", NOW)


def test_known_entries_are_found_by_any_evidence(database: Database) -> None:
    with database.write() as connection:
        add_entries(connection, "hanbit", None, [made(n) for n in range(1, 6)], NOW)
        asked = [
            Identity(key="https://news.example/1", guid=None, url_key=None, title_key="-"),
            Identity(key="-", guid="2", url_key=None, title_key="-"),
            Identity(key="-", guid=None, url_key="https://news.example/3", title_key="-"),
            Identity(key="-", guid=None, url_key=None, title_key="네이버, 소버린 AI 공개 4"),
        ]
        found = find_known(connection, "hanbit", asked)
        assert [known.identity.guid for known in found] == ["1", "2", "3", "4"]
        assert find_known(connection, "narae", asked) == ()


def test_a_thousand_identities_are_looked_up_at_once(database: Database) -> None:
    with database.write() as connection:
        new = [made(n) for n in range(1200)]
        add_entries(connection, "hanbit", None, new, NOW)
        assert len(find_known(connection, "hanbit", [identity for _, identity, _ in new])) == 1200


def test_an_edit_keeps_what_was_said_before_and_the_first_time(database: Database) -> None:
    later = NOW + timedelta(minutes=40)
    edited = Entry(guid="1", url="https://news.example/1", title="[종합] 네이버, 소버린 AI 공개", summary="고친 줄")
    identity = Identity(key="https://news.example/1", guid="1", url_key="https://news.example/1", title_key="new")
    with database.write() as connection:
        add_entries(connection, "hanbit", None, [made(1)], NOW)
        (known,) = find_known(connection, "hanbit", [identity])
        save_revision(connection, known, edited, identity, "digest b", later)
    with database.read() as connection:
        (stored,) = get_entries(connection, [known.id]).values()
        (revision,) = find_revisions(connection, known.id)
        (now_known,) = find_known(connection, "hanbit", [identity])
    assert (stored.entry.title, stored.first_seen, stored.revised_at) == (edited.title, NOW, later)
    assert (revision.title, revision.seen_at) == ("네이버, 소버린 AI 공개 1", later)
    assert now_known.digest == "digest b"
    assert now_known.earlier == (revision,)


def test_every_sighting_is_remembered_once(database: Database) -> None:
    feeds = [Feed(url=f"https://news.example/rss/{n}", outlet="hanbit") for n in range(2)]
    with database.write() as connection:
        add_feeds(connection, feeds)
        (entry_id,) = add_entries(connection, "hanbit", None, [made(1)], NOW).values()
        for feed in feeds * 2:
            feed_id = get_feed_id(connection, feed.url)
            add_sightings(connection, feed_id, [(entry_id, "https://news.example/1?utm_source=a")], NOW)
            add_sightings(connection, feed_id, [(entry_id, None)], NOW)
        assert connection.exec_driver_sql("SELECT count(*) FROM sightings").scalar() == 4


def test_windows_are_half_open(database: Database) -> None:
    with database.write() as connection:
        for minutes in (-1, 0, 59, 60):
            add_entries(connection, "hanbit", None, [made(100 + minutes)], NOW + timedelta(minutes=minutes))
        found = find_entries_between(connection, NOW, NOW + timedelta(hours=1))
    assert [stored.entry.guid for stored in found] == ["100", "159"]

"""A feed's state comes back as it was saved; what is due comes longest overdue first."""

from datetime import UTC, datetime, timedelta

from aggregator.model import FailureKind, Feed, FeedState, PollRecord
from aggregator.store.engine import Database
from aggregator.store.feeds import (
    add_feeds,
    add_poll,
    find_all_polls,
    find_due,
    find_polls,
    get_feed_id,
    get_state,
    save_state,
)

NOW = datetime(2026, 7, 1, 7, 30, tzinfo=UTC)
FEEDS = [Feed(url=f"https://{name}.example/rss", outlet=name) for name in ("hanbit", "narae", "saebyeok")]


def test_a_state_comes_back_as_it_was_saved(database: Database) -> None:
    state = FeedState(
        url=FEEDS[0].url,
        etag='"abc"',
        last_modified="Wed, 01 Jul 2026 07:00:00 GMT",
        body_digest="d",
        last_polled_at=NOW,
        last_ok_at=NOW,
        last_new_at=NOW - timedelta(hours=1),
        next_poll_at=NOW + timedelta(minutes=10),
        interval=timedelta(minutes=10),
        reason="busy",
        failures=3,
        failing_since=NOW - timedelta(hours=2),
        failure=FailureKind.TIMEOUT,
        failure_detail="30 s",
        window_keys=("a", "b"),
        window_span=timedelta(minutes=90),
        gap_at=NOW - timedelta(days=1),
        gaps=2,
        moved_to="https://new.example/rss",
        moved_sightings=(NOW - timedelta(days=3), NOW),
        ttl=timedelta(minutes=60),
        skip_hours=(1, 2),
    )
    with database.write() as connection:
        add_feeds(connection, FEEDS)
        save_state(connection, state)
    with database.read() as connection:
        assert get_state(connection, FEEDS[0].url) == state
        assert get_state(connection, "https://unknown.example/") == FeedState(url="https://unknown.example/")


def test_a_feed_added_again_keeps_its_state_and_changes_its_outlet(database: Database) -> None:
    with database.write() as connection:
        add_feeds(connection, FEEDS)
        save_state(connection, FeedState(url=FEEDS[0].url, etag="kept"))
        add_feeds(connection, [Feed(url=FEEDS[0].url, outlet="other")])
        assert get_state(connection, FEEDS[0].url).etag == "kept"
        assert connection.exec_driver_sql("SELECT count(*) FROM feeds WHERE outlet = 'other'").scalar() == 1


def test_due_feeds_come_longest_overdue_first_and_unknown_ones_before(database: Database) -> None:
    urls = [feed.url for feed in FEEDS]
    with database.write() as connection:
        add_feeds(connection, FEEDS)
        save_state(connection, FeedState(url=urls[0], next_poll_at=NOW))
        save_state(connection, FeedState(url=urls[1], next_poll_at=NOW - timedelta(hours=1)))
        save_state(connection, FeedState(url=urls[2], next_poll_at=NOW + timedelta(seconds=1)))
        assert find_due(connection, [*urls, "https://new.example/"], NOW) == ("https://new.example/", urls[1], urls[0])


def test_history_is_newest_first_and_bounded(database: Database) -> None:
    with database.write() as connection:
        add_feeds(connection, FEEDS)
        for feed in FEEDS[:2]:
            feed_id = get_feed_id(connection, feed.url)
            for minutes in range(5):
                record = PollRecord(at=NOW + timedelta(minutes=minutes), failure=None, entries=20, new=minutes)
                add_poll(connection, feed_id, record, status=200)
        assert [record.new for record in find_polls(connection, FEEDS[0].url, 3)] == [4, 3, 2]
        both = find_all_polls(connection, [feed.url for feed in FEEDS], 2)
    assert {url: [record.new for record in records] for url, records in both.items()} == {
        FEEDS[0].url: [4, 3],
        FEEDS[1].url: [4, 3],
    }

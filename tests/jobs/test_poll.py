"""Polling: every entry once, edits as revisions, failures kept apart, two pollers never at one host."""

import threading
from datetime import timedelta
from pathlib import Path

import sqlalchemy as sa

from aggregator.jobs import poll
from aggregator.jobs.routine import Outcome
from aggregator.model import FailureKind
from aggregator.newsroom import Newsroom
from aggregator.runtime.work import work_off
from aggregator.store.clippings import find_clippings
from aggregator.store.entries import count_entries, find_entries, find_revisions
from aggregator.store.feeds import get_state
from aggregator.store.leases import leased
from aggregator.store.tables import entries, sightings
from tests.press import MORNING, Item, Press, opened_newsroom, rss

ALL, IT, NARAE = "/hanbit/all.xml", "/hanbit/it.xml", "/narae.xml"
SOVEREIGN = Item("네이버, 소버린AI 모델 공개", "http://press.example/news/1", "소버린(주권) AI를 네이버가 내놨다.")
OTHER = Item("온라인 라인업 공개", "http://press.example/news/2", "가이드라인을 마련했다.")


def poll_due(newsroom: Newsroom) -> dict[str, Outcome]:
    """One round; outcomes by the end of the feed's URL."""
    outcomes = work_off(newsroom, poll.ROUTINE, listener=lambda _: None)
    return {str(dict(outcome.facts)["url"]).split("/", 3)[3]: outcome for outcome in outcomes}


def fill(press: Press, *items: Item) -> None:
    press.bodies |= {ALL: rss(*items), IT: rss(*items), NARAE: rss(title="나래통신")}


def test_an_entry_in_two_feeds_under_two_tracking_urls_is_stored_once(press: Press, tmp_path: Path) -> None:
    twin = Item(SOVEREIGN.title, SOVEREIGN.url + "?utm_source=rss&utm_content=it", SOVEREIGN.text, guid="other-guid")
    fill(press, SOVEREIGN, OTHER)
    press.bodies[IT] = rss(twin)
    with opened_newsroom(tmp_path, press) as newsroom:
        poll_due(newsroom)
        with newsroom.database.read() as connection:
            assert count_entries(connection) == 2
            assert connection.execute(sa.select(sa.func.count()).select_from(sightings)).scalar() == 3
            found = find_clippings(connection)
    assert sorted(clipping.watchlist for clipping in found) == ["네이버", "소버린-ai"]


def test_polling_the_same_state_again_stores_nothing_and_reads_304(press: Press, tmp_path: Path) -> None:
    fill(press, SOVEREIGN, OTHER)
    with opened_newsroom(tmp_path, press) as newsroom:
        poll_due(newsroom)
    press.requests.clear()
    with opened_newsroom(tmp_path, press, MORNING + timedelta(hours=7)) as newsroom:
        outcomes = poll_due(newsroom)
        with newsroom.database.read() as connection:
            assert count_entries(connection) == 2
    assert {status for path, status in press.requests if path != NARAE} == {304}
    assert all(dict(outcome.facts).get("new", 0) == 0 for outcome in outcomes.values())


def test_nothing_is_asked_before_its_time(press: Press, tmp_path: Path) -> None:
    fill(press, SOVEREIGN)
    with opened_newsroom(tmp_path, press) as newsroom:
        poll_due(newsroom)
    press.requests.clear()
    with opened_newsroom(tmp_path, press, MORNING + timedelta(minutes=2)) as newsroom:
        assert poll_due(newsroom) == {}
    assert press.requests == []


def test_an_edited_headline_is_a_revision_and_may_become_ours(press: Press, tmp_path: Path) -> None:
    fill(press, OTHER)
    with opened_newsroom(tmp_path, press) as newsroom:
        poll_due(newsroom)
    fill(press, Item("[종합] 네이버 온라인 라인업 공개", OTHER.url, OTHER.text))
    later = MORNING + timedelta(hours=7)
    with opened_newsroom(tmp_path, press, later) as newsroom:
        poll_due(newsroom)
        with newsroom.database.read() as connection:
            (stored,) = find_entries(connection, entries.c.outlet == "한빛일보")
            (revision,) = find_revisions(connection, stored.id)
            (clipping,) = find_clippings(connection)
    assert (revision.title, stored.entry.title, stored.first_seen) == (
        OTHER.title,
        "[종합] 네이버 온라인 라인업 공개",
        MORNING,
    )
    assert (clipping.watchlist, clipping.seen_at) == ("네이버", later)


def test_a_feeds_first_list_counts_at_the_time_it_was_published(press: Press, tmp_path: Path) -> None:
    old = Item("네이버 지난주 소식", "http://press.example/news/9", at=MORNING - timedelta(days=6))
    fill(press, old)
    with opened_newsroom(tmp_path, press) as newsroom:
        poll_due(newsroom)
        with newsroom.database.read() as connection:
            (clipping,) = find_clippings(connection)
    assert clipping.seen_at == old.at
    assert clipping.stored.first_seen == MORNING


def test_one_broken_feed_stops_no_other(press: Press, tmp_path: Path) -> None:
    fill(press, SOVEREIGN)
    press.bodies |= {IT: 503, NARAE: b"\x00\xff garbage"}
    with opened_newsroom(tmp_path, press) as newsroom:
        outcomes = poll_due(newsroom)
        with newsroom.database.read() as connection:
            states = {path: get_state(connection, press.url(path)) for path in (ALL, IT, NARAE)}
            assert count_entries(connection) == 1
    assert {path: outcome.ok for path, outcome in outcomes.items()} == {
        "hanbit/all.xml": True,
        "hanbit/it.xml": False,
        "narae.xml": False,
    }
    assert states[ALL].failures == 0
    assert states[IT].failure is FailureKind.SERVER_ERROR
    assert states[NARAE].failure in (FailureKind.NOT_A_FEED, FailureKind.UNREADABLE)
    assert all(state.next_poll_at and state.next_poll_at > MORNING for state in states.values())


def test_a_failed_feed_recovers_and_keeps_what_it_had(press: Press, tmp_path: Path) -> None:
    fill(press, SOVEREIGN)
    with opened_newsroom(tmp_path, press) as newsroom:
        poll_due(newsroom)
    press.bodies[ALL] = 500
    with opened_newsroom(tmp_path, press, MORNING + timedelta(hours=7)) as newsroom:
        poll_due(newsroom)
        with newsroom.database.read() as connection:
            assert get_state(connection, press.url(ALL)).failing_since == MORNING + timedelta(hours=7)
    fill(press, OTHER, SOVEREIGN)
    with opened_newsroom(tmp_path, press, MORNING + timedelta(days=2)) as newsroom:
        poll_due(newsroom)
        with newsroom.database.read() as connection:
            state = get_state(connection, press.url(ALL))
            assert (state.failures, state.failing_since, count_entries(connection)) == (0, None, 2)


def test_a_list_without_overlap_is_a_gap(press: Press, tmp_path: Path) -> None:
    fill(press, SOVEREIGN)
    with opened_newsroom(tmp_path, press) as newsroom:
        poll_due(newsroom)
    fill(press, OTHER)
    later = MORNING + timedelta(hours=7)
    with opened_newsroom(tmp_path, press, later) as newsroom:
        poll_due(newsroom)
        with newsroom.database.read() as connection:
            assert get_state(connection, press.url(ALL)).gap_at == later


def test_a_host_that_another_process_asks_is_left_alone(press: Press, tmp_path: Path) -> None:
    fill(press, SOVEREIGN)
    with opened_newsroom(tmp_path, press) as newsroom:
        with leased(newsroom.database, poll.lease_name(press.url(ALL)), timedelta(minutes=1)):
            outcomes = poll_due(newsroom)
        assert all(outcome.ok for outcome in outcomes.values())
        assert press.requests == []
        poll_due(newsroom)
    assert len(press.requests) == 3


def test_two_pollers_at_once_ask_each_feed_once(press: Press, tmp_path: Path) -> None:
    fill(press, SOVEREIGN, OTHER)
    with opened_newsroom(tmp_path, press) as one, opened_newsroom(tmp_path, press) as two:
        threads = [threading.Thread(target=poll_due, args=(newsroom,)) for newsroom in (one, two)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
        poll_due(one)
        with one.database.read() as connection:
            assert count_entries(connection) == 2
    assert sorted(path for path, _ in press.requests) == sorted([ALL, IT, NARAE])

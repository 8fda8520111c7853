"""A feed is asked where it lives now, for what changed since."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st
from web_site import Answer, Request, Site

from aggregator.fetch.client import Lane
from aggregator.fetch.feed import address_of, fetch_feed, has_moved
from aggregator.model import Feed, FeedState, Fetched, NotModified, Outlet, Polling

OLD = "http://old.example/feed"
NEW = "http://new.example/feed"
FEED = Feed(url=OLD, outlet="test")
DAY = datetime(2026, 7, 1, tzinfo=UTC)


def sightings(*hours: float) -> tuple[datetime, ...]:
    return tuple(DAY + timedelta(hours=hour) for hour in hours)


@pytest.mark.parametrize(
    ("seen", "moved"),
    [
        ((), False),
        ((0,), False),
        ((0, 100), False),
        ((0, 1, 2), False),
        ((0, 30, 71), False),
        ((0, 30, 72), True),
        ((72, 30, 0), True),
        (tuple(range(80)), True),
    ],
)
def test_a_move_is_believed_after_three_sightings_over_three_days(seen: tuple[float, ...], moved: bool) -> None:
    state = FeedState(url=OLD, moved_to=NEW, moved_sightings=sightings(*seen))
    assert has_moved(state) == moved
    assert address_of(FEED, state) == (NEW if moved else OLD)


def test_the_configured_address_is_asked_again_when_the_new_one_keeps_failing() -> None:
    state = FeedState(url=OLD, moved_to=NEW, moved_sightings=sightings(0, 40, 80))
    assert address_of(FEED, replace(state, failures=2)) == NEW
    assert address_of(FEED, replace(state, failures=3)) == OLD


@given(st.lists(st.datetimes(timezones=st.just(UTC)), max_size=6), st.integers(0, 9), st.sampled_from([None, NEW]))
def test_only_two_addresses_are_ever_asked(seen: list[datetime], failures: int, moved_to: str | None) -> None:
    state = FeedState(url=OLD, moved_to=moved_to, moved_sightings=tuple(seen), failures=failures)
    assert address_of(FEED, state) in (OLD, NEW)
    assert moved_to or address_of(FEED, state) == OLD


def test_a_feed_polled_twice_answers_that_nothing_changed(
    lane: Lane, site: Site, outlet: Outlet, polling: Polling
) -> None:
    def answer(request: Request) -> Answer:
        same = request.headers.get("if-none-match") == '"1"'
        return Answer(304) if same else Answer(200, b"<rss/>", {"ETag": '"1"'})

    site.pages["/feed.xml"] = answer
    feed = Feed(url=site.url(), outlet=outlet.id)
    first = fetch_feed(lane, feed, outlet, FeedState(url=feed.url), polling)
    assert isinstance(first, Fetched)
    again = fetch_feed(lane, feed, outlet, FeedState(url=feed.url, etag=first.etag), polling)
    assert isinstance(again, NotModified)


def test_an_adopted_address_is_asked_directly(lane: Lane, site: Site, outlet: Outlet, polling: Polling) -> None:
    site.pages["/old"] = Answer(301, b"", {"Location": "/new"})
    site.pages["/new"] = Answer()
    feed = Feed(url=site.url("/old"), outlet=outlet.id)
    state = FeedState(url=feed.url, moved_to=site.url("/new"), moved_sightings=sightings(0, 40, 80))
    outcome = fetch_feed(lane, feed, outlet, state, polling)
    assert isinstance(outcome, Fetched)
    assert [request.path for request in site.requests] == ["/new"]

"""A feed is asked where it lives now, for what changed since."""

from datetime import UTC, datetime, timedelta

from web_site import Answer, Request, Site

from aggregator.fetch.client import Lane
from aggregator.fetch.feed import fetch_feed
from aggregator.model import Feed, FeedState, Fetched, NotModified, Outlet, Polling

DAY = datetime(2026, 7, 1, tzinfo=UTC)
MOVED = tuple(DAY + timedelta(hours=hour) for hour in (0, 40, 80))


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
    state = FeedState(url=feed.url, moved_to=site.url("/new"), moved_sightings=MOVED)
    outcome = fetch_feed(lane, feed, outlet, state, polling)
    assert isinstance(outcome, Fetched)
    assert [request.path for request in site.requests] == ["/new"]


def test_validators_of_another_address_are_not_used(lane: Lane, site: Site, outlet: Outlet, polling: Polling) -> None:
    site.pages["/feed.xml"] = Answer()
    feed = Feed(url=site.url(), outlet=outlet.id)
    fetch_feed(lane, feed, outlet, FeedState(url="http://other.example/", etag='"1"'), polling)
    assert "if-none-match" not in site.requests[0].headers


def test_validators_follow_a_redirect_to_another_host(
    lane: Lane, site: Site, other_site: Site, outlet: Outlet, polling: Polling
) -> None:
    site.pages["/feed.xml"] = Answer(302, b"", {"Location": other_site.url()})
    other_site.pages["/feed.xml"] = Answer(304)
    feed = Feed(url=site.url(), outlet=outlet.id)
    outcome = fetch_feed(lane, feed, outlet, FeedState(url=feed.url, etag='"1"'), polling)
    assert isinstance(outcome, NotModified)
    assert other_site.requests[0].headers["if-none-match"] == '"1"'

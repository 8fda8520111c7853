"""Asks for a feed, only for what changed since the last time, at the address where it now lives.

Must not store anything: what came is returned, and the caller keeps validators in the same transaction as the entries.
"""

from aggregator.feeds.state import poll_address
from aggregator.fetch.client import Lane
from aggregator.fetch.limits import Limits
from aggregator.model import Feed, FeedState, FetchOutcome, Outlet, Polling


def fetch_feed(lane: Lane, feed: Feed, outlet: Outlet, state: FeedState, polling: Polling) -> FetchOutcome:
    """One conditional GET. Everything that can go wrong is a FetchFailed."""
    known = state if state.url == feed.url else FeedState(url=feed.url)  # never another feed's validators
    return lane.get(
        poll_address(known),
        outlet=outlet,
        etag=known.etag,
        last_modified=known.last_modified,
        limits=Limits.of(polling),
    )

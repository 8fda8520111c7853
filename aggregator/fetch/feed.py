"""Asks for a feed, only for what changed since the last time, at the address where it now lives.

Must not store anything: what came is returned, and the caller keeps validators in the same transaction as the entries.
"""

from datetime import timedelta

from aggregator.fetch.client import Lane
from aggregator.fetch.limits import Limits
from aggregator.model import Feed, FeedState, FetchOutcome, Outlet, Polling

# HAZARDS: captive portals rewrote whole subscriptions elsewhere, so one permanent redirect is not believed.
ADOPT_SIGHTINGS = 3
ADOPT_SPAN = timedelta(days=3)
# After so many failures in a row at the new address, the configured one is asked again: it may have come back.
RETURN_AFTER = 3


def address_of(feed: Feed, state: FeedState) -> str:
    """Where to ask: the feed's own URL, or the one it moved to once that held often and long enough and works."""
    if state.moved_to is None or not has_moved(state) or state.failures >= RETURN_AFTER:
        return feed.url
    return state.moved_to


def has_moved(state: FeedState) -> bool:
    """Whether the permanent redirect was seen at least three times over at least three days."""
    sightings = state.moved_sightings
    return len(sightings) >= ADOPT_SIGHTINGS and max(sightings) - min(sightings) >= ADOPT_SPAN


def fetch_feed(lane: Lane, feed: Feed, outlet: Outlet, state: FeedState, polling: Polling) -> FetchOutcome:
    """One conditional GET. Everything that can go wrong is a FetchFailed."""
    return lane.get(
        address_of(feed, state),
        outlet=outlet,
        etag=state.etag,
        last_modified=state.last_modified,
        limits=Limits.of(polling),
    )

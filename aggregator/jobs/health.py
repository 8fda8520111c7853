"""The health of every feed, from its state and its last polls: for the table, the digest's footer and the exit code."""

from datetime import datetime

from aggregator.feeds.health import assess_health
from aggregator.model import FeedHealth, FeedState
from aggregator.newsroom import Newsroom
from aggregator.store.feeds import find_all_polls, get_states


def assess_feeds(newsroom: Newsroom, now: datetime) -> tuple[FeedHealth, ...]:
    """One verdict for each configured feed, in the file's order."""
    with newsroom.database.read() as connection:
        states = get_states(connection)
        history = find_all_polls(connection, tuple(newsroom.feeds))
    return tuple(
        assess_health(feed=feed, state=states.get(url, FeedState(url=url)), history=history.get(url, ()), now=now)
        for url, feed in newsroom.feeds.items()
    )

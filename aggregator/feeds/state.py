"""What we know of a feed after a poll, from what we knew before and what came.

Pure: the caller stores the result, then `pace` says when to ask again. This module must not choose intervals.
"""

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime, timedelta
from itertools import pairwise
from statistics import median

from aggregator.feeds.changes import FeedChanges
from aggregator.model import FailureKind, FeedState, Identity, ParsedFeed

MAX_WINDOW_KEYS = 5_000
MOVE_SIGHTINGS = 3  # a permanent redirect counts when it was seen so often …
MOVE_PERIOD = timedelta(days=3)  # … over so long: captive portals once rewrote whole subscriptions
STUCK_AFTER = timedelta(days=2)  # without a new entry
_RETRIES_AT_NEW_ADDRESS = 3  # failures after which the configured address is tried again, every other time


def poll_address(state: FeedState) -> str:
    """Where to ask: the configured address, or the one it has permanently moved to, unless that stopped answering."""
    if state.moved_to is None or not has_moved(state):
        return state.url
    gone = state.failures >= _RETRIES_AT_NEW_ADDRESS and state.failures % 2 == 1
    return state.url if gone else state.moved_to


def has_moved(state: FeedState) -> bool:
    """Whether a permanent redirect was seen often and long enough to be believed."""
    sightings = state.moved_sightings
    return len(sightings) >= MOVE_SIGHTINGS and sightings[-1] - sightings[0] >= MOVE_PERIOD


def after_success(  # noqa: PLR0913 - one poll's facts, all by keyword
    state: FeedState,
    *,
    parsed: ParsedFeed,
    identities: Sequence[Identity],
    changes: FeedChanges,
    etag: str | None,
    last_modified: str | None,
    body_digest: str,
    moved_to: str | None,
    now: datetime,
) -> FeedState:
    """The state after a list was read. `is_gap` says whether the list left a hole since the one before."""
    gap = is_gap(state, identities, changes)
    times = sorted(entry.published for entry in parsed.entries if entry.published is not None)
    gaps = _gaps(times)
    return replace(
        _answered(state, etag, last_modified, moved_to, now),
        body_digest=body_digest,
        last_new_at=now if set(_window_keys(changes)) - set(state.window_keys) else state.last_new_at,
        window_keys=_window_keys(changes)[:MAX_WINDOW_KEYS] or state.window_keys,
        window_span=times[-1] - times[0] if len(times) > 1 else state.window_span,
        usual_gap=timedelta(seconds=median(gaps)) if gaps else state.usual_gap,
        longest_gap=timedelta(seconds=max(gaps)) if gaps else state.longest_gap,
        newest_published=times[-1] if times else state.newest_published,
        gap_at=now if gap else state.gap_at,
        gaps=state.gaps + gap,
        ttl=parsed.ttl,
        skip_hours=parsed.skip_hours,
    )


def after_not_modified(
    state: FeedState, *, etag: str | None, last_modified: str | None, moved_to: str | None, now: datetime
) -> FeedState:
    """The state after 304, or after a body that was the same as the last one.

    A feed long silent is asked without validators once a day, for a server may answer 304 for ever out of a stuck cache.
    """
    if _may_be_stuck(state, now):
        return _answered(state, None, None, moved_to, now)
    return _answered(state, etag or state.etag, last_modified or state.last_modified, moved_to, now)


def after_failure(state: FeedState, *, kind: FailureKind, detail: str, now: datetime) -> FeedState:
    """The state after a failure. What was known of the list stays; a redirect's sightings stay, too."""
    return replace(
        state,
        last_polled_at=now,
        failures=state.failures + 1,
        failing_since=state.failing_since if state.failing_since is not None else now,
        failure=kind,
        failure_detail=detail[:500],
    )


def is_gap(state: FeedState, identities: Sequence[Identity], changes: FeedChanges) -> bool:
    """Whether this list shares no entry with the one before, so that entries between them may have been missed."""
    if not state.window_keys or not identities:
        return False
    return set(state.window_keys).isdisjoint(_window_keys(changes))


def _window_keys(changes: FeedChanges) -> tuple[str, ...]:
    """The list's entries by the keys they are stored under, each once."""
    return tuple(dict.fromkeys(key for key, _ in changes.listed))


def _may_be_stuck(state: FeedState, now: datetime) -> bool:
    if state.last_new_at is None or state.last_ok_at is None or now - state.last_new_at < STUCK_AFTER:
        return False
    return state.last_ok_at.date() != now.date()


def _answered(
    state: FeedState, etag: str | None, last_modified: str | None, moved_to: str | None, now: datetime
) -> FeedState:
    target, sightings = _moves(state, moved_to, now)
    return replace(
        state,
        etag=etag,
        last_modified=last_modified,
        last_polled_at=now,
        last_ok_at=now,
        failures=0,
        failing_since=None,
        failure=None,
        failure_detail="",
        moved_to=target,
        moved_sightings=sightings,
    )


def _moves(state: FeedState, moved_to: str | None, now: datetime) -> tuple[str | None, tuple[datetime, ...]]:
    """Where the feed says it moved, and when it said so: the first time and the last few."""
    if moved_to is None:
        return (state.moved_to, state.moved_sightings) if has_moved(state) else (None, ())
    if moved_to != state.moved_to:
        return moved_to, (now,)
    if has_moved(state):
        return state.moved_to, state.moved_sightings
    return moved_to, (*state.moved_sightings[:MOVE_SIGHTINGS], now)


def _gaps(times: Sequence[datetime]) -> list[float]:
    """The seconds between entries that did not come out together."""
    return [(later - earlier).total_seconds() for earlier, later in pairwise(times) if later > earlier]

"""How a feed is, in one word and one line: what a press desk must know before it trusts its digest.

Pure: facts in, words out. This module must not decide what to do about it.
"""

from collections.abc import Sequence
from datetime import datetime, timedelta

from aggregator.feeds.pace import words
from aggregator.feeds.state import has_moved
from aggregator.model import FailureKind, Feed, FeedHealth, FeedState, HealthStatus, PollRecord

GAP_SHOWN = timedelta(hours=23, minutes=30)  # a digest or a poll a day names every gap once, not twice
FROZEN_AFTER = 5  # times the mean time between two entries of its list …
LONGEST_GAP_AGAIN = 1.25  # … and that much longer than its longest silence so far: a weekly comes in bursts …
NEVER_FROZEN_BEFORE = timedelta(days=4)  # … but a long weekend is no frost
ALWAYS_LOOKED_AT = timedelta(days=14)  # silent so long is worth a look whatever the mean says …
SLOW_RHYTHM = 2  # … unless that is less than twice the median time between two entries
_REFUSALS = frozenset({FailureKind.FORBIDDEN, FailureKind.REFUSED_ADDRESS, FailureKind.ROBOTS})


def assess_health(*, feed: Feed, state: FeedState, history: Sequence[PollRecord], now: datetime) -> FeedHealth:
    """The feed's health: the worst that is true of it. `history` is newest first."""
    status, since, detail = _assess(state, history, now)
    return FeedHealth(
        feed=feed,
        status=status,
        since=since,
        last_ok_at=state.last_ok_at,
        last_new_at=_last_sign_of_life(state),
        detail=detail,
        failure=state.failure,
    )


def _assess(
    state: FeedState, history: Sequence[PollRecord], now: datetime
) -> tuple[HealthStatus, datetime | None, str]:
    if state.last_polled_at is None:
        return HealthStatus.NEW, None, "not asked yet"
    if state.failure is not None:
        return _failing(state, state.failure, now)
    frozen_since = _frozen_since(state, history)
    if frozen_since is not None:
        return HealthStatus.FROZEN, frozen_since, _frozen_words(state, frozen_since, now)
    if state.gap_at is not None and now - state.gap_at < GAP_SHOWN:
        return HealthStatus.GAP, state.gap_at, _gap_words(state, history)
    if has_moved(state):
        return HealthStatus.MOVED, state.moved_sightings[0], f"moved to {state.moved_to}: put that into feeds.yaml"
    return HealthStatus.OK, None, _ok_words(state, now)


def _failing(state: FeedState, failure: FailureKind, now: datetime) -> tuple[HealthStatus, datetime | None, str]:
    status = HealthStatus.REFUSED if failure in _REFUSALS else HealthStatus.FAILING
    since = state.failing_since or state.last_polled_at
    lasting = f" for {words(now - since)}" if since is not None and now - since >= timedelta(minutes=1) else ""
    times = f", {state.failures} times" if state.failures > 1 else ""
    detail = state.failure_detail or failure.value.replace("_", " ")
    return status, since, f"{detail}{lasting}{times}"


def _frozen_since(state: FeedState, history: Sequence[PollRecord]) -> datetime | None:
    """When the last entry came, if that is too long ago for this feed; None while it may still be alive."""
    last = _last_sign_of_life(state)
    if last is None or state.last_ok_at is None:
        return None
    silence = state.last_ok_at - last
    nothing = timedelta()
    usual = max(FROZEN_AFTER * _mean_gap(state, history), LONGEST_GAP_AGAIN * (state.longest_gap or nothing))
    slow = SLOW_RHYTHM * (state.usual_gap or nothing)
    patience = min(max(NEVER_FROZEN_BEFORE, usual), max(ALWAYS_LOOKED_AT, slow))
    return last if silence > patience else None


def _last_sign_of_life(state: FeedState) -> datetime | None:
    """The newest entry's own date, or when we last met a new entry, whichever is earlier.

    On the first poll everything is new to us, however old; and dates that move without a new entry prove nothing.
    """
    signs = [at for at in (state.newest_published, state.last_new_at) if at is not None]
    return min(signs) if signs else None


def _mean_gap(state: FeedState, history: Sequence[PollRecord]) -> timedelta:
    """The mean time between two entries of the last list, by their dates; without dates, between polls that brought some."""
    if state.window_span is not None:
        entries = next((poll.entries for poll in history if poll.failure is None and poll.entries > 1), 2)
        return state.window_span / (entries - 1)
    arrivals = [poll.at for poll in history if poll.new]
    return (arrivals[0] - arrivals[-1]) / (len(arrivals) - 1) if len(arrivals) > 1 else ALWAYS_LOOKED_AT


def _frozen_words(state: FeedState, since: datetime, now: datetime) -> str:
    gap = state.usual_gap
    usual = f", where one every {words(gap)} is usual" if gap is not None and gap < now - since else ""
    return f"no new entry for {words(now - since)}{usual}, though it answers"


def _gap_words(state: FeedState, history: Sequence[PollRecord]) -> str:
    at = next((index for index, poll in enumerate(history) if poll.gap), None)
    before = history[at + 1] if at is not None and at + 1 < len(history) else None
    waited = f" in {words(history[at].at - before.at)}" if at is not None and before is not None else ""
    often = f" ({state.gaps} times so far)" if state.gaps > 1 else ""
    return f"its list turned over completely{waited}; entries may be missing{often}"


def _ok_words(state: FeedState, now: datetime) -> str:
    last = _last_sign_of_life(state)
    return (
        f"last new entry {words(max(now - last, timedelta()))} ago"
        if last is not None
        else "it answers, without entries so far"
    )

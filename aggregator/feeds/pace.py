"""When to ask a feed again: often enough that its list cannot turn over unseen, rarely enough to be a good guest.

Deterministic: the same facts give the same answer. This module must not read the clock; a feed is never given up.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from hashlib import blake2b

from aggregator.model import FailureKind, Feed, FeedState, Pace, Polling, PollRecord

LONGEST_EVER = timedelta(days=1)  # no feed, whatever it does, is left alone for longer
POLLS_PER_WINDOW = 7  # a list that turns over in 90 minutes is asked every 13: two lost polls still lose nothing
POLLS_PER_GAP = 2  # of the usual time between two entries
SILENCE_PER_POLL = 10  # a silent feed is asked again after a tenth of its silence
LONG_SILENCE_PER_POLL = 200  # … and even a short list after a 200th: a night changes nothing, a month does
SERVERS_WISH = timedelta(
    hours=2
)  # Cache-Control, ttl and skipHours are honoured up to here, and never beyond a third of the window
JITTER = 0.1  # of the interval at most, so that feeds of one round do not stay together


@dataclass(frozen=True, slots=True)
class _BackOff:
    """How a kind of failure is waited out: the first pause, its growth from failure to failure, its end."""

    first: timedelta
    growth: float
    longest: timedelta
    words: str


_TRANSIENT = _BackOff(timedelta(minutes=5), 2.0, timedelta(hours=6), "trouble that often passes by itself")
_BROKEN = _BackOff(timedelta(minutes=30), 2.0, timedelta(hours=12), "the answer cannot be used")
_MISSING = _BackOff(timedelta(hours=1), 2.0, timedelta(hours=12), "feeds that answer 404 or 410 do come back")
_UNWELCOME = _BackOff(timedelta(hours=2), 2.0, timedelta(hours=12), "the server does not want this request")
_LIMITED = _BackOff(timedelta(hours=1), 2.0, timedelta(hours=12), "the server asks for fewer requests")

_BACK_OFF = {
    FailureKind.DNS: _TRANSIENT,
    FailureKind.CONNECT: _TRANSIENT,
    FailureKind.TIMEOUT: _TRANSIENT,
    FailureKind.INTERRUPTED: _TRANSIENT,
    FailureKind.SERVER_ERROR: _TRANSIENT,
    FailureKind.EMPTY: _TRANSIENT,
    FailureKind.PROTOCOL: _BROKEN,
    FailureKind.TLS: _BROKEN,
    FailureKind.TOO_LARGE: _BROKEN,
    FailureKind.COMPRESSION: _BROKEN,
    FailureKind.REDIRECT: _BROKEN,
    FailureKind.NOT_MODIFIED_UNASKED: _TRANSIENT,
    FailureKind.NOT_A_FEED: _BROKEN,
    FailureKind.UNREADABLE: _BROKEN,
    FailureKind.PARSER_LIMIT: _BROKEN,
    FailureKind.NOT_FOUND: _MISSING,
    FailureKind.GONE: _MISSING,
    FailureKind.FORBIDDEN: _UNWELCOME,
    FailureKind.CLIENT_ERROR: _UNWELCOME,
    FailureKind.REFUSED_ADDRESS: _UNWELCOME,
    FailureKind.ROBOTS: _UNWELCOME,
    FailureKind.RATE_LIMITED: _LIMITED,
}


def choose_pace(
    *,
    feed: Feed,
    state: FeedState,
    history: Sequence[PollRecord],
    polling: Polling,
    now: datetime,
    failure: FailureKind | None = None,
    retry_after: timedelta | None = None,
    max_age: timedelta | None = None,
) -> Pace:
    """The next poll, between `polling.shortest` and a day from now, with its reason in words.

    `state` already holds this poll's facts, `history` is newest first and begins with this poll. `retry_after` and
    `max_age` are what the server asked for.
    """
    limits = _Limits.of(polling)
    if failure is not None:
        wish, reason = _after_failure(state, failure, retry_after, _usual(feed, state, history, polling, now)[0])
        return _pace(feed, limits.within(wish, LONGEST_EVER), reason, now, limits)
    interval, reason = _usual(feed, state, history, polling, now)
    if feed.interval is None:
        interval, reason = _as_the_server_wishes(interval, reason, state, max_age)
    pace = _pace(feed, limits.within(interval, LONGEST_EVER), reason, now, limits)
    return pace if feed.interval is not None else _outside_skipped_hours(pace, state, now)


@dataclass(frozen=True, slots=True)
class _Limits:
    """The configured bounds, put right where they contradict each other."""

    shortest: timedelta
    longest: timedelta

    @classmethod
    def of(cls, polling: Polling) -> "_Limits":
        shortest = min(max(polling.shortest, timedelta(seconds=1)), LONGEST_EVER)
        return cls(shortest, min(max(polling.longest, shortest), LONGEST_EVER))

    def within(self, interval: timedelta, longest: timedelta | None = None) -> timedelta:
        return min(max(interval, self.shortest), longest if longest is not None else self.longest)


def _usual(
    feed: Feed, state: FeedState, history: Sequence[PollRecord], polling: Polling, now: datetime
) -> tuple[timedelta, str]:
    """The interval that the feed's own behaviour asks for, whatever servers wish."""
    limits = _Limits.of(polling)
    if feed.interval is not None:
        return feed.interval, f"every {words(feed.interval)}, as feeds.yaml says"
    if state.window_span is None and state.usual_gap is None:
        return limits.within(polling.interval), f"every {words(polling.interval)} until its rhythm is known"
    if history and history[0].gap:
        interval = limits.within((state.interval or polling.interval) / 2)
        return interval, "entries may have been missed since the last poll: asking twice as often"
    rhythm, why = _rhythm(state, now)
    if state.window_span is not None:
        window = max(state.window_span / POLLS_PER_WINDOW, _silence(state, now) / LONG_SILENCE_PER_POLL)
        if window < rhythm:
            return limits.within(window), f"its list turns over in {words(state.window_span)}"
    return limits.within(rhythm), why


def _rhythm(state: FeedState, now: datetime) -> tuple[timedelta, str]:
    """What the usual time between entries asks for; a feed long silent is asked more and more rarely."""
    gap = state.usual_gap if state.usual_gap is not None else state.window_span or LONGEST_EVER
    silence = _silence(state, now)
    if silence / SILENCE_PER_POLL > gap / POLLS_PER_GAP:
        return silence / SILENCE_PER_POLL, f"nothing new for {words(silence)}"
    return gap / POLLS_PER_GAP, f"an entry every {words(gap)} as a rule"


def _silence(state: FeedState, now: datetime) -> timedelta:
    return max(now - (state.newest_published or state.last_new_at or now), timedelta())


def _after_failure(
    state: FeedState, failure: FailureKind, retry_after: timedelta | None, usual: timedelta
) -> tuple[timedelta, str]:
    back_off = _BACK_OFF[failure]
    steps = min(max(state.failures, 1) - 1, 16)  # 2 ** 16 pauses are beyond every limit
    pause = min(back_off.first * back_off.growth**steps, back_off.longest)
    if retry_after is not None:
        asked = min(max(retry_after, usual), LONGEST_EVER)  # one server once asked for 88 hours
        if asked >= pause:
            return asked, f"the server asks us to wait {words(retry_after)}"
    times = f"{state.failures} failures in a row" if state.failures > 1 else "one failure"
    return pause, f"{times} ({failure.value.replace('_', ' ')}): {back_off.words}"


def _as_the_server_wishes(
    interval: timedelta, reason: str, state: FeedState, max_age: timedelta | None
) -> tuple[timedelta, str]:
    """A longer interval where Cache-Control or ttl asks for it and no entry can be lost by it."""
    wish = max(filter(None, (max_age, state.ttl)), default=None)
    if wish is None or wish <= interval:
        return interval, reason
    cap = SERVERS_WISH if state.window_span is None else min(SERVERS_WISH, state.window_span / 3)
    granted = min(wish, cap)
    if granted <= interval:
        return interval, reason
    return granted, f"the server asks for no more than one request in {words(wish)}"


def _pace(feed: Feed, interval: timedelta, reason: str, now: datetime, limits: _Limits) -> Pace:
    """The interval with the feed's own jitter, still within bounds."""
    shifted = limits.within(interval * (1 + JITTER * _lean(feed.url)), LONGEST_EVER)
    return Pace(interval=interval, next_poll_at=now + shifted, reason=reason)


def _lean(url: str) -> float:
    """A number from 0 to 1 that is always the same for a feed."""
    digest = blake2b(url.encode("utf-8", "surrogatepass"), digest_size=4).digest()
    return int.from_bytes(digest, "big") / 0xFFFFFFFF


def _outside_skipped_hours(pace: Pace, state: FeedState, now: datetime) -> Pace:
    """Past the hours (GMT) that the feed asks to skip, but never so late that its list could turn over."""
    if not state.skip_hours:
        return pace
    cap = SERVERS_WISH if state.window_span is None else min(SERVERS_WISH, state.window_span / 3)
    latest = max(now + cap, pace.next_poll_at)
    at = pace.next_poll_at
    while at.astimezone(UTC).hour in state.skip_hours and at < latest:
        at = min(at.astimezone(UTC).replace(minute=0, second=0, microsecond=0) + timedelta(hours=1), latest)
    if at == pace.next_poll_at:
        return pace
    return Pace(interval=pace.interval, next_poll_at=at, reason=f"{pace.reason}; it asks to skip these hours")


def words(duration: timedelta) -> str:
    """A duration as people say it: 12 min, 1.5 h, 3 days."""
    minutes = duration.total_seconds() / 60
    if minutes < 1:
        return f"{duration.total_seconds():.0f} s"
    if minutes < 90:
        return f"{minutes:.0f} min"
    if minutes < 48 * 60:
        return f"{minutes / 60:.1f} h".replace(".0 h", " h")
    return f"{minutes / 60 / 24:.0f} days"

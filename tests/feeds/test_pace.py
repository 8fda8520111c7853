"""When to ask again: before a list turns over, within bounds whatever happens, and with a reason in words."""

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from aggregator.feeds.pace import choose_pace, words
from aggregator.model import FailureKind, Feed, FeedState, Pace, Polling, PollRecord

NOW = datetime(2022, 7, 30, 3, 0, tzinfo=UTC)
DAY = timedelta(days=1)
FEED = Feed(url="https://www.example.kr/rss/all.xml", outlet="example")


def _state(**facts: object) -> FeedState:
    return FeedState(url=FEED.url, last_polled_at=NOW, **facts)  # type: ignore[arg-type]  # facts are the caller's


def _pace(state: FeedState, *, feed: Feed = FEED, history: tuple[PollRecord, ...] = (), **asked: object) -> Pace:
    return choose_pace(feed=feed, state=state, history=history, polling=Polling(), now=NOW, **asked)  # type: ignore[arg-type]  # the same


def _busy(**facts: object) -> FeedState:
    """A list of 20 that turns over in 90 minutes."""
    return _state(
        window_span=timedelta(minutes=90),
        usual_gap=timedelta(minutes=4),
        newest_published=NOW - timedelta(minutes=5),
        **facts,
    )


def test_a_list_that_turns_over_in_90_minutes_is_asked_every_10_to_15() -> None:
    assert timedelta(minutes=10) <= _pace(_busy()).interval <= timedelta(minutes=15)


def test_a_list_of_two_hours_is_asked_often_enough_that_two_lost_polls_lose_nothing() -> None:
    span = timedelta(hours=2)
    state = _state(window_span=span, usual_gap=timedelta(hours=1), newest_published=NOW)
    assert _pace(state).interval * 3 * 1.1 < span


def test_a_daily_column_is_asked_a_few_times_a_day() -> None:
    state = _state(window_span=timedelta(days=20), usual_gap=DAY, newest_published=NOW - timedelta(hours=5))
    assert timedelta(hours=2) <= _pace(state).interval <= timedelta(hours=6)


def test_a_frozen_feed_is_asked_rarely_but_asked() -> None:
    state = _state(
        window_span=timedelta(minutes=43), usual_gap=timedelta(minutes=1), newest_published=NOW - timedelta(days=80)
    )
    assert _pace(state).interval == Polling().longest


def test_a_night_does_not_slow_a_busy_feed() -> None:
    state = _busy()
    night = choose_pace(feed=FEED, state=state, history=(), polling=Polling(), now=NOW + timedelta(hours=8))
    assert night.interval <= timedelta(minutes=15)


def test_a_gap_halves_the_interval() -> None:
    gap = PollRecord(at=NOW, failure=None, entries=20, new=20, gap=True)
    pace = _pace(_state(window_span=DAY, usual_gap=timedelta(hours=4), interval=timedelta(hours=2)), history=(gap,))
    assert pace.interval == timedelta(hours=1)
    assert "missed" in pace.reason


def test_a_feed_of_unknown_rhythm_has_the_configured_interval() -> None:
    assert _pace(_state()).interval == Polling().interval


def test_a_fixed_interval_is_kept_whatever_the_server_wishes() -> None:
    fixed = Feed(url=FEED.url, outlet="example", interval=timedelta(minutes=20))
    pace = _pace(_busy(ttl=timedelta(hours=5), skip_hours=(3,)), feed=fixed, max_age=timedelta(hours=5))
    assert pace.interval == timedelta(minutes=20)
    assert "feeds.yaml" in pace.reason


@pytest.mark.parametrize("facts", [{"ttl": timedelta(hours=9)}, {}])
def test_a_servers_wish_is_granted_but_never_so_that_entries_are_lost(facts: dict[str, timedelta]) -> None:
    pace = _pace(_busy(**facts), max_age=timedelta(hours=9))
    assert pace.interval == timedelta(minutes=30)  # a third of the window
    calm = _state(window_span=DAY * 30, usual_gap=timedelta(minutes=40), newest_published=NOW, **facts)
    assert _pace(calm, max_age=timedelta(hours=9)).interval == timedelta(hours=2)


def test_hours_to_skip_are_skipped_as_far_as_the_window_allows() -> None:
    calm = _state(window_span=DAY * 30, usual_gap=timedelta(minutes=40), newest_published=NOW, skip_hours=(3, 4))
    assert _pace(calm).next_poll_at >= NOW.replace(hour=5)
    assert _pace(_busy(skip_hours=(3, 4, 5, 6))).next_poll_at <= NOW + timedelta(minutes=33)


@pytest.mark.parametrize("kind", FailureKind)
def test_failures_are_waited_out_longer_and_longer_and_never_given_up(kind: FailureKind) -> None:
    waits = [_pace(_busy(failures=n, failure=kind), failure=kind).interval for n in range(1, 40)]
    assert waits == sorted(waits)
    assert waits[0] <= timedelta(hours=2)
    assert waits[0] < waits[-1] <= timedelta(hours=12)


def test_a_hiccup_costs_less_than_a_missing_feed() -> None:
    def first(kind: FailureKind) -> timedelta:
        return _pace(_busy(failures=1), failure=kind).interval

    assert (
        first(FailureKind.TIMEOUT)
        < first(FailureKind.NOT_A_FEED)
        < first(FailureKind.NOT_FOUND)
        < first(FailureKind.FORBIDDEN)
    )


@pytest.mark.parametrize(
    ("asked", "granted"),
    [
        (timedelta(seconds=1), timedelta(hours=1)),  # the back-off for too many requests
        (timedelta(hours=3), timedelta(hours=3)),
        (timedelta(hours=88), DAY),
        (timedelta(days=10**8), DAY),
    ],
)
def test_retry_after_is_kept_between_the_back_off_and_a_day(asked: timedelta, granted: timedelta) -> None:
    pace = _pace(_busy(failures=1), failure=FailureKind.RATE_LIMITED, retry_after=asked)
    assert pace.interval == granted


def test_jitter_is_the_feeds_own() -> None:
    paces = [_pace(_busy(), feed=Feed(url=f"https://www.example.kr/{n}", outlet="x")) for n in range(50)]
    again = [_pace(_busy(), feed=Feed(url=f"https://www.example.kr/{n}", outlet="x")) for n in range(50)]
    assert paces == again
    assert len({pace.next_poll_at for pace in paces}) > 40


spans = st.none() | st.timedeltas(timedelta(0), timedelta(days=5000))
moments = st.none() | st.datetimes(NOW.replace(tzinfo=None, year=1990), NOW.replace(tzinfo=None, year=2040)).map(
    lambda at: at.replace(tzinfo=UTC)
)
states = st.builds(
    FeedState,
    url=st.text(max_size=20),
    interval=spans,
    failures=st.integers(0, 10**6),
    window_span=spans,
    usual_gap=spans,
    longest_gap=spans,
    newest_published=moments,
    last_new_at=moments,
    gap_at=moments,
    ttl=spans,
    skip_hours=st.lists(st.integers(0, 23), max_size=24).map(tuple),
)
records = st.builds(
    PollRecord,
    at=st.just(NOW),
    failure=st.none() | st.sampled_from(FailureKind),
    entries=st.integers(0, 5000),
    new=st.integers(0, 5000),
    gap=st.booleans(),
)
pollings = st.builds(
    Polling,
    interval=st.timedeltas(timedelta(seconds=1), DAY * 3),
    shortest=st.timedeltas(timedelta(0), DAY * 3),
    longest=st.timedeltas(timedelta(0), DAY * 3),
)


@given(
    state=states,
    history=st.lists(records, max_size=5).map(tuple),
    polling=pollings,
    fixed=st.none() | st.timedeltas(timedelta(seconds=1), DAY * 9),
    failure=st.none() | st.sampled_from(FailureKind),
    retry_after=st.none() | st.timedeltas(timedelta(0), timedelta(days=10**6)),
    max_age=st.none() | st.timedeltas(timedelta(0), timedelta(days=10**6)),
)
def test_the_next_poll_is_within_bounds_for_any_history(
    state: FeedState,
    history: tuple[PollRecord, ...],
    polling: Polling,
    fixed: timedelta | None,
    failure: FailureKind | None,
    retry_after: timedelta | None,
    max_age: timedelta | None,
) -> None:
    feed = Feed(url=state.url, outlet="x", interval=fixed)
    pace = choose_pace(
        feed=feed,
        state=state,
        history=history,
        polling=polling,
        now=NOW,
        failure=failure,
        retry_after=retry_after,
        max_age=max_age,
    )
    shortest = min(polling.shortest, DAY)
    assert NOW + shortest <= pace.next_poll_at <= NOW + DAY
    assert shortest <= pace.interval <= DAY
    assert pace.reason
    assert "\n" not in pace.reason


@pytest.mark.parametrize(
    ("duration", "said"),
    [
        (timedelta(seconds=30), "30 s"),
        (timedelta(minutes=12), "12 min"),
        (timedelta(hours=2), "2 h"),
        (timedelta(hours=2.5), "2.5 h"),
        (timedelta(days=3), "3 days"),
    ],
)
def test_durations_are_said_as_people_say_them(duration: timedelta, said: str) -> None:
    assert words(duration) == said

"""A feed's state after each poll, and its health in one word and one line."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from aggregator.feeds.changes import entry_digest, find_changes
from aggregator.feeds.health import assess_health
from aggregator.feeds.identity import identify
from aggregator.feeds.state import after_failure, after_not_modified, after_success, has_moved, poll_address
from aggregator.model import (
    Entry,
    FailureKind,
    Feed,
    FeedHealth,
    FeedState,
    HealthStatus,
    KnownEntry,
    ParsedFeed,
    PollRecord,
)

NOW = datetime(2022, 7, 30, tzinfo=UTC)
HOUR = timedelta(hours=1)
FEED = Feed(url="https://www.example.kr/rss/all.xml", outlet="example")


def _entries(*numbers: int, at: datetime = NOW, every: timedelta = HOUR) -> tuple[Entry, ...]:
    return tuple(
        Entry(
            guid=None,
            url=f"https://www.example.kr/news/{100000 + n}",
            title=f"기사 {n}호",
            published=at - every * place,
        )
        for place, n in enumerate(numbers)
    )


def _list(
    state: FeedState,
    entries: tuple[Entry, ...],
    at: datetime,
    moved_to: str | None = None,
    known: tuple[Entry, ...] = (),
) -> FeedState:
    parsed = ParsedFeed(title="가상일보", entries=entries, format="rss", charset="utf-8")
    identities = identify(entries)
    stored = [
        KnownEntry(id=n, identity=i, title=e.title, summary="", published=e.published, digest=entry_digest(e))
        for n, (e, i) in enumerate(zip(known, identify(known), strict=True))
    ]
    changes = find_changes(entries, identities, stored, at)
    return after_success(
        state,
        parsed=parsed,
        identities=identities,
        changes=changes,
        etag='"1"',
        last_modified=None,
        body_digest="d",
        moved_to=moved_to,
        now=at,
    )


def _health(state: FeedState, now: datetime, *history: PollRecord) -> FeedHealth:
    return assess_health(feed=FEED, state=state, history=history or (_record(now),), now=now)


def _record(at: datetime, *, entries: int = 20, gap: bool = False) -> PollRecord:
    return PollRecord(at=at, failure=None, entries=entries, new=1, gap=gap)


def test_a_feed_never_asked_is_new() -> None:
    assert _health(FeedState(url=FEED.url), NOW).status is HealthStatus.NEW


def test_a_feed_that_brings_entries_is_ok() -> None:
    state = _list(FeedState(url=FEED.url), _entries(3, 2, 1), NOW)
    assert state.window_span == 2 * HOUR
    assert state.usual_gap == state.longest_gap == HOUR
    assert state.newest_published == state.last_new_at == NOW
    assert _health(state, NOW).status is HealthStatus.OK


def test_a_list_that_shares_nothing_with_the_one_before_is_a_gap() -> None:
    before = _list(FeedState(url=FEED.url), _entries(3, 2, 1), NOW - HOUR)
    overlap = _list(before, _entries(5, 4, 3), NOW, known=_entries(3, 2, 1))
    assert (overlap.gap_at, overlap.gaps) == (None, 0)
    gap = _list(before, _entries(6, 5, 4), NOW, known=_entries(3, 2, 1))
    assert (gap.gap_at, gap.gaps) == (NOW, 1)
    health = _health(gap, NOW, _record(NOW, gap=True), _record(NOW - HOUR))
    assert health.status is HealthStatus.GAP
    assert "60 min" in health.detail
    assert health.since == NOW
    assert _health(gap, NOW + timedelta(days=1)).status is HealthStatus.OK


def test_a_failure_between_hides_no_gap_and_makes_none() -> None:
    state = _list(FeedState(url=FEED.url), _entries(3, 2, 1), NOW - 2 * HOUR)
    state = after_failure(state, kind=FailureKind.TIMEOUT, detail="no answer in 30 s", now=NOW - HOUR)
    assert _list(state, _entries(4, 3), NOW, known=_entries(3, 2, 1)).gaps == 0
    assert _list(state, _entries(5, 4), NOW, known=_entries(3, 2, 1)).gaps == 1


def test_what_another_feed_brought_first_is_new_in_this_list_too() -> None:
    before = _list(FeedState(url=FEED.url), _entries(2, 1), NOW - HOUR)
    after = _list(before, _entries(3, 2, 1), NOW, known=_entries(3, 2, 1))
    assert after.last_new_at == NOW
    assert _list(after, _entries(3, 2, 1), NOW + HOUR, known=_entries(3, 2, 1)).last_new_at == NOW


def test_an_empty_list_keeps_what_was_known() -> None:
    before = _list(FeedState(url=FEED.url), _entries(2, 1), NOW - HOUR)
    after = _list(before, (), NOW)
    assert (after.window_keys, after.newest_published, after.gaps) == (before.window_keys, before.newest_published, 0)


@pytest.mark.parametrize(
    ("every", "silent", "frozen"),
    [
        (HOUR, timedelta(days=3), False),  # a long weekend
        (HOUR, timedelta(days=5), True),
        (timedelta(days=2), timedelta(days=9), False),
        (timedelta(days=2), timedelta(days=11), True),
        (timedelta(days=6), timedelta(days=15), True),  # two weeks are worth a look …
        (timedelta(days=10), timedelta(days=15), False),  # … unless they are nothing unusual
        (timedelta(days=10), timedelta(days=21), True),
    ],
)
def test_frozen_is_a_matter_of_the_feeds_own_rhythm_also_on_the_first_poll(
    every: timedelta, silent: timedelta, frozen: bool
) -> None:
    entries = _entries(*range(20, 0, -1), at=NOW - silent, every=every)
    state = _list(FeedState(url=FEED.url), entries, NOW)
    health = _health(state, NOW)
    assert (health.status is HealthStatus.FROZEN) == frozen
    if frozen:
        assert health.since == NOW - silent
        assert "no new entry for" in health.detail


def test_a_weekly_that_comes_in_bursts_is_not_frozen_within_its_week() -> None:
    last_week = _entries(*range(20, 10, -1), at=NOW - timedelta(days=7), every=HOUR)
    the_week_before = _entries(*range(10, 0, -1), at=NOW - timedelta(days=14), every=HOUR)
    state = _list(FeedState(url=FEED.url), (*last_week, *the_week_before), NOW)
    assert _health(state, NOW).status is HealthStatus.OK


def test_dates_that_move_without_a_new_entry_do_not_hide_a_frost() -> None:
    state = _list(FeedState(url=FEED.url), _entries(2, 1), NOW - timedelta(days=30))
    for day in range(29, -1, -1):
        at = NOW - timedelta(days=day)
        state = _list(state, _entries(2, 1, at=at), at, known=_entries(2, 1))
    assert _health(state, NOW).status is HealthStatus.FROZEN


def test_a_feed_without_dates_freezes_by_its_arrivals() -> None:
    entries = tuple(replace(entry, published=None) for entry in _entries(2, 1))
    state = _list(FeedState(url=FEED.url), entries, NOW - timedelta(days=15))
    state = after_not_modified(state, etag=None, last_modified=None, moved_to=None, now=NOW)
    assert _health(state, NOW).status is HealthStatus.FROZEN


@pytest.mark.parametrize(
    ("kind", "status"),
    [
        (FailureKind.TIMEOUT, HealthStatus.FAILING),
        (FailureKind.GONE, HealthStatus.FAILING),
        (FailureKind.FORBIDDEN, HealthStatus.REFUSED),
        (FailureKind.REFUSED_ADDRESS, HealthStatus.REFUSED),
    ],
)
def test_a_failure_is_named_with_its_beginning(kind: FailureKind, status: HealthStatus) -> None:
    state = _list(FeedState(url=FEED.url), _entries(2, 1), NOW - 3 * HOUR)
    for hours in (2, 1, 0):
        state = after_failure(state, kind=kind, detail="HTTP 403", now=NOW - hours * HOUR)
    health = _health(state, NOW)
    assert (health.status, health.since) == (status, NOW - 2 * HOUR)
    assert health.detail == "HTTP 403 for 2 h, 3 times"
    well = after_not_modified(state, etag=None, last_modified=None, moved_to=None, now=NOW + HOUR)
    assert (well.failures, well.failing_since, well.failure, well.failure_detail) == (0, None, None, "")


def test_a_long_silent_feed_is_asked_without_validators_once_a_day() -> None:
    state = _list(FeedState(url=FEED.url), _entries(2, 1), NOW)
    asked = []
    for hours in range(0, 24 * 5, 6):
        at = NOW + timedelta(hours=hours + 1)
        asked.append(state.etag is None)
        etag = '"1"' if state.etag is None else None  # a full answer brings it again, 304 need not
        state = after_not_modified(state, etag=etag, last_modified=None, moved_to=None, now=at)
    assert asked[:8] == [False] * 8
    assert asked.count(True) == 3


NEW_ADDRESS = "https://new.example.kr/rss.xml"


def _redirected(days: tuple[float, ...], to: str = NEW_ADDRESS) -> FeedState:
    state = FeedState(url=FEED.url)
    for day in days:
        at = NOW + timedelta(days=day)
        state = after_not_modified(state, etag=None, last_modified=None, moved_to=to, now=at)
    return state


@pytest.mark.parametrize(
    ("days", "adopted"),
    [((0,), False), ((0, 1), False), ((0, 0.1, 0.2), False), ((0, 4), False), ((0, 1, 2, 3), True), ((0, 2, 3), True)],
)
def test_a_permanent_redirect_counts_after_three_sightings_over_three_days(
    days: tuple[float, ...], adopted: bool
) -> None:
    state = _redirected(days)
    assert has_moved(state) == adopted
    assert poll_address(state) == (NEW_ADDRESS if adopted else FEED.url)
    now = NOW + timedelta(days=5)
    assert (_health(state, now).status is HealthStatus.MOVED) == adopted


def test_a_redirect_that_ends_or_changes_counts_anew() -> None:
    state = after_not_modified(_redirected((0, 1)), etag=None, last_modified=None, moved_to=None, now=NOW)
    assert (state.moved_to, state.moved_sightings) == (None, ())
    state = _redirected((0, 1))
    state = after_not_modified(
        state, etag=None, last_modified=None, moved_to="https://portal.example/", now=NOW + timedelta(days=3)
    )
    assert not has_moved(state)


def test_an_adopted_address_is_kept_when_it_answers_and_doubted_when_it_does_not() -> None:
    state = _redirected((0, 1, 2, 3))
    state = after_not_modified(state, etag=None, last_modified=None, moved_to=None, now=NOW + timedelta(days=4))
    assert poll_address(state) == NEW_ADDRESS
    asked = set()
    for hours in range(6):
        state = after_failure(
            state, kind=FailureKind.DNS, detail="no such host", now=NOW + timedelta(days=4, hours=hours)
        )
        asked.add(poll_address(state))
    assert asked == {FEED.url, NEW_ADDRESS}

"""Windows of issues: by example for weekends, holidays and clock changes, by law for ten zones over seventeen years."""

from dataclasses import replace
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from aggregator.digests.window import (
    Window,
    covered_days,
    cut,
    find_due,
    find_latest,
    find_next,
    find_window,
    is_issue_day,
)
from aggregator.model import Digest

ZONES = (
    "Asia/Seoul",
    "Europe/Berlin",
    "America/New_York",
    "America/Sao_Paulo",
    "Australia/Lord_Howe",
    "Pacific/Apia",
    "Asia/Kathmandu",
    "Africa/Casablanca",
    "Asia/Tehran",
    "Pacific/Chatham",
)
WEEKDAYS = (0, 1, 2, 3, 4)
DAILY = Digest(id="d", name="아침", watchlists=(), at=time(7, 30))
SEOUL = ZoneInfo("Asia/Seoul")


def seoul(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=SEOUL).astimezone(UTC)


def test_a_daily_issue_covers_a_day_up_to_its_hour() -> None:
    """[yesterday 07:30, today 07:30) on the wall clock of Seoul."""
    window = find_window(DAILY, date(2026, 7, 28))
    assert (window.start, window.end) == (seoul("2026-07-27 07:30"), seoul("2026-07-28 07:30"))


def test_monday_covers_the_weekend() -> None:
    """A weekday digest's Monday begins on Friday."""
    window = find_window(replace(DAILY, days=WEEKDAYS), date(2026, 7, 27))
    assert window.start == seoul("2026-07-24 07:30")
    assert [day.day for day in covered_days(replace(DAILY, days=WEEKDAYS), window)] == [25, 26, 27]


def test_korean_holidays_and_their_substitutes_have_no_issue() -> None:
    """Chuseok 2025 with its substitute holiday: Thursday 2 October, then Friday the 10th."""
    digest = replace(DAILY, days=WEEKDAYS, holidays="KR")
    days = [date(2025, 10, day) for day in range(1, 14)]
    assert [day.day for day in days if is_issue_day(digest, day)] == [1, 2, 10, 13]
    assert find_window(digest, date(2025, 10, 10)).start == seoul("2025-10-02 07:30")


def test_a_substitute_holiday_for_a_sunday_is_known() -> None:
    """Independence day 2026 falls on a Sunday; Monday 2 March is free."""
    assert not is_issue_day(replace(DAILY, holidays="KR"), date(2026, 3, 2))
    assert is_issue_day(replace(DAILY, holidays="KR"), date(2026, 3, 3))


@pytest.mark.parametrize(("day", "hours"), [(date(2026, 3, 29), 23), (date(2026, 10, 25), 25), (date(2026, 7, 1), 24)])
def test_days_of_clock_changes_are_shorter_or_longer(day: date, hours: int) -> None:
    """In Berlin the clock springs in the night of these dates."""
    window = find_window(replace(DAILY, timezone="Europe/Berlin"), day)
    assert window.end - window.start == timedelta(hours=hours)


def test_an_hour_that_does_not_exist_still_closes_the_issue() -> None:
    """02:30 on the night of the change in New York is an instant between its neighbours."""
    digest = replace(DAILY, timezone="America/New_York", at=time(2, 30))
    assert cut(digest, date(2026, 3, 7)) < cut(digest, date(2026, 3, 8)) < cut(digest, date(2026, 3, 9))


def test_a_day_that_the_calendar_skipped_has_no_issue() -> None:
    """Apia went from 29 to 31 December 2011."""
    digest = replace(DAILY, timezone="Pacific/Apia")
    assert not (is_issue_day(digest, date(2011, 12, 30)) and is_issue_day(digest, date(2011, 12, 31)))


@pytest.mark.parametrize("zone", ZONES)
@pytest.mark.parametrize("days", [tuple(range(7)), WEEKDAYS], ids=["daily", "weekdays"])
def test_no_gap_and_no_overlap_in_seventeen_years(zone: str, days: tuple[int, ...]) -> None:
    """Each window begins where the one before ended, and is longer than nothing."""
    digest = replace(DAILY, timezone=zone, days=days)
    day, last = date(2010, 1, 4), None
    while day < date(2027, 1, 1):
        if is_issue_day(digest, day):
            window = find_window(digest, day)
            assert window.start < window.end
            assert last is None or window.start == last
            last = window.end
        day += timedelta(days=1)


def test_the_first_issue_waits_for_a_whole_poll() -> None:
    """A newsroom started at noon does not send this morning's empty issue; its first is tomorrow's."""
    noon = seoul("2026-07-28 12:00")
    assert find_due(DAILY, None, noon, noon + timedelta(hours=1)) == ()
    assert find_due(DAILY, None, None, noon) == ()
    due = find_due(DAILY, None, noon, seoul("2026-07-29 07:30"))
    assert [window.issue_date.day for window in due] == [29]


def test_an_issue_is_due_from_its_very_minute() -> None:
    """Half-open: at 07:30 sharp the window has closed."""
    last = find_window(DAILY, date(2026, 7, 27))
    assert find_due(DAILY, last, None, seoul("2026-07-28 07:29")) == ()
    assert [w.issue_date.day for w in find_due(DAILY, last, None, seoul("2026-07-28 07:30"))] == [28]


def test_after_a_downtime_at_most_three_issues_follow() -> None:
    """Five were missed: the two oldest are folded into the first of three, and nothing is lost."""
    last = find_window(DAILY, date(2026, 7, 20))
    due = find_due(DAILY, last, None, seoul("2026-07-25 09:00"))
    assert [window.issue_date.day for window in due] == [23, 24, 25]
    assert [day.day for day in due[0].missed] == [21, 22]
    assert due[0].start == last.end
    assert [window.start for window in due[1:]] == [window.end for window in due[:-1]]


def test_a_changed_send_time_opens_no_gap() -> None:
    """The next window begins where the last edition ended, not where today's order would have ended it."""
    last = Window(issue_date=date(2026, 7, 27), start=seoul("2026-07-26 07:30"), end=seoul("2026-07-27 07:30"))
    earlier = replace(DAILY, at=time(6, 0))
    (window,) = find_due(earlier, last, None, seoul("2026-07-28 06:00"))
    assert (window.start, window.end) == (last.end, seoul("2026-07-28 06:00"))


def test_the_open_window_is_the_one_being_gathered() -> None:
    """Before and after the cut."""
    assert find_next(DAILY, seoul("2026-07-28 07:29")).issue_date.day == 28
    assert find_next(DAILY, seoul("2026-07-28 07:30")).issue_date.day == 29
    latest = find_latest(DAILY, seoul("2026-07-28 07:30"))
    assert latest is not None
    assert latest.issue_date.day == 28


@given(
    st.sampled_from(ZONES),
    st.sets(st.integers(0, 6), min_size=1).map(lambda days: tuple(sorted(days))),
    st.times().map(lambda at: at.replace(microsecond=0)),
    st.integers(0, 17 * 365 * 24 * 60).map(
        lambda minutes: datetime(2010, 1, 1, tzinfo=UTC) + timedelta(minutes=minutes)
    ),
)
def test_every_moment_belongs_to_exactly_one_issue(zone: str, days: tuple[int, ...], at: time, now: datetime) -> None:
    """The open window holds the moment, and the windows beside it do not."""
    digest = replace(DAILY, timezone=zone, days=days, at=at)
    window = find_next(digest, now)
    assert window.start <= now < window.end
    following = find_next(digest, window.end)
    assert following.start == window.end


@given(st.integers(0, 40), st.sampled_from([tuple(range(7)), WEEKDAYS]))
def test_catching_up_covers_the_whole_downtime(days: int, weekdays: tuple[int, ...]) -> None:
    """However long: the due windows join from the last end to the newest cut, three at most."""
    digest = replace(DAILY, days=weekdays)
    last = find_window(digest, date(2026, 7, 20))
    now = last.end + timedelta(days=days, hours=1)
    due = find_due(digest, last, None, now)
    ends = [last.end, *(window.end for window in due)]
    assert [window.start for window in due] == ends[:-1]
    assert len(due) <= 3
    latest = find_latest(digest, now)
    assert latest is not None
    assert ends[-1] == latest.end

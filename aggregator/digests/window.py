"""Which stretch of time belongs to which issue of a digest.

An issue's window is half-open, [cut(previous issue), cut(this issue)): the cut is the digest's send time on its local wall
clock, so days on which clocks change are 23 or 25 hours long and nothing falls between two issues or into both. Monday's
issue of a weekday digest covers the weekend; public holidays are covered by the issue after them. Nothing here looks at the
clock or at what was sent: both are handed in.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from functools import lru_cache
from zoneinfo import ZoneInfo

from aggregator.model import Digest

DAY = timedelta(days=1)
CATCH_UP = 3  # issues sent after a downtime, at most; older ones are folded into the first of them
_FAR = 400  # days: no standing order pauses longer than a year


@dataclass(frozen=True, slots=True, kw_only=True)
class Window:
    """One issue's stretch of time, [start, end), aware UTC. `missed`: issue dates folded into this one after a downtime."""

    issue_date: date
    start: datetime
    end: datetime
    missed: tuple[date, ...] = ()


def cut(digest: Digest, day: date) -> datetime:
    """The instant at which the issue of `day` closes. A wall time that a clock change skips counts by the hour before it."""
    return datetime.combine(day, digest.at, ZoneInfo(digest.timezone)).astimezone(UTC)


def is_issue_day(digest: Digest, day: date) -> bool:
    """A day skipped by the calendar itself (Apia had no 30 December 2011) has no issue."""
    if day.weekday() not in digest.days or _is_holiday(digest.holidays, day):
        return False
    return cut(digest, day) > cut(digest, day - DAY)


def find_window(digest: Digest, day: date) -> Window:
    """The window of the issue of `day`, counted from the issue day before it."""
    return Window(issue_date=day, start=cut(digest, previous_issue_day(digest, day)), end=cut(digest, day))


def find_next(digest: Digest, now: datetime) -> Window:
    """The window that is open at `now`: its issue has not closed yet."""
    day = _local_day(digest, now) - DAY
    while not (is_issue_day(digest, day) and cut(digest, day) > now):
        day += DAY
        if (day - now.date()).days > _FAR:
            break
    return find_window(digest, day)


def find_latest(digest: Digest, now: datetime) -> Window | None:
    """The window of the newest issue whose hour has come; None when there is none within a year."""
    day = next(
        (d for d in _back_from(_local_day(digest, now)) if cut(digest, d) <= now and is_issue_day(digest, d)), None
    )
    return find_window(digest, day) if day else None


def find_due(digest: Digest, last: Window | None, watched_since: datetime | None, now: datetime) -> tuple[Window, ...]:
    """The windows whose issues should have gone out by `now`, oldest first.

    The first of them starts where the last issue ended, whatever the standing order said then, so a changed send time
    opens no gap. A digest that never appeared begins with the first cut after `watched_since`, when feeds were first asked.
    """
    if last is None:
        latest = find_latest(digest, now)
        return (latest,) if latest and watched_since is not None and watched_since < latest.end else ()
    days = [day for day in _days_until(digest, last.issue_date, now) if cut(digest, day) > last.end]
    kept, missed = days[-CATCH_UP:], tuple(days[:-CATCH_UP])
    starts = (last.end, *(cut(digest, day) for day in kept))
    return tuple(
        Window(issue_date=day, start=start, end=cut(digest, day), missed=missed if day == kept[0] else ())
        for day, start in zip(kept, starts, strict=False)
    )


def covered_days(digest: Digest, window: Window) -> tuple[date, ...]:
    """The days whose 24-hour slices [cut(d-1), cut(d)) the window holds, oldest first; at least the issue's own."""
    days = [window.issue_date]
    while len(days) < _FAR and cut(digest, days[0] - DAY) > window.start:
        days.insert(0, days[0] - DAY)
    return tuple(days)


def previous_issue_day(digest: Digest, day: date) -> date:
    return next((d for d in _back_from(day - DAY) if is_issue_day(digest, d)), day - DAY)


def _days_until(digest: Digest, after: date, now: datetime) -> Iterator[date]:
    day = after + DAY
    while cut(digest, day) <= now:
        if is_issue_day(digest, day):
            yield day
        day += DAY


def _back_from(day: date) -> Iterator[date]:
    return (day - timedelta(days=back) for back in range(_FAR))


def _local_day(digest: Digest, now: datetime) -> date:
    return now.astimezone(ZoneInfo(digest.timezone)).date()


def _is_holiday(country: str | None, day: date) -> bool:
    return country is not None and day in _holidays(country, day.year)


@lru_cache(maxsize=256)
def _holidays(country: str, year: int) -> frozenset[date]:
    """Public holidays with their substitute days. Raises NotImplementedError for a country the package does not know."""
    import holidays  # noqa: PLC0415 - 90 ms that only digests with a holiday calendar pay

    return frozenset(holidays.country_holidays(country, years=year))

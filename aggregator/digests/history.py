"""What is usual: counts of past days, so that today's can be set against them.

A day is the 24-hour slice up to the digest's hour, which makes Saturday comparable with Saturday even in a digest that has
no Saturday issue. Only days that the newsroom watched from their beginning count; nothing is guessed for the others.
"""

from bisect import bisect_right
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from statistics import median

from aggregator.digests.edition import Day
from aggregator.digests.window import DAY, Window, covered_days, cut
from aggregator.model import Digest

WEEKS = 8  # how far back the usual looks
FEWEST = 2  # same weekdays that a usual needs
TREND = 14
WEEK = 7
FEWEST_DAYS = 3  # days that an average needs


@dataclass(frozen=True, slots=True)
class Caught:
    """One clipping of the past: enough to count it."""

    watchlist: str
    entry: int
    at: datetime


def history_start(digest: Digest, window: Window) -> datetime:
    """From when on clippings of the past are needed."""
    return cut(digest, covered_days(digest, window)[0] - timedelta(weeks=WEEKS) - DAY)


class History:
    """Counts by day and watchlist. Days whose slice began before `watched_since` are unknown."""

    def __init__(
        self, digest: Digest, window: Window, caught: Iterable[Caught], watched_since: datetime | None
    ) -> None:
        self.covered = covered_days(digest, window)
        first = self.covered[0] - timedelta(weeks=WEEKS)
        self._days = [first + DAY * number for number in range((window.issue_date - first).days + 1)]
        self._cuts = [cut(digest, day) for day in self._days]
        self._known = {day for day in self._days if watched_since and watched_since <= cut(digest, day - DAY)}
        self._total: dict[date, set[int]] = {}
        self._by_watchlist: dict[tuple[str, date], set[int]] = {}
        for one in caught:
            self._count(one)

    def _count(self, caught: Caught) -> None:
        place = bisect_right(self._cuts, caught.at)
        if place < len(self._days):
            day = self._days[place]
            self._total.setdefault(day, set()).add(caught.entry)
            self._by_watchlist.setdefault((caught.watchlist, day), set()).add(caught.entry)

    def usual(self, watchlist: str | None = None) -> int | None:
        """The median of the same weekdays, summed over the days that the issue covers; None for too little history."""
        medians = [self._usual_of(day, watchlist) for day in self.covered]
        known = [value for value in medians if value is not None]
        return round(sum(known)) if len(known) == len(medians) else None

    def average(self, watchlist: str) -> float | None:
        """Clippings a day over the week before the issue; None for too little history."""
        days = [self.covered[0] - DAY * back for back in range(1, WEEK + 1)]
        counts = [self._on(day, watchlist) for day in days if day in self._known]
        return sum(counts) / len(counts) if len(counts) >= FEWEST_DAYS else None

    def trend(self) -> tuple[Day, ...]:
        """The last two weeks up to the issue's day."""
        return tuple(Day(date=day, count=self._shown(day), current=day in self.covered) for day in self._days[-TREND:])

    def _usual_of(self, day: date, watchlist: str | None) -> float | None:
        same = [day - timedelta(weeks=back) for back in range(1, WEEKS + 1)]
        counts = [self._on(other, watchlist) for other in same if other in self._known]
        return median(counts) if len(counts) >= FEWEST else None

    def _on(self, day: date, watchlist: str | None) -> int:
        return len(self._total.get(day, ()) if watchlist is None else self._by_watchlist.get((watchlist, day), ()))

    def _shown(self, day: date) -> int | None:
        return self._on(day, None) if day in self._known or day in self.covered else None

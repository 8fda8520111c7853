"""Which of a feed's dates can be believed, seen all together: build times, wrong zones, the future.

An entry whose date cannot be believed has none; it then counts from when it was first seen. This module must not read
one date's form; that is text.dates.
"""

import re
from collections.abc import Sequence
from datetime import UTC, datetime, timedelta

from aggregator.feeds.quirks import Quirks
from aggregator.feeds.raw import RawFeed
from aggregator.model import Outlet
from aggregator.text.dates import EARLIEST, home_zone, read_date

CLOCK_SKEW = timedelta(minutes=10)  # how far a server's clock may be ahead of ours
_BUILD_SPREAD = timedelta(seconds=5)  # entries that all carry the build time differ by no more
_BUILD_DISTANCE = timedelta(minutes=2)  # from the feed's own date
_JUST_BUILT = timedelta(minutes=15)  # a feed without date of its own, built when asked

_SAYS_UTC = re.compile(r"(?:\dZ|GMT|UTC|[+-]00:?00)$", re.IGNORECASE)

Dates = tuple[datetime | None, datetime | None]  # published, updated


def settle_dates(
    feed: RawFeed, outlet: Outlet, quirks: Quirks, now: datetime
) -> tuple[tuple[Dates, ...], tuple[str, ...]]:
    """For each entry what is known of `published` and `updated`, and a line for each thing that was mended."""
    zone = outlet.timezone
    read = [(_first(raw.published, zone, now), _first(raw.updated, zone, now)) for raw in feed.entries]
    problems: list[str] = []
    if quirks.ignore_dates or _is_build_time([published or updated for published, updated in read], feed, zone, now):
        problems.append("all entries carry the time the feed was built")
        return tuple((None, None) for _ in read), tuple(problems)
    if quirks.utc_is_local or _calls_local_time_utc(feed, read, zone, now):
        problems.append(f"dates called UTC are {zone} time")
        read = [(_as_local(published, zone), _as_local(updated, zone)) for published, updated in read]
    settled = []
    for published, updated in read:
        first = published or updated  # Atom may give only `updated`
        settled.append((_past(first, now), _past(updated, now)))
    return tuple(settled), tuple(problems)


def _first(texts: Sequence[str], zone: str, now: datetime) -> datetime | None:
    return next((time for text in texts if (time := read_date(text, zone, now)) is not None), None)


def _past(time: datetime | None, now: datetime) -> datetime | None:
    """The time, unless it is still to come: tomorrow's paper is on the web tonight, and was first seen tonight."""
    return time if time is not None and time <= now + CLOCK_SKEW else None


def _is_build_time(times: Sequence[datetime | None], feed: RawFeed, zone: str, now: datetime) -> bool:
    """Whether every entry has the same time and that is when the feed was made; a morning paper's articles share theirs too."""
    known = [time for time in times if time is not None]
    if len(known) < 3 or len(known) < len(times) or max(known) - min(known) > _BUILD_SPREAD:
        return False
    built = _first(feed.built, zone, now)
    if built is not None and abs(max(known) - built) <= _BUILD_DISTANCE:
        return True
    return abs(now - max(known)) <= _JUST_BUILT


def _calls_local_time_utc(feed: RawFeed, read: Sequence[Dates], zone: str, now: datetime) -> bool:
    """Whether dates marked as UTC lie ahead of now by no more than the outlet's distance from UTC.

    Of 21 Korean outlets in one archive, seventeen had zone-less times that somebody marked as UTC: nine hours ahead.
    """
    offset = home_zone(zone).utcoffset(now.replace(tzinfo=None)) or timedelta()
    texts = [text for raw in feed.entries for text in (*raw.published[:1], *raw.updated[:1])]
    if offset <= timedelta() or len(read) < 3 or not all(_SAYS_UTC.search(text.strip()) for text in texts):
        return False
    times = [time for dates in read for time in dates if time is not None]
    ahead = [time for time in times if time > now + timedelta(minutes=30)]
    return len(ahead) >= 2 and max(ahead) <= now + offset + CLOCK_SKEW


def _as_local(time: datetime | None, zone: str) -> datetime | None:
    if time is None:
        return None
    local = time.astimezone(UTC).replace(tzinfo=home_zone(zone)).astimezone(UTC)
    return local if local >= EARLIEST else None

"""How a story grew: by day, how many entries and how many outlets that had not told it before.

Pure. Days are local to the reader's zone; "since yesterday" is the difference of two of them.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from zoneinfo import ZoneInfo

from aggregator.model import Story, StoryMember


@dataclass(frozen=True, slots=True)
class StoryDay:
    """One day of a story: what was first seen on it."""

    day: date
    entries: int
    outlets: int  # that told it on this day
    new_outlets: int  # of these, for the first time


def count_days(story: Story, zone: str) -> tuple[StoryDay, ...]:
    """The days on which the story had entries, oldest first."""
    by_day: dict[date, list[StoryMember]] = {}
    for member in story.members:
        by_day.setdefault(_local_day(member.stored.first_seen, zone), []).append(member)
    told: set[str] = set()
    days = []
    for day in sorted(by_day):
        outlets = {member.stored.outlet for member in by_day[day]}
        days.append(StoryDay(day, len(by_day[day]), len(outlets), len(outlets - told)))
        told |= outlets
    return tuple(days)


def days_running(story: Story, zone: str) -> int:
    """Which day of the story its newest entry is on: 1 for the first, 3 for "3일째"."""
    seen: Sequence[date] = [_local_day(member.stored.first_seen, zone) for member in story.members]
    return (max(seen) - min(seen)).days + 1


def grown_since(story: Story, moment: datetime) -> tuple[int, int]:
    """How many entries, and how many outlets that had not told it before, came from that moment on."""
    before = {member.stored.outlet for member in story.members if member.stored.first_seen < moment}
    after = [member for member in story.members if member.stored.first_seen >= moment]
    return len(after), len({member.stored.outlet for member in after} - before)


def _local_day(moment: datetime, zone: str) -> date:
    return moment.astimezone(ZoneInfo(zone)).date()

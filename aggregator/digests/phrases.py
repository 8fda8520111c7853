"""Small pieces of sentences that both languages build theirs from: times, counts, changes, failures. Pure text."""

from datetime import datetime
from zoneinfo import ZoneInfo

from aggregator.digests.edition import Edition, Trouble
from aggregator.digests.words import STATUS
from aggregator.model import FailureKind


def failure_words(trouble: Trouble, words: dict[FailureKind, str]) -> str:
    """The kind of failure in words, with the server's own number where it gave one."""
    if trouble.failure is None:
        return trouble.detail
    status = STATUS.search(trouble.detail)
    return f"{words[trouble.failure]} (HTTP {status.group(1)})" if status else words[trouble.failure]


def count_of(number: int, one: str, many: str | None = None) -> str:
    return f"{number:,} {one if number == 1 else many or one + 's'}"


def change_of(count: int, usual: int | None, fresh: str, times: str) -> str:
    if usual is None:
        return ""
    if usual == 0:
        return f"▲{fresh}" if count else ""
    change = (count - usual) / usual
    if abs(change) < 0.005:
        return "="
    if change >= 3:
        return f"▲{times.format(count / usual)}"
    return f"▲{change:.0%}" if change > 0 else f"▼{-change:.0%}"


def wall_clock(at: datetime, edition: Edition) -> str:
    return f"{at.astimezone(ZoneInfo(edition.timezone)):%H:%M}"


def stamp(at: datetime, edition: Edition) -> str:
    """Month/day and time; the time alone on the issue's own day."""
    local = at.astimezone(ZoneInfo(edition.timezone))
    if local.date() == edition.issue_date and at < edition.end:
        return f"{local:%H:%M}"
    return f"{local.month}/{local.day} {local:%H:%M}"


def zone_name(edition: Edition) -> str:
    return edition.end.astimezone(ZoneInfo(edition.timezone)).tzname() or edition.timezone

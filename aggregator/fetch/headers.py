"""Reads what a response says about itself: how long to wait, how long it stays fresh, and what to ask with next time.

Pure; every value comes from strangers, so whatever cannot be believed is None.
"""

import re
from datetime import UTC, datetime, timedelta
from email.utils import parsedate_to_datetime

LONGEST_RETRY_AFTER = timedelta(hours=24)  # 88 hours was seen once; one reader crashed on 20 digits (HAZARDS)
LONGEST_MAX_AGE = timedelta(days=7)
MAX_VALIDATOR_CHARS = 512
FUTURE_TOLERANCE = timedelta(days=1)

_DIGITS = re.compile(r"\s*(\d+)(?:\.\d*)?\s*", re.ASCII)
_MAX_AGE = re.compile(r'(?:^|[\s,])max-age\s*=\s*"?(\d+)', re.IGNORECASE | re.ASCII)
_PRINTABLE = re.compile(r"[\x21-\x7e\x80-\xff]+(?:[ \t]+[\x21-\x7e\x80-\xff]+)*")


def read_retry_after(value: str | None, now: datetime) -> timedelta | None:
    """`Retry-After` in seconds or as a date, within 0 and 24 hours."""
    if value is None:
        return None
    if found := _DIGITS.fullmatch(value):
        return _seconds(found[1], LONGEST_RETRY_AFTER)
    at = read_http_date(value)
    return None if at is None else min(max(at - now, timedelta()), LONGEST_RETRY_AFTER)


def read_max_age(value: str | None) -> timedelta | None:
    """`Cache-Control: max-age`, at most a week; None where it is absent or the answer must not be kept."""
    if value is None or re.search(r"\bno-(?:store|cache)\b", value, re.IGNORECASE):
        return None
    found = _MAX_AGE.search(value)
    return _seconds(found[1], LONGEST_MAX_AGE) if found else None


def read_etag(value: str | None) -> str | None:
    """The entity tag exactly as it came, quotes or not: it is only ever sent back."""
    return value if value and len(value) <= MAX_VALIDATOR_CHARS and _PRINTABLE.fullmatch(value) else None


def read_last_modified(value: str | None, now: datetime) -> str | None:
    """`Last-Modified` as it came, unless it lies ahead: one of 2041 would be answered with 304 for ever (HAZARDS)."""
    at = read_http_date(value) if value else None
    return value if at is not None and at <= now + FUTURE_TOLERANCE else None


def read_http_date(value: str) -> datetime | None:
    """An HTTP date in any of its three forms, aware UTC."""
    if len(value) > 100:
        return None
    try:
        at = parsedate_to_datetime(value)
        return at.replace(tzinfo=UTC) if at.tzinfo is None else at.astimezone(UTC)
    except (ValueError, TypeError, OverflowError, IndexError):
        return None


def _seconds(digits: str, longest: timedelta) -> timedelta:
    # More than nine digits is more than 31 years, and int() of thousands of digits raises.
    return longest if len(digits.lstrip("0")) > 9 else min(timedelta(seconds=int(digits)), longest)

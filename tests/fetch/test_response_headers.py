"""What a response says of itself is believed only within bounds."""

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from aggregator.fetch.headers import (
    LONGEST_MAX_AGE,
    LONGEST_RETRY_AFTER,
    read_etag,
    read_last_modified,
    read_max_age,
    read_retry_after,
)

NOW = datetime(2026, 7, 1, 12, 0, tzinfo=UTC)
HEADER_LIKE = st.text(max_size=60) | st.from_regex(
    r"(max-age=|Thu, 01 Jan )?[0-9]{1,30}( GMT|, private)?", fullmatch=True
)


@pytest.mark.parametrize(
    ("value", "seconds"),
    [
        ("120", 120),
        (" 120 ", 120),
        ("0", 0),
        ("1.5", 1),
        ("316800", 86_400),
        ("9" * 20, 86_400),
        ("9" * 5000, 86_400),
        ("000000000000060", 60),
        ("Wed, 01 Jul 2026 12:10:00 GMT", 600),
        ("Wed, 01 Jul 2026 21:10:00 +0900", 600),
        ("Wed, 01 Jul 2026 11:00:00 GMT", 0),
        ("Wed, 01 Jul 2099 11:00:00 GMT", 86_400),
    ],
)
def test_retry_after_is_read_in_both_forms_within_a_day(value: str, seconds: int) -> None:
    assert read_retry_after(value, NOW) == timedelta(seconds=seconds)


@pytest.mark.parametrize("value", [None, "", "soon", "-5", "١٢٠", "Wed, 99 Jul 2026 12:10:00 GMT"])
def test_a_retry_after_that_says_nothing_is_not_known(value: str | None) -> None:
    assert read_retry_after(value, NOW) is None


@pytest.mark.parametrize(
    ("value", "seconds"),
    [
        ("max-age=300", 300),
        ("public, MAX-AGE=300, must-revalidate", 300),
        ('private, max-age="60"', 60),
        ("max-age=99999999999999999999", 604_800),
        ("s-maxage=10, max-age=20", 20),
        ("max-age=0", 0),
    ],
)
def test_max_age_is_read(value: str, seconds: int) -> None:
    assert read_max_age(value) == timedelta(seconds=seconds)


@pytest.mark.parametrize(
    "value", [None, "", "no-store, max-age=300", "no-cache", "s-maxage=10", "max-age=-1", "max-age=x"]
)
def test_a_max_age_that_does_not_bind_is_not_known(value: str | None) -> None:
    assert read_max_age(value) is None


def test_a_last_modified_from_the_future_is_not_kept() -> None:
    assert read_last_modified("Tue, 01 Jan 2041 00:00:00 GMT", NOW) is None
    assert read_last_modified("Wed, 01 Jul 2026 11:00:00 GMT", NOW) == "Wed, 01 Jul 2026 11:00:00 GMT"
    assert read_last_modified("Wednesday, 01-Jul-26 11:00:00 GMT", NOW) is not None
    assert read_last_modified("yesterday", NOW) is None


@pytest.mark.parametrize("value", ['"abc"', 'W/"abc"', "no-quotes", '"한글"'.encode().decode("latin-1")])
def test_an_entity_tag_is_kept_as_it_came(value: str) -> None:
    assert read_etag(value) == value


@pytest.mark.parametrize("value", [None, "", '"a\x00b"', '"' + "a" * 600 + '"', '"a\x1fb"'])
def test_an_entity_tag_that_could_not_be_sent_back_is_not_kept(value: str | None) -> None:
    assert read_etag(value) is None


@given(HEADER_LIKE)
def test_no_header_raises_or_leaves_its_bounds(value: str) -> None:
    wait = read_retry_after(value, NOW)
    assert wait is None or timedelta() <= wait <= LONGEST_RETRY_AFTER
    age = read_max_age(value)
    assert age is None or timedelta() <= age <= LONGEST_MAX_AGE
    assert read_last_modified(value, NOW) in (None, value)
    assert read_etag(value) in (None, value)

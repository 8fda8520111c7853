"""Dates: every form is read right or not at all."""

from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from aggregator.text.dates import AHEAD, EARLIEST, read_date

SEOUL = ZoneInfo("Asia/Seoul")
NOW = datetime(2022, 7, 30, tzinfo=UTC)
MONTHS = ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"]
DAYS = ["Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun"]


def _rfc(at: datetime, zone: str) -> str:
    return f"{DAYS[at.weekday()]}, {at.day:02} {MONTHS[at.month - 1]} {at.year} {at:%H:%M:%S} {zone}"


def _twelve(at: datetime) -> str:
    half = "오전" if at.hour < 12 else "오후"
    return f"{at.year}. {at.month}. {at.day}. {half} {at.hour % 12 or 12}:{at:%M:%S}"


WRITERS = {
    "rfc": lambda at: _rfc(at, "+0900"),
    "rfc-colon": lambda at: _rfc(at, "+09:00"),
    "kst": lambda at: _rfc(at, "KST"),
    "gmt+9": lambda at: _rfc(at, "GMT+9"),
    "tight": lambda at: _rfc(at, "+0900").replace(", ", ","),
    "month number": lambda at: f"{DAYS[at.weekday()]}, {at.day:02} {at.month:02} {at.year} {at:%H:%M:%S}",
    "single digits": lambda at: (
        f"{DAYS[at.weekday()]},{at.day} {MONTHS[at.month - 1]} {at.year} {at.hour}:{at.minute}:{at.second} GMT+9"
    ),
    "utc": lambda at: _rfc(at.astimezone(UTC), "GMT"),
    "new york": lambda at: _rfc(at.astimezone(UTC) - timedelta(hours=5), "EST"),
    "iso": lambda at: at.isoformat(),
    "iso utc": lambda at: at.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ"),
    "iso zoneless": lambda at: at.strftime("%Y-%m-%dT%H:%M:%S"),
    "zoneless": lambda at: at.strftime("%Y-%m-%d %H:%M:%S"),
    "dotted": lambda at: at.strftime("%Y.%m.%d %H:%M:%S"),
    "slashed": lambda at: at.strftime("%Y/%m/%d %H:%M:%S"),
    "words": lambda at: f"{at.year}년 {at.month}월 {at.day}일 {at.hour}시 {at.minute}분 {at.second}초",
    "twelve hours": _twelve,
    "compact": lambda at: at.strftime("%Y%m%d%H%M%S"),
    "epoch": lambda at: str(int(at.timestamp())),
    "ctime": lambda at: f"{DAYS[at.weekday()]} {MONTHS[at.month - 1]} {at.day} {at:%H:%M:%S} KST {at.year}",
    "american": lambda at: (
        f"{MONTHS[at.month - 1]} {at.day}, {at.year} {at.hour % 12 or 12}:{at:%M:%S} {'AM' if at.hour < 12 else 'PM'}"
    ),
}


def _between(first: datetime, last: datetime) -> st.SearchStrategy[datetime]:
    naive = st.datetimes(first.replace(tzinfo=None), last.replace(tzinfo=None))
    return naive.map(lambda at: at.replace(microsecond=0, tzinfo=SEOUL))


plausible = _between(datetime(2002, 1, 1, tzinfo=UTC), datetime(2022, 7, 29, tzinfo=UTC))
future = _between(datetime(2022, 8, 2, tzinfo=UTC), datetime(2400, 1, 1, tzinfo=UTC))


@pytest.mark.parametrize("form", WRITERS)
@given(at=plausible)
def test_what_one_writes_the_other_reads(form: str, at: datetime) -> None:
    assert read_date(WRITERS[form](at), "Asia/Seoul", NOW) == at


@pytest.mark.parametrize("form", ["zoneless", "dotted", "iso zoneless", "compact", "twelve hours"])
def test_a_text_without_zone_is_at_home_at_the_outlet(form: str) -> None:
    text = WRITERS[form](datetime(2022, 7, 15, 7, 30, 10, tzinfo=SEOUL))
    assert read_date(text, "Europe/Berlin", NOW) == datetime(2022, 7, 15, 5, 30, 10, tzinfo=UTC)


@pytest.mark.parametrize(
    "text",
    [
        "07/08/2022", "2022-02-30", "2022-13-01", "31.04.2022", "Fri, 15 Jul 2022 25:00:00 +0900", "15 Foo 2022", "Jul 2022",
        "Fri, 15 Jul 2022 07:30:10 XYZ", "Fri, 15 Jul 2022 07:30:10 IST", "2022", "어제", "오후 3:05", "", "n/a",
        "2022-07-15 오전 15:00",
        "Mon, 01 Jan 0001 00:00:00 GMT", "2022-07-15 07:30 2022-07-16 08:00", "2022-07-15 07:30:10 +25:00", "1/2/3",
        "2022-07-15 07:61", "20221345", "99999999999999999999", "2022-07-1507:30", "2022-07-15 (07:30)",
        "2022-07-15 07:30 (XYZ)", "2022-07-15 등록 3",
    ],
)  # fmt: skip
def test_what_is_not_certain_is_none(text: str) -> None:
    assert read_date(text, "Asia/Seoul", NOW) is None


@pytest.mark.parametrize(
    ("text", "utc"),
    [
        ("2022-07-15 07:30:10 (KST)", "2022-07-14T22:30:10"),
        ("2022-07-15 07:30:10 (UTC)", "2022-07-15T07:30:10"),
        ("2022-07-15 07:30:10 (금)", "2022-07-14T22:30:10"),
        ("2022-07-15T07:30:10+09:00[Asia/Seoul]", "2022-07-14T22:30:10"),
        ("Fri Jul 15 07:30:10 +0900 2022", "2022-07-14T22:30:10"),
        ("Friday, 15-Jul-22 07:30:10 UTC", "2022-07-15T07:30:10"),
        ("Friday, July 15, 2022 - 07:30", "2022-07-14T22:30:00"),
        ("20220715 07:30", "2022-07-14T22:30:00"),
        ("2022年7月15日 07:30", "2022-07-14T22:30:00"),
        ("２０２２-０７-１５ ０７:３０", "2022-07-14T22:30:00"),
        ("15.07.2022 07:30", "2022-07-14T22:30:00"),
        ("2022-07-15 07:30 Europe/Berlin", "2022-07-15T05:30:00"),
    ],
)
def test_rarer_forms(text: str, utc: str) -> None:
    assert read_date(text, "Asia/Seoul", NOW) == datetime.fromisoformat(utc).replace(tzinfo=UTC)


@given(st.text(max_size=60) | st.text(alphabet="0123456789 -./:+TZ년월일오전후시분JulFriGMTKS,", max_size=40))
def test_nothing_raises_and_nothing_implausible_comes_back(text: str) -> None:
    time = read_date(text, "Asia/Seoul", NOW)
    assert time is None or EARLIEST <= time <= NOW + AHEAD


@given(future, st.sampled_from(sorted(set(WRITERS) - {"new york"})))
def test_the_future_is_none(at: datetime, form: str) -> None:
    assert read_date(WRITERS[form](at), "Asia/Seoul", NOW) is None


def test_an_unknown_zone_of_the_outlet_is_seoul() -> None:
    assert read_date("2022-07-15 07:30", "Nowhere/Else", NOW) == datetime(2022, 7, 14, 22, 30, tzinfo=UTC)


def test_daylight_saving_is_the_zones_business() -> None:
    assert read_date("2022-01-15 07:30", "America/New_York", NOW) == datetime(2022, 1, 15, 12, 30, tzinfo=UTC)
    assert read_date("2022-07-15 07:30", "America/New_York", NOW) == datetime(2022, 7, 15, 11, 30, tzinfo=UTC)

"""Dates as feeds really write them, read into aware UTC times; a wrong date is worse than none.

Every form is recognised as a whole or not at all: what is left over, ambiguous or implausible gives None. This module
must not look at the clock; `now` is passed in.
"""

import re
import unicodedata
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta, timezone, tzinfo
from html import unescape
from zoneinfo import ZoneInfo

EARLIEST = datetime(1990, 1, 1, tzinfo=UTC)
AHEAD = timedelta(days=2)  # a later date is no publication date, whatever it is
_RECENT = timedelta(days=366)  # how old 22.07.15 may be and still be read as 15 July 2022
_LONGEST = 120  # characters; a date is never longer, not even JavaScript's with the zone's name

_MONTHS = {
    name: number
    for number, names in enumerate(
        (
            "jan january janvier enero januar", "feb february février febrero februar", "mar march mars marzo märz",
            "apr april avril abril", "may mai mayo", "jun june juin junio juni", "jul july juillet julio juli",
            "aug august août agosto", "sep sept september septembre septiembre", "oct october octobre octubre oktober",
            "nov november novembre noviembre", "dec december décembre diciembre dezember",
        ),
        start=1,
    )
    for name in names.split()
}  # fmt: skip
_WEEKDAYS = {
    name: number
    for number, names in enumerate(
        ("mon monday 월 월요일 月", "tue tues tuesday 화 화요일 火", "wed weds wednesday 수 수요일 水",
         "thu thur thurs thursday 목 목요일 木", "fri friday 금 금요일 金", "sat saturday 토 토요일 土",
         "sun sunday 일 일요일 日")
    )
    for name in names.split()
}  # fmt: skip

# RFC 822's names and those seen in feeds. Left out because two countries mean different things: IST, BST in Asia, AST.
_ZONES = {
    "z": 0, "ut": 0, "utc": 0, "gmt": 0, "wet": 0, "kst": 540, "jst": 540, "hkt": 480, "sgt": 480, "cet": 60,
    "cest": 120, "mez": 60, "mesz": 120, "bst": 60, "eet": 120, "eest": 180, "msk": 180, "est": -300, "edt": -240,
    "cdt": -300, "mst": -420, "mdt": -360, "pst": -480, "pdt": -420, "akst": -540, "akdt": -480, "hst": -600,
    "aest": 600, "aedt": 660, "acst": 570, "awst": 480, "nzst": 720, "nzdt": 780, "ict": 420, "wib": 420, "pht": 480,
    "한국시간": 540, "한국표준시": 540,
}  # fmt: skip
_CST = {"Asia": 480}  # central time in America, China's time for an Asian outlet

_OFFSET = r"(?P<sign>[+\-−])\s?(?P<zh>\d{1,2})(?::?(?P<zm>\d{2}))?(?::?00)?"
_NAMED_ZONE = r"[a-z]+/[a-z_]+(?:/[a-z_]+)?"
_ZONE = (
    rf"(?P<zone>(?:(?:gmt|utc|ut|kst|jst)\s?)?{_OFFSET}(?:\s[a-z]{{2,5}})?"
    rf"|[a-z]{{1,5}}|한국\s?(?:표준시|시간)|{_NAMED_ZONE})"
)
_MERIDIEM = r"(?:오전|오후|a\.?m\.?|p\.?m\.?|午前|午後|上午|下午)"
_TIME = (
    rf"(?:(?P<before>{_MERIDIEM})\s*)?"
    r"(?P<hour>\d{1,2})\s?(?:[:.]|시)\s?(?:(?P<minute>\d{1,2})\s?(?:분)?"
    r"(?:\s?:?\s?(?P<second>\d{1,2})(?:[.,]\d{1,9})?\s?(?:초)?)?)?"
    rf"\s*(?P<after>{_MERIDIEM})?"
)
_CLOCK = (
    rf"(?:(?:[-–|/]\s)?{_TIME}\s*(?:\[?{_ZONE}\]?)?|(?P<date_zone>z|utc|gmt|kst)?)\s*(?:[(\[](?P<gloss>[^)\]]*)[)\]])?"
)
_WEEKDAY = r"(?:[(\[]?(?P<weekday>[^\W\d_]{1,9})(?![^\W\d_])[)\]]?\.?\s*,?\s*)?"
_MID_WEEKDAY = r"(?:[(\[]?(?P<weekday>[월화수목금토일]|[월화수목금토일]요일|[a-z]{3,9})[)\]]?\.?,?\s*)?"

_FORMS = tuple(
    re.compile(form + r"\s*\Z", re.IGNORECASE)
    for form in (
        # 2022-07-15T07:30:10+09:00, 2022.07.15 07:30, 2022/7/15, 2022년 7월 15일 (금) 오전 9:00
        r"(?P<year>\d{4})\s?(?:[-./]|년|年)\s?(?P<month>\d{1,2})\s?(?:[-./]|월|月)\s?(?P<day>\d{1,2})(?!\d)\s?(?:일|日|\.)?\s*,?\s*"
        + _MID_WEEKDAY + r"(?:t(?=\d))?\s*" + _CLOCK,
        # 2022-07-15T073010+0900
        rf"(?P<year>\d{{4}})-(?P<month>\d\d)-(?P<day>\d\d)[t ](?P<hour>\d\d)(?P<minute>\d\d)(?P<second>\d\d)?\s*{_ZONE}?",
        # Sat, 16 Jul 2022 07:30:10 +0900, Sat,16-Jul-22, 16 07 2022 07:30
        _WEEKDAY + r"(?P<day>\d{1,2})(?:st|nd|rd|th)?[\s-]\s*(?P<month>[^\W\d_]{3,10}|\d{1,2}(?=월?))월?\.?,?[\s-]\s*"
        r"(?P<year>\d{4}|\d{2})(?!\d),?\s*(?:at\s+)?" + _CLOCK,
        # July 16, 2022 7:30 AM
        _WEEKDAY + r"(?P<month>[^\W\d_]{3,10})\.?\s+(?P<day>\d{1,2})(?:st|nd|rd|th)?,?\s+(?P<year>\d{4}),?\s*(?:at\s+)?"
        + _CLOCK,
        # Fri Jul 15 07:30:10 KST 2022, Fri Jul 15 07:30:10 2022
        _WEEKDAY + rf"(?P<month>[a-z]{{3,10}})\s+(?P<day>\d{{1,2}})\s+{_TIME}\s*(?:{_ZONE})?\s+(?P<year>\d{{4}})",
    )
)  # fmt: skip
_COMPACT = re.compile(
    r"(?P<year>\d{4})(?P<month>\d\d)(?P<day>\d\d)(?:[t ]?(?P<clock>\d{6}|\d{4}))?(?P<rest>.*)\Z", re.I
)
_AMBIGUOUS = re.compile(
    r"(?P<a>\d{1,2})(?P<separator>[-./])(?P<b>\d{1,2})(?P=separator)(?P<c>\d{4}|\d{2})(?!\d)\.?,?\s*" + _CLOCK + r"\Z",
    re.IGNORECASE,
)
_LABEL = re.compile(r"^(?:기사)?\s?(?:입력|등록|승인|송고|발행|게재|작성|수정|최종수정)(?:일시|시간|일)?\s*[:：]?\s*")
_LOST_PLUS = re.compile(r"(T\d\d:\d\d:\d\d) (\d\d:\d\d)$")  # a "+" that went through a URL's decoding
_COMPACT_COLONS = re.compile(r"^(\d{8})[T ](\d\d):(\d\d)(?::(\d\d))?(?![\d:])")
_EPOCH = re.compile(r"(\d{10})(?:\.\d+)?|(\d{13})")


def read_date(text: str | None, zone: str, now: datetime) -> datetime | None:
    """The time `text` means, in UTC, or None when that is not certain.

    `zone` (an IANA name) is where a text without zone is at home. Nothing before 1990 or more than two days after
    `now` is ever returned.
    """
    tidy = _tidy(text or "")
    if not tidy or len(tidy) > _LONGEST:
        return None
    times = {time for time in _readings(tidy, home_zone(zone), now) if time is not None}
    time = times.pop() if len(times) == 1 else None
    return time if time is not None and EARLIEST <= time <= now + AHEAD else None


def _tidy(text: str) -> str:
    """Width, entities, markup and white space out of the way."""
    if len(text) > _LONGEST * 4:
        return ""
    plain = re.sub(r"<!\[CDATA\[|\]\]>|<[^<>]*>", " ", unescape(text))
    tidy = " ".join(unicodedata.normalize("NFKC", plain).split()).strip(" ,;|")
    return _COMPACT_COLONS.sub(r"\1\2\3\4", _LOST_PLUS.sub(r"\1+\2", _LABEL.sub("", tidy)))


def _readings(text: str, home: tzinfo, now: datetime) -> Iterator[datetime | None]:
    """What the text can mean. More than one different reading means that nobody knows."""
    if (found := _EPOCH.fullmatch(text)) is not None:
        yield datetime.fromtimestamp(int(found[1]) if found[1] else int(found[2]) / 1000, UTC)
    elif (found := _COMPACT.match(text)) is not None:
        yield _compact(found, home)
    elif (found := next((match for form in _FORMS if (match := form.match(text))), None)) is not None:
        yield _time(found.groupdict(), home)
    elif (found := _AMBIGUOUS.match(text)) is not None:
        yield from _orders(found, home, now)


def _compact(found: re.Match[str], home: tzinfo) -> datetime | None:
    """20220715, 202207150730, 20220715073010, 20220715T073010Z."""
    clock, rest = found["clock"] or "", found["rest"].strip()
    parts: dict[str, str | None] = {name: found[name] for name in ("year", "month", "day")}
    if clock:
        parts |= {"hour": clock[:2], "minute": clock[2:4], "second": clock[4:] or None}
    if rest:
        zone = re.fullmatch(_ZONE, rest, re.IGNORECASE)
        if zone is None or not clock:
            return None
        parts |= zone.groupdict()
    return _time(parts, home)


def _orders(found: re.Match[str], home: tzinfo, now: datetime) -> Iterator[datetime | None]:
    """15/07/2022 and 07/15/2022, each order that is a date; 22.07.15 as East Asia writes it, and only a recent one."""
    a, b, c = found["a"], found["b"], found["c"]
    eastern = len(c) == 2
    if eastern and str(home).partition("/")[0] != "Asia":
        return
    for year, month, day in ((a, b, c),) if eastern else ((c, a, b), (c, b, a)):
        time = _time({**found.groupdict(), "year": year, "month": month, "day": day}, home)
        if time is not None and (not eastern or now - _RECENT <= time):
            yield time


def _time(parts: dict[str, str | None], home: tzinfo) -> datetime | None:
    """One reading's parts as a time; None when they are none, contradict each other, or name an unknown zone."""
    month = _number(parts["month"], _MONTHS)
    hour = _hour(parts)
    if month is None or hour is None:
        return None
    zone = _zone(parts, home)
    if zone is None:
        return None
    year = int(parts["year"] or 0)
    if len(parts["year"] or "") == 2:
        year += 2000 if year < 70 else 1900  # RFC 2822's rule, moved: nothing before 1990 is used anyway
    try:
        extra = timedelta(days=1) if hour == 24 else timedelta()
        day = datetime(year, month, int(parts["day"] or 0))  # noqa: DTZ001 - its zone follows below
        minute, second = int(parts.get("minute") or 0), int(parts.get("second") or 0)
        local = day.replace(hour=hour % 24, minute=minute, second=min(second, 59), tzinfo=zone) + extra
        return None if second > 60 or not _is_weekday(parts.get("weekday")) else local.astimezone(UTC)
    except (ValueError, OverflowError):
        return None


def _number(text: str | None, names: dict[str, int]) -> int | None:
    word = (text or "").strip().lower()
    return int(word) if word.isdecimal() else names.get(word)


def _hour(parts: dict[str, str | None]) -> int | None:
    """The hour of the day, 24 included (only as 24:00); None for 오후 15시-like contradictions beyond doubt."""
    hour = int(parts.get("hour") or 0)
    meridiem = (parts.get("before") or parts.get("after") or "").lower().replace(".", "")
    if meridiem in {"오후", "pm", "午後", "下午"} and hour < 12:
        hour += 12
    elif meridiem in {"오전", "am", "午前", "上午"} and hour == 12:
        hour = 0
    elif meridiem in {"오전", "am", "午前", "上午"} and hour > 12:
        return None
    midnight = hour == 24 and not int(parts.get("minute") or 0) and not int(parts.get("second") or 0)
    return hour if hour < 24 or midnight else None


def _zone(parts: dict[str, str | None], home: tzinfo) -> tzinfo | None:
    """The zone the text names, its home where it names none, None where nobody knows what it means."""
    name = " ".join((parts.get("zone") or parts.get("date_zone") or "").lower().split())
    sign = parts.get("sign")
    if sign:
        hours, minutes = int(parts.get("zh") or 0), int(parts.get("zm") or 0)
        offset = hours * 60 + minutes
        if offset > 14 * 60 or minutes > 59:
            return None
        return timezone(timedelta(minutes=-offset if sign in "-−" else offset))
    if not name:
        return _glossed_zone(parts.get("gloss") or "", home)
    if "/" in name:
        return _named("/".join(part.title() for part in name.split("/")))
    if name == "cst":
        area = str(home).split("/", maxsplit=1)[0]
        return timezone(timedelta(minutes=_CST.get(area, -360)))
    minutes_east = _ZONES.get(name.replace(" ", ""))
    return None if minutes_east is None else timezone(timedelta(minutes=minutes_east))


def _glossed_zone(gloss: str, home: tzinfo) -> tzinfo | None:
    """`(KST)` behind a time without zone is its zone; what else stands in brackets must be plain words, or nobody knows."""
    name = gloss.strip().lower()
    if name in _ZONES:
        return timezone(timedelta(minutes=_ZONES[name]))
    return home if not re.search(r"[a-z0-9]", name) or name in _WEEKDAYS else None


def _is_weekday(word: str | None) -> bool:
    """Whether a weekday's place holds one, or nothing. The wrong weekday is common and harmless; another word is not."""
    return not word or word.strip().lower() in _WEEKDAYS


def _named(zone: str) -> tzinfo | None:
    try:
        return ZoneInfo(zone)
    except (KeyError, ValueError, OSError):
        return None


def home_zone(zone: str) -> tzinfo:
    """The zone of that IANA name; Seoul where there is none."""
    return _named(zone) or ZoneInfo("Asia/Seoul")

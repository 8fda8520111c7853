"""Single values of feeds.yaml, from the words people write to typed ones: 6h, 07:30, 월-금, 10MB, 홍보팀 <a@b.c>.

Every reader raises ValueError with one line that says what is wrong and how to write it. Nothing here knows the file's keys.
"""

import codecs
import ipaddress
import os
import re
import zoneinfo
from datetime import time, timedelta
from pathlib import Path
from urllib.parse import urlsplit

import webencodings

from aggregator.config.nearest import did_you_mean

_UNITS = {
    "s": 1,
    "m": 60,
    "h": 3600,
    "d": 86400,
    "w": 604800,
    "초": 1,
    "분": 60,
    "시간": 3600,
    "일": 86400,
    "주": 604800,
}
_DURATION = re.compile(r"(?:\d+(?:\.\d+)?\s*(?:시간|[smhdw초분일주])\s*)+")
_DURATION_PART = re.compile(r"(\d+(?:\.\d+)?)\s*(시간|[smhdw초분일주])")
_LONGEST_S = 100 * 365 * 86400

_SIZE = re.compile(r"(\d+(?:\.\d+)?)\s*([kKmM]?)[bB]?")
_SIZE_UNITS = {"": 1, "k": 1_000, "m": 1_000_000}

_DAYS = {
    **{name: (index,) for index, name in enumerate(("mon", "tue", "wed", "thu", "fri", "sat", "sun"))},
    **{
        name: (index,)
        for index, name in enumerate(("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday"))
    },
    **{name: (index,) for index, name in enumerate("월화수목금토일")},
    **{f"{name}요일": (index,) for index, name in enumerate("월화수목금토일")},
    "weekdays": (0, 1, 2, 3, 4),
    "평일": (0, 1, 2, 3, 4),
    "daily": (0, 1, 2, 3, 4, 5, 6),
    "매일": (0, 1, 2, 3, 4, 5, 6),
}

_HOST_LABEL = re.compile(r"(?!-)[\w-]{1,63}(?<!-)")  # \w: names may be Korean (IDN)
_LOCAL_PART = re.compile(r"[A-Za-z0-9!#$%&'*+/=?^_`{|}~.-]{1,64}")
_ADDRESS = re.compile(r"(?:(?P<name>.*?)\s*<(?P<inner>[^<>]*)>|(?P<bare>[^<>]*))")
_REFERENCE = re.compile(r"\$\{([A-Za-z_][A-Za-z0-9_]*)\}")


def read_whole(text: str) -> int:
    """A whole number."""
    if not re.fullmatch(r"\d{1,12}", text):
        raise ValueError(f"{text!r} is not a whole number")
    return int(text)


def read_flag(text: str) -> bool:
    """YAML 1.2 has two flags; `yes` and `no` are words in it, so they are asked to be written out."""
    if text.lower() in ("true", "false"):
        return text.lower() == "true"
    meant = {"yes": "true", "on": "true", "no": "false", "off": "false"}.get(text.lower())
    raise ValueError(f"{text!r} is neither true nor false" + (f"; did you mean {meant}?" if meant else ""))


def read_pause(text: str) -> timedelta:
    """A duration that may also be none: `0s`."""
    return timedelta() if re.fullmatch(r"0s?", text) else read_duration(text)


def read_duration(text: str) -> timedelta:
    """`90s`, `30m`, `6h`, `365d`, `1h30m`, `30분`; always more than nothing."""
    if re.fullmatch(r"[\d.]+", text):
        raise ValueError(f"{text!r} has no unit; write 30m, 6h, 90s or 365d")
    if not _DURATION.fullmatch(text):
        raise ValueError(f"{text!r} is not a duration; write 30m, 6h, 90s or 365d")
    seconds = sum(float(number) * _UNITS[unit] for number, unit in _DURATION_PART.findall(text))
    if not 0 < seconds <= _LONGEST_S:
        raise ValueError(f"{text!r} is not a duration that makes sense; write 30m, 6h, 90s or 365d")
    return timedelta(seconds=seconds)


def read_size(text: str) -> int:
    """Bytes: `10MB`, `500kB`, `1000000`."""
    found = _SIZE.fullmatch(text)
    if not found or not (size := int(float(found[1]) * _SIZE_UNITS[found[2].lower()])):
        raise ValueError(f"{text!r} is not a size; write 10MB or 500kB")
    return size


def read_time(text: str) -> time:
    """Local wall time, `07:30`."""
    found = re.fullmatch(r"(\d{1,2}):(\d{2})", text)
    if not found or int(found[1]) > 23 or int(found[2]) > 59:
        raise ValueError(f"{text!r} is not a time of day; write 07:30 or 18:00")
    return time(int(found[1]), int(found[2]))


def read_days(words: list[str] | str) -> tuple[int, ...]:
    """Days of the week, Monday 0: `weekdays`, `mon-fri`, `[mon, wed]`, `월-금`, `평일`, `매일`."""
    parts = re.split(r"[\s,]+", words.strip()) if isinstance(words, str) else words
    found: set[int] = set()
    for part in parts:
        found.update(_day_range(part.strip().lower()))
    return tuple(sorted(found))


def _day_range(text: str) -> tuple[int, ...]:
    first, dash, last = text.partition("-")
    if not dash:
        return _day(first)
    start, end = _day(first.strip())[0], _day(last.strip())[-1]
    return tuple((start + step) % 7 for step in range((end - start) % 7 + 1))


def _day(text: str) -> tuple[int, ...]:
    if text not in _DAYS:
        raise ValueError(
            f"{text!r} is not a day{did_you_mean(text, _DAYS) or '; write mon-fri, [mon, wed], 월-금 or 매일'}"
        )
    return _DAYS[text]


def read_zone(text: str) -> str:
    """An IANA time zone."""
    try:
        zoneinfo.ZoneInfo(text)
    except (ValueError, OSError, zoneinfo.ZoneInfoNotFoundError):
        hint = did_you_mean(text, zoneinfo.available_timezones()) or "; write one like Asia/Seoul"
        raise ValueError(f"{text!r} is not a time zone{hint}") from None
    return text


def read_charset(text: str) -> str:
    """A label of the WHATWG table, or a codec that Python knows."""
    if webencodings.lookup(text) is not None:
        return text
    try:
        codecs.lookup(text)
    except (LookupError, ValueError):
        hint = did_you_mean(text, webencodings.LABELS) or "; write utf-8 or euc-kr"
        raise ValueError(f"{text!r} is not a charset{hint}") from None
    return text


def read_web_address(text: str) -> str:
    """An http or https URL."""
    if re.search(r"\s", text):
        raise ValueError(f"{text!r} is not a web address: it holds a space")
    try:
        parts = urlsplit(text)
        host, _ = parts.hostname, parts.port
    except ValueError as error:
        raise ValueError(f"{text!r} is not a web address: {error}") from None
    if parts.scheme not in ("http", "https"):
        raise ValueError(f"{text!r} is not a web address{_scheme_hint(text, parts.scheme)}")
    if not host or not is_host(host):
        raise ValueError(f"{text!r} is not a web address: {host or 'no host'!r} cannot be a host name")
    return text


def _scheme_hint(text: str, scheme: str) -> str:
    rest = text.partition("://")[2]
    if rest and (scheme in ("feed", "") or did_you_mean(scheme, ("https", "http"))):
        return f"; did you mean {'https://' + rest!r}?"
    return f"; did you mean {'https://' + text!r}?" if "://" not in text and "." in text else "; write https://…"


def read_proxy(text: str) -> str:
    """The URL of a proxy."""
    try:
        parts = urlsplit(text)
        host, _ = parts.hostname, parts.port
    except ValueError as error:
        raise ValueError(f"the proxy's address cannot be read: {error}") from None
    if parts.scheme not in ("http", "https", "socks5") or not host or not is_host(host):
        raise ValueError("a proxy is written http://host:port, https://host:port or socks5://host:port")
    return text


def read_network(text: str) -> str:
    """A host name, an address, or a network in CIDR form."""
    try:
        if "/" in text:
            ipaddress.ip_network(text, strict=True)
        else:
            ipaddress.ip_address(text)
    except ValueError as error:
        if "host bits" in str(error):
            network = ipaddress.ip_network(text, strict=False)
            raise ValueError(f"{text!r} is not a network; did you mean {str(network)!r}?") from None
        if "/" in text or re.fullmatch(r"[\d.]+", text) or not is_host(text):
            raise ValueError(f"{text!r} is neither a host nor a network; write feeds.intra or 10.0.0.0/8") from None
    return text


def is_host(text: str) -> bool:
    """Whether this can be a host name or an IP address."""
    try:
        ipaddress.ip_address(text)
    except ValueError:
        labels = text.removesuffix(".").split(".")
        return len(text) <= 253 and all(_HOST_LABEL.fullmatch(label) for label in labels)
    return True


def read_mailbox(text: str) -> tuple[str, str]:
    """(address, name) of `a@b.c` or `홍보팀 <a@b.c>`; a comma in the name needs no quotes."""
    found = _ADDRESS.fullmatch(text.strip())
    if not found:
        raise ValueError(f"{text!r} is not a mail address; write 홍보팀 <press@example.org>")
    address = (found["inner"] if found["inner"] is not None else found["bare"]).strip()
    local, at, domain = address.rpartition("@")
    dotted = "." in domain or domain == "localhost"
    if not at or not _LOCAL_PART.fullmatch(local) or ".." in local or not dotted or not is_host(domain):
        raise ValueError(f"{address!r} is not a mail address; write 홍보팀 <press@example.org>")
    return address, (found["name"] or "").strip().strip('"').strip()


def fill_references(text: str) -> str:
    """`${NAME}` becomes the environment's NAME, or the content of the file that NAME_FILE names. For secrets only."""
    return _REFERENCE.sub(lambda found: _environment(found[1]), text)


def _environment(name: str) -> str:
    if (value := os.environ.get(name)) is not None:
        return value
    if (path := os.environ.get(f"{name}_FILE")) is not None:
        try:
            return Path(path).read_text("utf-8").rstrip("\r\n")
        except (OSError, UnicodeDecodeError) as error:
            raise ValueError(f"{name}_FILE: {path} cannot be read: {error}") from None
    raise ValueError(f"the environment has no {name} (nor {name}_FILE)")

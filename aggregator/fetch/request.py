"""What a request says and to whom: addresses, headers, and the secrets that go to an outlet's own origins only.

Pure; must not connect or judge network addresses.
"""

import contextlib
import re
from base64 import b64encode
from collections.abc import Iterable
from dataclasses import dataclass
from typing import TypeAlias

import httpcore
import httpx

from aggregator.fetch.content import ACCEPT_ENCODING
from aggregator.fetch.guard import read_address
from aggregator.fetch.lanes import NO_ADDRESS, host_name
from aggregator.fetch.limits import Stopped
from aggregator.model import FailureKind, Outlet, Polling

Headers: TypeAlias = tuple[tuple[str, str], ...]

ACCEPT = "application/rss+xml, application/atom+xml, application/feed+json, application/xml;q=0.9, text/html;q=0.8, */*;q=0.5"
VALIDATORS = ("If-None-Match", "If-Modified-Since")
# What anybody may be told. Everything else that an editor configured for an outlet may be a key to it.
PUBLIC_HEADERS = frozenset(
    {
        "accept",
        "accept-language",
        "cache-control",
        "dnt",
        "pragma",
        "upgrade-insecure-requests",
        "user-agent",
        *(name.lower() for name in VALIDATORS),
    }
)
MAX_URL_CHARS = 8_000
_HOST = re.compile(r"[a-z0-9_-]+(?:\.[a-z0-9_-]+)*\.?", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Letterhead:
    """The headers of one request and its redirects: those for anybody, and those for the origins in `homes` alone."""

    headers: Headers
    homes: tuple[httpx.URL, ...]

    @property
    def is_conditional(self) -> bool:
        return any(name in VALIDATORS for name, _ in self.headers)

    def for_url(self, url: httpx.URL) -> Headers:
        if any(_same_site(home, url) for home in self.homes):
            return self.headers
        return tuple((name, value) for name, value in self.headers if name.lower() in PUBLIC_HEADERS)


def make_letterhead(
    url: httpx.URL,
    outlet: Outlet | None,
    polling: Polling,
    headers: Headers,
    etag: str | None,
    last_modified: str | None,
) -> Letterhead:
    """An outlet's own headers go to the origins of its feeds; without any feed, to that of the first address.

    A link in a feed may lead anywhere, so an article's address is no home by itself.
    """
    user_agent = (outlet.user_agent if outlet else None) or polling.user_agent
    usual = (
        ("Accept", ACCEPT),
        ("Accept-Language", _accept_language(outlet.language if outlet else "ko")),
        ("User-Agent", user_agent),
    )
    validators = tuple((name, value) for name, value in zip(VALIDATORS, (etag, last_modified), strict=True) if value)
    homes = tuple(_home(feed.url) for feed in outlet.feeds) if outlet and outlet.feeds else (url,)
    return Letterhead(_merged(usual, outlet.headers if outlet else (), headers, validators), homes)


def read_url(text: str) -> httpx.URL:
    """A web address, without its fragment. Raises Stopped for anything else."""
    try:
        url = httpx.URL(text)
    except NO_ADDRESS as error:
        raise Stopped(FailureKind.REDIRECT, "the address cannot be understood") from error
    if url.scheme not in ("http", "https"):
        raise Stopped(FailureKind.REDIRECT, f"{one_line(url.scheme, 20)}: is no web address")
    if len(text) > MAX_URL_CHARS or not _is_host(url) or not 0 < (url.port or 80) < 65536:
        raise Stopped(FailureKind.REDIRECT, "the address cannot be understood")
    return url.copy_with(fragment=None)


def read_location(location: str, here: httpx.URL) -> httpx.URL:
    """Where a redirect leads. Korean servers send raw UTF-8; headers are read as Latin-1."""
    with contextlib.suppress(UnicodeError):  # then it is Latin-1 after all
        location = location.encode("iso-8859-1").decode("utf-8")
    try:
        return read_url(str(here.join(location)))
    except NO_ADDRESS as error:
        raise Stopped(FailureKind.REDIRECT, "redirected to what is no address") from error


def read_proxy(address: str | None) -> httpcore.Proxy | None:
    """A configured proxy, `http://user:password@host:port`. Raises Stopped when it cannot be used."""
    if not address:
        return None
    try:
        url = httpx.URL(address)
    except NO_ADDRESS as error:
        raise Stopped(FailureKind.CONNECT, "the proxy's address cannot be understood") from error
    if url.scheme != "http" or not _is_host(url):
        raise Stopped(FailureKind.CONNECT, "the proxy must be http://host:port")
    auth = (url.username.encode(), url.password.encode()) if url.userinfo else None
    return httpcore.Proxy(httpcore.URL(scheme=b"http", host=url.raw_host, port=url.port or 80, target=b"/"), auth=auth)


def without_secrets(url: httpx.URL) -> str:
    """The address without user and password: it becomes the base of the feed's links."""
    return str(url.copy_with(userinfo=b"")) if url.userinfo else str(url)


def shown(url: httpx.URL) -> str:
    """An address for people and logs: without user, password and query, where secrets are kept."""
    return one_line(f"{url.scheme}://{url.netloc.decode('ascii', 'replace')}{url.path}")


def one_line(text: str, limit: int = 200) -> str:
    """Text of a stranger for a log: printable, on one line, cut."""
    cleaned = " ".join("".join(char if char.isprintable() else " " for char in text).split())
    return cleaned if len(cleaned) <= limit else cleaned[: limit - 1] + "…"


def wire_headers(url: httpx.URL, headers: Headers) -> list[tuple[bytes, bytes]]:
    """Adds what belongs to the connection. A user and password in the address go to that origin as Basic credentials."""
    credentials: Headers = ()
    if url.userinfo:
        token = b64encode(f"{url.username}:{url.password}".encode()).decode("ascii")
        credentials = (("Authorization", f"Basic {token}"),)
    ours = (("Host", url.netloc.decode("ascii")), ("Accept-Encoding", ACCEPT_ENCODING), ("Connection", "close"))
    pairs = _merged(credentials, headers, ours)
    return [(name.encode("utf-8"), _header_bytes(value)) for name, value in pairs]


def _header_bytes(value: str) -> bytes:
    """Validators go back as the Latin-1 bytes they came in; a configured Korean value goes as UTF-8."""
    try:
        return value.encode("iso-8859-1")
    except UnicodeEncodeError:
        return value.encode("utf-8")


def _merged(*groups: Iterable[tuple[str, str]]) -> Headers:
    """Later groups win, whatever the letter case."""
    return tuple({name.lower(): (name, value) for group in groups for name, value in group}.values())


def _accept_language(language: str) -> str:
    """Some outlets answer 403 without it (FIELD_NOTES)."""
    return {"ko": "ko-KR,ko;q=0.9,en;q=0.5", "en": "en-US,en;q=0.9,ko;q=0.5"}.get(language, f"{language},en;q=0.5")


def _home(text: str) -> httpx.URL:
    try:
        return httpx.URL(text)
    except NO_ADDRESS:
        return httpx.URL("")  # no request goes to an address without a host


def _same_site(home: httpx.URL, url: httpx.URL) -> bool:
    """The same origin, or the same host's step up from http to https."""
    if host_name(home) != host_name(url):
        return False
    steps_up = (home.scheme, home.port, url.scheme, url.port) == ("http", None, "https", None)
    return steps_up or (home.scheme, home.port) == (url.scheme, url.port)


def _is_host(url: httpx.URL) -> bool:
    """httpx lets `%5bbad` pass as a host; underscores are used in the wild."""
    name = host_name(url)
    return bool(_HOST.fullmatch(name)) or read_address(name) is not None

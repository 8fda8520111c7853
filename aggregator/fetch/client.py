"""Asks one host for one address at a time and brings back a whole answer, or says in one line why there is none.

Uses httpx's URLs and headers and httpcore's HTTP, without httpx.Client: its redirects, cookies, decoding and logging are the
parts that could not be bounded (docs/decisions/0020). Must not read feeds, keep state between requests, or raise for
anything that a server does.
"""

import re
import ssl
from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import timedelta
from functools import cache

import httpcore
import httpx

from aggregator.clock import wall_now
from aggregator.fetch.content import ACCEPT_ENCODING, BodyReader, too_large
from aggregator.fetch.guard import Guard, read_address
from aggregator.fetch.headers import read_etag, read_last_modified, read_max_age, read_retry_after
from aggregator.fetch.lanes import TURNS, HostTurns, host_of
from aggregator.fetch.limits import Budget, Limits, Stopped
from aggregator.fetch.network import GuardedBackend, Resolve, make_tls, resolve
from aggregator.fetch.statuses import failure_of
from aggregator.model import FailureKind, Fetched, FetchFailed, FetchOutcome, NotModified, Outlet, Polling

PERMANENT = frozenset({301, 308})
REDIRECTS = PERMANENT | {302, 303, 307}
ACCEPT = "application/rss+xml, application/atom+xml, application/feed+json, application/xml;q=0.9, text/html;q=0.8, */*;q=0.5"
# What may follow a redirect to another origin; everything else an editor configured may be a key.
PUBLIC_HEADERS = frozenset({"accept", "accept-language", "user-agent"})
MAX_URL_CHARS = 8_000
_HOST = re.compile(r"[a-z0-9_-]+(?:\.[a-z0-9_-]+)*\.?", re.IGNORECASE)

Headers = tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class _Hop:
    """One answer: its head, and its body unless it is a redirect or an error."""

    status: int
    headers: httpx.Headers
    body: bytes


class Lane:
    """Requests to one host, one at a time and spaced by `polling.host_spacing` of real time. Cheap to make; holds no connection.

    Every request has a connection of its own: what a server sends unasked after an answer is never read (HAZARDS 6), and a
    request that was stopped leaves nothing behind (HAZARDS 4).
    """

    def __init__(
        self,
        polling: Polling,
        *,
        tls: ssl.SSLContext | None = None,
        lookup: Resolve = resolve,
        turns: HostTurns = TURNS,
    ) -> None:
        self._polling = polling
        self._tls = tls
        self._lookup = lookup
        self._turns = turns
        self._guard = Guard.of(polling.allow_hosts)

    def get(
        self,
        url: str,
        *,
        outlet: Outlet | None = None,
        headers: Headers = (),
        etag: str | None = None,
        last_modified: str | None = None,
        limits: Limits | None = None,
        spacing: timedelta | None = None,
    ) -> FetchOutcome:
        """Asks once, follows redirects, and waits its turn before. `outlet` gives user agent, headers and proxy.

        `limits` default to the polling's; `spacing` (robots.txt's crawl delay) can only widen the polling's. Never raises for
        anything the network does.
        """
        limits = limits or Limits.of(self._polling)
        pause = max(self._polling.host_spacing, spacing or timedelta())
        validators = _validators(etag, last_modified)
        with self._turns.turn(host_of(url), pause):
            budget = Budget(limits)
            try:
                outcome = self._follow(url, outlet, _merged(self._headers(outlet), headers, validators), limits, budget)
            except Stopped as stopped:
                outcome = FetchFailed(
                    kind=stopped.kind, detail=stopped.detail, status=stopped.status, retry_after=stopped.retry_after
                )
            return replace(outcome, elapsed=budget.elapsed)

    def _headers(self, outlet: Outlet | None) -> Headers:
        language = outlet.language if outlet else "ko"
        return _merged(
            (("Accept", ACCEPT), ("Accept-Language", _accept_language(language))),
            (("User-Agent", (outlet and outlet.user_agent) or self._polling.user_agent),),
            outlet.headers if outlet else (),
        )

    def _follow(
        self, url: str, outlet: Outlet | None, headers: Headers, limits: Limits, budget: Budget
    ) -> FetchOutcome:
        first = here = _read_url(url)
        proxy = _proxy((outlet and outlet.proxy) or self._polling.proxy)
        seen = {here}
        moved_to: httpx.URL | None = None
        permanent = True
        for _ in range(limits.max_redirects + 1):
            sent = headers if _same_site(first, here) else _public_only(headers)
            hop = self._exchange(here, sent, proxy, limits, budget)
            if hop.status not in REDIRECTS:
                asked = any(name.lower() in ("if-none-match", "if-modified-since") for name, _ in headers)
                return _outcome(hop, here, moved_to, asked=asked)
            here = _target(here, hop)
            permanent = permanent and hop.status in PERMANENT
            moved_to = here if permanent else moved_to
            if here in seen:
                raise Stopped(FailureKind.REDIRECT, f"redirected in a circle at {shown(here)}", hop.status)
            seen.add(here)
        raise Stopped(FailureKind.REDIRECT, f"redirected more than {limits.max_redirects} times")

    def _exchange(
        self, url: httpx.URL, headers: Headers, proxy: httpcore.Proxy | None, limits: Limits, budget: Budget
    ) -> _Hop:
        if proxy is not None and not self._guard.permits_unresolved(url.host):
            raise Stopped(FailureKind.REFUSED_ADDRESS, f"{url.host} is no public name; polling.allow_hosts can open it")
        trusted = proxy.url.host.decode() if proxy else None
        backend = GuardedBackend(self._guard, budget, self._lookup, trusted)
        budget.expect_headers()
        try:
            with (
                httpcore.ConnectionPool(
                    ssl_context=self._tls or shared_tls(),
                    proxy=proxy,
                    max_connections=1,
                    max_keepalive_connections=0,
                    network_backend=backend,
                ) as pool,
                pool.stream("GET", _wire_url(url), headers=_wire_headers(url, headers)) as response,
            ):
                return _read_hop(response, limits, budget)
        except (httpcore.ReadError, httpcore.WriteError) as error:
            raise Stopped(FailureKind.INTERRUPTED, one_line(f"the connection broke: {error}")) from error
        except httpcore.ProxyError as error:
            raise Stopped(FailureKind.CONNECT, one_line(f"the proxy refused: {error}")) from error
        except (httpcore.ProtocolError, httpcore.UnsupportedProtocol) as error:
            raise Stopped(*_protocol_failure(error)) from error


@cache
def shared_tls() -> ssl.SSLContext:
    """The verifying context of every lane; loading the authorities takes longer than a fetch."""
    return make_tls()


def shown(url: httpx.URL) -> str:
    """A URL for people and logs: without user, password, query and fragment, where secrets are kept."""
    return one_line(f"{url.scheme}://{url.netloc.decode('ascii', 'replace')}{url.path}")


def one_line(text: str, limit: int = 200) -> str:
    """Text of a stranger for a log: printable, on one line, cut."""
    cleaned = " ".join("".join(char if char.isprintable() else " " for char in text).split())
    return cleaned if len(cleaned) <= limit else cleaned[: limit - 1] + "…"


def _read_hop(response: httpcore.Response, limits: Limits, budget: Budget) -> _Hop:
    headers = httpx.Headers(response.headers, encoding="iso-8859-1")
    if not 200 <= response.status < 300 or response.status == 204:
        return _Hop(response.status, headers, b"")  # closed unread: no error page is worth its bytes
    length = headers.get("content-length", "")
    if length.isascii() and length.isdigit() and (len(length) > 15 or int(length) > limits.max_wire_bytes):
        raise too_large(limits.max_wire_bytes)
    reader = BodyReader(headers.get("content-encoding", ""), limits)
    budget.expect_body()
    for chunk in response.iter_stream():
        reader.add(chunk)
        budget.remaining()  # small chunks already received are cut up without a read that would look at the time
    return _Hop(response.status, headers, reader.finish())


def _outcome(hop: _Hop, url: httpx.URL, moved_to: httpx.URL | None, *, asked: bool) -> FetchOutcome:
    now = wall_now()
    moved = str(moved_to) if moved_to else None
    etag = read_etag(hop.headers.get("etag"))
    last_modified = read_last_modified(hop.headers.get("last-modified"), now)
    max_age = read_max_age(hop.headers.get("cache-control"))
    if hop.status == 304 and asked:
        return NotModified(
            url=str(url),
            etag=etag,
            last_modified=last_modified,
            max_age=max_age,
            moved_to=moved,
            elapsed=timedelta(),
        )
    if failure := failure_of(hop.status):
        kind, detail = failure
        wait = read_retry_after(hop.headers.get("retry-after"), now)
        return FetchFailed(kind=kind, detail=detail, status=hop.status, retry_after=wait)
    if not hop.body:
        return FetchFailed(kind=FailureKind.EMPTY, detail="the answer has no body", status=hop.status)
    return Fetched(
        url=str(url),
        status=hop.status,
        body=hop.body,
        content_type=hop.headers.get("content-type"),
        etag=etag,
        last_modified=last_modified,
        max_age=max_age,
        moved_to=moved,
        elapsed=timedelta(),
    )


def _read_url(text: str) -> httpx.URL:
    try:
        url = httpx.URL(text)
    except httpx.InvalidURL as error:
        raise Stopped(FailureKind.REDIRECT, "the address cannot be understood") from error
    if url.scheme not in ("http", "https"):
        raise Stopped(FailureKind.REDIRECT, f"{one_line(url.scheme, 20)}: is no web address")
    if len(text) > MAX_URL_CHARS or not _is_host(url) or not 0 < (url.port or 80) < 65536:
        raise Stopped(FailureKind.REDIRECT, "the address cannot be understood")
    return url.copy_with(fragment=None)


def _is_host(url: httpx.URL) -> bool:
    """httpx lets `%5bbad` pass as a host; underscores are used in the wild."""
    return bool(_HOST.fullmatch(url.raw_host.decode("ascii", "replace"))) or read_address(url.host) is not None


def _target(here: httpx.URL, hop: _Hop) -> httpx.URL:
    location = hop.headers.get("location")
    if not location:
        raise Stopped(FailureKind.REDIRECT, "redirected without saying where to", hop.status)
    try:
        return _read_url(str(here.join(_utf8(location))))
    except httpx.InvalidURL as error:
        raise Stopped(FailureKind.REDIRECT, "redirected to what is no address", hop.status) from error


def _utf8(location: str) -> str:
    """Korean servers send Location as raw UTF-8 bytes; headers are read as Latin-1."""
    try:
        return location.encode("iso-8859-1").decode("utf-8")
    except UnicodeError:
        return location


def _same_site(first: httpx.URL, here: httpx.URL) -> bool:
    """The same origin, or the same host's step up from http to https."""
    if first.host != here.host:
        return False
    same = (first.scheme, first.port) == (here.scheme, here.port)
    upgrade = (first.scheme, first.port, here.scheme, here.port) == ("http", None, "https", None)
    return same or upgrade


def _public_only(headers: Headers) -> Headers:
    return tuple((name, value) for name, value in headers if name.lower() in PUBLIC_HEADERS)


def _merged(*groups: Iterable[tuple[str, str]]) -> Headers:
    """Later groups win, whatever the letter case."""
    merged = {name.lower(): (name, value) for group in groups for name, value in group}
    return tuple(merged.values())


def _validators(etag: str | None, last_modified: str | None) -> Headers:
    pairs = (("If-None-Match", etag), ("If-Modified-Since", last_modified))
    return tuple((name, value) for name, value in pairs if value)


def _accept_language(language: str) -> str:
    """Some outlets answer 403 without it (FIELD_NOTES)."""
    return {"ko": "ko-KR,ko;q=0.9,en;q=0.5", "en": "en-US,en;q=0.9,ko;q=0.5"}.get(language, f"{language},en;q=0.5")


def _wire_url(url: httpx.URL) -> httpcore.URL:
    return httpcore.URL(scheme=url.raw_scheme, host=url.raw_host, port=url.port, target=url.raw_path)


def _wire_headers(url: httpx.URL, headers: Headers) -> list[tuple[bytes, bytes]]:
    """Adds what belongs to the connection. A user and password in the URL go to that origin as Basic credentials."""
    pairs = [
        ("Host", url.netloc.decode("ascii")),
        *headers,
        ("Accept-Encoding", ACCEPT_ENCODING),
        ("Connection", "close"),
    ]
    if url.userinfo and not any(name.lower() == "authorization" for name, _ in headers):
        request = httpx.Request("GET", url)
        pairs.append(
            (
                "Authorization",
                next(httpx.BasicAuth(url.username, url.password).auth_flow(request)).headers["Authorization"],
            )
        )
    return [(name.encode("ascii", "replace"), _header_bytes(value)) for name, value in pairs]


def _header_bytes(value: str) -> bytes:
    """Validators go back as the Latin-1 bytes they came in; a configured Korean value goes as UTF-8."""
    try:
        return value.encode("iso-8859-1")
    except UnicodeEncodeError:
        return value.encode("utf-8")


def _proxy(address: str | None) -> httpcore.Proxy | None:
    if not address:
        return None
    try:
        url = httpx.URL(address)
    except httpx.InvalidURL as error:
        raise Stopped(FailureKind.CONNECT, "the proxy's address cannot be understood") from error
    if url.scheme != "http" or not _is_host(url):
        raise Stopped(FailureKind.CONNECT, "the proxy must be http://host:port")
    auth = (url.username, url.password) if url.userinfo else None
    return httpcore.Proxy(httpcore.URL(scheme=b"http", host=url.raw_host, port=url.port or 80, target=b"/"), auth=auth)


def _protocol_failure(error: Exception) -> tuple[FailureKind, str]:
    text = str(error)
    if "peer closed connection" in text or "disconnected without" in text:
        return FailureKind.INTERRUPTED, "the connection was closed before the answer was complete"
    said = text.partition(": bytearray")[0]  # h11 quotes the server's bytes after this
    return FailureKind.PROTOCOL, one_line(f"not HTTP as it should be: {said}")

"""Asks one host for one address at a time and brings back a whole answer, or says in one line why there is none.

One httpx client for one request, over a guarded network backend; redirects are followed and bodies are undone here, where they
can be bounded (docs/decisions/0020). Must not read feeds, keep state between requests, or raise for anything that a server does.
"""

import ssl
from dataclasses import dataclass, replace
from datetime import timedelta
from functools import cache
from threading import Event

import httpcore
import httpx

from aggregator.clock import wall_now
from aggregator.fetch.content import BodyReader, too_large
from aggregator.fetch.guard import Guard
from aggregator.fetch.headers import read_etag, read_last_modified, read_max_age, read_retry_after
from aggregator.fetch.lanes import TURNS, HostTurns, host_name, host_of, is_this_machine
from aggregator.fetch.limits import Budget, Limits, Stopped, Unreachable
from aggregator.fetch.network import GuardedBackend, Resolve, make_tls, resolve
from aggregator.fetch.request import (
    Headers,
    Letterhead,
    make_letterhead,
    one_line,
    read_location,
    read_proxy,
    read_url,
    shown,
    wire_headers,
    without_secrets,
)
from aggregator.fetch.statuses import failure_of
from aggregator.fetch.transport import head_of, open_client
from aggregator.model import FailureKind, Fetched, FetchFailed, FetchOutcome, NotModified, Outlet, Polling

PERMANENT = frozenset({301, 308})
USUAL_SPACING = timedelta(seconds=1)
REDIRECTS = PERMANENT | {302, 303, 307}


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
        stopping: Event | None = None,
    ) -> None:
        """`stopping`, once set, ends a request within a moment with StoppingError; tests give the other three."""
        self._polling = polling
        self._tls = tls
        self._lookup = lookup
        self._turns = turns
        self._stopping = stopping
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
        pause = max(self._spacing(url), spacing or timedelta())
        with self._turns.turn(host_of(url), pause, self._stopping):
            budget = Budget(limits, self._stopping)
            try:
                first = read_url(url)
                proxy = read_proxy((outlet.proxy if outlet else None) or self._polling.proxy)
                letterhead = make_letterhead(first, outlet, self._polling, headers, etag, last_modified)
                outcome = self._follow(first, letterhead, proxy, limits, budget)
            except Stopped as stopped:
                outcome = FetchFailed(
                    kind=stopped.kind, detail=stopped.detail, status=stopped.status, retry_after=stopped.retry_after
                )
            return replace(outcome, elapsed=budget.elapsed)

    def _spacing(self, url: str) -> timedelta:
        """The pause is a courtesy to other people's servers; this machine itself is owed none unless it is configured."""
        if self._polling.host_spacing is not None:
            return self._polling.host_spacing
        return timedelta() if is_this_machine(url) else USUAL_SPACING

    def _follow(
        self, first: httpx.URL, letterhead: Letterhead, proxy: httpcore.Proxy | None, limits: Limits, budget: Budget
    ) -> FetchOutcome:
        here = first
        seen = {first}
        moved_to: httpx.URL | None = None
        permanent = not first.userinfo  # the new address would be without the password
        for _ in range(limits.max_redirects + 1):
            hop = self._exchange(here, letterhead.for_url(here), proxy, limits, budget)
            if hop.status not in REDIRECTS:
                return _outcome(hop, here, moved_to, asked=letterhead.is_conditional)
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
        if proxy is not None and not self._guard.permits_unresolved(host_name(url)):
            raise Stopped(
                FailureKind.REFUSED_ADDRESS, f"{host_name(url)} is no public name; polling.allow_hosts can open it"
            )
        self._turns.check_reachable(host_of(str(url)))
        trusted = proxy.url.host.decode() if proxy else None
        backend = GuardedBackend(self._guard, budget, self._lookup, trusted)
        budget.expect_headers()
        try:
            request = httpx.Request("GET", without_secrets(url), headers=wire_headers(url, headers))
            with open_client(backend, self._tls or shared_tls(), proxy) as client:
                return _read_hop(client.send(request, stream=True), limits, budget)
        except Unreachable as unreachable:
            self._turns.note_unreachable(host_of(str(url)), unreachable, budget.elapsed)
            raise
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


def _read_hop(response: httpx.Response, limits: Limits, budget: Budget) -> _Hop:
    status = response.status_code
    headers = head_of(response)
    if not 200 <= status < 300 or status == 204:
        return _Hop(status, headers, b"")  # closed unread: no error page is worth its bytes
    length = headers.get("content-length", "")
    if length.isascii() and length.isdigit() and (len(length) > 15 or int(length) > limits.max_wire_bytes):
        raise too_large(limits.max_wire_bytes)
    reader = BodyReader(headers.get("content-encoding", ""), limits)
    budget.expect_body()
    for chunk in response.iter_raw():
        reader.add(chunk)
        budget.remaining()  # small chunks already received are cut up without a read that would look at the time
    return _Hop(status, headers, reader.finish())


def _outcome(hop: _Hop, url: httpx.URL, moved_to: httpx.URL | None, *, asked: bool) -> FetchOutcome:
    now = wall_now()
    moved = str(moved_to) if moved_to else None
    etag = read_etag(hop.headers.get("etag"))
    last_modified = read_last_modified(hop.headers.get("last-modified"), now)
    max_age = read_max_age(hop.headers.get("cache-control"))
    if hop.status == 304 and asked:
        return NotModified(
            url=without_secrets(url),
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
        url=without_secrets(url),
        status=hop.status,
        body=hop.body,
        content_type=hop.headers.get("content-type"),
        etag=etag,
        last_modified=last_modified,
        max_age=max_age,
        moved_to=moved,
        elapsed=timedelta(),
    )


def _target(here: httpx.URL, hop: _Hop) -> httpx.URL:
    location = hop.headers.get("location")
    if not location:
        raise Stopped(FailureKind.REDIRECT, "redirected without saying where to", hop.status)
    return read_location(location, here)


def _protocol_failure(error: Exception) -> tuple[FailureKind, str]:
    text = str(error)
    if "peer closed connection" in text or "disconnected without" in text:
        return FailureKind.INTERRUPTED, "the connection was closed before the answer was complete"
    said = text.partition(": bytearray")[0]  # h11 quotes the server's bytes after this
    return FailureKind.PROTOCOL, one_line(f"not HTTP as it should be: {said}")

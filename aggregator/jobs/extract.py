"""Fetches the pages behind entries where that helps, reads the article out of them, and matches the entries again on it.

A crash at any point only means that the page is due again. Text is for matching only: nothing here mails or exports it.
"""

import time
from collections import Counter
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from aggregator.articles.outcome import Article, PageOutcome, Unusable
from aggregator.articles.policy import wants_page
from aggregator.fetch.article import fetch_page
from aggregator.fetch.client import Lane
from aggregator.fetch.lanes import host_of
from aggregator.fetch.robots import Robots, fetch_robots, origin_of
from aggregator.jobs.matching import match_entry
from aggregator.jobs.routine import Outcome, Piece, Routine
from aggregator.model import FailureKind, Fetched, FetchFailed, NotModified, Outlet, StoredEntry
from aggregator.newsroom import Newsroom
from aggregator.store import articles as pages
from aggregator.store.articles import WantedPage
from aggregator.store.clippings import news_time, save_clippings
from aggregator.store.engine import Connection
from aggregator.store.entries import get_entry
from aggregator.store.leases import leased

HORIZON = timedelta(days=2)  # older entries are no news any more; their pages are not asked for
PLAN_BATCH = 2000
PAGES_PER_PIECE = 20  # then others have their turn; the rest is due again
PIECE_SECONDS = 60.0
# What a lease allows beyond the requests for robots.txt, page and signpost: crawl delays, reading, writing.
SPARE = timedelta(minutes=4)
ROBOTS_KEPT = timedelta(hours=24)  # RFC 9309, 2.4
RETRIES = (timedelta(minutes=10), timedelta(hours=1), timedelta(hours=6))
# Trouble that passes by itself; NOT_FOUND is among it because pages appear minutes after their feed says so.
PASSING = frozenset(
    {
        FailureKind.DNS,
        FailureKind.CONNECT,
        FailureKind.TLS,
        FailureKind.TIMEOUT,
        FailureKind.INTERRUPTED,
        FailureKind.PROTOCOL,
        FailureKind.RATE_LIMITED,
        FailureKind.SERVER_ERROR,
        FailureKind.EMPTY,
        FailureKind.NOT_FOUND,
        FailureKind.FORBIDDEN,
    }
)
# The host as a whole does not want us now: its other pages wait too.
HOST_WIDE = frozenset(
    {FailureKind.RATE_LIMITED, FailureKind.CONNECT, FailureKind.DNS, FailureKind.TLS, FailureKind.TIMEOUT}
)
HOST_PAUSE = timedelta(hours=1)
LONGEST_WAIT = timedelta(hours=24)


@dataclass(frozen=True, slots=True)
class HostPages:
    """The pages that wait at one host: one lane, asked one after another."""

    host: str


@dataclass(frozen=True, slots=True, kw_only=True)
class _Failure:
    """Why a page gave no article, and when to ask again (None: never)."""

    outcome: str
    detail: str
    retry_at: datetime | None = None
    host_until: datetime | None = None


@dataclass(frozen=True, slots=True)
class _Done:
    """What became of one page, and whether the host as a whole wants to be left alone."""

    name: str
    stop: bool = False


def due(newsroom: Newsroom, now: datetime) -> tuple[HostPages, ...]:
    """Hosts with pages to ask for and budget left. Decides about new entries first, so that one question is enough."""
    _plan(newsroom, now)
    with newsroom.database.read() as connection:
        hosts = pages.find_due_hosts(connection, now, now - HORIZON)
        return tuple(HostPages(host) for host in hosts if _budget(newsroom, connection, host, now) > 0)


def do(newsroom: Newsroom, piece: Piece, now: datetime) -> Outcome:
    """Asks for the host's pages until its budget, the piece's share or its time is used up."""
    assert isinstance(piece, HostPages)
    with newsroom.database.read() as connection:
        limit = min(PAGES_PER_PIECE, _budget(newsroom, connection, piece.host, now))
        wanted = pages.find_due_pages(connection, piece.host, now, now - HORIZON, limit)
    counts: Counter[str] = Counter()
    began = time.monotonic()
    for page in wanted:
        if newsroom.stopping.is_set():
            break
        outcome = _read_one(newsroom, page, piece.host, now)
        if outcome is None:
            return _told(piece, counts, "another process is asking this host")
        counts[outcome.name] += 1
        if outcome.stop or time.monotonic() - began > PIECE_SECONDS:
            break
    return _told(piece, counts)


def _told(piece: HostPages, counts: Counter[str], detail: str = "") -> Outcome:
    named = ", ".join(f"{name} {count}" for name, count in sorted(counts.items()))
    return Outcome(event="extract", subject=piece.host, detail=named or detail, facts=tuple(sorted(counts.items())))


def _plan(newsroom: Newsroom, now: datetime) -> None:
    """Decides about entries nobody has decided about yet; what is not wanted is remembered too, and not asked about again."""
    while True:
        with newsroom.database.read() as connection:
            unplanned = pages.find_unplanned(connection, now - HORIZON, PLAN_BATCH)
        if not unplanned:
            return
        wanted = {stored.id: host_of(stored.entry.url or "") for stored in unplanned if _wants(newsroom, stored, now)}
        skipped = [stored.id for stored in unplanned if stored.id not in wanted]
        with newsroom.database.write() as connection:
            pages.add_plans(connection, wanted, skipped)
        if len(unplanned) < PLAN_BATCH:
            return


def _wants(newsroom: Newsroom, stored: StoredEntry, now: datetime) -> bool:
    outlet = newsroom.outlets.get(stored.outlet)
    if outlet is None or (stored.entry.published is not None and stored.entry.published < now - HORIZON):
        return False
    return wants_page(stored, outlet, newsroom.newsfile.watchlists, newsroom.newsfile.polling)


def _budget(newsroom: Newsroom, connection: Connection, host: str, now: datetime) -> int:
    """Pages the host may still be asked for in the hour that ends now."""
    spent = pages.count_asked(connection, host, now - timedelta(hours=1))
    return max(0, newsroom.newsfile.polling.pages_per_hour - spent)


def _read_one(newsroom: Newsroom, page: WantedPage, host: str, now: datetime) -> _Done | None:
    """Asks for one page and writes what became of it; None when another process is at the host."""
    with leased(newsroom.database, f"host:{host}", newsroom.newsfile.polling.deadline * 3 + SPARE) as lease:
        if lease is None:
            return None
        with newsroom.database.read() as connection:
            if not pages.is_due(connection, page.entry_id, now):
                return _Done("done meanwhile")
            stored = get_entry(connection, page.entry_id)
        result = _ask(newsroom, stored, page.attempts, now)
        if isinstance(result, Article):
            _keep(newsroom, page, stored, result, now)
            return _Done(str(result.outcome))
        with newsroom.database.write() as connection:
            pages.save_failed_page(connection, page, result.outcome, result.detail, now, result.retry_at)
            if result.host_until:
                pages.postpone_host(connection, host, result.host_until)
        return _Done(result.outcome, stop=result.host_until is not None)


def _ask(newsroom: Newsroom, stored: StoredEntry, attempts: int, now: datetime) -> Article | _Failure:
    """The entry's article; a signpost (portal, AMP, refresh) is followed once."""
    outlet = newsroom.outlets.get(stored.outlet)
    if outlet is None or not stored.entry.url:
        return _Failure(outcome="skipped", detail="the outlet is not in feeds.yaml any more")
    reading = _ask_once(newsroom, stored, outlet, stored.entry.url, attempts, now)
    if isinstance(reading, Unusable) and reading.follow:
        reading = _ask_once(newsroom, stored, outlet, reading.follow, attempts, now)
    if not isinstance(reading, Unusable):
        return reading
    if reading.outcome != PageOutcome.BOT_WALL:
        return _Failure(outcome=str(reading.outcome), detail=reading.detail)
    again = _retry_at(attempts, HOST_PAUSE, now)
    return _Failure(outcome=str(reading.outcome), detail=reading.detail, retry_at=again, host_until=now + HOST_PAUSE)


def _ask_once(
    newsroom: Newsroom, stored: StoredEntry, outlet: Outlet, url: str, attempts: int, now: datetime
) -> Article | Unusable | _Failure:
    polling = newsroom.newsfile.polling
    lane = Lane(polling, stopping=newsroom.stopping)
    rules = _robots(newsroom, lane, outlet, url, now)
    if rules.body is None:
        again = _retry_at(attempts, HOST_PAUSE, now)
        detail = "robots.txt could not be had"
        return _Failure(outcome=FailureKind.ROBOTS, detail=detail, retry_at=again, host_until=now + HOST_PAUSE)
    if not rules.allows(url):
        return _Failure(outcome=FailureKind.ROBOTS, detail="robots.txt asks programs to stay away")
    got = fetch_page(lane, url, outlet, polling, rules.delay)
    match got:
        case Fetched():
            return newsroom.parser.read_page(
                got.body,
                url=got.url,
                now=now,
                content_type=got.content_type,
                zone=outlet.timezone,
                title=stored.entry.title,
            )
        case FetchFailed():
            return _failed(got, attempts, now)
        case NotModified():
            return _Failure(
                outcome=FailureKind.NOT_MODIFIED_UNASKED, detail="answered 304 to a question without validators"
            )


def _failed(got: FetchFailed, attempts: int, now: datetime) -> _Failure:
    retry_at = _retry_at(attempts, got.retry_after, now) if got.kind in PASSING else None
    wait = min(max(got.retry_after or HOST_PAUSE, RETRIES[0]), LONGEST_WAIT)
    return _Failure(
        outcome=str(got.kind),
        detail=got.detail,
        retry_at=retry_at,
        host_until=now + wait if got.kind in HOST_WIDE else None,
    )


def _retry_at(attempts: int, retry_after: timedelta | None, now: datetime) -> datetime | None:
    """None when it was tried often enough."""
    if attempts >= len(RETRIES):
        return None
    return now + min(max(RETRIES[attempts], retry_after or timedelta()), LONGEST_WAIT)


def _robots(newsroom: Newsroom, lane: Lane, outlet: Outlet, url: str, now: datetime) -> Robots:
    """The origin's rules, asked for once a day; a file that could not be had is asked for again after an hour."""
    origin = origin_of(url)
    with newsroom.database.read() as connection:
        known = pages.find_robots(connection, origin, now - ROBOTS_KEPT)
        if known == (None,):
            known = pages.find_robots(connection, origin, now - HOST_PAUSE)
    if known is not None:
        return Robots(known[0])
    rules = fetch_robots(lane, origin, outlet, newsroom.newsfile.polling)
    with newsroom.database.write() as connection:
        pages.save_robots(connection, origin, rules.body, now)
    return rules


def _keep(newsroom: Newsroom, page: WantedPage, stored: StoredEntry, article: Article, now: datetime) -> None:
    """The text and what it makes ours are written together: a crash between them would lose a clipping."""
    entry = replace(stored.entry, byline=stored.entry.byline or article.byline)
    found = match_entry(newsroom, stored.outlet, entry, section=stored.section, full_text=article.text)
    with newsroom.database.write() as connection:
        pages.save_article(connection, page, article, now)
        pages.complete_entry(connection, stored.id, byline=article.byline, section=article.section)
        past = stored.entry.published if pages.is_of_first_list(connection, stored.id) else None
        seen_at = min(past, now) if past else news_time(connection, now)  # docs/decisions/0004
        save_clippings(connection, {stored.id: found}, tuple(newsroom.watchlists), seen_at)


ROUTINE = Routine(
    name="extract",
    every=timedelta(minutes=1),
    due=due,
    do=do,
    lane=lambda piece: piece.host if isinstance(piece, HostPages) else str(piece),
    width=lambda newsroom: newsroom.newsfile.polling.concurrency,
)

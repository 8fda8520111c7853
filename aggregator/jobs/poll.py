"""The main job: ask one feed, keep what is new, match it, choose when to ask again.

A crash at any point only means that the feed is due again: what came is written in one transaction with the feed's new state.
"""

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from aggregator.feeds.changes import FeedChanges, entry_digest, find_changes
from aggregator.feeds.identity import identify
from aggregator.feeds.pace import choose_pace
from aggregator.feeds.state import after_failure, after_not_modified, after_success
from aggregator.fetch.client import Lane
from aggregator.fetch.feed import fetch_feed
from aggregator.fetch.lanes import host_of
from aggregator.jobs.matching import match_entry
from aggregator.jobs.routine import Outcome, Piece, Routine
from aggregator.model import (
    Entry,
    Feed,
    FeedState,
    Fetched,
    FetchFailed,
    Identity,
    Match,
    NotModified,
    Outlet,
    ParsedFeed,
    ParseFailed,
    PollRecord,
)
from aggregator.newsroom import Newsroom
from aggregator.store.articles import find_full_texts
from aggregator.store.clippings import news_time, save_clippings
from aggregator.store.engine import Connection
from aggregator.store.entries import add_entries, add_sightings, find_ids, find_known, save_revision
from aggregator.store.feeds import add_feeds, add_poll, find_due, find_polls, get_feed_id, get_state, save_state
from aggregator.store.leases import Lease, leased

SPARE = timedelta(seconds=90)  # what a lease allows beyond the request: waiting for the parser, matching, writing


@dataclass(frozen=True, slots=True, kw_only=True)
class Visit:
    """One feed, as we knew it when its turn came."""

    feed: Feed
    outlet: Outlet
    state: FeedState
    now: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class News:
    """What a list means for us, worked out before the transaction that keeps it."""

    parsed: ParsedFeed
    identities: tuple[Identity, ...]
    changes: FeedChanges
    matches: Mapping[str, tuple[Match, ...]]  # by the key of a new or revised entry


def due(newsroom: Newsroom, now: datetime) -> tuple[str, ...]:
    """The feeds whose time has come, by URL."""
    with newsroom.database.read() as connection:
        return find_due(connection, tuple(newsroom.feeds), now)


def do(newsroom: Newsroom, piece: Piece, now: datetime) -> Outcome:
    """Asks one feed, unless another process did since `due` was asked, or is at its host."""
    return _poll(newsroom, str(piece), now, even_if_early=False)


def do_even_if_early(newsroom: Newsroom, piece: Piece, now: datetime) -> Outcome:
    """Asks one feed whether or not its time has come."""
    return _poll(newsroom, str(piece), now, even_if_early=True)


def lease_name(url: str) -> str:
    """The lease on the feed's host: one process asks it at a time."""
    return f"host:{host_of(url)}"


def _poll(newsroom: Newsroom, url: str, now: datetime, *, even_if_early: bool) -> Outcome:
    feed = newsroom.feeds[url]
    with leased(newsroom.database, lease_name(url), newsroom.newsfile.polling.deadline + SPARE) as lease:
        if lease is None:
            return _outcome(newsroom, feed, detail="another process is asking this host")
        with newsroom.database.read() as connection:
            state = get_state(connection, url)
        if not even_if_early and state.next_poll_at is not None and state.next_poll_at > now:
            return _outcome(newsroom, feed, detail="was asked meanwhile")
        return _visit(newsroom, Visit(feed=feed, outlet=newsroom.outlets[feed.outlet], state=state, now=now), lease)


def _visit(newsroom: Newsroom, visit: Visit, lease: Lease) -> Outcome:
    polling = newsroom.newsfile.polling
    lane = Lane(polling, stopping=newsroom.stopping)
    came = fetch_feed(lane, visit.feed, visit.outlet, visit.state, polling)
    match came:
        case Fetched() if _digest(came.body) != visit.state.body_digest:
            return _read(newsroom, visit, lease, came)
        case Fetched() | NotModified():
            return _keep_unchanged(newsroom, visit, lease, came)
        case FetchFailed():
            return _keep_failure(newsroom, visit, lease, came)


def _read(newsroom: Newsroom, visit: Visit, lease: Lease, came: Fetched) -> Outcome:
    parsed = newsroom.parser.parse(
        came.body, url=came.url, content_type=came.content_type, outlet=visit.outlet, now=visit.now
    )
    if isinstance(parsed, ParseFailed):
        named = f"; the page names {', '.join(parsed.alternates[:3])}" if parsed.alternates else ""
        failed = FetchFailed(kind=parsed.kind, detail=parsed.detail + named, status=came.status, elapsed=came.elapsed)
        return _keep_failure(newsroom, visit, lease, failed)
    return _keep_news(newsroom, visit, lease, came, _work_out(newsroom, visit, parsed))


def _work_out(newsroom: Newsroom, visit: Visit, parsed: ParsedFeed) -> News:
    identities = identify(parsed.entries)
    with newsroom.database.read() as connection:
        known = find_known(connection, visit.outlet.id, identities)
        changes = find_changes(parsed.entries, identities, known, visit.now)
        texts = find_full_texts(connection, [known.id for known, _ in changes.revised])
    fresh: list[tuple[str, Entry, str | None]] = [(identity.key, entry, None) for entry, identity in changes.new]
    fresh += [(known.identity.key, entry, texts.get(known.id)) for known, entry in changes.revised]
    matches = {
        key: match_entry(newsroom, visit.outlet.id, entry, section=visit.feed.section, full_text=text)
        for key, entry, text in fresh
    }
    return News(parsed=parsed, identities=identities, changes=changes, matches=matches)


def _keep_news(newsroom: Newsroom, visit: Visit, lease: Lease, came: Fetched, news: News) -> Outcome:
    with newsroom.database.write() as connection:
        if not lease.holds(connection):
            return _outcome(newsroom, visit.feed, detail="took too long; another process went on")
        feed_id = _feed_id(connection, visit.feed)
        added = _add_new(connection, visit, news, feed_id)
        _save_revised(connection, visit, news)
        clippings = _clip(newsroom, connection, visit, news, added)
        state = after_success(
            visit.state,
            parsed=news.parsed,
            identities=news.identities,
            changes=news.changes,
            etag=came.etag,
            last_modified=came.last_modified,
            body_digest=_digest(came.body),
            moved_to=came.moved_to,
            now=visit.now,
        )
        record = PollRecord(
            at=visit.now,
            failure=None,
            entries=len(news.parsed.entries),
            new=len(added),
            gap=state.gap_at == visit.now,
        )
        facts = {"status": came.status, "revised": len(news.changes.revised), "wire_ms": _ms(came.elapsed)}
        add_poll(connection, feed_id, record, detail="; ".join(news.parsed.problems)[:500], **facts)
        _save_state(newsroom, connection, visit, state, came)
    return _outcome(
        newsroom,
        visit.feed,
        detail="; ".join(news.parsed.problems),
        entries=record.entries,
        new=record.new,
        revised=len(news.changes.revised),
        clippings=clippings,
        gap=record.gap or None,
        ms=_ms(came.elapsed),
    )


def _add_new(connection: Connection, visit: Visit, news: News, feed_id: int) -> Mapping[str, int]:
    """Stores the new entries and every sighting; returns key → id of those that nobody else stored first."""
    new = [(entry, identity, entry_digest(entry)) for entry, identity in news.changes.new]
    added = add_entries(connection, visit.outlet.id, visit.feed.section, new, visit.now)
    ids = find_ids(connection, visit.outlet.id, (key for key, _ in news.changes.listed))
    seen = ((ids[key], entry.url) for key, entry in news.changes.listed if key in ids)  # retention may have taken one
    add_sightings(connection, feed_id, seen, visit.now)
    return added


def _save_revised(connection: Connection, visit: Visit, news: News) -> None:
    identities = dict(zip(news.parsed.entries, news.identities, strict=True))
    for known, entry in news.changes.revised:
        save_revision(connection, known, entry, identities[entry], entry_digest(entry), visit.now)


def _clip(newsroom: Newsroom, connection: Connection, visit: Visit, news: News, added: Mapping[str, int]) -> int:
    """Makes the clippings of new and revised entries; returns how many came."""
    watchlists = tuple(newsroom.watchlists)
    now = news_time(connection, visit.now)
    came = 0
    for entry, identity in news.changes.new:
        if identity.key in added and news.matches[identity.key]:
            found = {added[identity.key]: news.matches[identity.key]}
            came += save_clippings(connection, found, watchlists, _seen_at(visit, entry, now))
    for known, _ in news.changes.revised:
        came += save_clippings(connection, {known.id: news.matches[known.identity.key]}, watchlists, now)
    return came


def _seen_at(visit: Visit, entry: Entry, now: datetime) -> datetime:
    """A feed's first list is its past: those entries count at the time they were published (docs/decisions/0004)."""
    if visit.state.last_ok_at is None and entry.published is not None:
        return min(entry.published, now)
    return now


def _keep_unchanged(newsroom: Newsroom, visit: Visit, lease: Lease, came: Fetched | NotModified) -> Outcome:
    with newsroom.database.write() as connection:
        if not lease.holds(connection):
            return _outcome(newsroom, visit.feed, detail="took too long; another process went on")
        state = after_not_modified(
            visit.state, etag=came.etag, last_modified=came.last_modified, moved_to=came.moved_to, now=visit.now
        )
        record = PollRecord(at=visit.now, failure=None, entries=len(state.window_keys), new=0)
        facts = {"not_modified": True, "wire_ms": _ms(came.elapsed)}
        add_poll(connection, _feed_id(connection, visit.feed), record, **facts)
        _save_state(newsroom, connection, visit, state, came)
    return _outcome(newsroom, visit.feed, unchanged=True, new=0, ms=_ms(came.elapsed))


def _keep_failure(newsroom: Newsroom, visit: Visit, lease: Lease, failed: FetchFailed) -> Outcome:
    with newsroom.database.write() as connection:
        if not lease.holds(connection):
            return _outcome(newsroom, visit.feed, detail="took too long; another process went on")
        state = after_failure(visit.state, kind=failed.kind, detail=failed.detail, now=visit.now)
        record = PollRecord(at=visit.now, failure=failed.kind, entries=0, new=0)
        facts = {"status": failed.status, "detail": failed.detail[:500], "wire_ms": _ms(failed.elapsed)}
        add_poll(connection, _feed_id(connection, visit.feed), record, **facts)
        _save_state(newsroom, connection, visit, state, failed)
    return _outcome(newsroom, visit.feed, ok=False, detail=failed.detail, failure=failed.kind, ms=_ms(failed.elapsed))


def _feed_id(connection: Connection, feed: Feed) -> int:
    add_feeds(connection, (feed,))
    return get_feed_id(connection, feed.url)


def _save_state(
    newsroom: Newsroom,
    connection: Connection,
    visit: Visit,
    state: FeedState,
    came: Fetched | NotModified | FetchFailed,
) -> None:
    """With the time to ask again, chosen over a history that holds this poll already."""
    failed = came if isinstance(came, FetchFailed) else None
    pace = choose_pace(
        feed=visit.feed,
        state=state,
        history=find_polls(connection, visit.feed.url),
        polling=newsroom.newsfile.polling,
        now=visit.now,
        failure=failed.kind if failed else None,
        retry_after=failed.retry_after if failed else None,
        max_age=None if isinstance(came, FetchFailed) else came.max_age,
    )
    paced = replace(state, interval=pace.interval, next_poll_at=pace.next_poll_at, reason=pace.reason)
    save_state(connection, paced)


def _outcome(newsroom: Newsroom, feed: Feed, *, ok: bool = True, detail: str = "", **facts: object) -> Outcome:
    name = newsroom.outlets[feed.outlet].name
    subject = f"{name} · {feed.section}" if feed.section else f"{name} · {feed.url}"
    return Outcome(event="poll", subject=subject, ok=ok, detail=detail, facts=(("url", feed.url), *facts.items()))


def _digest(body: bytes) -> str:
    return hashlib.blake2b(body, digest_size=16).hexdigest()


def _ms(elapsed: timedelta) -> int:
    return round(elapsed.total_seconds() * 1000)


def _lane(piece: Piece) -> str:
    return host_of(str(piece))


def _width(newsroom: Newsroom) -> int:
    return newsroom.newsfile.polling.concurrency


ROUTINE = Routine(name="poll", every=timedelta(seconds=15), due=due, do=do, lane=_lane, width=_width)
EVEN_IF_EARLY = replace(ROUTINE, do=do_even_if_early)

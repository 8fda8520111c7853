"""Plays polls of many feeds through the pure functions, with a store that is two dictionaries."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime
from hashlib import blake2b

from aggregator.feeds.changes import FeedChanges, entry_digest, find_changes
from aggregator.feeds.health import assess_health
from aggregator.feeds.identity import identify
from aggregator.feeds.pace import choose_pace
from aggregator.feeds.parse import parse_feed
from aggregator.feeds.state import after_failure, after_not_modified, after_success
from aggregator.model import (
    Entry,
    FailureKind,
    Feed,
    FeedHealth,
    FeedState,
    Identity,
    KnownEntry,
    Outlet,
    ParsedFeed,
    Polling,
    PollRecord,
    Revision,
)


@dataclass
class Shelf:
    """One outlet's stored entries, found by any of their signs."""

    entries: dict[int, tuple[KnownEntry, Entry]] = field(default_factory=dict)
    revisions: list[tuple[str, str]] = field(default_factory=list)  # title before, title after
    signs: dict[tuple[str, str], set[int]] = field(default_factory=lambda: defaultdict(set))

    def find_known(self, identities: Sequence[Identity]) -> list[KnownEntry]:
        found = {one for identity in identities for sign in _signs(identity) for one in self.signs.get(sign, ())}
        return [self.entries[one][0] for one in sorted(found)]

    def keep(self, changes: FeedChanges) -> None:
        for entry, identity in changes.new:
            assert ("key", identity.key) not in self.signs, "two entries under one key"
            self._put(len(self.entries) + 1, entry, identity)
        for known, entry in changes.revised:
            self.revisions.append((known.title, entry.title))
            title = identify([entry])[0].title_key
            revised = replace(known.identity, title_key=title)
            before = Revision(seen_at=datetime.now(UTC), title=known.title, summary=known.summary)
            self._put(known.id, entry, revised, published=known.published, earlier=(*known.earlier, before))

    def _put(
        self,
        number: int,
        entry: Entry,
        identity: Identity,
        published: datetime | None = None,
        earlier: tuple[Revision, ...] = (),
    ) -> None:
        known = KnownEntry(
            id=number,
            identity=identity,
            title=entry.title,
            summary=entry.summary,
            published=published or entry.published,
            digest=entry_digest(entry),
            earlier=earlier,
        )
        self.entries[number] = known, entry
        for sign in _signs(identity):
            self.signs[sign].add(number)


def _signs(identity: Identity) -> list[tuple[str, str]]:
    pairs = [(name, getattr(identity, name)) for name in ("key", "guid", "url_key", "title_key")]
    return [(name, value) for name, value in pairs if value]


@dataclass
class Desk:
    """All feeds, as a poll job would keep them."""

    states: dict[str, FeedState] = field(default_factory=dict)
    history: dict[str, list[PollRecord]] = field(default_factory=lambda: defaultdict(list))
    shelves: dict[str, Shelf] = field(default_factory=lambda: defaultdict(Shelf))
    polling: Polling = field(default_factory=Polling)

    def poll(self, feed: Feed, outlet: Outlet, body: bytes | None, now: datetime) -> FeedChanges | None:
        """One poll; None as body: 404."""
        state = self.states.get(feed.url, FeedState(url=feed.url))
        digest = blake2b(body).hexdigest() if body is not None else ""
        changes, failure = None, None
        if body is None:
            failure = FailureKind.NOT_FOUND
            state = after_failure(state, kind=failure, detail="HTTP 404", now=now)
            record = PollRecord(at=now, failure=failure, entries=0, new=0)
        elif digest == state.body_digest:
            state = after_not_modified(state, etag=None, last_modified=None, moved_to=None, now=now)
            record = PollRecord(at=now, failure=None, entries=len(state.window_keys), new=0)
        else:
            parsed = parse_feed(body, url=feed.url, content_type="application/rss+xml", outlet=outlet, now=now)
            assert isinstance(parsed, ParsedFeed), (feed.url, parsed)
            state, changes = self._take(state, parsed, outlet, digest, now)
            gap = state.gap_at == now
            record = PollRecord(at=now, failure=None, entries=len(parsed.entries), new=len(changes.new), gap=gap)
        self.history[feed.url].insert(0, record)
        pace = choose_pace(
            feed=feed, state=state, history=self.history[feed.url], polling=self.polling, now=now, failure=failure
        )
        self.states[feed.url] = replace(
            state, interval=pace.interval, next_poll_at=pace.next_poll_at, reason=pace.reason
        )
        return changes

    def _take(
        self, state: FeedState, parsed: ParsedFeed, outlet: Outlet, digest: str, now: datetime
    ) -> tuple[FeedState, FeedChanges]:
        identities = identify(parsed.entries)
        shelf = self.shelves[outlet.id]
        changes = find_changes(parsed.entries, identities, shelf.find_known(identities), now)
        shelf.keep(changes)
        after = after_success(
            state,
            parsed=parsed,
            identities=identities,
            changes=changes,
            etag=None,
            last_modified=None,
            body_digest=digest,
            moved_to=None,
            now=now,
        )
        return after, changes

    def health(self, feed: Feed, now: datetime) -> FeedHealth:
        state = self.states.get(feed.url, FeedState(url=feed.url))
        return assess_health(feed=feed, state=state, history=self.history[feed.url], now=now)

"""What we know of each feed: its state before the next poll, and the polls that were."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime, timedelta
from typing import Any

import sqlalchemy as sa
from sqlalchemy.engine import Connection, Row

from aggregator.model import FailureKind, Feed, FeedState, PollRecord
from aggregator.store.dialect import insert
from aggregator.store.tables import feeds, polls

HISTORY = 60  # polls of one feed that pace and health look back on


def add_feeds(connection: Connection, wanted: Iterable[Feed]) -> None:
    """Makes sure that every feed has a row. A feed that left feeds.yaml keeps its own, so that nothing is lost."""
    rows = [{"url": feed.url, "outlet": feed.outlet} for feed in sorted(wanted, key=lambda feed: feed.url)]
    if rows:
        statement = insert(connection, feeds)
        statement = statement.on_conflict_do_update(
            index_elements=[feeds.c.url],
            set_={"outlet": statement.excluded.outlet},
            where=feeds.c.outlet != statement.excluded.outlet,
        )
        connection.execute(statement, rows)


def get_state(connection: Connection, url: str) -> FeedState:
    """The feed's state; one never polled has only its URL."""
    row = connection.execute(sa.select(feeds).where(feeds.c.url == url)).first()
    return _state(row) if row is not None else FeedState(url=url)


def get_states(connection: Connection) -> Mapping[str, FeedState]:
    """Every known feed's state by URL."""
    return {row.url: _state(row) for row in connection.execute(sa.select(feeds))}


def find_due(connection: Connection, urls: Sequence[str], now: datetime) -> tuple[str, ...]:
    """Those of `urls` whose time has come, longest overdue first; feeds never polled come before all."""
    next_poll = dict(connection.execute(sa.select(feeds.c.url, feeds.c.next_poll_at)).tuples().all())
    due = [url for url in urls if (at := next_poll.get(url)) is None or at <= now]
    return tuple(sorted(due, key=lambda url: (next_poll.get(url) is not None, next_poll.get(url) or now, url)))


def get_feed_id(connection: Connection, url: str) -> int:
    return int(connection.execute(sa.select(feeds.c.id).where(feeds.c.url == url)).scalar_one())


def save_state(connection: Connection, state: FeedState) -> None:
    connection.execute(sa.update(feeds).where(feeds.c.url == state.url).values(**_columns(state)))


def add_poll(connection: Connection, feed_id: int, record: PollRecord, **facts: Any) -> None:
    """Remembers one poll; `facts` are further columns of the table (status, detail, revised, wire_ms, not_modified)."""
    connection.execute(
        sa.insert(polls).values(
            feed_id=feed_id,
            at=record.at,
            failure=record.failure,
            entries=record.entries,
            new=record.new,
            gap=record.gap,
            **facts,
        )
    )


def find_polls(connection: Connection, url: str, limit: int = HISTORY) -> tuple[PollRecord, ...]:
    """The feed's last polls, newest first."""
    return find_all_polls(connection, (url,), limit).get(url, ())


def find_all_polls(
    connection: Connection, urls: Sequence[str], limit: int = HISTORY
) -> Mapping[str, tuple[PollRecord, ...]]:
    """The last polls of each feed, newest first."""
    newest = sa.func.row_number().over(partition_by=polls.c.feed_id, order_by=(polls.c.at.desc(), polls.c.id.desc()))
    ranked = sa.select(polls, feeds.c.url, newest.label("rank")).join(feeds).where(feeds.c.url.in_(urls)).subquery()
    rows = connection.execute(sa.select(ranked).where(ranked.c.rank <= limit).order_by(ranked.c.url, ranked.c.rank))
    found: dict[str, list[PollRecord]] = {}
    for row in rows:
        failure = FailureKind(row.failure) if row.failure else None
        record = PollRecord(at=row.at, failure=failure, entries=row.entries, new=row.new, gap=row.gap)
        found.setdefault(row.url, []).append(record)
    return {url: tuple(records) for url, records in found.items()}


def _state(row: Row[Any]) -> FeedState:
    return FeedState(
        url=row.url,
        etag=row.etag,
        last_modified=row.last_modified,
        body_digest=row.body_digest,
        last_polled_at=row.last_polled_at,
        last_ok_at=row.last_ok_at,
        last_new_at=row.last_new_at,
        next_poll_at=row.next_poll_at,
        interval=_duration(row.interval_s),
        reason=row.reason,
        failures=row.failures,
        failing_since=row.failing_since,
        failure=FailureKind(row.failure) if row.failure else None,
        failure_detail=row.failure_detail,
        window_keys=tuple(row.window_keys or ()),
        window_span=_duration(row.window_span_s),
        usual_gap=_duration(row.usual_gap_s),
        longest_gap=_duration(row.longest_gap_s),
        newest_published=row.newest_published,
        gap_at=row.gap_at,
        gaps=row.gaps,
        moved_to=row.moved_to,
        moved_sightings=tuple(datetime.fromisoformat(at) for at in row.moved_sightings or ()),
        ttl=_duration(row.ttl_s),
        skip_hours=tuple(row.skip_hours or ()),
    )


def _columns(state: FeedState) -> dict[str, Any]:
    return {
        "etag": state.etag,
        "last_modified": state.last_modified,
        "body_digest": state.body_digest,
        "last_polled_at": state.last_polled_at,
        "last_ok_at": state.last_ok_at,
        "last_new_at": state.last_new_at,
        "next_poll_at": state.next_poll_at,
        "interval_s": _seconds(state.interval),
        "reason": state.reason,
        "failures": state.failures,
        "failing_since": state.failing_since,
        "failure": state.failure,
        "failure_detail": state.failure_detail,
        "window_keys": list(state.window_keys),
        "window_span_s": _seconds(state.window_span),
        "usual_gap_s": _seconds(state.usual_gap),
        "longest_gap_s": _seconds(state.longest_gap),
        "newest_published": state.newest_published,
        "gap_at": state.gap_at,
        "gaps": state.gaps,
        "moved_to": state.moved_to,
        "moved_sightings": [at.isoformat() for at in state.moved_sightings],
        "ttl_s": _seconds(state.ttl),
        "skip_hours": list(state.skip_hours),
    }


def _duration(seconds: float | None) -> timedelta | None:
    return None if seconds is None else timedelta(seconds=seconds)


def _seconds(duration: timedelta | None) -> float | None:
    return None if duration is None else duration.total_seconds()

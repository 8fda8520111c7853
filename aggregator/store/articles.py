"""Article pages: which are wanted, what became of them, and their text for as long as it is kept."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

import sqlalchemy as sa
from sqlalchemy.engine import Connection

from aggregator.articles.outcome import Article
from aggregator.model import StoredEntry
from aggregator.store.dialect import insert
from aggregator.store.entries import CHUNK, find_entries
from aggregator.store.tables import articles, entries, polls, robots, sightings


@dataclass(frozen=True, slots=True, kw_only=True)
class WantedPage:
    """A page to ask for. `attempts` counts those before."""

    entry_id: int
    attempts: int


def find_unplanned(connection: Connection, since: datetime, limit: int) -> tuple[StoredEntry, ...]:
    """Entries first seen since then whose page nobody has decided about yet, oldest first."""
    return find_entries(connection, entries.c.first_seen >= since, articles.c.entry_id.is_(None), limit=limit)


def add_plans(connection: Connection, wanted: Mapping[int, str], skipped: Sequence[int]) -> None:
    """Remembers for each entry whether its page is wanted (id → host) or not. A decision made before stands."""
    plans = {**wanted, **dict.fromkeys(skipped)}
    rows = [
        {"entry_id": one, "state": "skipped" if plans[one] is None else "wanted", "host": plans[one]}
        for one in sorted(plans)  # sorted, so that two writers cannot wait for each other
    ]
    for start in range(0, len(rows), CHUNK):
        connection.execute(insert(connection, articles).on_conflict_do_nothing(), rows[start : start + CHUNK])


def find_due_hosts(connection: Connection, now: datetime, since: datetime) -> tuple[str, ...]:
    """Hosts with pages to ask for now, of entries first seen since then."""
    statement = (
        sa.select(articles.c.host)
        .join(entries, entries.c.id == articles.c.entry_id)
        .where(_is_due(now), entries.c.first_seen >= since, articles.c.host.is_not(None))
        .distinct()
        .order_by(articles.c.host)
    )
    return tuple(connection.execute(statement).scalars())


def is_due(connection: Connection, entry_id: int, now: datetime) -> bool:
    """Whether a page is still to be asked for: somebody else may have done it meanwhile."""
    return (
        connection.execute(sa.select(articles.c.entry_id).where(articles.c.entry_id == entry_id, _is_due(now))).first()
        is not None
    )


def find_due_pages(
    connection: Connection, host: str, now: datetime, since: datetime, limit: int
) -> tuple[WantedPage, ...]:
    """The newest first: what was published this minute is what a press desk waits for."""
    statement = (
        sa.select(articles.c.entry_id, articles.c.attempts)
        .join(entries, entries.c.id == articles.c.entry_id)
        .where(_is_due(now), entries.c.first_seen >= since, articles.c.host == host)
        .order_by(articles.c.attempts, entries.c.first_seen.desc(), articles.c.entry_id)
        .limit(limit)
    )
    return tuple(WantedPage(entry_id=row.entry_id, attempts=row.attempts) for row in connection.execute(statement))


def count_asked(connection: Connection, host: str, since: datetime) -> int:
    """Pages asked of a host since then: what its hourly budget has been spent on."""
    asked = sa.select(sa.func.count()).where(articles.c.host == host, articles.c.fetched_at > since)
    return int(connection.execute(asked).scalar_one())


def save_article(connection: Connection, page: WantedPage, article: Article, now: datetime) -> None:
    _save(
        connection,
        page,
        now,
        state="done",
        outcome=str(article.outcome),
        detail=article.method,
        next_try_at=None,
        url=article.canonical,
        headline=article.headline,
        byline=article.byline,
        published=article.published,
        section=article.section,
        text=article.text,
    )


def complete_entry(connection: Connection, entry_id: int, *, byline: str | None, section: str | None) -> None:
    """Fills in what the feed did not say; what it said stands."""
    for column, value in ((entries.c.byline, byline), (entries.c.section, section)):
        if value:
            empty = sa.and_(entries.c.id == entry_id, sa.or_(column.is_(None), column == ""))
            connection.execute(sa.update(entries).where(empty).values({column: value}))


def save_failed_page(
    connection: Connection, page: WantedPage, outcome: str, detail: str, now: datetime, next_try_at: datetime | None
) -> None:
    """`next_try_at` None: asking again cannot help."""
    state = "failed" if next_try_at is None else "wanted"
    _save(connection, page, now, state=state, outcome=outcome, detail=detail, next_try_at=next_try_at)


def postpone_host(connection: Connection, host: str, until: datetime) -> None:
    """The host wants to be left alone: none of its pages before then."""
    waiting = sa.and_(articles.c.host == host, articles.c.state == "wanted")
    earlier = sa.or_(articles.c.next_try_at.is_(None), articles.c.next_try_at < until)
    connection.execute(sa.update(articles).where(waiting, earlier).values(next_try_at=until))


def find_full_texts(connection: Connection, entry_ids: Sequence[int]) -> Mapping[int, str]:
    """The articles' texts by entry, of those that have one and still keep it."""
    kept = sa.and_(articles.c.entry_id.in_(entry_ids), articles.c.text.is_not(None))
    rows = connection.execute(sa.select(articles.c.entry_id, articles.c.text).where(kept)) if entry_ids else ()
    return {row.entry_id: row.text for row in rows}


def is_of_first_list(connection: Connection, entry_id: int) -> bool:
    """Whether the entry came with the first answer of every feed that showed it: then it is that feed's past, not news."""
    answered = (
        sa.select(sightings.c.feed_id, sa.func.min(polls.c.at).label("first"))
        .join(polls, polls.c.feed_id == sightings.c.feed_id)
        .where(sightings.c.entry_id == entry_id, polls.c.failure.is_(None))
        .group_by(sightings.c.feed_id)
        .subquery()
    )
    first_seen = sa.select(entries.c.first_seen).where(entries.c.id == entry_id).scalar_subquery()
    later = sa.select(answered.c.feed_id).where(answered.c.first != first_seen)
    any_answer = connection.execute(sa.select(answered.c.feed_id)).first() is not None
    return any_answer and connection.execute(later).first() is None


def count_outcomes(connection: Connection, since: datetime) -> Mapping[str, int]:
    """What became of the pages asked since then."""
    statement = sa.select(articles.c.outcome, sa.func.count()).where(articles.c.fetched_at >= since)
    return {
        str(name): int(count) for name, count in connection.execute(statement.group_by(articles.c.outcome)).tuples()
    }


def find_robots(connection: Connection, origin: str, since: datetime) -> tuple[str | None] | None:
    """What the origin's robots.txt said when last asked since then (None inside: it could not be had); None: ask again."""
    row = connection.execute(
        sa.select(robots.c.body).where(robots.c.origin == origin, robots.c.fetched_at > since)
    ).first()
    return None if row is None else (row.body,)


def save_robots(connection: Connection, origin: str, body: str | None, now: datetime) -> None:
    statement = insert(connection, robots).values(origin=origin, fetched_at=now, body=body)
    fresh = {"fetched_at": statement.excluded.fetched_at, "body": statement.excluded.body}
    connection.execute(statement.on_conflict_do_update(index_elements=[robots.c.origin], set_=fresh))


def _is_due(now: datetime) -> sa.ColumnElement[bool]:
    return sa.and_(
        articles.c.state == "wanted", sa.or_(articles.c.next_try_at.is_(None), articles.c.next_try_at <= now)
    )


def _save(connection: Connection, page: WantedPage, now: datetime, **values: object) -> None:
    kept = {"attempts": page.attempts + 1, "fetched_at": now, **values}
    connection.execute(sa.update(articles).where(articles.c.entry_id == page.entry_id).values(**kept))

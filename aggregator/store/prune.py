"""Forgets what retention no longer asks for, in small transactions so that nobody waits long."""

from collections.abc import Callable
from datetime import datetime

import sqlalchemy as sa

from aggregator.model import Retention
from aggregator.store.engine import Database
from aggregator.store.tables import articles, editions, entries, letters, polls

BATCH = 500  # rows in one transaction


def prune(database: Database, retention: Retention, now: datetime) -> dict[str, int]:
    """Deletes what is older than its retention; returns how many rows went from each table. Letters still on their way stay."""
    on_their_way = sa.select(letters.c.edition_id).where(letters.c.state.in_(("queued", "sending", "dot", "held")))
    old_text = (articles.c.fetched_at < now - retention.full_text, articles.c.text.is_not(None))
    return {
        "full_text": _in_batches(
            database,
            lambda ids: sa.update(articles).where(articles.c.entry_id.in_(ids)).values(text=None),
            sa.select(articles.c.entry_id).where(*old_text),
        ),
        "polls": _in_batches(
            database,
            lambda ids: sa.delete(polls).where(polls.c.id.in_(ids)),
            sa.select(polls.c.id).where(polls.c.at < now - retention.polls),
        ),
        "entries": _in_batches(
            database,
            lambda ids: sa.delete(entries).where(entries.c.id.in_(ids)),
            sa.select(entries.c.id).where(entries.c.first_seen < now - retention.entries),
        ),
        "contents": _in_batches(  # a sent letter is never sent again: its key and its trace stay, its bytes need not
            database,
            lambda ids: sa.update(letters).where(letters.c.id.in_(ids)).values(content=b"", html=""),
            sa.select(letters.c.id).where(
                letters.c.state == "sent", letters.c.sent_at < now - retention.polls, letters.c.content != b""
            ),
        ),
        "letters": _in_batches(
            database,
            lambda ids: sa.delete(letters).where(letters.c.id.in_(ids)),
            sa.select(letters.c.id).where(
                letters.c.queued_at < now - retention.editions, letters.c.state.in_(("sent", "failed", "cancelled"))
            ),
        ),
        "editions": _in_batches(
            database,
            lambda ids: sa.delete(editions).where(editions.c.id.in_(ids)),
            sa.select(editions.c.id).where(
                editions.c.frozen_at < now - retention.editions,
                editions.c.id.not_in(on_their_way.where(letters.c.edition_id.is_not(None))),
            ),
        ),
    }


def _in_batches(
    database: Database, statement: Callable[[list[int]], sa.Executable], wanted: sa.Select[tuple[int]]
) -> int:
    gone = 0
    while True:
        with database.write() as connection:
            ids = list(connection.execute(wanted.limit(BATCH)).scalars())
            if not ids:
                return gone
            connection.execute(statement(ids))
        gone += len(ids)

"""The tables, in SQLAlchemy Core, the same on SQLite and PostgreSQL; migrations/ must agree with this file (a test says so).

Every time is UTC. Columns holding JSON are written once and read whole; nothing queries inside them.
"""

from datetime import UTC, datetime

import sqlalchemy as sa
from sqlalchemy.dialects import postgresql
from sqlalchemy.engine import Dialect
from sqlalchemy.types import TypeDecorator

metadata = sa.MetaData(
    naming_convention={
        "ix": "ix_%(table_name)s_%(column_0_N_name)s",
        "uq": "uq_%(table_name)s_%(column_0_N_name)s",
        "fk": "fk_%(table_name)s_%(column_0_N_name)s",
        "pk": "pk_%(table_name)s",
    }
)

Id = sa.BigInteger().with_variant(sa.Integer, "sqlite")  # SQLite numbers rows only for INTEGER PRIMARY KEY
Json = sa.JSON().with_variant(postgresql.JSONB, "postgresql")


class UtcTime(TypeDecorator[datetime]):
    """Aware UTC in and out; SQLite has no time zones, so it holds UTC wall time, which sorts as text."""

    impl = sa.DateTime(timezone=True)
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        if value is None:
            return None
        if value.tzinfo is None:
            raise ValueError(f"a time without zone reached the database: {value!r}")
        utc = value.astimezone(UTC)
        return utc.replace(tzinfo=None) if dialect.name == "sqlite" else utc

    def process_result_value(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        if value is None:
            return None
        return value.replace(tzinfo=UTC) if value.tzinfo is None else value.astimezone(UTC)


feeds = sa.Table(
    "feeds",
    metadata,
    sa.Column("id", Id, primary_key=True),
    sa.Column("url", sa.Text, nullable=False, unique=True),
    sa.Column("outlet", sa.Text, nullable=False),
    sa.Column("etag", sa.Text),
    sa.Column("last_modified", sa.Text),
    sa.Column("body_digest", sa.Text),
    sa.Column("last_polled_at", UtcTime),
    sa.Column("last_ok_at", UtcTime),
    sa.Column("last_new_at", UtcTime),
    sa.Column("next_poll_at", UtcTime, index=True),
    sa.Column("interval_s", sa.Float),
    sa.Column("reason", sa.Text, nullable=False, server_default=""),
    sa.Column("failures", sa.Integer, nullable=False, server_default="0"),
    sa.Column("failing_since", UtcTime),
    sa.Column("failure", sa.Text),
    sa.Column("failure_detail", sa.Text, nullable=False, server_default=""),
    sa.Column("window_keys", Json),
    sa.Column("window_span_s", sa.Float),
    sa.Column("usual_gap_s", sa.Float),
    sa.Column("longest_gap_s", sa.Float),
    sa.Column("newest_published", UtcTime),
    sa.Column("gap_at", UtcTime),
    sa.Column("gaps", sa.Integer, nullable=False, server_default="0"),
    sa.Column("moved_to", sa.Text),
    sa.Column("moved_sightings", Json),
    sa.Column("ttl_s", sa.Float),
    sa.Column("skip_hours", Json),
)

polls = sa.Table(
    "polls",
    metadata,
    sa.Column("id", Id, primary_key=True),
    sa.Column("feed_id", Id, sa.ForeignKey("feeds.id", ondelete="CASCADE"), nullable=False),
    sa.Column("at", UtcTime, nullable=False),
    sa.Column("failure", sa.Text),  # null: the feed answered
    sa.Column("detail", sa.Text, nullable=False, server_default=""),
    sa.Column("status", sa.Integer),
    sa.Column("not_modified", sa.Boolean, nullable=False, server_default=sa.false()),
    sa.Column("entries", sa.Integer, nullable=False, server_default="0"),
    sa.Column("new", sa.Integer, nullable=False, server_default="0"),
    sa.Column("revised", sa.Integer, nullable=False, server_default="0"),
    sa.Column("gap", sa.Boolean, nullable=False, server_default=sa.false()),
    sa.Column("wire_ms", sa.Integer),
    sa.Index("ix_polls_feed_id_at", "feed_id", "at"),
    sa.Index("ix_polls_at", "at"),
)

entries = sa.Table(
    "entries",
    metadata,
    sa.Column("id", Id, primary_key=True),
    sa.Column("outlet", sa.Text, nullable=False),
    sa.Column("key", sa.Text, nullable=False),
    sa.Column("guid", sa.Text),
    sa.Column("url", sa.Text),
    sa.Column("url_key", sa.Text),
    sa.Column("title_key", sa.Text, nullable=False),
    sa.Column("title", sa.Text, nullable=False),
    sa.Column("summary", sa.Text, nullable=False, server_default=""),
    sa.Column("body", sa.Text, nullable=False, server_default=""),
    sa.Column("byline", sa.Text),
    sa.Column("published", UtcTime),
    sa.Column("updated", UtcTime),
    sa.Column("categories", Json),
    sa.Column("section", sa.Text),
    sa.Column("digest", sa.Text, nullable=False),
    sa.Column("first_seen", UtcTime, nullable=False, index=True),
    sa.Column("revised_at", UtcTime),
    sa.UniqueConstraint("outlet", "key"),
    sa.Index("ix_entries_outlet_guid", "outlet", "guid"),
    sa.Index("ix_entries_outlet_url_key", "outlet", "url_key"),
    sa.Index("ix_entries_outlet_title_key", "outlet", "title_key"),
)

sightings = sa.Table(
    "sightings",
    metadata,
    sa.Column("entry_id", Id, sa.ForeignKey("entries.id", ondelete="CASCADE"), nullable=False),
    sa.Column("feed_id", Id, sa.ForeignKey("feeds.id", ondelete="CASCADE"), nullable=False),
    sa.Column("url", sa.Text, nullable=False),  # as this feed wrote it; empty when it gave none
    sa.Column("first_seen", UtcTime, nullable=False),
    sa.PrimaryKeyConstraint("entry_id", "feed_id", "url"),
    sa.Index("ix_sightings_feed_id", "feed_id"),
)

revisions = sa.Table(
    "revisions",
    metadata,
    sa.Column("id", Id, primary_key=True),
    sa.Column("entry_id", Id, sa.ForeignKey("entries.id", ondelete="CASCADE"), nullable=False, index=True),
    sa.Column("seen_at", UtcTime, nullable=False),  # when the text was replaced
    sa.Column("title", sa.Text, nullable=False),
    sa.Column("summary", sa.Text, nullable=False),
)

articles = sa.Table(  # the web page behind an entry, for matching only; text expires
    "articles",
    metadata,
    sa.Column("entry_id", Id, sa.ForeignKey("entries.id", ondelete="CASCADE"), primary_key=True),
    sa.Column("state", sa.Text, nullable=False),  # skipped, wanted, done, failed
    sa.Column("outcome", sa.Text),  # ok, or a named reason
    sa.Column("detail", sa.Text, nullable=False, server_default=""),
    sa.Column("attempts", sa.Integer, nullable=False, server_default="0"),
    sa.Column("next_try_at", UtcTime),
    sa.Column("fetched_at", UtcTime, index=True),
    sa.Column("host", sa.Text),  # whose budget it takes from
    sa.Column("url", sa.Text),  # canonical, as the page says
    sa.Column("headline", sa.Text),
    sa.Column("byline", sa.Text),
    sa.Column("published", UtcTime),
    sa.Column("section", sa.Text),
    sa.Column("text", sa.Text),  # null once expired
    sa.Index("ix_articles_state_next_try_at", "state", "next_try_at"),
    sa.Index("ix_articles_host_fetched_at", "host", "fetched_at"),
)

robots = sa.Table(  # what a host's robots.txt said, so that it is asked for once a day only
    "robots",
    metadata,
    sa.Column("origin", sa.Text, primary_key=True),  # https://host[:port]
    sa.Column("fetched_at", UtcTime, nullable=False),
    sa.Column("body", sa.Text),  # null: the file could not be had, and the site is left alone for now
)

clippings = sa.Table(
    "clippings",
    metadata,
    sa.Column("watchlist", sa.Text, nullable=False),
    sa.Column("entry_id", Id, sa.ForeignKey("entries.id", ondelete="CASCADE"), nullable=False),
    sa.Column("seen_at", UtcTime, nullable=False, index=True),  # when it became ours; windows go by it
    sa.Column("matches", Json, nullable=False),
    sa.PrimaryKeyConstraint("watchlist", "entry_id"),
    sa.Index("ix_clippings_entry_id", "entry_id"),
)

editions = sa.Table(
    "editions",
    metadata,
    sa.Column("id", Id, primary_key=True),
    sa.Column("digest", sa.Text, nullable=False),
    sa.Column("issue_date", sa.Date, nullable=False),
    sa.Column("window_start", UtcTime, nullable=False),
    sa.Column("window_end", UtcTime, nullable=False),
    sa.Column("frozen_at", UtcTime, nullable=False),
    sa.Column("snapshot", sa.Text, nullable=False),  # the whole edition as JSON: what mail, web and re-issues show
    sa.UniqueConstraint("digest", "issue_date"),
)

letters = sa.Table(  # the outbox
    "letters",
    metadata,
    sa.Column("id", Id, primary_key=True),
    sa.Column("key", sa.Text, nullable=False, unique=True),
    sa.Column("edition_id", Id, sa.ForeignKey("editions.id", ondelete="SET NULL"), index=True),
    sa.Column("channel", sa.Text, nullable=False),
    sa.Column("address", sa.Text, nullable=False),
    sa.Column("sender", sa.Text, nullable=False, server_default=""),
    sa.Column("subject", sa.Text, nullable=False),
    sa.Column("message_id", sa.Text, nullable=False, server_default=""),
    sa.Column("content", sa.LargeBinary, nullable=False),  # the exact bytes that leave
    sa.Column("html", sa.Text, nullable=False, server_default=""),
    sa.Column("resend_unknown", sa.Boolean, nullable=False, server_default=sa.false()),
    sa.Column("state", sa.Text, nullable=False),
    sa.Column("queued_at", UtcTime, nullable=False),
    sa.Column("attempts", sa.Integer, nullable=False, server_default="0"),
    sa.Column("unknown", sa.Integer, nullable=False, server_default="0"),  # how often its fate was not known
    sa.Column("next_try_at", UtcTime),
    sa.Column("lease_owner", sa.Text),
    sa.Column("lease_until", UtcTime),  # real time, not a simulated clock's
    sa.Column("sent_at", UtcTime),
    sa.Column("detail", sa.Text, nullable=False, server_default=""),
    sa.Index("ix_letters_state_next_try_at", "state", "next_try_at"),
)

alerts = sa.Table(  # what instant alerts did with each story of an urgent watchlist
    "alerts",
    metadata,
    sa.Column("digest", sa.Text, nullable=False),
    sa.Column("story_id", Id, nullable=False),  # no foreign key: a merged or expired story was still announced
    sa.Column("entry_id", Id, nullable=False),  # the entry that brought it
    sa.Column("seen_at", UtcTime, nullable=False),
    sa.Column("state", sa.Text, nullable=False),  # announced, waiting (quiet hours or the cap), old
    sa.Column("at", UtcTime),  # when announced
    sa.Column("held_for", sa.Text, nullable=False, server_default=""),  # quiet, cap: why it waited
    sa.PrimaryKeyConstraint("digest", "story_id"),
    sa.Index("ix_alerts_digest_state", "digest", "state"),
)

stories = sa.Table(
    "stories",
    metadata,
    sa.Column("id", Id, primary_key=True),
    sa.Column("first_seen", UtcTime, nullable=False),
    sa.Column("last_seen", UtcTime, nullable=False, index=True),  # of its newest entry
    sa.Column("merged_into", Id, index=True),  # no foreign key: the other story may expire first
    sa.Column("apart_from", Json),  # ids of stories an editor said this one is not
)

story_members = sa.Table(  # one row for each placed entry; `form` is its signature, so that comparing reads one table
    "story_members",
    metadata,
    sa.Column("entry_id", Id, sa.ForeignKey("entries.id", ondelete="CASCADE"), primary_key=True),
    sa.Column("story_id", Id, sa.ForeignKey("stories.id"), nullable=False, index=True),
    sa.Column("relation", sa.Text, nullable=False),
    sa.Column("copy_of", Id),  # entry id
    sa.Column("score", sa.Float, nullable=False),
    sa.Column("why", sa.Text, nullable=False, server_default=""),
    sa.Column("pinned", sa.Boolean, nullable=False, server_default=sa.false()),  # an editor put it here
    sa.Column("seen_at", UtcTime, nullable=False, index=True),  # the entry's first_seen
    sa.Column("order_key", sa.Text, nullable=False),  # orders entries first seen at one moment, by what they say
    sa.Column("digest", sa.Text, nullable=False),  # the entry's digest when it was placed, to see an edit
    sa.Column("form", Json, nullable=False),
)

story_terms = sa.Table(  # the candidate index: which recent entries hold a rare word
    "story_terms",
    metadata,
    sa.Column("term", sa.Text, nullable=False),
    sa.Column("entry_id", Id, sa.ForeignKey("entries.id", ondelete="CASCADE"), nullable=False),
    sa.Column("seen_at", UtcTime, nullable=False, index=True),
    sa.PrimaryKeyConstraint("term", "entry_id"),
    sa.Index("ix_story_terms_entry_id", "entry_id"),
    sqlite_with_rowid=False,
)

story_words = sa.Table(  # how many entries of a day hold a word; term "" counts the entries themselves
    "story_words",
    metadata,
    sa.Column("word", sa.Text, nullable=False),
    sa.Column("day", sa.Date, nullable=False),
    sa.Column("count", sa.Integer, nullable=False),
    sa.PrimaryKeyConstraint("word", "day"),
    sa.Index("ix_story_words_day", "day"),
    sqlite_with_rowid=False,
)

story_log = sa.Table(  # merges and splits, by the program or by an editor
    "story_log",
    metadata,
    sa.Column("id", Id, primary_key=True),
    sa.Column("at", UtcTime, nullable=False),
    sa.Column("story_id", Id, nullable=False, index=True),
    sa.Column("other_id", Id, nullable=False),
    sa.Column("event", sa.Text, nullable=False),  # merged, split
    sa.Column("by", sa.Text, nullable=False),  # program, editor
    sa.Column("detail", sa.Text, nullable=False, server_default=""),
)

suppressions = sa.Table(
    "suppressions",
    metadata,
    sa.Column("address", sa.Text, primary_key=True),  # lower case
    sa.Column("digest", sa.Text, primary_key=True),  # empty: everything
    sa.Column("since", UtcTime, nullable=False),
    sa.Column("reason", sa.Text, nullable=False),
)

leases = sa.Table(  # who is at work on what; `until` is real time, not a simulated clock's
    "leases",
    metadata,
    sa.Column("name", sa.Text, primary_key=True),
    sa.Column("owner", sa.Text, nullable=False),
    sa.Column("until", UtcTime, nullable=False),
)

notes = sa.Table(  # small facts of this database itself: the unsubscribe key, the last run
    "notes",
    metadata,
    sa.Column("name", sa.Text, primary_key=True),
    sa.Column("value", sa.Text, nullable=False),
)

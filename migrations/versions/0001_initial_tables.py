"""The first tables."""

import sqlalchemy as sa
from alembic import op

from aggregator.store.tables import Id, Json, UtcTime

revision = "0001"
down_revision = None
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "alerts",
        sa.Column("digest", sa.Text(), nullable=False),
        sa.Column("story_id", Id, nullable=False),
        sa.Column("entry_id", Id, nullable=False),
        sa.Column("seen_at", UtcTime(), nullable=False),
        sa.Column("state", sa.Text(), nullable=False),
        sa.Column("at", UtcTime(), nullable=True),
        sa.Column("held_for", sa.Text(), server_default="", nullable=False),
        sa.PrimaryKeyConstraint("digest", "story_id", name=op.f("pk_alerts")),
    )
    with op.batch_alter_table("alerts", schema=None) as batch_op:
        batch_op.create_index("ix_alerts_digest_state", ["digest", "state"], unique=False)

    op.create_table(
        "editions",
        sa.Column("id", Id, nullable=False),
        sa.Column("digest", sa.Text(), nullable=False),
        sa.Column("issue_date", sa.Date(), nullable=False),
        sa.Column("window_start", UtcTime(), nullable=False),
        sa.Column("window_end", UtcTime(), nullable=False),
        sa.Column("frozen_at", UtcTime(), nullable=False),
        sa.Column("snapshot", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_editions")),
        sa.UniqueConstraint("digest", "issue_date", name=op.f("uq_editions_digest_issue_date")),
    )
    op.create_table(
        "entries",
        sa.Column("id", Id, nullable=False),
        sa.Column("outlet", sa.Text(), nullable=False),
        sa.Column("key", sa.Text(), nullable=False),
        sa.Column("guid", sa.Text(), nullable=True),
        sa.Column("url", sa.Text(), nullable=True),
        sa.Column("url_key", sa.Text(), nullable=True),
        sa.Column("title_key", sa.Text(), nullable=False),
        sa.Column("title", sa.Text(), nullable=False),
        sa.Column("summary", sa.Text(), server_default="", nullable=False),
        sa.Column("body", sa.Text(), server_default="", nullable=False),
        sa.Column("byline", sa.Text(), nullable=True),
        sa.Column("published", UtcTime(), nullable=True),
        sa.Column("updated", UtcTime(), nullable=True),
        sa.Column("categories", Json, nullable=True),
        sa.Column("section", sa.Text(), nullable=True),
        sa.Column("digest", sa.Text(), nullable=False),
        sa.Column("first_seen", UtcTime(), nullable=False),
        sa.Column("revised_at", UtcTime(), nullable=True),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_entries")),
        sa.UniqueConstraint("outlet", "key", name=op.f("uq_entries_outlet_key")),
    )
    with op.batch_alter_table("entries", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_entries_first_seen"), ["first_seen"], unique=False)
        batch_op.create_index("ix_entries_outlet_guid", ["outlet", "guid"], unique=False)
        batch_op.create_index("ix_entries_outlet_title_key", ["outlet", "title_key"], unique=False)
        batch_op.create_index("ix_entries_outlet_url_key", ["outlet", "url_key"], unique=False)

    op.create_table(
        "feeds",
        sa.Column("id", Id, nullable=False),
        sa.Column("url", sa.Text(), nullable=False),
        sa.Column("outlet", sa.Text(), nullable=False),
        sa.Column("etag", sa.Text(), nullable=True),
        sa.Column("last_modified", sa.Text(), nullable=True),
        sa.Column("body_digest", sa.Text(), nullable=True),
        sa.Column("last_polled_at", UtcTime(), nullable=True),
        sa.Column("last_ok_at", UtcTime(), nullable=True),
        sa.Column("last_new_at", UtcTime(), nullable=True),
        sa.Column("next_poll_at", UtcTime(), nullable=True),
        sa.Column("interval_s", sa.Float(), nullable=True),
        sa.Column("reason", sa.Text(), server_default="", nullable=False),
        sa.Column("failures", sa.Integer(), server_default="0", nullable=False),
        sa.Column("failing_since", UtcTime(), nullable=True),
        sa.Column("failure", sa.Text(), nullable=True),
        sa.Column("failure_detail", sa.Text(), server_default="", nullable=False),
        sa.Column("window_keys", Json, nullable=True),
        sa.Column("window_span_s", sa.Float(), nullable=True),
        sa.Column("usual_gap_s", sa.Float(), nullable=True),
        sa.Column("longest_gap_s", sa.Float(), nullable=True),
        sa.Column("newest_published", UtcTime(), nullable=True),
        sa.Column("gap_at", UtcTime(), nullable=True),
        sa.Column("gaps", sa.Integer(), server_default="0", nullable=False),
        sa.Column("moved_to", sa.Text(), nullable=True),
        sa.Column("moved_sightings", Json, nullable=True),
        sa.Column("ttl_s", sa.Float(), nullable=True),
        sa.Column("skip_hours", Json, nullable=True),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_feeds")),
        sa.UniqueConstraint("url", name=op.f("uq_feeds_url")),
    )
    with op.batch_alter_table("feeds", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_feeds_next_poll_at"), ["next_poll_at"], unique=False)

    op.create_table(
        "leases",
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("owner", sa.Text(), nullable=False),
        sa.Column("until", UtcTime(), nullable=False),
        sa.PrimaryKeyConstraint("name", name=op.f("pk_leases")),
    )
    op.create_table(
        "notes",
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("value", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("name", name=op.f("pk_notes")),
    )
    op.create_table(
        "robots",
        sa.Column("origin", sa.Text(), nullable=False),
        sa.Column("fetched_at", UtcTime(), nullable=False),
        sa.Column("body", sa.Text(), nullable=True),
        sa.PrimaryKeyConstraint("origin", name=op.f("pk_robots")),
    )
    op.create_table(
        "suppressions",
        sa.Column("address", sa.Text(), nullable=False),
        sa.Column("digest", sa.Text(), nullable=False),
        sa.Column("since", UtcTime(), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("address", "digest", name=op.f("pk_suppressions")),
    )
    op.create_table(
        "articles",
        sa.Column("entry_id", Id, nullable=False),
        sa.Column("state", sa.Text(), nullable=False),
        sa.Column("outcome", sa.Text(), nullable=True),
        sa.Column("detail", sa.Text(), server_default="", nullable=False),
        sa.Column("attempts", sa.Integer(), server_default="0", nullable=False),
        sa.Column("next_try_at", UtcTime(), nullable=True),
        sa.Column("fetched_at", UtcTime(), nullable=True),
        sa.Column("host", sa.Text(), nullable=True),
        sa.Column("url", sa.Text(), nullable=True),
        sa.Column("headline", sa.Text(), nullable=True),
        sa.Column("byline", sa.Text(), nullable=True),
        sa.Column("published", UtcTime(), nullable=True),
        sa.Column("section", sa.Text(), nullable=True),
        sa.Column("text", sa.Text(), nullable=True),
        sa.ForeignKeyConstraint(["entry_id"], ["entries.id"], name=op.f("fk_articles_entry_id"), ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("entry_id", name=op.f("pk_articles")),
    )
    with op.batch_alter_table("articles", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_articles_fetched_at"), ["fetched_at"], unique=False)
        batch_op.create_index("ix_articles_host_fetched_at", ["host", "fetched_at"], unique=False)
        batch_op.create_index("ix_articles_state_next_try_at", ["state", "next_try_at"], unique=False)

    op.create_table(
        "clippings",
        sa.Column("watchlist", sa.Text(), nullable=False),
        sa.Column("entry_id", Id, nullable=False),
        sa.Column("seen_at", UtcTime(), nullable=False),
        sa.Column("matches", Json, nullable=False),
        sa.ForeignKeyConstraint(["entry_id"], ["entries.id"], name=op.f("fk_clippings_entry_id"), ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("watchlist", "entry_id", name=op.f("pk_clippings")),
    )
    with op.batch_alter_table("clippings", schema=None) as batch_op:
        batch_op.create_index("ix_clippings_entry_id", ["entry_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_clippings_seen_at"), ["seen_at"], unique=False)

    op.create_table(
        "letters",
        sa.Column("id", Id, nullable=False),
        sa.Column("key", sa.Text(), nullable=False),
        sa.Column("edition_id", Id, nullable=True),
        sa.Column("channel", sa.Text(), nullable=False),
        sa.Column("address", sa.Text(), nullable=False),
        sa.Column("sender", sa.Text(), server_default="", nullable=False),
        sa.Column("subject", sa.Text(), nullable=False),
        sa.Column("message_id", sa.Text(), server_default="", nullable=False),
        sa.Column("content", sa.LargeBinary(), nullable=False),
        sa.Column("html", sa.Text(), server_default="", nullable=False),
        sa.Column("resend_unknown", sa.Boolean(), server_default=sa.false(), nullable=False),
        sa.Column("state", sa.Text(), nullable=False),
        sa.Column("queued_at", UtcTime(), nullable=False),
        sa.Column("attempts", sa.Integer(), server_default="0", nullable=False),
        sa.Column("unknown", sa.Integer(), server_default="0", nullable=False),
        sa.Column("next_try_at", UtcTime(), nullable=True),
        sa.Column("lease_owner", sa.Text(), nullable=True),
        sa.Column("lease_until", UtcTime(), nullable=True),
        sa.Column("sent_at", UtcTime(), nullable=True),
        sa.Column("detail", sa.Text(), server_default="", nullable=False),
        sa.ForeignKeyConstraint(
            ["edition_id"], ["editions.id"], name=op.f("fk_letters_edition_id"), ondelete="SET NULL"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_letters")),
        sa.UniqueConstraint("key", name=op.f("uq_letters_key")),
    )
    with op.batch_alter_table("letters", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_letters_edition_id"), ["edition_id"], unique=False)
        batch_op.create_index("ix_letters_state_next_try_at", ["state", "next_try_at"], unique=False)

    op.create_table(
        "polls",
        sa.Column("id", Id, nullable=False),
        sa.Column("feed_id", Id, nullable=False),
        sa.Column("at", UtcTime(), nullable=False),
        sa.Column("failure", sa.Text(), nullable=True),
        sa.Column("detail", sa.Text(), server_default="", nullable=False),
        sa.Column("status", sa.Integer(), nullable=True),
        sa.Column("not_modified", sa.Boolean(), server_default=sa.false(), nullable=False),
        sa.Column("entries", sa.Integer(), server_default="0", nullable=False),
        sa.Column("new", sa.Integer(), server_default="0", nullable=False),
        sa.Column("revised", sa.Integer(), server_default="0", nullable=False),
        sa.Column("gap", sa.Boolean(), server_default=sa.false(), nullable=False),
        sa.Column("wire_ms", sa.Integer(), nullable=True),
        sa.ForeignKeyConstraint(["feed_id"], ["feeds.id"], name=op.f("fk_polls_feed_id"), ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_polls")),
    )
    with op.batch_alter_table("polls", schema=None) as batch_op:
        batch_op.create_index("ix_polls_at", ["at"], unique=False)
        batch_op.create_index("ix_polls_feed_id_at", ["feed_id", "at"], unique=False)

    op.create_table(
        "revisions",
        sa.Column("id", Id, nullable=False),
        sa.Column("entry_id", Id, nullable=False),
        sa.Column("seen_at", UtcTime(), nullable=False),
        sa.Column("title", sa.Text(), nullable=False),
        sa.Column("summary", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(["entry_id"], ["entries.id"], name=op.f("fk_revisions_entry_id"), ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_revisions")),
    )
    with op.batch_alter_table("revisions", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_revisions_entry_id"), ["entry_id"], unique=False)

    op.create_table(
        "sightings",
        sa.Column("entry_id", Id, nullable=False),
        sa.Column("feed_id", Id, nullable=False),
        sa.Column("url", sa.Text(), nullable=False),
        sa.Column("first_seen", UtcTime(), nullable=False),
        sa.ForeignKeyConstraint(["entry_id"], ["entries.id"], name=op.f("fk_sightings_entry_id"), ondelete="CASCADE"),
        sa.ForeignKeyConstraint(["feed_id"], ["feeds.id"], name=op.f("fk_sightings_feed_id"), ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("entry_id", "feed_id", "url", name=op.f("pk_sightings")),
    )
    with op.batch_alter_table("sightings", schema=None) as batch_op:
        batch_op.create_index("ix_sightings_feed_id", ["feed_id"], unique=False)


def downgrade() -> None:
    with op.batch_alter_table("sightings", schema=None) as batch_op:
        batch_op.drop_index("ix_sightings_feed_id")

    op.drop_table("sightings")
    with op.batch_alter_table("revisions", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_revisions_entry_id"))

    op.drop_table("revisions")
    with op.batch_alter_table("polls", schema=None) as batch_op:
        batch_op.drop_index("ix_polls_feed_id_at")
        batch_op.drop_index("ix_polls_at")

    op.drop_table("polls")
    with op.batch_alter_table("letters", schema=None) as batch_op:
        batch_op.drop_index("ix_letters_state_next_try_at")
        batch_op.drop_index(batch_op.f("ix_letters_edition_id"))

    op.drop_table("letters")
    with op.batch_alter_table("clippings", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_clippings_seen_at"))
        batch_op.drop_index("ix_clippings_entry_id")

    op.drop_table("clippings")
    with op.batch_alter_table("articles", schema=None) as batch_op:
        batch_op.drop_index("ix_articles_state_next_try_at")
        batch_op.drop_index("ix_articles_host_fetched_at")
        batch_op.drop_index(batch_op.f("ix_articles_fetched_at"))

    op.drop_table("articles")
    op.drop_table("suppressions")
    op.drop_table("robots")
    op.drop_table("notes")
    op.drop_table("leases")
    with op.batch_alter_table("feeds", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_feeds_next_poll_at"))

    op.drop_table("feeds")
    with op.batch_alter_table("entries", schema=None) as batch_op:
        batch_op.drop_index("ix_entries_outlet_url_key")
        batch_op.drop_index("ix_entries_outlet_title_key")
        batch_op.drop_index("ix_entries_outlet_guid")
        batch_op.drop_index(batch_op.f("ix_entries_first_seen"))

    op.drop_table("entries")
    op.drop_table("editions")
    with op.batch_alter_table("alerts", schema=None) as batch_op:
        batch_op.drop_index("ix_alerts_digest_state")

    op.drop_table("alerts")

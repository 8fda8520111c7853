"""Stories: which entries tell one event, and the index that finds them."""

import sqlalchemy as sa
from alembic import op

from aggregator.store.tables import Id, Json, UtcTime

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "stories",
        sa.Column("id", Id, nullable=False),
        sa.Column("first_seen", UtcTime(), nullable=False),
        sa.Column("last_seen", UtcTime(), nullable=False),
        sa.Column("merged_into", Id, nullable=True),
        sa.Column("apart_from", Json, nullable=True),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_stories")),
    )
    op.create_index("ix_stories_last_seen", "stories", ["last_seen"])
    op.create_index("ix_stories_merged_into", "stories", ["merged_into"])
    op.create_table(
        "story_members",
        sa.Column("entry_id", Id, nullable=False),
        sa.Column("story_id", Id, nullable=False),
        sa.Column("relation", sa.Text(), nullable=False),
        sa.Column("copy_of", Id, nullable=True),
        sa.Column("score", sa.Float(), nullable=False),
        sa.Column("why", sa.Text(), server_default="", nullable=False),
        sa.Column("pinned", sa.Boolean(), server_default=sa.false(), nullable=False),
        sa.Column("seen_at", UtcTime(), nullable=False),
        sa.Column("order_key", sa.Text(), nullable=False),
        sa.Column("digest", sa.Text(), nullable=False),
        sa.Column("form", Json, nullable=False),
        sa.ForeignKeyConstraint(
            ["entry_id"], ["entries.id"], name=op.f("fk_story_members_entry_id_entries"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(["story_id"], ["stories.id"], name=op.f("fk_story_members_story_id_stories")),
        sa.PrimaryKeyConstraint("entry_id", name=op.f("pk_story_members")),
    )
    op.create_index("ix_story_members_story_id", "story_members", ["story_id"])
    op.create_index("ix_story_members_seen_at", "story_members", ["seen_at"])
    op.create_table(
        "story_terms",
        sa.Column("term", sa.Text(), nullable=False),
        sa.Column("entry_id", Id, nullable=False),
        sa.Column("seen_at", UtcTime(), nullable=False),
        sa.ForeignKeyConstraint(
            ["entry_id"], ["entries.id"], name=op.f("fk_story_terms_entry_id_entries"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("term", "entry_id", name=op.f("pk_story_terms")),
        sqlite_with_rowid=False,
    )
    op.create_index("ix_story_terms_entry_id", "story_terms", ["entry_id"])
    op.create_index("ix_story_terms_seen_at", "story_terms", ["seen_at"])
    op.create_table(
        "story_words",
        sa.Column("word", sa.Text(), nullable=False),
        sa.Column("day", sa.Date(), nullable=False),
        sa.Column("count", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("word", "day", name=op.f("pk_story_words")),
        sqlite_with_rowid=False,
    )
    op.create_index("ix_story_words_day", "story_words", ["day"])
    op.create_table(
        "story_log",
        sa.Column("id", Id, nullable=False),
        sa.Column("at", UtcTime(), nullable=False),
        sa.Column("story_id", Id, nullable=False),
        sa.Column("other_id", Id, nullable=False),
        sa.Column("event", sa.Text(), nullable=False),
        sa.Column("by", sa.Text(), nullable=False),
        sa.Column("detail", sa.Text(), server_default="", nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_story_log")),
    )
    op.create_index("ix_story_log_story_id", "story_log", ["story_id"])


def downgrade() -> None:
    for name in ("story_log", "story_words", "story_terms", "story_members", "stories"):
        op.drop_table(name)

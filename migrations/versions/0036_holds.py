"""why posts wait for a moderator, what new people's posts are alike by, listed words, blocked networks and domains

Revision: 0036, after 0035.
"""

import sqlalchemy as sa
from alembic import op

revision = "0036"
down_revision = "0035"
branch_labels = None
depends_on = None

MOMENT = sa.DateTime(timezone=True)


def upgrade() -> None:
    """Nothing waits yet."""
    op.create_table(
        "hold_settlement",
        sa.Column("id", sa.Integer, primary_key=True),
        sa.Column("moderator_id", sa.Integer, sa.ForeignKey("person.id"), nullable=False),
        sa.Column("verdict", sa.String(12), nullable=False),
        sa.Column("reason", sa.Text, nullable=False),
        sa.Column("suspended_ids", sa.JSON, nullable=False),
        sa.Column("number_of_posts", sa.Integer, nullable=False),
        sa.Column("created_at", MOMENT, nullable=False),
        sa.Column("undone_at", MOMENT),
    )
    op.create_index("ix_hold_settlement_newest", "hold_settlement", ["created_at", "id"])
    op.create_table(
        "hold",
        sa.Column("id", sa.Integer, primary_key=True),
        *_about_a_post(),
        sa.Column("reasons", sa.JSON, nullable=False),
        sa.Column("wave_id", sa.Integer),
        sa.Column("network", sa.String(50), nullable=False),
        sa.Column("was_announced", sa.Boolean, nullable=False),
        sa.Column("created_at", MOMENT, nullable=False),
        sa.Column("settled_at", MOMENT),
        sa.Column("verdict", sa.String(12)),
        sa.Column("settlement_id", sa.Integer, sa.ForeignKey("hold_settlement.id", ondelete="SET NULL")),
    )
    op.create_index("ix_hold_open", "hold", ["settled_at", "wave_id", "id"])
    op.create_index("ix_hold_thread", "hold", ["thread_id", "comment_id"])
    op.create_index("ix_hold_settlement_id", "hold", ["settlement_id"])
    op.create_table(
        "post_trace",
        sa.Column("id", sa.Integer, primary_key=True),
        sa.Column("key", sa.String(80), nullable=False),
        *_about_a_post(),
        sa.Column("created_at", MOMENT, nullable=False),
        sa.Column("announced_at", MOMENT, nullable=False),
    )
    op.create_index("ix_post_trace_key", "post_trace", ["key", "created_at"])
    op.create_index("ix_post_trace_post", "post_trace", ["thread_id", "comment_id"])
    op.create_index("ix_post_trace_created_at", "post_trace", ["created_at"])
    for table in ("hold", "post_trace"):
        for column in ("comment_id", "person_id"):
            op.create_index(f"ix_{table}_{column}", table, [column])
    _add_lists()


def _about_a_post() -> list[sa.Column]:
    return [
        sa.Column("thread_id", sa.Integer, sa.ForeignKey("thread.id", ondelete="CASCADE"), nullable=False),
        sa.Column("comment_id", sa.Integer, sa.ForeignKey("comment.id", ondelete="CASCADE")),
        sa.Column("person_id", sa.Integer, sa.ForeignKey("person.id", ondelete="CASCADE"), nullable=False),
    ]


def _add_lists() -> None:
    op.create_table(
        "listed_word",
        sa.Column("id", sa.Integer, primary_key=True),
        sa.Column("phrase", sa.String(80), nullable=False, unique=True),
        sa.Column("added_by_id", sa.Integer, sa.ForeignKey("person.id", ondelete="SET NULL")),
        sa.Column("created_at", MOMENT, nullable=False),
    )
    op.create_index("ix_listed_word_added_by_id", "listed_word", ["added_by_id"])
    op.create_table(
        "access_block",
        sa.Column("id", sa.Integer, primary_key=True),
        sa.Column("kind", sa.String(10), nullable=False),
        sa.Column("value", sa.String(253), nullable=False),
        sa.Column("reason", sa.Text, nullable=False),
        sa.Column("blocked_by_id", sa.Integer, sa.ForeignKey("person.id", ondelete="SET NULL")),
        sa.Column("created_at", MOMENT, nullable=False),
        sa.Column("ends_at", MOMENT, nullable=False),
        sa.UniqueConstraint("kind", "value"),
    )
    op.create_index("ix_access_block_blocked_by_id", "access_block", ["blocked_by_id"])
    op.create_index("ix_access_block_ends_at", "access_block", ["ends_at"])


def downgrade() -> None:
    """Which posts wait is told by the post itself."""
    for table in ("access_block", "listed_word", "post_trace", "hold", "hold_settlement"):
        op.drop_table(table)

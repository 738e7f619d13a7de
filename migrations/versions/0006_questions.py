"""questions, advice, offers of help

Revision: 0006, after 0005.
"""

import sqlalchemy as sa
from alembic import op

revision = "0006"
down_revision = "0005"
branch_labels = None
depends_on = None

MOMENT = sa.DateTime(timezone=True)


def number(name: str, to: str | None = None, *, ondelete: str | None = None, **given: bool) -> sa.Column:
    links = [sa.ForeignKey(f"{to}.id", ondelete=ondelete)] if to else []
    return sa.Column(name, sa.Integer(), *links, **given)


def upgrade() -> None:
    """Make the tables."""
    op.create_table(
        "question",
        number("id", "thread", ondelete="CASCADE", primary_key=True),
        sa.Column("state", sa.String(length=10), nullable=False),
        sa.Column("category", sa.String(length=30), nullable=True),
        sa.Column("asked_at", MOMENT, nullable=False),
        number("about_thread_id", "thread", ondelete="SET NULL", nullable=True),
        number("asked_group_id", "community_group", nullable=True),
        sa.Column("asks_reporter", sa.Boolean(), nullable=False),
        sa.Column("answered_at", MOMENT, nullable=True),
        sa.Column("used_words", sa.Text(), nullable=False),
        sa.Column("used_html", sa.Text(), nullable=False),
        sa.Column("used_told_at", MOMENT, nullable=True),
        sa.Column("used_asked_at", MOMENT, nullable=True),
    )
    op.create_index("ix_question_state_asked", "question", ["state", "asked_at", "id"])
    op.create_index("ix_question_category", "question", ["category", "id"])
    op.create_index("ix_question_about_thread_id", "question", ["about_thread_id"])
    op.create_index("ix_question_asked_group_id", "question", ["asked_group_id"])
    op.create_table(
        "advice",
        number("comment_id", "comment", ondelete="CASCADE", primary_key=True),
        sa.Column("kind", sa.String(length=20), nullable=False),
        sa.Column("basis", sa.String(length=20), nullable=False),
        number("group_id", "community_group", nullable=True),
    )
    op.create_index("ix_advice_group_id", "advice", ["group_id"])
    op.create_table(
        "answer_mark",
        number("comment_id", "comment", ondelete="CASCADE", primary_key=True),
        number("question_id", "question", ondelete="CASCADE", nullable=False),
        sa.Column("is_answer", sa.Boolean(), nullable=False),
        sa.Column("was_used", sa.Boolean(), nullable=False),
        sa.Column("created_at", MOMENT, nullable=False),
    )
    op.create_index("ix_answer_mark_question", "answer_mark", ["question_id", "comment_id"])
    _offers()


def _offers() -> None:
    op.create_table(
        "offer",
        number("id", primary_key=True),
        number("person_id", "person", ondelete="CASCADE", nullable=False),
        number("group_id", "community_group", nullable=True),
        number("council_id", "council", nullable=True),
        number("area_id", "area", nullable=True),
        sa.Column("words", sa.String(length=300), nullable=False),
        sa.Column("a_month", sa.Integer(), nullable=False),
        sa.Column("created_at", MOMENT, nullable=False),
        sa.Column("paused_at", MOMENT, nullable=True),
        sa.Column("stopped_at", MOMENT, nullable=True),
    )
    op.create_index("ix_offer_person_id", "offer", ["person_id"])
    op.create_index("ix_offer_council", "offer", ["council_id", "id"])
    op.create_index("ix_offer_area", "offer", ["area_id", "id"])
    op.create_index("ix_offer_group", "offer", ["group_id", "id"])
    op.create_index("ix_offer_standing", "offer", ["stopped_at", "paused_at", "id"])
    op.create_table(
        "offer_topic",
        number("offer_id", "offer", ondelete="CASCADE", primary_key=True),
        sa.Column("category", sa.String(length=30), primary_key=True),
    )
    op.create_index("ix_offer_topic_category", "offer_topic", ["category", "offer_id"])
    op.create_table(
        "match",
        number("id", primary_key=True),
        number("question_id", "question", ondelete="CASCADE", nullable=False),
        number("offer_id", "offer", ondelete="CASCADE", nullable=False),
        number("asker_id", "person", ondelete="CASCADE", nullable=False),
        sa.Column("state", sa.String(length=12), nullable=False),
        sa.Column("asker_words", sa.Text(), nullable=False),
        sa.Column("offerer_words", sa.Text(), nullable=False),
        sa.Column("asked_at", MOMENT, nullable=False),
        sa.Column("answered_at", MOMENT, nullable=True),
        sa.UniqueConstraint("question_id", "offer_id", name="uq_match_question_id_offer_id"),
    )
    op.create_index("ix_match_offer", "match", ["offer_id", "state", "answered_at"])
    op.create_index("ix_match_asker", "match", ["asker_id", "asked_at"])


def downgrade() -> None:
    """Drop them."""
    for table in ("match", "offer_topic", "offer", "answer_mark", "advice", "question"):
        op.drop_table(table)

"""themes that nobody filed, and what was decided on them

Revision: 0047, after 0046.
"""

import sqlalchemy as sa
from alembic import op

revision = "0047"
down_revision = "0046"
branch_labels = None
depends_on = None

MOMENT = sa.DateTime(timezone=True)


def upgrade() -> None:
    """The first night finds them."""
    op.create_table(
        "theme",
        sa.Column("id", sa.Integer, primary_key=True),
        sa.Column("words", sa.JSON, nullable=False),
        sa.Column("middle_id", sa.Integer, sa.ForeignKey("barrier.id", ondelete="SET NULL")),
        sa.Column("number_of_groups", sa.Integer, nullable=False),
        sa.Column("is_offered", sa.Boolean, nullable=False),
        sa.Column("first_found_at", MOMENT, nullable=False),
        sa.Column("found_at", MOMENT, nullable=False),
    )
    op.create_index("ix_theme_middle_id", "theme", ["middle_id"])
    op.create_index("ix_theme_offered", "theme", ["is_offered", "number_of_groups", "id"])
    op.create_table(
        "theme_barrier",
        sa.Column("theme_id", sa.Integer, sa.ForeignKey("theme.id", ondelete="CASCADE"), primary_key=True),
        sa.Column("barrier_id", sa.Integer, sa.ForeignKey("barrier.id", ondelete="CASCADE"), primary_key=True),
    )
    op.create_index("ix_theme_barrier_barrier_id", "theme_barrier", ["barrier_id"])
    op.create_table(
        "theme_decision",
        sa.Column("id", sa.Integer, primary_key=True),
        sa.Column("theme_id", sa.Integer, sa.ForeignKey("theme.id", ondelete="CASCADE"), nullable=False),
        sa.Column("council_id", sa.Integer, sa.ForeignKey("council.id")),
        sa.Column("verdict", sa.String(12), nullable=False),
        sa.Column("reason", sa.String(12)),
        sa.Column("tag", sa.String(40), nullable=False),
        sa.Column("main_id", sa.Integer, sa.ForeignKey("barrier.id", ondelete="SET NULL")),
        sa.Column("barrier_ids", sa.JSON, nullable=False),
        sa.Column("person_id", sa.Integer, sa.ForeignKey("person.id", ondelete="SET NULL")),
        sa.Column("decided_at", MOMENT, nullable=False),
        sa.Column("undone_at", MOMENT),
    )
    op.create_index("ix_theme_decision_theme", "theme_decision", ["theme_id", "council_id"])
    op.create_index("ix_theme_decision_council", "theme_decision", ["council_id", "id"])
    op.create_index("ix_theme_decision_main_id", "theme_decision", ["main_id"])
    op.create_index("ix_theme_decision_person_id", "theme_decision", ["person_id"])


def downgrade() -> None:
    """What was decided is forgotten; tags and merged cases stay."""
    for table in ("theme_decision", "theme_barrier", "theme"):
        op.drop_table(table)

"""summary tables of the dashboards

Revision: 0008, after 0007.
"""

import sqlalchemy as sa
from alembic import op

revision = "0008"
down_revision = "0007"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Make the tables."""
    op.create_table(
        "figure_pack",
        sa.Column("council_id", sa.Integer(), nullable=False),
        sa.Column("month", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("digest", sa.String(length=32), nullable=False),
        sa.Column("layout", sa.String(length=16), nullable=False),
        sa.Column("number_of_barriers", sa.Integer(), nullable=False),
        sa.Column("columns", sa.LargeBinary(), nullable=False),
        sa.Column("built_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["council_id"], ["council.id"], name=op.f("fk_figure_pack_council_id"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("council_id", "month", name=op.f("pk_figure_pack")),
    )
    op.create_table(
        "figure_place",
        sa.Column("barrier_id", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("council_id", sa.Integer(), nullable=False),
        sa.Column("month", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("barrier_id", name=op.f("pk_figure_place")),
    )
    op.create_index("ix_figure_place_pack", "figure_place", ["council_id", "month"])
    op.create_table(
        "obstacle_tally",
        sa.Column("council_id", sa.Integer(), nullable=False),
        sa.Column("category", sa.String(length=30), nullable=False),
        sa.Column("rule_source", sa.String(length=30), nullable=False),
        sa.Column("number_of_barriers", sa.Integer(), nullable=False),
        sa.Column("number_of_groups", sa.Integer(), nullable=False),
        sa.Column("number_open", sa.Integer(), nullable=False),
        sa.Column("number_removed", sa.Integer(), nullable=False),
        sa.Column("number_kept", sa.Integer(), nullable=False),
        sa.Column("number_with_way_through", sa.Integer(), nullable=False),
        sa.Column("first_on", sa.Date(), nullable=False),
        sa.Column("last_on", sa.Date(), nullable=False),
        sa.ForeignKeyConstraint(
            ["council_id"], ["council.id"], name=op.f("fk_obstacle_tally_council_id"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("council_id", "category", "rule_source", name=op.f("pk_obstacle_tally")),
    )
    op.create_index(
        "ix_obstacle_tally_obstacle", "obstacle_tally", ["category", "rule_source", "council_id"]
    )


def downgrade() -> None:
    """Drop them."""
    op.drop_table("obstacle_tally")
    op.drop_table("figure_place")
    op.drop_table("figure_pack")

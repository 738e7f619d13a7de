"""unmet needs and saved searches

Revision: 0003, after 0002.
"""

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Make the tables."""
    op.create_table(
        "unmet_need",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("words", sa.String(length=200), nullable=False),
        sa.Column("normalised", sa.String(length=200), nullable=False),
        sa.Column("category", sa.String(length=30), nullable=True),
        sa.Column("council_id", sa.Integer(), nullable=True),
        sa.Column("area_id", sa.Integer(), nullable=True),
        sa.Column("source", sa.String(length=20), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["area_id"], ["area.id"], name="fk_unmet_need_area_id"),
        sa.ForeignKeyConstraint(["council_id"], ["council.id"], name="fk_unmet_need_council_id"),
        sa.PrimaryKeyConstraint("id", name="pk_unmet_need"),
    )
    op.create_index("ix_unmet_need_newest", "unmet_need", ["created_at", "id"])
    op.create_index("ix_unmet_need_council_newest", "unmet_need", ["council_id", "created_at", "id"])
    op.create_index("ix_unmet_need_area_newest", "unmet_need", ["area_id", "created_at", "id"])
    op.create_table(
        "saved_search",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("name", sa.String(length=80), nullable=False),
        sa.Column("asks", sa.String(length=1000), nullable=False),
        sa.Column("seen_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["person_id"], ["person.id"], name="fk_saved_search_person_id", ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name="pk_saved_search"),
        sa.UniqueConstraint("person_id", "asks", name="uq_saved_search_person_id_asks"),
    )


def downgrade() -> None:
    """Drop them."""
    op.drop_table("saved_search")
    op.drop_table("unmet_need")

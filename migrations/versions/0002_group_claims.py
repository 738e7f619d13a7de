"""group claims

Revision: 0002, after 0001.
"""

import sqlalchemy as sa
from alembic import op

import forum.core.db

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "group_claim",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("group_id", sa.Integer(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("words", sa.Text(), nullable=False),
        sa.Column("created_at", forum.core.db.UtcDateTime(timezone=True), nullable=False),
        sa.Column("settled_at", forum.core.db.UtcDateTime(timezone=True), nullable=True),
        sa.Column("settled_by_id", sa.Integer(), nullable=True),
        sa.Column("was_granted", sa.Boolean(), nullable=False),
        sa.ForeignKeyConstraint(
            ["group_id"], ["community_group.id"], name=op.f("fk_group_claim_group_id"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(
            ["person_id"], ["person.id"], name=op.f("fk_group_claim_person_id"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(
            ["settled_by_id"], ["person.id"], name=op.f("fk_group_claim_settled_by_id"), ondelete="SET NULL"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_group_claim")),
    )
    op.create_index("ix_group_claim_open", "group_claim", ["settled_at", "id"])
    op.create_index(op.f("ix_group_claim_group_id"), "group_claim", ["group_id"])
    op.create_index(op.f("ix_group_claim_person_id"), "group_claim", ["person_id"])


def downgrade() -> None:
    op.drop_table("group_claim")

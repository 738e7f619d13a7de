"""groups that were joined to others, so that their old addresses lead on

Revision: 0022, after 0021.
"""

import sqlalchemy as sa
from alembic import op

revision = "0022"
down_revision = "0021"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Make the table."""
    op.create_table(
        "group_moved",
        sa.Column("old_id", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("group_id", sa.Integer(), nullable=False),
        sa.Column("name", sa.String(length=160), nullable=False),
        sa.Column("org_id", sa.String(length=120), nullable=False),
        sa.Column("joined_by_id", sa.Integer(), nullable=True),
        sa.Column("joined_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["group_id"], ["community_group.id"], ondelete="CASCADE"),
        sa.ForeignKeyConstraint(["joined_by_id"], ["person.id"], ondelete="SET NULL"),
        sa.PrimaryKeyConstraint("old_id"),
    )
    op.create_index("ix_group_moved_group_id", "group_moved", ["group_id"])
    op.create_index("ix_group_moved_joined_at", "group_moved", ["joined_at"])


def downgrade() -> None:
    """Drop it."""
    op.drop_table("group_moved")

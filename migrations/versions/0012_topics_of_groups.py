"""what groups do

Revision: 0012, after 0011.
"""

import sqlalchemy as sa
from alembic import op

revision = "0012"
down_revision = "0011"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Make the table."""
    op.create_table(
        "group_topic",
        sa.Column("group_id", sa.Integer(), nullable=False),
        sa.Column("topic", sa.String(length=20), nullable=False),
        sa.ForeignKeyConstraint(["group_id"], ["community_group.id"], ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("group_id", "topic"),
    )
    op.create_index("ix_group_topic", "group_topic", ["topic", "group_id"])


def downgrade() -> None:
    """Take it away."""
    op.drop_table("group_topic")

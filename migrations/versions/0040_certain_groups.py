"""how many groups of an obstacle are different for certain, beside how many are counted

Revision: 0040, after 0039. The facts have a new layout, so the first start after this counts every row again.
"""

import sqlalchemy as sa
from alembic import op

revision = "0040"
down_revision = "0039"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Nothing is shown of an obstacle until it has been counted again."""
    column = sa.Column("number_of_certain_groups", sa.Integer(), nullable=False, server_default="0")
    op.add_column("obstacle_tally", column)


def downgrade() -> None:
    """Count as before: the older version finds facts of another layout, and counts again."""
    op.drop_column("obstacle_tally", "number_of_certain_groups")

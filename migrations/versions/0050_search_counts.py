"""how often something is searched for and opened, by week and by nobody

Revision: 0050, after 0049.
"""

import sqlalchemy as sa
from alembic import op

revision = "0050"
down_revision = "0049"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Nothing is counted yet."""
    op.create_table(
        "search_count",
        sa.Column("week", sa.Date, primary_key=True),
        sa.Column("key", sa.String(16), primary_key=True),
        sa.Column("words", sa.String(200), nullable=False),
        sa.Column("number_of_searches", sa.Integer, nullable=False),
        sa.Column("number_of_results", sa.Integer, nullable=False),
        sa.Column("document_ids", sa.JSON, nullable=False),
    )
    op.create_table(
        "press_count",
        sa.Column("week", sa.Date, primary_key=True),
        sa.Column("key", sa.String(16), primary_key=True),
        sa.Column("document_id", sa.String(40), primary_key=True),
        sa.Column("number_of_presses", sa.Integer, nullable=False),
    )


def downgrade() -> None:
    """The counts are forgotten."""
    op.drop_table("press_count")
    op.drop_table("search_count")

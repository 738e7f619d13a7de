"""when a barrier could first be read by others, from when its council's clock runs

Revision: 0045, after 0044.
"""

import sqlalchemy as sa
from alembic import op

revision = "0045"
down_revision = "0044"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Those of before ran from their report, and go on so."""
    op.add_column("barrier", sa.Column("public_since", sa.DateTime(timezone=True)))


def downgrade() -> None:
    """All clocks run from the report again."""
    op.drop_column("barrier", "public_since")

"""an index of the few threads that not all may read

Revision: 0011, after 0010.
"""

import sqlalchemy as sa
from alembic import op

revision = "0011"
down_revision = "0010"
branch_labels = None
depends_on = None

NOT_PUBLIC = sa.text("visibility <> 'public'")


def upgrade() -> None:
    """Make the index."""
    op.create_index(
        "ix_thread_not_public",
        "thread",
        ["visibility", "council_id", "id"],
        sqlite_where=NOT_PUBLIC,
        postgresql_where=NOT_PUBLIC,
    )


def downgrade() -> None:
    """Take it away."""
    op.drop_index("ix_thread_not_public", table_name="thread")

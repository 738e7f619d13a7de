"""indexes for the newest threads of a kind at a council or a ward

Revision: 0013, after 0012.
"""

from alembic import op

revision = "0013"
down_revision = "0012"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Make the indexes."""
    op.create_index("ix_thread_council_kind", "thread", ["council_id", "kind", "created_at", "id"])
    op.create_index("ix_thread_area_kind", "thread", ["area_id", "kind", "created_at", "id"])


def downgrade() -> None:
    """Take them away."""
    op.drop_index("ix_thread_area_kind", table_name="thread")
    op.drop_index("ix_thread_council_kind", table_name="thread")

"""a vector for each document, that search finds what says the same in other words

Revision: 0039, after 0038. The worker fills it at its next start.
"""

import sqlalchemy as sa
from alembic import op

from forum.core.column_types import UtcDateTime

revision = "0039"
down_revision = "0038"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Make the table, empty."""
    op.create_table(
        "search_vector",
        sa.Column("document_id", sa.String(40), nullable=False),
        sa.Column("encoder", sa.String(60), nullable=False),
        sa.Column("serial", sa.BigInteger, nullable=False),
        sa.Column("content", sa.BigInteger, nullable=False),
        sa.Column("readers", sa.Text, nullable=False),
        sa.Column("dimensions", sa.JSON, nullable=False),
        sa.Column("said_at", UtcDateTime, nullable=False),
        sa.Column("vector", sa.LargeBinary),
        sa.PrimaryKeyConstraint("document_id", "encoder", name="pk_search_vector"),
    )
    op.create_index("ix_search_vector_serial", "search_vector", ["serial"])


def downgrade() -> None:
    """Forget the vectors; they can be made again."""
    op.drop_table("search_vector")

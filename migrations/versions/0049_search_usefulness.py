"""how useful a document is stands in the search tables, on PostgreSQL alone; the rebuild after an upgrade fills it

Revision: 0049, after 0048.
"""

from alembic import op

revision = "0049"
down_revision = "0048"
branch_labels = None
depends_on = None

COLUMNS = ("standing", "active")


def upgrade() -> None:
    """The columns may be there already: the first migration makes the tables as the engine of the day defines them."""
    if op.get_bind().dialect.name == "postgresql":
        for name in COLUMNS:
            op.execute(f"ALTER TABLE search_document ADD COLUMN IF NOT EXISTS {name} double precision NOT NULL DEFAULT 0")


def downgrade() -> None:
    """The ranking is by words alone again."""
    if op.get_bind().dialect.name == "postgresql":
        for name in COLUMNS:
            op.execute(f"ALTER TABLE search_document DROP COLUMN IF EXISTS {name}")

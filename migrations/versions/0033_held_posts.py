"""posts that wait for a moderator before others see them

Revision: 0033, after 0032.
"""

import sqlalchemy as sa
from alembic import op

revision = "0033"
down_revision = "0032"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Nothing that is public now waits."""
    for table in ("thread", "comment"):
        op.add_column(table, sa.Column("held_at", sa.DateTime(timezone=True), nullable=True))


def downgrade() -> None:
    """What waited is hidden, so that it does not become public by a step back."""
    for name in ("thread", "comment"):
        table = sa.table(name, sa.column("held_at"), sa.column("hidden_at"))
        waiting = sa.update(table).where(table.c.held_at.is_not(None), table.c.hidden_at.is_(None))
        op.execute(waiting.values(hidden_at=table.c.held_at))
        op.drop_column(name, "held_at")

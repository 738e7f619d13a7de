"""addresses that a mail server refused, and what a restore brought back into the outbox

Revision: 0020, after 0019.
"""

import sqlalchemy as sa
from alembic import op

revision = "0020"
down_revision = "0019"
branch_labels = None
depends_on = None

RESTORED = sa.text("restored_at IS NOT NULL")


def upgrade() -> None:
    """Add the columns."""
    op.add_column("person", sa.Column("mail_refused_at", sa.DateTime(timezone=True)))
    op.add_column("person", sa.Column("mail_refused_reason", sa.String(300)))
    op.add_column("outbox", sa.Column("restored_at", sa.DateTime(timezone=True)))
    op.create_index(
        "ix_outbox_restored_at",
        "outbox",
        ["restored_at", "id"],
        sqlite_where=RESTORED,
        postgresql_where=RESTORED,
    )


def downgrade() -> None:
    """Take them away; what was set aside is never sent then."""
    op.drop_index("ix_outbox_restored_at", table_name="outbox")
    op.drop_column("outbox", "restored_at")
    op.drop_column("person", "mail_refused_reason")
    op.drop_column("person", "mail_refused_at")

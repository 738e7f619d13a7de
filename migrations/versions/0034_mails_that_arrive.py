"""which mails go first, whose act they follow from, why they wait; mails that came back

Revision: 0034, after 0033.
"""

import sqlalchemy as sa
from alembic import op

revision = "0034"
down_revision = "0033"
branch_labels = None
depends_on = None

PARTS = {"ix_outbox_turn": ["rank", "due_at", "id"], "ix_outbox_dead_at": ["dead_at", "id"]}
WHERE = {
    "ix_outbox_turn": sa.text("due_at IS NOT NULL"),
    "ix_outbox_dead_at": sa.text("dead_at IS NOT NULL"),
}


def upgrade() -> None:
    """Add the columns, the indexes that read them, and the table of bounces."""
    op.add_column("outbox", sa.Column("rank", sa.SmallInteger(), nullable=False, server_default="1"))
    op.add_column("outbox", sa.Column("caused_by_id", sa.Integer(), nullable=True))
    op.add_column("outbox", sa.Column("held_by", sa.String(20), nullable=True))
    for name, columns in PARTS.items():
        op.create_index(name, "outbox", columns, sqlite_where=WHERE[name], postgresql_where=WHERE[name])
    op.create_table(
        "mail_bounce",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("outbox_id", sa.Integer(), nullable=False),
        sa.Column("address", sa.String(254), nullable=False),
        sa.Column("is_hard", sa.Boolean(), nullable=False),
        sa.Column("status", sa.String(12), nullable=False),
        sa.Column("reason", sa.String(300), nullable=False),
        sa.Column("received_at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_mail_bounce"),
        sa.UniqueConstraint("outbox_id", name="uq_mail_bounce_outbox_id"),
    )
    op.create_index("ix_mail_bounce_address", "mail_bounce", ["address", "received_at"])
    op.create_index("ix_mail_bounce_received_at", "mail_bounce", ["received_at"])


def downgrade() -> None:
    """Take them away; addresses that were switched off stay so."""
    op.drop_table("mail_bounce")
    for name in PARTS:
        op.drop_index(name, table_name="outbox")
    for name in ("held_by", "caused_by_id", "rank"):
        op.drop_column("outbox", name)

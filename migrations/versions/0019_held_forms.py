"""a form that was sent after the session ended is held, to be shown again after signing in

Revision: 0019, after 0018.
"""

import sqlalchemy as sa
from alembic import op

revision = "0019"
down_revision = "0018"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Make the table."""
    op.create_table(
        "held_form",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("key_hash", sa.String(length=64), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=True),
        sa.Column("action", sa.String(length=500), nullable=False),
        sa.Column("page", sa.String(length=500), nullable=False),
        sa.Column("fields", sa.JSON(), nullable=False),
        sa.Column("has_files", sa.Boolean(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_held_form")),
        sa.UniqueConstraint("key_hash", name=op.f("uq_held_form_key_hash")),
    )
    with op.batch_alter_table("held_form") as batch_op:
        batch_op.create_index(batch_op.f("ix_held_form_created_at"), ["created_at"], unique=False)


def downgrade() -> None:
    """Take it away."""
    op.drop_table("held_form")

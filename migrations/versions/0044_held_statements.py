"""what new people say of themselves under posts of others, which may wait for a moderator

Revision: 0044, after 0043.
"""

import sqlalchemy as sa
from alembic import op

revision = "0044"
down_revision = "0043"
branch_labels = None
depends_on = None

MOMENT = sa.DateTime(timezone=True)
POINTING = ("hold", "post_trace")


def upgrade() -> None:
    """Nothing waits yet."""
    op.create_table(
        "held_statement",
        sa.Column("id", sa.Integer, primary_key=True),
        sa.Column("thread_id", sa.Integer, sa.ForeignKey("thread.id", ondelete="CASCADE"), nullable=False),
        sa.Column("author_id", sa.Integer, sa.ForeignKey("person.id", ondelete="CASCADE"), nullable=False),
        sa.Column("body", sa.Text, nullable=False),
        sa.Column("answers", sa.JSON, nullable=False),
        sa.Column("held_at", MOMENT),
        sa.Column("said_at", MOMENT),
        sa.Column("created_at", MOMENT, nullable=False),
    )
    op.create_index("ix_held_statement_thread", "held_statement", ["thread_id", "author_id"])
    op.create_index("ix_held_statement_author_id", "held_statement", ["author_id"])
    op.create_index("ix_held_statement_created_at", "held_statement", ["created_at"])
    for table in POINTING:
        with op.batch_alter_table(table) as batch:
            batch.add_column(sa.Column("statement_id", sa.Integer))
            name = f"fk_{table}_statement_id"
            batch.create_foreign_key(name, "held_statement", ["statement_id"], ["id"], ondelete="CASCADE")
            batch.create_index(f"ix_{table}_statement_id", ["statement_id"])


def downgrade() -> None:
    """What waits is lost."""
    for table in POINTING:
        op.execute(sa.text(f"DELETE FROM {table} WHERE statement_id IS NOT NULL"))  # noqa: S608  # our own tables
        with op.batch_alter_table(table) as batch:
            batch.drop_index(f"ix_{table}_statement_id")
            batch.drop_constraint(f"fk_{table}_statement_id", type_="foreignkey")
            batch.drop_column("statement_id")
    op.drop_table("held_statement")

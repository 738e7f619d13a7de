"""who takes the place of a council, and where a barrier was reported before that

Revision: 0018, after 0017.
"""

import sqlalchemy as sa
from alembic import op

revision = "0018"
down_revision = "0017"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Make the table from the one successor that was known, and the columns."""
    op.create_table(
        "council_successor",
        sa.Column("council_id", sa.Integer(), nullable=False),
        sa.Column("successor_id", sa.Integer(), nullable=False),
        sa.Column("place", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["council_id"], ["council.id"], ondelete="CASCADE"),
        sa.ForeignKeyConstraint(["successor_id"], ["council.id"], ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("council_id", "successor_id"),
    )
    op.create_index("ix_council_successor_successor_id", "council_successor", ["successor_id"])
    op.execute(
        "INSERT INTO council_successor (council_id, successor_id, place)"
        " SELECT id, successor_id, 0 FROM council WHERE successor_id IS NOT NULL"
    )
    is_postgresql = op.get_bind().dialect.name == "postgresql"
    moment = "TIMESTAMP WITH TIME ZONE" if is_postgresql else "DATETIME"
    op.execute(
        "ALTER TABLE barrier ADD COLUMN reported_to_id INTEGER"
        " CONSTRAINT fk_barrier_reported_to_id REFERENCES council (id)"
    )
    op.execute(f"ALTER TABLE barrier ADD COLUMN passed_on_at {moment}")


def downgrade() -> None:
    """Take it away."""
    for column in ("passed_on_at", "reported_to_id"):
        op.execute(f"ALTER TABLE barrier DROP COLUMN {column}")
    op.drop_index("ix_council_successor_successor_id", table_name="council_successor")
    op.drop_table("council_successor")

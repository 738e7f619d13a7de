"""what organisers take back of what was said in their group's name

Revision: 0026, after 0025. Columns are added by statements that both databases know, since copying a table of
SQLite would delete what points to its rows.
"""

import sqlalchemy as sa
from alembic import op

revision = "0026"
down_revision = "0025"
branch_labels = None
depends_on = None

COLUMNS = {
    "thread": ("name_taken_back_at {moment}", "number_of_taken_back INTEGER DEFAULT 0 NOT NULL"),
    "advice": ("name_taken_back_at {moment}",),
    "offer": ("name_taken_back_at {moment}",),
}
POINTS = {
    "group_id": ("community_group", "CASCADE"),
    "thread_id": ("thread", "CASCADE"),
    "author_id": ("person", "SET NULL"),
    "taken_back_by_id": ("person", "SET NULL"),
}


def upgrade() -> None:
    """Make the table and the columns."""
    moment = "TIMESTAMP WITH TIME ZONE" if op.get_bind().dialect.name == "postgresql" else "DATETIME"
    for table, columns in COLUMNS.items():
        for column in columns:
            op.execute(f"ALTER TABLE {table} ADD COLUMN {column.format(moment=moment)}")
    op.create_table(
        "group_words_taken_back",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("group_id", sa.Integer(), nullable=False),
        sa.Column("kind", sa.String(12), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("thread_id", sa.Integer(), nullable=True),
        sa.Column("title", sa.String(300), nullable=False),
        sa.Column("author_id", sa.Integer(), nullable=True),
        sa.Column("taken_back_by_id", sa.Integer(), nullable=True),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        *(
            sa.ForeignKeyConstraint([column], [f"{table}.id"], ondelete=ondelete)
            for column, (table, ondelete) in POINTS.items()
        ),
        sa.PrimaryKeyConstraint("id"),
    )
    op.create_index("ix_group_words_taken_back_group", "group_words_taken_back", ["group_id", "id"])
    op.create_index("ix_group_words_taken_back_thread", "group_words_taken_back", ["thread_id", "id"])


def downgrade() -> None:
    """Drop them; what was taken back stays without the group's name."""
    op.drop_table("group_words_taken_back")
    for table, columns in COLUMNS.items():
        for column in columns:
            op.execute(f"ALTER TABLE {table} DROP COLUMN {column.split()[0]}")

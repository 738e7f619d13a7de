"""what was said can be corrected: earlier words are kept, answers taken back, and every answer of a group stays in the trail

Revision: 0021, after 0020. Columns are added by statements that both databases know, since copying a table of
SQLite would delete what points to its rows.
"""

import sqlalchemy as sa
from alembic import op

revision = "0021"
down_revision = "0020"
branch_labels = None
depends_on = None

COLUMNS = {
    "barrier": ("number_of_revisions INTEGER DEFAULT 0 NOT NULL",),
    "transition": ("takes_back_id INTEGER CONSTRAINT fk_transition_takes_back_id REFERENCES transition (id)",),
    "response": (
        "rule_source_before VARCHAR(30)",
        "corrected_at {moment}",
        "taken_back_at {moment}",
        "taken_back_reason TEXT DEFAULT '' NOT NULL",
    ),
}
MOMENT = sa.DateTime(timezone=True)


def upgrade() -> None:
    """Make the tables; answers given so far begin the trail."""
    moment = "TIMESTAMP WITH TIME ZONE" if op.get_bind().dialect.name == "postgresql" else "DATETIME"
    for table, columns in COLUMNS.items():
        for column in columns:
            op.execute(f"ALTER TABLE {table} ADD COLUMN {column.format(moment=moment)}")
    op.create_index("ix_transition_takes_back_id", "transition", ["takes_back_id"], unique=True)
    _make_revisions()
    _make_answers()


def downgrade() -> None:
    """Drop them; the last answer of each group stays, and what was taken back reads as two changes."""
    op.drop_table("confirmation_answer")
    op.drop_table("revision")
    op.drop_index("ix_transition_takes_back_id", "transition")
    for table, columns in COLUMNS.items():
        for column in columns:
            op.execute(f"ALTER TABLE {table} DROP COLUMN {column.split()[0]}")


def _make_revisions() -> None:
    op.create_table(
        "revision",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("barrier_id", sa.Integer(), nullable=False),
        sa.Column("response_id", sa.Integer(), nullable=True),
        sa.Column("affected_id", sa.Integer(), nullable=True),
        sa.Column("person_id", sa.Integer(), nullable=True),
        sa.Column("was", sa.JSON(), nullable=False),
        sa.Column("created_at", MOMENT, nullable=False),
        _points("revision", "barrier_id", "barrier"),
        _points("revision", "response_id", "response"),
        _points("revision", "affected_id", "affected"),
        _points("revision", "person_id", "person", "SET NULL"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_revision")),
    )
    op.create_index("ix_revision_barrier", "revision", ["barrier_id", "id"])
    op.create_index(op.f("ix_revision_response_id"), "revision", ["response_id"])
    op.create_index(op.f("ix_revision_affected_id"), "revision", ["affected_id"])


def _make_answers() -> None:
    op.create_table(
        "confirmation_answer",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("request_id", sa.Integer(), nullable=False),
        sa.Column("answer", sa.String(length=12), nullable=False),
        sa.Column("words", sa.Text(), nullable=False),
        sa.Column("created_at", MOMENT, nullable=False),
        _points("confirmation_answer", "request_id", "confirmation_request"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_confirmation_answer")),
    )
    op.create_index("ix_confirmation_answer_request", "confirmation_answer", ["request_id", "id"])
    op.execute(
        "INSERT INTO confirmation_answer (request_id, answer, words, created_at)"
        " SELECT id, answer, words, answered_at FROM confirmation_request"
        " WHERE answer IS NOT NULL AND answered_at IS NOT NULL ORDER BY answered_at, id"
    )


def _points(table: str, column: str, to: str, ondelete: str = "CASCADE") -> sa.ForeignKeyConstraint:
    name = op.f(f"fk_{table}_{column}")
    return sa.ForeignKeyConstraint([column], [f"{to}.id"], name=name, ondelete=ondelete)

"""a group's answer to the council's question has a row of its own, so that it can be corrected and withdrawn

Revision: 0030, after 0029. The change of state keeps what was said first. The column is added by a statement that both
databases know, since copying a table of SQLite would delete what points to its rows.
"""

import sqlalchemy as sa
from alembic import op

revision = "0030"
down_revision = "0029"
branch_labels = None
depends_on = None

MOMENT = sa.DateTime(timezone=True)
POINTS = {"barrier_id": ("barrier", "CASCADE"), "transition_id": ("transition", "CASCADE"), "person_id": ("person", None)}


def upgrade() -> None:
    """Make the table and the column; answers given so far get their row."""
    op.create_table(
        "question_answer",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("barrier_id", sa.Integer(), nullable=False),
        sa.Column("transition_id", sa.Integer(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("words", sa.Text(), nullable=False),
        sa.Column("created_at", MOMENT, nullable=False),
        sa.Column("corrected_at", MOMENT, nullable=True),
        sa.Column("taken_back_at", MOMENT, nullable=True),
        sa.Column("taken_back_reason", sa.Text(), server_default="", nullable=False),
        *(
            sa.ForeignKeyConstraint([column], [f"{table}.id"], ondelete=ondelete)
            for column, (table, ondelete) in POINTS.items()
        ),
        sa.PrimaryKeyConstraint("id"),
        sa.UniqueConstraint("transition_id"),
    )
    op.create_index("ix_question_answer_barrier", "question_answer", ["barrier_id", "id"])
    op.execute(
        "ALTER TABLE revision ADD COLUMN question_answer_id INTEGER"
        " CONSTRAINT fk_revision_question_answer_id REFERENCES question_answer (id)"
    )
    op.create_index("ix_revision_question_answer_id", "revision", ["question_answer_id"])
    op.execute(
        "INSERT INTO question_answer (barrier_id, transition_id, person_id, words, created_at)"
        " SELECT barrier_id, id, person_id, public_note, created_at FROM transition"
        " WHERE from_state = 'needs_info' AND role IN ('reporter', 'affected') AND to_state <> 'withdrawn'"
        " AND public_note <> '' AND person_id IS NOT NULL AND takes_back_id IS NULL ORDER BY id"
    )


def downgrade() -> None:
    """Drop them; each answer reads as it was first given, and one that was withdrawn as two changes."""
    op.execute(
        "UPDATE barrier SET number_of_revisions = number_of_revisions - (SELECT count(*) FROM revision"
        " WHERE revision.barrier_id = barrier.id AND question_answer_id IS NOT NULL)"
    )
    op.execute("DELETE FROM revision WHERE question_answer_id IS NOT NULL")
    op.drop_index("ix_revision_question_answer_id", "revision")
    op.execute("ALTER TABLE revision DROP COLUMN question_answer_id")
    op.drop_table("question_answer")

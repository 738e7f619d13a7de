"""the inbox and the settings of councils

Revision: 0009, after 0008. Columns are added by statements that both databases know, since copying a table of
SQLite would delete what points to its rows.
"""

import sqlalchemy as sa
from alembic import op

revision = "0009"
down_revision = "0008"
branch_labels = None
depends_on = None

COLUMNS = {
    "council": (
        "overdue_told_on DATE",
        "holiday_calendar VARCHAR(20) DEFAULT '' NOT NULL",
        "response_target_days INTEGER",
        "answer_target_days INTEGER",
        "recurrence_groups INTEGER",
        "recurrence_months INTEGER",
        "brand_colour VARCHAR(7) DEFAULT '' NOT NULL",
        "brand_ink VARCHAR(7) DEFAULT '' NOT NULL",
        "brand_version INTEGER DEFAULT 0 NOT NULL",
        "has_logo BOOLEAN DEFAULT {false} NOT NULL",
    ),
    "department": ("retired_at {moment}",),
    "barrier": (
        "owed_by_id INTEGER CONSTRAINT fk_barrier_owed_by_id REFERENCES council (id)",
        "due_on DATE",
        "same_as_id INTEGER CONSTRAINT fk_barrier_same_as_id REFERENCES barrier (id)",
        "number_of_linked INTEGER DEFAULT 0 NOT NULL",
    ),
}


def upgrade() -> None:
    """Make the tables."""
    is_postgresql = op.get_bind().dialect.name == "postgresql"
    words = {
        "false": "false" if is_postgresql else "0",
        "moment": "TIMESTAMP WITH TIME ZONE" if is_postgresql else "DATETIME",
    }
    for table, columns in COLUMNS.items():
        for column in columns:
            op.execute(f"ALTER TABLE {table} ADD COLUMN {column.format(**words)}")
    narrowed_by = ["state", "officer_id", "department_id", "category"]
    op.create_index("ix_barrier_due", "barrier", ["owed_by_id", "due_on", "id", *narrowed_by])
    op.create_index("ix_barrier_same_as_id", "barrier", ["same_as_id"])
    _make_settings()
    _make_casework()
    op.execute(
        "INSERT INTO council_change (council_id, person_id, setting, was, became, created_at)"
        " SELECT council_id, person_id, 'Earlier note', '', text, created_at"
        " FROM council_audit_note ORDER BY id"
    )
    op.drop_index("ix_council_audit_note_council", "council_audit_note")
    op.drop_table("council_audit_note")
    payload = '\'{"council": null, "after": 0}\''  # the worker counts the days of what is there already
    payload = f"CAST({payload} AS JSON)" if is_postgresql else payload
    op.execute(
        sa.text(
            "INSERT INTO outbox (kind, payload, created_at, due_at, number_of_attempts)"
            f" SELECT 'set_deadlines', {payload.replace(':', chr(92) + ':')}, CURRENT_TIMESTAMP, CURRENT_TIMESTAMP, 0"
            " WHERE EXISTS (SELECT 1 FROM barrier)"
        )
    )


def _council(name: str) -> sa.ForeignKeyConstraint:
    return sa.ForeignKeyConstraint(
        ["council_id"], ["council.id"], name=op.f(f"fk_{name}_council_id"), ondelete="CASCADE"
    )


def _person(name: str, ondelete: str) -> sa.ForeignKeyConstraint:
    return sa.ForeignKeyConstraint(
        ["person_id"], ["person.id"], name=op.f(f"fk_{name}_person_id"), ondelete=ondelete
    )


def _barrier(name: str) -> sa.ForeignKeyConstraint:
    return sa.ForeignKeyConstraint(
        ["barrier_id"], ["barrier.id"], name=op.f(f"fk_{name}_barrier_id"), ondelete="CASCADE"
    )


def _make_settings() -> None:
    op.create_table(
        "council_route",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("council_id", sa.Integer(), nullable=False),
        sa.Column("category", sa.String(length=30), nullable=False),
        sa.Column("department_id", sa.Integer(), nullable=True),
        sa.Column("contact_name", sa.String(length=120), nullable=False),
        sa.Column("contact_email", sa.String(length=254), nullable=False),
        _council("council_route"),
        sa.ForeignKeyConstraint(
            ["department_id"], ["department.id"], name=op.f("fk_council_route_department_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_council_route")),
        sa.UniqueConstraint("council_id", "category", name=op.f("uq_council_route_council_id_category")),
    )
    op.create_index("ix_council_route_department_id", "council_route", ["department_id"])
    op.create_table(
        "reply_template",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("council_id", sa.Integer(), nullable=False),
        sa.Column("category", sa.String(length=30), nullable=False),
        sa.Column("response_kind", sa.String(length=30), nullable=False),
        sa.Column("name", sa.String(length=80), nullable=False),
        sa.Column("body", sa.Text(), nullable=False),
        _council("reply_template"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_reply_template")),
    )
    op.create_index("ix_reply_template_council", "reply_template", ["council_id", "response_kind", "id"])
    op.create_table(
        "council_logo",
        sa.Column("council_id", sa.Integer(), nullable=False),
        sa.Column("content", sa.LargeBinary(), nullable=False),
        sa.Column("width", sa.Integer(), nullable=False),
        sa.Column("height", sa.Integer(), nullable=False),
        _council("council_logo"),
        sa.PrimaryKeyConstraint("council_id", name=op.f("pk_council_logo")),
    )
    op.create_table(
        "council_change",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("council_id", sa.Integer(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=True),
        sa.Column("setting", sa.String(length=80), nullable=False),
        sa.Column("was", sa.Text(), nullable=False),
        sa.Column("became", sa.Text(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        _council("council_change"),
        _person("council_change", "SET NULL"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_council_change")),
    )
    op.create_index("ix_council_change_council", "council_change", ["council_id", "id"])


def _make_casework() -> None:
    op.create_table(
        "case_change",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("barrier_id", sa.Integer(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=True),
        sa.Column("what", sa.String(length=40), nullable=False),
        sa.Column("was", sa.String(length=300), nullable=False),
        sa.Column("became", sa.String(length=300), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        _barrier("case_change"),
        _person("case_change", "SET NULL"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_case_change")),
    )
    op.create_index("ix_case_change_barrier", "case_change", ["barrier_id", "id"])
    op.create_table(
        "case_opening",
        sa.Column("barrier_id", sa.Integer(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("opened_at", sa.DateTime(timezone=True), nullable=False),
        _barrier("case_opening"),
        _person("case_opening", "CASCADE"),
        sa.PrimaryKeyConstraint("barrier_id", "person_id", name=op.f("pk_case_opening")),
    )


def downgrade() -> None:
    """Drop them; what was changed in settings goes back to notes."""
    _make_notes()
    op.execute(
        "INSERT INTO council_audit_note (council_id, person_id, text, created_at)"
        " SELECT council_id, person_id, setting || ': ' || was || ' -> ' || became, created_at"
        " FROM council_change ORDER BY id"
    )
    op.drop_table("case_opening")
    op.drop_table("case_change")
    op.drop_table("council_change")
    op.drop_table("council_logo")
    op.drop_table("reply_template")
    op.drop_table("council_route")
    op.drop_index("ix_barrier_due", "barrier")
    op.drop_index("ix_barrier_same_as_id", "barrier")
    for table, columns in COLUMNS.items():
        for column in columns:
            op.execute(f"ALTER TABLE {table} DROP COLUMN {column.split()[0]}")


def _make_notes() -> None:
    op.create_table(
        "council_audit_note",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("council_id", sa.Integer(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=True),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        _council("council_audit_note"),
        _person("council_audit_note", "SET NULL"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_council_audit_note")),
    )
    op.create_index("ix_council_audit_note_council", "council_audit_note", ["council_id", "id"])

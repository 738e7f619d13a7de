"""one table of what people follow, and one of what they are told

Revision: 0038, after 0037. Who followed a thread was promised an email when something changes there, and is told at once;
who followed a council was promised its summary of each month, and gets that and nothing more; a saved search was promised
nothing by mail, so its new results are told on the site alone. The way down keeps the follows of threads and councils.
"""

import sqlalchemy as sa
from alembic import op

revision = "0038"
down_revision = "0037"
branch_labels = None
depends_on = None

MOMENT = sa.DateTime(timezone=True)
UNREAD, MAIL_DUE = sa.text("read_at IS NULL"), sa.text("mail_due_at IS NOT NULL")
COLUMNS = "person_id, kind, key, frequency, created_at, checked_at"
KEPT = {  # statements of our own: every name in them stands here
    "follow": "SELECT person_id, 'thread', CAST(thread_id AS VARCHAR(120)), 'at_once', created_at, created_at FROM follow",
    "council_follow": "SELECT person_id, 'council', CAST(council_id AS VARCHAR(120)), 'monthly', created_at, created_at"
    " FROM council_follow",
    "saved_search": "SELECT person_id, 'search', CAST(id AS VARCHAR(120)), 'only_here', created_at, CURRENT_TIMESTAMP"
    " FROM saved_search",
}


def upgrade() -> None:
    """Put the ways of following into one table, by way of one without names that the old table still has."""
    op.create_table("follow_moved", *_columns())
    for statement in KEPT.values():
        op.execute(f"INSERT INTO follow_moved ({COLUMNS}) {statement}")  # noqa: S608
    op.drop_table("follow")
    op.drop_table("council_follow")
    op.create_table(
        "follow",
        sa.Column("id", sa.Integer(), nullable=False),
        *_columns(),
        sa.ForeignKeyConstraint(
            ["person_id"], ["person.id"], name=op.f("fk_follow_person_id"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_follow")),
        sa.UniqueConstraint("person_id", "kind", "key", name=op.f("uq_follow_person_id_kind_key")),
    )
    op.create_index("ix_follow_subject", "follow", ["kind", "key", "person_id"])
    op.execute(
        f"INSERT INTO follow ({COLUMNS}) SELECT {COLUMNS} FROM follow_moved ORDER BY created_at"  # noqa: S608
    )
    op.drop_table("follow_moved")
    _create_notification()


def downgrade() -> None:
    """Put threads and councils back into tables of their own; who follows anything else forgets it."""
    op.drop_table("notification")
    op.create_table("follow_moved", *_columns())
    op.execute(f"INSERT INTO follow_moved ({COLUMNS}) SELECT {COLUMNS} FROM follow")  # noqa: S608
    op.drop_table("follow")
    _create_old("follow", "thread", ["thread_id", "person_id"])
    op.create_index(op.f("ix_follow_person_id"), "follow", ["person_id"])
    _create_old("council_follow", "council", ["person_id", "council_id"])
    op.create_index("ix_council_follow_council", "council_follow", ["council_id", "person_id"])
    for table, kind in (("follow", "thread"), ("council_follow", "council")):
        op.execute(
            f"INSERT INTO {table} (person_id, {kind}_id, created_at)"  # noqa: S608
            f" SELECT person_id, CAST(key AS INTEGER), created_at FROM follow_moved WHERE kind = '{kind}'"
            f" AND EXISTS (SELECT 1 FROM {kind} WHERE CAST({kind}.id AS VARCHAR(120)) = follow_moved.key)"
        )
    op.drop_table("follow_moved")


def _columns() -> list[sa.Column]:
    return [
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("kind", sa.String(10), nullable=False),
        sa.Column("key", sa.String(120), nullable=False),
        sa.Column("frequency", sa.String(10), nullable=False),
        sa.Column("created_at", MOMENT, nullable=False),
        sa.Column("checked_at", MOMENT, nullable=True),
    ]


def _create_old(table: str, kind: str, unique: list[str]) -> None:
    op.create_table(
        table,
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column(f"{kind}_id", sa.Integer(), nullable=False),
        sa.Column("created_at", MOMENT, nullable=False),
        sa.ForeignKeyConstraint(
            ["person_id"], ["person.id"], name=op.f(f"fk_{table}_person_id"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(
            [f"{kind}_id"], [f"{kind}.id"], name=op.f(f"fk_{table}_{kind}_id"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f(f"pk_{table}")),
        sa.UniqueConstraint(*unique, name=op.f(f"uq_{table}_{'_'.join(unique)}")),
    )


def _create_notification() -> None:
    points = {"person": "CASCADE", "thread": "CASCADE", "comment": "CASCADE", "follow": "SET NULL"}
    op.create_table(
        "notification",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("kind", sa.String(30), nullable=False),
        sa.Column("about", sa.Integer(), nullable=False),
        sa.Column("params", sa.JSON(), nullable=False),
        sa.Column("thread_id", sa.Integer(), nullable=True),
        sa.Column("comment_id", sa.Integer(), nullable=True),
        sa.Column("reason", sa.String(10), nullable=False),
        sa.Column("follow_id", sa.Integer(), nullable=True),
        sa.Column("created_at", MOMENT, nullable=False),
        sa.Column("read_at", MOMENT, nullable=True),
        sa.Column("mail_due_at", MOMENT, nullable=True),
        sa.Column("mailed_at", MOMENT, nullable=True),
        *(
            sa.ForeignKeyConstraint(
                [f"{table}_id"], [f"{table}.id"], name=op.f(f"fk_notification_{table}_id"), ondelete=what
            )
            for table, what in points.items()
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_notification")),
    )
    for name, columns, where in (
        ("person", ["person_id", "thread_id", "id"], None),
        ("unread", ["person_id", "thread_id"], UNREAD),
        ("mail_due", ["person_id"], MAIL_DUE),
        ("thread", ["thread_id", "kind", "about", "person_id"], None),
        ("follow", ["follow_id"], None),
        ("comment", ["comment_id"], None),
        ("created", ["created_at"], None),
    ):
        op.create_index(
            f"ix_notification_{name}", "notification", columns, sqlite_where=where, postgresql_where=where
        )

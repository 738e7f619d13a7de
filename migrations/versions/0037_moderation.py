"""suspension from posting, an audit log that is written once, reports gathered by post, appeals

Revision: 0037, after 0036. What moderators did so far is in both: as decisions, and copied into the audit log.
"""

from collections.abc import Iterator

import sqlalchemy as sa
from alembic import op

revision = "0037"
down_revision = "0036"
branch_labels = None
depends_on = None

MOMENT = sa.DateTime(timezone=True)
WRITTEN_ONCE = ("audit_entry", "moderation_act", "hidden_together")
OPEN_CASE, OPEN_APPEAL = sa.text("settled_at IS NULL"), sa.text("decided_at IS NULL")
SETTLED_CASE, DECIDED_APPEAL = sa.text("settled_at IS NOT NULL"), sa.text("decided_at IS NOT NULL")

act = sa.table(
    "moderation_act",
    sa.column("id", sa.Integer), sa.column("person_id", sa.Integer), sa.column("verb", sa.String),
    sa.column("thing", sa.String), sa.column("reason", sa.Text), sa.column("created_at", MOMENT),
)  # fmt: skip
audit = sa.table(
    "audit_entry",
    sa.column("actor_id", sa.Integer), sa.column("role", sa.String), sa.column("verb", sa.String),
    sa.column("thing", sa.String), sa.column("details", sa.JSON), sa.column("created_at", MOMENT),
)  # fmt: skip
old_report = sa.table(
    "report",
    sa.column("id", sa.Integer), sa.column("person_id", sa.Integer), sa.column("thread_id", sa.Integer),
    sa.column("comment_id", sa.Integer), sa.column("reason", sa.Text), sa.column("created_at", MOMENT),
    sa.column("settled_at", MOMENT),
)  # fmt: skip
new_report = sa.table(
    "report",
    sa.column("case_id", sa.Integer), sa.column("person_id", sa.Integer), sa.column("kind", sa.String),
    sa.column("words", sa.Text), sa.column("created_at", MOMENT),
)  # fmt: skip
case = sa.table(
    "reported_post",
    sa.column("id", sa.Integer), sa.column("thing", sa.String), sa.column("thread_id", sa.Integer),
    sa.column("comment_id", sa.Integer), sa.column("author_id", sa.Integer), sa.column("kind", sa.String),
    sa.column("number_of_reporters", sa.Integer), sa.column("opened_at", MOMENT), sa.column("look_by_at", MOMENT),
    sa.column("settled_at", MOMENT), sa.column("was_acted_on", sa.Boolean),
)  # fmt: skip


def upgrade() -> None:
    """Make the tables, gather the reports by post, and copy what was done into the log."""
    op.add_column("person", sa.Column("posting_suspended_until", MOMENT, nullable=True))
    op.create_index("ix_person_role", "person", ["role", "id"])
    with op.batch_alter_table("moderation_act") as table:
        table.add_column(sa.Column("reason_code", sa.String(30), server_default="", nullable=False))
        table.add_column(sa.Column("author_id", sa.Integer(), nullable=True))
        table.add_column(sa.Column("undoes_id", sa.Integer(), nullable=True))
        table.add_column(sa.Column("details", sa.JSON(), server_default="{}", nullable=False))
        table.create_foreign_key("fk_moderation_act_author_id", "person", ["author_id"], ["id"])
        table.create_foreign_key("fk_moderation_act_undoes_id", "moderation_act", ["undoes_id"], ["id"])
        table.create_index("ix_moderation_act_thing", ["thing", "id"])
        table.create_index("ix_moderation_act_author", ["author_id", "id"])
        table.create_index("ix_moderation_act_undoes", ["undoes_id"])
    reports = op.get_bind().execute(sa.select(old_report).order_by(old_report.c.id)).all()
    op.drop_table("report")
    _make_tables()
    _gather(reports)
    for one in op.get_bind().execute(sa.select(act).order_by(act.c.id)).all():
        row = {"actor_id": one.person_id, "role": "moderator", "verb": one.verb, "thing": one.thing}
        op.get_bind().execute(sa.insert(audit).values(details={"reason": one.reason}, created_at=one.created_at, **row))
    for table in WRITTEN_ONCE:
        for statement in _triggers(table):
            op.execute(statement)


def downgrade() -> None:
    """Keep the reports that somebody with an account made; visitors had none."""
    bind = op.get_bind()
    for table in WRITTEN_ONCE:
        _drop_triggers(table)
    query = sa.text(
        "SELECT r.person_id, c.thread_id, c.comment_id, r.words, r.created_at, c.settled_at FROM report r "
        "JOIN reported_post c ON c.id = r.case_id WHERE r.person_id IS NOT NULL ORDER BY r.id"
    ).columns(created_at=MOMENT, settled_at=MOMENT)
    reports = bind.execute(query).all()
    for table in ("appeal", "report", "reported_post", "removed_words", "hidden_together", "audit_entry"):
        op.drop_table(table)
    _make_old_reports()
    for one in reports:
        values = {"person_id": one.person_id, "thread_id": one.thread_id, "comment_id": one.comment_id}
        values |= {"reason": one.words, "created_at": one.created_at, "settled_at": one.settled_at}
        bind.execute(sa.insert(old_report).values(**values))
    with op.batch_alter_table("moderation_act") as table:
        for name in ("ix_moderation_act_undoes", "ix_moderation_act_author", "ix_moderation_act_thing"):
            table.drop_index(name)
        table.drop_constraint("fk_moderation_act_undoes_id", type_="foreignkey")
        table.drop_constraint("fk_moderation_act_author_id", type_="foreignkey")
        for name in ("details", "undoes_id", "author_id", "reason_code"):
            table.drop_column(name)
    op.drop_index("ix_person_role", "person")
    op.drop_column("person", "posting_suspended_until")


def _make_tables() -> None:
    op.create_table(
        "audit_entry",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("created_at", MOMENT, nullable=False),
        sa.Column("actor_id", sa.Integer(), nullable=True),
        sa.Column("role", sa.String(20), nullable=False),
        sa.Column("verb", sa.String(40), nullable=False),
        sa.Column("thing", sa.String(60), nullable=False),
        sa.Column("details", sa.JSON(), server_default="{}", nullable=False),
        sa.PrimaryKeyConstraint("id"),
    )
    for column in ("actor", "verb", "thing"):
        name = "actor_id" if column == "actor" else column
        op.create_index(f"ix_audit_entry_{column}", "audit_entry", [name, "id"])
    op.create_table(
        "hidden_together",
        sa.Column("act_id", sa.Integer(), nullable=False),
        sa.Column("thing", sa.String(60), nullable=False),
        sa.ForeignKeyConstraint(["act_id"], ["moderation_act.id"]),
        sa.PrimaryKeyConstraint("act_id", "thing"),
    )
    op.create_index("ix_hidden_together_thing", "hidden_together", ["thing", "act_id"])
    op.create_table(
        "removed_words",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("act_id", sa.Integer(), nullable=False),
        sa.Column("place", sa.String(80), nullable=False),
        sa.Column("was", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(["act_id"], ["moderation_act.id"]),
        sa.PrimaryKeyConstraint("id"),
    )
    op.create_index("ix_removed_words_act_id", "removed_words", ["act_id"])
    _make_reports()
    op.create_table(
        "appeal",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("act_id", sa.Integer(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("words", sa.Text(), nullable=False),
        sa.Column("created_at", MOMENT, nullable=False),
        sa.Column("decided_at", MOMENT, nullable=True),
        sa.Column("decided_by_id", sa.Integer(), nullable=True),
        sa.Column("outcome", sa.String(12), nullable=True),
        sa.Column("answer", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(["act_id"], ["moderation_act.id"]),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"]),
        sa.ForeignKeyConstraint(["decided_by_id"], ["person.id"]),
        sa.PrimaryKeyConstraint("id"),
        sa.UniqueConstraint("act_id"),
    )
    only_open = {"sqlite_where": OPEN_APPEAL, "postgresql_where": OPEN_APPEAL}
    op.create_index("ix_appeal_open", "appeal", ["created_at", "id"], **only_open)
    op.create_index("ix_appeal_person", "appeal", ["person_id", "id"])
    only_decided = {"sqlite_where": DECIDED_APPEAL, "postgresql_where": DECIDED_APPEAL}
    op.create_index("ix_appeal_decided", "appeal", ["decided_at"], **only_decided)


def _make_reports() -> None:
    op.create_table(
        "reported_post",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("thing", sa.String(60), nullable=False),
        sa.Column("thread_id", sa.Integer(), nullable=False),
        sa.Column("comment_id", sa.Integer(), nullable=True),
        sa.Column("author_id", sa.Integer(), nullable=False),
        sa.Column("kind", sa.String(20), nullable=False),
        sa.Column("number_of_reporters", sa.Integer(), nullable=False),
        sa.Column("opened_at", MOMENT, nullable=False),
        sa.Column("look_by_at", MOMENT, nullable=False),
        sa.Column("settled_at", MOMENT, nullable=True),
        sa.Column("settled_by_id", sa.Integer(), nullable=True),
        sa.Column("was_acted_on", sa.Boolean(), nullable=False),
        sa.ForeignKeyConstraint(["thread_id"], ["thread.id"], ondelete="CASCADE"),
        sa.ForeignKeyConstraint(["comment_id"], ["comment.id"], ondelete="CASCADE"),
        sa.ForeignKeyConstraint(["author_id"], ["person.id"]),
        sa.ForeignKeyConstraint(["settled_by_id"], ["person.id"]),
        sa.PrimaryKeyConstraint("id"),
    )
    only_open = {"sqlite_where": OPEN_CASE, "postgresql_where": OPEN_CASE}
    op.create_index("ix_reported_post_queue", "reported_post", ["look_by_at", "id"], **only_open)
    op.create_index("ix_reported_post_open", "reported_post", ["thing"], unique=True, **only_open)
    op.create_index("ix_reported_post_thing", "reported_post", ["thing", "id"])
    only_settled = {"sqlite_where": SETTLED_CASE, "postgresql_where": SETTLED_CASE}
    op.create_index("ix_reported_post_settled", "reported_post", ["settled_at"], **only_settled)
    op.create_index("ix_reported_post_author", "reported_post", ["author_id", "id"])
    op.create_index("ix_reported_post_thread_id", "reported_post", ["thread_id"])
    op.create_index("ix_reported_post_comment_id", "reported_post", ["comment_id"])
    op.create_table(
        "report",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("case_id", sa.Integer(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=True),
        sa.Column("network", sa.String(32), server_default="", nullable=False),
        sa.Column("kind", sa.String(20), nullable=False),
        sa.Column("words", sa.Text(), nullable=False),
        sa.Column("created_at", MOMENT, nullable=False),
        sa.ForeignKeyConstraint(["case_id"], ["reported_post.id"], ondelete="CASCADE"),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"]),
        sa.PrimaryKeyConstraint("id"),
    )
    op.create_index("ix_report_case", "report", ["case_id", "id"])
    op.create_index("ix_report_person_id", "report", ["person_id"])


def _make_old_reports() -> None:
    op.create_table(
        "report",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("thread_id", sa.Integer(), nullable=False),
        sa.Column("comment_id", sa.Integer(), nullable=True),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("created_at", MOMENT, nullable=False),
        sa.Column("settled_at", MOMENT, nullable=True),
        sa.ForeignKeyConstraint(["comment_id"], ["comment.id"], ondelete="CASCADE"),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"]),
        sa.ForeignKeyConstraint(["thread_id"], ["thread.id"], ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("id"),
    )
    op.create_index("ix_report_open", "report", ["settled_at", "id"])
    op.create_index("ix_report_thread_id", "report", ["thread_id"])
    op.create_index("ix_report_comment_id", "report", ["comment_id"])


def _gather(reports: list) -> None:
    """Put the reports of one post together: those that wait into one open row, those that are done into one each."""
    bind, cases = op.get_bind(), {}
    for one in reports:
        thing = f"comment:{one.comment_id}" if one.comment_id else f"thread:{one.thread_id}"
        if thing not in cases or one.settled_at is not None:
            table, number = ("comment", one.comment_id) if one.comment_id else ("thread", one.thread_id)
            author = bind.scalar(sa.text(f"SELECT author_id FROM {table} WHERE id = :id"), {"id": number})  # noqa: S608
            values = {"thing": thing, "thread_id": one.thread_id, "comment_id": one.comment_id, "author_id": author}
            values |= {"kind": "other", "number_of_reporters": 0, "opened_at": one.created_at}
            values |= {"look_by_at": one.created_at, "settled_at": one.settled_at, "was_acted_on": False}
            bind.execute(sa.insert(case).values(**values))
            found = bind.scalar(sa.select(sa.func.max(case.c.id)))
            if one.settled_at is None:
                cases[thing] = found
        number = found if one.settled_at is not None else cases[thing]
        bind.execute(
            sa.update(case).where(case.c.id == number).values(number_of_reporters=case.c.number_of_reporters + 1)
        )
        values = {"case_id": number, "person_id": one.person_id, "kind": "other", "words": one.reason}
        bind.execute(sa.insert(new_report).values(created_at=one.created_at, **values))


def _triggers(table: str) -> Iterator[str]:
    message = f"rows of {table} are written once"
    if op.get_bind().dialect.name == "sqlite":
        for verb in ("UPDATE", "DELETE"):
            yield (
                f"CREATE TRIGGER {table}_no_{verb.lower()} BEFORE {verb} ON {table} "
                f"BEGIN SELECT RAISE(ABORT, '{message}'); END"
            )
        return
    yield (
        f"CREATE OR REPLACE FUNCTION {table}_written_once() RETURNS trigger LANGUAGE plpgsql AS "
        f"$$ BEGIN RAISE EXCEPTION '{message}'; END $$"
    )
    for name, verb, level in (("no_change", "UPDATE OR DELETE", "ROW"), ("no_truncate", "TRUNCATE", "STATEMENT")):
        yield (
            f"CREATE TRIGGER {table}_{name} BEFORE {verb} ON {table} "
            f"FOR EACH {level} EXECUTE FUNCTION {table}_written_once()"
        )


def _drop_triggers(table: str) -> None:
    if op.get_bind().dialect.name == "sqlite":
        for verb in ("update", "delete"):
            op.execute(f"DROP TRIGGER {table}_no_{verb}")
        return
    for name in ("no_change", "no_truncate"):
        op.execute(f"DROP TRIGGER {table}_{name} ON {table}")
    op.execute(f"DROP FUNCTION {table}_written_once()")

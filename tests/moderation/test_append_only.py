"""The audit log and the decisions are written once: the database refuses to change or to delete a row, whoever asks."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest
from flask import Flask
from sqlalchemy import text
from sqlalchemy.exc import DatabaseError

from config import Settings
from forum.app import create_app
from forum.core.audit import write_audit
from forum.core.db import commit, db, transaction
from forum.moderation.actions.people import hide_everything_since
from tests.moderation.reasons import A_REASON
from tests.support.databases import POSTGRESQL, name_of_this_process
from tests.support.factories import make_barrier, make_person
from tests.support.migrated import migrate

pytestmark = pytest.mark.sql

TABLES = ("audit_entry", "moderation_act", "hidden_together")
STATEMENTS = {
    "audit_entry": "UPDATE audit_entry SET verb = 'nothing'",
    "moderation_act": "UPDATE moderation_act SET reason = ''",
    "hidden_together": "UPDATE hidden_together SET thing = 'x'",
}


def a_row_in_each() -> None:
    barrier = make_barrier()
    moderator = make_person(role="moderator")
    hide_everything_since(author=barrier.author, since=barrier.created_at, by=moderator, reason=A_REASON)
    commit()


def refused(statement: str) -> bool:
    try:
        with db.session.begin_nested():
            db.session.execute(text(statement))
    except DatabaseError as error:
        return "written once" in str(error)
    return False


@pytest.mark.parametrize("table", TABLES)
def test_no_row_is_changed_or_deleted(app: Flask, table: str) -> None:
    a_row_in_each()
    number = db.session.scalar(text(f"SELECT count(*) FROM {table}"))  # noqa: S608  # our own tables
    assert number >= 1
    assert refused(STATEMENTS[table])
    assert refused(f"DELETE FROM {table}")  # noqa: S608
    assert db.session.scalar(text(f"SELECT count(*) FROM {table}")) == number  # noqa: S608


def test_the_migrations_make_the_same_triggers(settings: Settings, tmp_path: Path) -> None:
    url = f"sqlite:///{tmp_path / 'migrated.db'}"
    if settings.is_postgresql:
        url = POSTGRESQL + name_of_this_process("append_only")
    site = replace(settings, database_url=url, instance_folder=tmp_path)
    migrate(site)
    with create_app(site).app_context():
        with transaction():
            write_audit(actor_id=None, role="site", verb="part_tags", thing="tag:noise")
        for statement in ("UPDATE audit_entry SET verb = 'x'", "DELETE FROM audit_entry"):
            assert refused(statement)
        names = triggers(settings)
        assert all(any(name.startswith(f"{table}_no_") for name in names) for table in TABLES), names
        db.session.remove()
        db.engine.dispose()


def triggers(settings: Settings) -> list[str]:
    known = (
        "SELECT tgname FROM pg_trigger"
        if settings.is_postgresql
        else "SELECT name FROM sqlite_master WHERE type = 'trigger'"
    )
    return list(db.session.scalars(text(known)))

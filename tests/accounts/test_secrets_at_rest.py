"""Whoever gets a copy of the database cannot make anybody's codes."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import flask_migrate
import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select, text

from config import ROOT, Settings
from forum.accounts.models import Person
from forum.accounts.one_time_codes import code_now
from forum.accounts.passwords import hash_password
from forum.app import create_app
from forum.core.db import Base, db
from tests.accounts.mailing import send
from tests.support.databases import create_database, name_of_this_process
from tests.support.factories import make_person

pytestmark = pytest.mark.sql

MIGRATIONS = str(ROOT / "migrations")
SECRET = "JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP"
GOOD = "four grey herons wade"
OLD, NEW = "o" * 40, "n" * 40


def dump() -> str:
    """All that stands in the database."""
    rows = [db.session.execute(select(table)).all() for table in Base.metadata.sorted_tables]
    return str(rows)


def test_no_secret_can_be_read_in_a_dump_of_the_database(app: Flask) -> None:
    make_person("Olu", is_staff=True, totp_secret=SECRET)
    db.session.expire_all()
    assert SECRET not in dump()
    assert db.session.scalars(select(Person)).one().totp_secret == SECRET


@pytest.fixture
def old_site(settings: Settings, tmp_path: Path) -> Flask:
    """A site of before, with an officer whose secret stands there in plain text."""
    url = f"sqlite:///{tmp_path / 'old.db'}"
    if settings.is_postgresql:
        url = create_database(name_of_this_process("secrets"))
    app = create_app(replace(settings, database_url=url, instance_folder=tmp_path))
    with app.app_context():
        flask_migrate.upgrade(directory=MIGRATIONS, revision="0034")
        with db.engine.begin() as connection:
            row = "INSERT INTO person (id, name, email, role, is_staff, totp_secret, session_version, created_at, wants_mail)"
            row += " VALUES (7, 'Olu', 'olu@example.org', 'member', true, :secret, 1, '2026-01-01', true)"
            connection.execute(text(row), {"secret": SECRET})
    return app


def test_an_upgrade_encrypts_what_is_there_and_leaves_no_trace_of_it(old_site: Flask, tmp_path: Path) -> None:
    with old_site.app_context():
        flask_migrate.upgrade(directory=MIGRATIONS, revision="0035")
        with db.engine.connect() as connection:
            sealed = connection.scalar(text("SELECT sealed_totp_secret FROM person"))
        assert Person(sealed_totp_secret=sealed).totp_secret == SECRET
        db.engine.dispose()  # the last connection writes the log back into the file
        for file in tmp_path.glob("old.db*"):
            assert SECRET.encode() not in file.read_bytes(), file
        flask_migrate.downgrade(directory=MIGRATIONS, revision="0034")
        with db.engine.connect() as connection:
            assert connection.scalar(text("SELECT totp_secret FROM person")) == SECRET
        db.engine.dispose()


@pytest.fixture
def use(app: Flask, settings: Settings, monkeypatch: pytest.MonkeyPatch):
    def use_keys(secret: str, old: str = "") -> None:
        changed = replace(settings, secret_key=secret, old_secret_keys=old)
        monkeypatch.setitem(app.extensions, "clearway_settings", changed)

    return use_keys


def test_a_new_key_is_taken_into_use_by_one_command(app: Flask, use) -> None:
    use(OLD)
    person = make_person("Olu", is_staff=True, totp_secret=SECRET)
    use(NEW, OLD)
    assert person.totp_secret == SECRET
    shell = app.test_cli_runner()
    assert "Encrypted anew: 1" in shell.invoke(args=["accounts", "re-encrypt"]).output
    assert "Encrypted anew: 0" in shell.invoke(args=["accounts", "re-encrypt"]).output
    use(NEW)
    assert person.totp_secret == SECRET


def test_a_lost_key_is_named_with_those_whom_it_concerns(app: Flask, use) -> None:
    use(OLD)
    make_person("Olu", email="olu@example.org", is_staff=True, totp_secret=SECRET)
    use(NEW)
    told = app.test_cli_runner().invoke(args=["accounts", "re-encrypt"])
    assert (told.exit_code, "olu@example.org" in told.output, "OLD_SECRET_KEYS" in told.output) == (
        1,
        True,
        True,
    )


def test_whoever_meets_a_lost_key_is_told_what_to_do(client: FlaskClient, use) -> None:
    use(OLD)
    person = make_person("Olu", is_staff=True, totp_secret=SECRET, password_hash=hash_password(GOOD))
    use(NEW)
    send(client, "/sign-in/password", email=person.email, password=GOOD)
    answer = client.get("/sign-in/code")
    assert (answer.status_code, "We cannot check your codes" in answer.text) == (503, True)
    use(NEW, OLD)
    assert send(client, "/sign-in/code", code=code_now(SECRET)).status_code == 303

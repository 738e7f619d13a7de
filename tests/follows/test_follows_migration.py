"""Whoever followed something before there was one table of follows goes on being told what they were promised, and no more."""

# ruff: noqa: S608  # the statements name our own tables

from __future__ import annotations

from datetime import UTC, datetime

import flask_migrate
import pytest
from flask import Flask
from sqlalchemy import select, text

from forum.accounts.models import Person
from forum.core.db import commit, db
from forum.follows.models import Follow
from tests.architecture.test_migrations import MIGRATIONS
from tests.architecture.test_migrations import empty_app as _empty_app
from tests.support.factories import make_barrier, make_council, make_person

pytestmark = pytest.mark.sql

empty_app = _empty_app  # the fixture is used below
EARLIER = datetime(2026, 3, 2, 9, tzinfo=UTC)
PAIRS = {"follow": "thread", "council_follow": "council"}


def go(direction, revision: str) -> None:
    db.session.remove()
    direction(directory=MIGRATIONS, revision=revision)


def written(table: str) -> set[tuple[int, int]]:
    rows = db.session.execute(text(f"SELECT person_id, {PAIRS[table]}_id FROM {table}"))
    return {(row[0], row[1]) for row in rows}


def put(table: str, person: int, number: int) -> None:
    statement = (
        f"INSERT INTO {table} (person_id, {PAIRS[table]}_id, created_at) VALUES (:person, :number, :at)"
    )
    db.session.execute(text(statement), {"person": person, "number": number, "at": EARLIER})


def test_follows_of_the_state_before_are_moved_with_what_was_promised_and_back(empty_app: Flask) -> None:
    with empty_app.app_context():
        flask_migrate.upgrade(directory=MIGRATIONS)
        council = make_council()
        thread, other = make_barrier(council=council), make_barrier(council=council)
        ann, bob = make_person(), make_person()
        numbers = {
            "ann": ann.id,
            "bob": bob.id,
            "thread": thread.id,
            "other": other.id,
            "council": council.id,
        }
        go(flask_migrate.downgrade, "0037")
        for table in PAIRS:
            db.session.execute(text(f"DELETE FROM {table}"))
        put("follow", numbers["ann"], numbers["thread"])
        put("follow", numbers["bob"], numbers["thread"])
        put("follow", numbers["ann"], numbers["other"])
        put("council_follow", numbers["bob"], numbers["council"])
        saved = "INSERT INTO saved_search (person_id, name, asks, seen_at, created_at) VALUES (:person, 'Halls', 'q=hall', :at, :at)"
        db.session.execute(text(saved), {"person": numbers["ann"], "at": EARLIER})
        commit()
        before = {table: written(table) for table in PAIRS}
        go(flask_migrate.upgrade, "head")
        search = db.session.scalar(text("SELECT id FROM saved_search"))
        moved = {
            (one.person_id, one.kind, one.key, one.frequency) for one in db.session.scalars(select(Follow))
        }
        assert moved == {
            (numbers["ann"], "thread", str(numbers["thread"]), "at_once"),
            (numbers["bob"], "thread", str(numbers["thread"]), "at_once"),
            (numbers["ann"], "thread", str(numbers["other"]), "at_once"),
            (numbers["bob"], "council", str(numbers["council"]), "monthly"),
            (numbers["ann"], "search", str(search), "only_here"),
        }
        checked = {one.kind: one.checked_at for one in db.session.scalars(select(Follow))}
        assert checked["thread"] == checked["council"] == EARLIER
        assert checked["search"] > EARLIER  # else all that was ever found would be news
        go(flask_migrate.downgrade, "0037")
        assert {table: written(table) for table in PAIRS} == before
        db.session.remove()
        db.engine.dispose()


def test_people_of_the_state_before_are_whole_after_rights_and_addresses_got_tables(empty_app: Flask) -> None:
    with empty_app.app_context():
        flask_migrate.upgrade(directory=MIGRATIONS)
        person = make_person("Ann", email="ann@example.org")
        make_barrier(author=person)
        go(flask_migrate.downgrade, "0040")
        tables = ("person", "thread", "barrier", "affected")
        rows = {
            one: [dict(row) for row in db.session.execute(text(f"SELECT * FROM {one}")).mappings()]
            for one in tables
        }
        go(flask_migrate.upgrade, "0042")
        for table, held in rows.items():
            after = [dict(row) for row in db.session.execute(text(f"SELECT * FROM {table}")).mappings()]
            assert [{name: row[name] for name in was} for was, row in zip(held, after, strict=True)] == held
        assert all(one is None for one in db.session.scalars(text("SELECT erased_at FROM person")))
        for table in ("data_request", "retention_run", "email_change", "safety_record"):
            assert db.session.scalar(text(f"SELECT count(*) FROM {table}")) == 0
        go(flask_migrate.upgrade, "head")
        assert db.session.scalars(select(Person).where(Person.email == "ann@example.org")).one().name == "Ann"
        db.session.remove()
        db.engine.dispose()

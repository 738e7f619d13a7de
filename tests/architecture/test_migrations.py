"""The migrations have one head, go up and down, and end at the tables that the models describe."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import flask_migrate
import pytest
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory
from flask import Flask
from sqlalchemy import Connection, inspect, text

from config import Settings
from forum.app import create_app
from forum.core.db import Base, db
from tests.support.databases import create_database, name_of_this_process
from tests.support.migrated import MIGRATIONS, migrate

pytestmark = pytest.mark.sql


@pytest.fixture
def empty_app(settings: Settings, tmp_path: Path) -> Flask:
    """An application on a database without tables, of the kind this run tests."""
    url = f"sqlite:///{tmp_path / 'empty.db'}"
    if settings.is_postgresql:
        url = create_database(name_of_this_process("migrations"))
    return create_app(replace(settings, database_url=url, instance_folder=tmp_path))


@pytest.fixture
def migrated_app(empty_app: Flask) -> Flask:
    """The same at the newest version."""
    migrate(empty_app.extensions["clearway_settings"])
    return empty_app


def is_ours(_object: object, name: str | None, kind: str, *_more: object) -> bool:
    """Leave out the tables of the search engine: their shape is its own."""
    return not (kind == "table" and name is not None and name.startswith("search_"))


def test_migrations_have_one_head() -> None:
    assert len(ScriptDirectory(MIGRATIONS).get_heads()) == 1


def test_migrations_lead_to_the_models_and_back_to_nothing(empty_app: Flask) -> None:
    with empty_app.app_context():
        flask_migrate.upgrade(directory=MIGRATIONS)
        with db.engine.connect() as connection:
            options = {"compare_type": True, "include_object": is_ours}
            context = MigrationContext.configure(connection, opts=options)
            differences = compare_metadata(context, Base.metadata)
        assert differences == []
        flask_migrate.downgrade(directory=MIGRATIONS, revision="base")
        left = {name for name in inspect(db.engine).get_table_names() if not name.startswith("search_")}
        assert left == {"alembic_version"}
        flask_migrate.upgrade(directory=MIGRATIONS)
        db.session.remove()
        db.engine.dispose()


def put(connection: Connection, table: str, **given: object) -> None:
    """Insert a row, with something harmless in every column that must hold something."""
    harmless = {
        "INTEGER": 0,
        "BOOLEAN": False,
        "DATETIME": "2026-01-01 09:00:00",
        "TIMESTAMP": "2026-01-01 09:00:00",
    }
    for column in inspect(connection).get_columns(table):
        if not column["nullable"] and column["name"] not in {"id", *given}:
            given[column["name"]] = harmless.get(str(column["type"]).split("(")[0], "x")
    names, values = ", ".join(f'"{name}"' for name in given), ", ".join(f":{name}" for name in given)
    connection.execute(text(f'INSERT INTO "{table}" ({names}) VALUES ({values})'), given)  # noqa: S608  # our own tables


def test_a_site_with_wards_keeps_all_that_points_to_them(empty_app: Flask) -> None:
    with empty_app.app_context():
        flask_migrate.upgrade(directory=MIGRATIONS, revision="0013")
        with db.engine.begin() as connection:
            put(connection, "council", id=1, code="WEX")
            put(connection, "area", id=1, council_id=1, name="Dunmere")
            put(connection, "community_group", id=1, council_id=1, area_id=1)
        for _ in range(2):
            flask_migrate.upgrade(directory=MIGRATIONS)
            with db.engine.connect() as connection:
                assert connection.scalar(text("SELECT area_id FROM community_group")) == 1
                assert connection.scalar(text("SELECT name FROM area")) == "Dunmere"
            flask_migrate.downgrade(directory=MIGRATIONS, revision="0013")
        db.session.remove()
        db.engine.dispose()

"""Empty databases at the newest version: each test process migrates one of each kind, the others are copies of it."""

from __future__ import annotations

import tempfile
from dataclasses import replace
from functools import cache
from pathlib import Path

import flask_migrate
from sqlalchemy import make_url

from config import ROOT, Settings
from forum.app import create_app
from forum.core.db import db
from forum.core.file_permissions import make_private_folder
from tests.support.databases import create_database, name_of_this_process

MIGRATIONS = str(ROOT / "migrations")
SECRET = "a secret for tests that is long enough"


def migrate(settings: Settings) -> None:
    """Do what all migrations do to the empty database of these settings, in a hundredth of the time."""
    url = make_url(settings.sqlalchemy_url)
    assert url.database is not None
    if settings.is_postgresql:
        create_database(url.database, _on_postgresql())
        return
    make_private_folder(settings.instance_folder)
    Path(url.database).write_bytes(_on_sqlite())


@cache
def _on_sqlite() -> bytes:
    with tempfile.TemporaryDirectory(prefix="migrated-") as folder:
        settings = Settings(instance_folder=Path(folder), secret_key=SECRET)
        _upgrade(settings)
        return Path(str(make_url(settings.sqlalchemy_url).database)).read_bytes()


@cache
def _on_postgresql() -> str:
    name = name_of_this_process("migrated")
    with tempfile.TemporaryDirectory(prefix="migrated-") as folder:
        settings = Settings(instance_folder=Path(folder), secret_key=SECRET)
        _upgrade(replace(settings, database_url=create_database(name)))
    return name


def _upgrade(settings: Settings) -> None:
    with create_app(settings).app_context():
        flask_migrate.upgrade(directory=MIGRATIONS)
        db.session.remove()
        db.engine.dispose()

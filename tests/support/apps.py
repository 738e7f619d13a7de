"""The applications of one test process: one for each database, made when it is first asked for, kept until the end."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from typing import Any

from flask import Flask, g
from jinja2 import BytecodeCache
from jinja2.bccache import Bucket
from sqlalchemy.util import LRUCache

from config import Settings
from forum.app import create_app
from forum.core.clock import real_now
from forum.core.db import Base, db, writing
from forum.features import FEATURES
from forum.search.current import close_engine, engine
from forum.web.manifest import Feature
from tests.support.databases import create_database, name_of_this_process
from tests.support.demo import NOW, SECRET, load_once

# Every test begins on one Monday morning, so that none fails at a weekend or on a bank holiday.
SHIFT = str((NOW - real_now()).total_seconds())


class CompiledOnce(BytecodeCache):
    """Templates as they were compiled first: all 400 take four seconds, in each application anew."""

    def __init__(self) -> None:
        self._kept: dict[str, bytes] = {}

    def load_bytecode(self, bucket: Bucket) -> None:
        """Give what was compiled of this source."""
        if bucket.key in self._kept:
            bucket.bytecode_from_string(self._kept[bucket.key])

    def dump_bytecode(self, bucket: Bucket) -> None:
        """Keep what was compiled now."""
        self._kept[bucket.key] = bucket.bytecode_to_string()


TEMPLATES = CompiledOnce()
# Statements as SQLAlchemy compiled them: an engine keeps 500, and all tests together ask a few thousand.
STATEMENTS: LRUCache[Any, Any] = LRUCache(5_000)


class Apps:
    """What the tests of this process work on, by database; `run` is the folder of the whole run."""

    def __init__(self, new_folder: Callable[[str], Path], run: Path) -> None:
        self._new_folder = new_folder
        self._run = run
        self._settings: dict[str, Settings] = {}
        self._empty: dict[str, Flask] = {}
        self._demo: dict[str, Flask] = {}

    def settings(self, database: str) -> Settings:
        """A folder of their own, a clock that can be moved, no rate limits."""
        if database not in self._settings:
            folder = self._new_folder(database)
            (folder / "clock").write_text(SHIFT)
            self._settings[database] = Settings(
                instance_folder=folder,
                database_url=url_of(database, folder),
                secret_key=SECRET,
                clock_file=folder / "clock",
                rate_limits=False,
                search_meaning=False,
                keep_pages=timedelta(0),
                minimum_time_to_write=timedelta(0),
                administrator_email="admin@example.org",
            )
        return self._settings[database]

    def empty(self, database: str) -> Flask:
        """The application with empty tables."""
        if database not in self._empty:
            app = self._empty[database] = create_test_app(self.settings(database))
            with app.app_context():
                Base.metadata.create_all(db.engine)
                engine().rebuild(())  # as the worker does at its first start
        return self._empty[database]

    def demo(self, database: str) -> Flask:
        """The application on a copy of the demo."""
        if database not in self._demo:
            template = load_once(self._run, on_postgresql=database == "postgresql")
            settings = template.copy(self._new_folder(f"demo-{database}"), name_of_this_process("demo"))
            self._demo[database] = create_test_app(replace(settings, demo=False))
        return self._demo[database]

    def close(self) -> None:
        """Let go of all databases and indexes."""
        for app in (*self._empty.values(), *self._demo.values()):
            with app.app_context():
                close_engine()
                db.engine.dispose()


def url_of(database: str, folder: Path) -> str:
    """The URL of a new database of this test process alone."""
    if database == "postgresql":
        return create_database(name_of_this_process("test"))
    return f"sqlite:///{folder / 'test.db'}"


def create_test_app(settings: Settings, features: Sequence[Feature] = FEATURES) -> Flask:
    """An application of these features, whose requests begin without what the one before left in `g`."""
    app = create_app(settings, features=features)
    app.testing = True
    app.jinja_env.bytecode_cache = TEMPLATES
    app.before_request_funcs.setdefault(None, []).insert(0, forget_who_asked)
    return app


def forget_who_asked() -> None:
    """Empty `g`: requests of a test share the application context of the test, which real ones never do."""
    g.__dict__.clear()


@contextmanager
def undone(app: Flask) -> Iterator[Flask]:
    """The application, on one connection whose transaction is rolled back at the end.

    A commit inside the test ends a savepoint, so what one request commits the next one reads.
    """
    with app.app_context():
        engine = db.engine
        with writing():
            connection = engine.connect().execution_options(compiled_cache=STATEMENTS)
            transaction = connection.begin()
        engines = db._app_engines[app]
        engines[None] = connection  # type: ignore[assignment]
        db.session.configure(join_transaction_mode="create_savepoint")
        yield app
        db.session.remove()
        transaction.rollback()
        connection.close()
        engines[None] = engine

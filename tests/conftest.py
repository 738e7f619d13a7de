"""Fixtures that every test may ask for: an application on a real database, undone after each test."""

from __future__ import annotations

import os
import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta
from pathlib import Path

import pytest
from flask import Flask, g
from flask.testing import FlaskClient
from playwright.sync_api import Browser, sync_playwright
from sqlalchemy import create_engine, text
from sqlalchemy.exc import OperationalError

from config import ROOT, Settings
from forum.app import create_app
from forum.core.clock import real_now, travelled_to
from forum.core.db import Base, db, writing
from forum.search.current import ENGINE, close_engine
from forum.search.factory import open_engine
from tests.support.browser import CHROMIUM, CHROMIUM_ARGUMENTS
from tests.support.demo import NOW, Template, loaded

POSTGRESQL = "postgresql+psycopg://root@127.0.0.1:5432/"
CHECKOUT = f"{zlib.crc32(str(ROOT).encode()):08x}"  # two checkouts may run their tests at once
ON_POSTGRESQL = os.environ.get("TEST_DATABASE", "sqlite") != "sqlite"
# Queries, paging, locks, the outbox, the search engine, imports and migrations: what a second database can break.
# Pages that only ask these run on PostgreSQL in `make test-all`.
SPEAKS_SQL = (
    "architecture/test_migrations",
    "barriers/test_case",
    "barriers/test_codes_migration",
    "barriers/test_correcting_answers",
    "barriers/test_hint_values",
    "barriers/test_deadlines",
    "barriers/test_inbox",
    "barriers/test_unassignment",
    "barriers/test_linking",
    "barriers/test_list",
    "barriers/test_removal",
    "barriers/test_reopened_migration",
    "barriers/test_transition.py",
    "barriers/test_twins",
    "core/test_database",
    "core/test_rate_limits",
    "core/test_outbox",
    "core/test_paging",
    "core/test_rerender",
    "councils/test_finding",
    "councils/test_imports",
    "councils/test_place",
    "councils/test_succession",
    "councils/test_wards",
    "dashboards/test_demo_by_hand",
    "dashboards/test_extract",
    "dashboards/test_snapshot_sync",
    "dashboards/test_obstacles",
    "demo/test_demo.py",
    "discovery/",
    "groups/test_imports",
    "groups/test_letting_in",
    "groups/test_same_groups",
    "notifications/test_casework",
    "questions/test_lists",
    "questions/test_matching",
    "search/",
    "stories/test_imports",
    "stories/test_lists",
    "test_backup",
    "test_restored_mails",
    "threads/test_drafts",
    "threads/test_reindex",
    "threads/test_tags",
    "threads/test_visibility",
    "web/test_interrupted_forms",
)
WORKER = os.environ.get("PYTEST_XDIST_WORKER", "main")
# Every test begins on one Monday morning, so that none fails at a weekend or on a bank holiday.
SHIFT = str((NOW - real_now()).total_seconds())


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Mark what speaks SQL of its own, and begin with the browser's journeys, so that no process waits at the end."""
    for item in items:
        if any(part in item.nodeid for part in SPEAKS_SQL):
            item.add_marker("sql")
    items.sort(key=lambda item: not any(item.iter_markers("browser")))


def database_url(folder: Path) -> str:
    """A database of this test process alone: SQLite, or PostgreSQL where TEST_DATABASE=postgresql."""
    if not ON_POSTGRESQL:
        return f"sqlite:///{folder / 'test.db'}"
    name = f"clearway_test_{CHECKOUT}_{WORKER}"
    engine = create_engine(POSTGRESQL + "test", isolation_level="AUTOCOMMIT")
    try:
        with engine.connect() as connection:
            connection.execute(text(f"DROP DATABASE IF EXISTS {name} WITH (FORCE)"))
            connection.execute(text(f"CREATE DATABASE {name}"))
    except OperationalError:
        pytest.exit("PostgreSQL does not answer on 127.0.0.1:5432", returncode=3)
    finally:
        engine.dispose()
    return POSTGRESQL + name


@pytest.fixture(scope="session")
def settings(tmp_path_factory: pytest.TempPathFactory) -> Settings:
    """Settings for tests: a folder of their own, a clock that can be moved, no rate limits."""
    folder = tmp_path_factory.mktemp("instance")
    clock_file = folder / "clock"
    clock_file.write_text(SHIFT)
    return Settings(
        instance_folder=folder,
        database_url=database_url(folder),
        secret_key="a secret for tests that is long enough",
        clock_file=clock_file,
        rate_limits=False,
        keep_pages=timedelta(0),
        administrator_email="admin@example.org",
    )


def each_request_begins_anew() -> None:
    """Forget who asked before: requests share the test's application context, and so `g`, which real ones never do."""
    g.__dict__.clear()


@pytest.fixture(scope="session")
def whole_app(settings: Settings) -> Iterator[Flask]:
    """The application of this test process, with empty tables."""
    app = create_app(settings)
    app.testing = True
    app.before_request_funcs.setdefault(None, []).insert(0, each_request_begins_anew)
    with app.app_context():
        Base.metadata.create_all(db.engine)
    yield app
    with app.app_context():
        close_engine()
        db.engine.dispose()


@contextmanager
def undone(app: Flask) -> Iterator[Flask]:
    """The application, on one connection whose transaction is rolled back at the end.

    A commit inside the test ends a savepoint, so what one request commits the next one reads.
    """
    with app.app_context():
        engine = db.engine
        with writing():
            connection = engine.connect()
            transaction = connection.begin()
        engines = db._app_engines[app]
        engines[None] = connection  # type: ignore[assignment]
        db.session.configure(join_transaction_mode="create_savepoint")
        yield app
        db.session.remove()
        transaction.rollback()
        connection.close()
        engines[None] = engine


@pytest.fixture
def app(whole_app: Flask, settings: Settings) -> Iterator[Flask]:
    """The application with empty tables; whatever a test does there is undone after it."""
    with undone(whole_app):
        yield whole_app
    if settings.clock_file is not None and settings.clock_file.read_text() != SHIFT:
        settings.clock_file.write_text(SHIFT)


@pytest.fixture(scope="session")
def folder_of_the_run(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder that all test processes of this run share."""
    base = tmp_path_factory.getbasetemp()
    return base if WORKER == "main" else base.parent


@pytest.fixture(scope="session")
def demo_template(folder_of_the_run: Path) -> Template:
    """The demo on the database of this run, loaded once for all test processes."""
    if ON_POSTGRESQL:
        return loaded(folder_of_the_run, POSTGRESQL, f"clearway_test_{CHECKOUT}_demo")
    return loaded(folder_of_the_run)


@pytest.fixture(scope="session")
def whole_demo_app(demo_template: Template, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Flask]:
    """The application of this test process, on its copy of the demo."""
    name = f"clearway_test_{CHECKOUT}_{WORKER}_demo"
    app = create_app(demo_template.copy(tmp_path_factory.mktemp("demo"), name))
    app.testing = True
    app.before_request_funcs.setdefault(None, []).insert(0, each_request_begins_anew)
    yield app
    with app.app_context():
        close_engine()
        db.engine.dispose()


@pytest.fixture
def demo_app(whole_demo_app: Flask) -> Iterator[Flask]:
    """The application with the demo, on the day it was loaded; whatever a test does there is undone after it."""
    with undone(whole_demo_app), travelled_to(NOW):
        yield whole_demo_app


@pytest.fixture
def own_index(app: Flask, tmp_path: Path) -> Iterator[None]:
    """An empty search index of this test alone, on Whoosh whatever the database."""
    close_engine()
    app.extensions[ENGINE] = open_engine(
        backend="whoosh", index_folder=tmp_path / "index", database_engine=None
    )
    yield
    close_engine()


@pytest.fixture
def client(app: Flask) -> FlaskClient:
    """A browser without JavaScript."""
    return app.test_client()


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    """Debian's Chromium; compulsory in CI."""
    if CHROMIUM is None:
        if os.environ.get("CI") == "true":
            pytest.fail("Chromium is not installed, and CI must drive it")
        pytest.skip("Chromium is not installed: apt-get install chromium")
    with sync_playwright() as playwright:
        chromium = playwright.chromium.launch(executable_path=CHROMIUM, args=CHROMIUM_ARGUMENTS)
        yield chromium
        chromium.close()

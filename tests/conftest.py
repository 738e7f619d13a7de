"""Fixtures that every test may ask for: an application on a real database, undone after each test."""

from __future__ import annotations

import gc
import os
from collections.abc import Iterator
from pathlib import Path

import pytest
from flask import Flask
from flask.testing import FlaskClient
from playwright.sync_api import Browser, sync_playwright

from config import Settings
from forum.core.clock import travelled_to
from forum.search.current import ENGINE, close_engine, engine
from forum.search.factory import open_engine
from tests.support import times, together
from tests.support.apps import SHIFT, Apps, undone
from tests.support.browser import CHROMIUM, CHROMIUM_ARGUMENTS
from tests.support.databases import DATABASES, UNREACHABLE, WORKER, postgresql_answers
from tests.support.demo import NOW
from tests.support.depth import DEPTH
from tests.support.hashing import CHEAP, hashed_by
from tests.support.parts import left_to_the_other_part, speaks_sql, variants


def pytest_configure(config: pytest.Config) -> None:
    """Measure what tests cost, hand them out, and refuse at once what cannot be tested here."""
    config.pluginmanager.register(times)
    config.pluginmanager.register(together)
    if "postgresql" in DATABASES and not postgresql_answers():
        pytest.exit(UNREACHABLE, returncode=3)


def pytest_report_header() -> str:
    """Say what this run looks at."""
    return f"databases: {', '.join(DATABASES)}; depth: {DEPTH}"


def pytest_generate_tests(metafunc: pytest.Metafunc) -> None:
    """Run what speaks SQL on both databases, in the same processes: neither waits for the other."""
    if "database" in metafunc.fixturenames and len(DATABASES) > 1 and speaks_sql(metafunc.definition):
        metafunc.parametrize("database", DATABASES, indirect=True)


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """Mark random tests and variants, leave out what another part of the run asks, and begin with what takes longest."""
    for item in items:
        if getattr(getattr(item, "obj", None), "is_hypothesis_test", False):
            item.add_marker("deep")
    for item in variants(items):
        item.add_marker("variant")
    if left := left_to_the_other_part(items):
        config.hook.pytest_deselected(items=list(left))
        items[:] = [item for item in items if item not in left]
    items.sort(key=rank)


def rank(item: pytest.Item) -> int:
    """Journeys first, then what takes seconds, so that no process waits for another at the end."""
    marks = {mark.name for mark in item.iter_markers()}
    return 0 if "browser" in marks else 1 if "slow" in marks else 2


def pytest_collection_finish() -> None:
    """Spare the garbage collector what was imported, and let it look less often: it took a tenth of the time."""
    gc.collect()
    gc.freeze()
    gc.set_threshold(50_000, 20, 50)


@pytest.fixture(scope="session", autouse=True)
def quick_passwords() -> Iterator[None]:
    """Hash passwords cheaply, but where what that costs is the point."""
    with hashed_by(CHEAP):
        yield


@pytest.fixture(scope="session")
def folder_of_the_run(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder that all test processes of this run share."""
    base = tmp_path_factory.getbasetemp()
    return base if WORKER == "main" else base.parent


@pytest.fixture(scope="session")
def apps(tmp_path_factory: pytest.TempPathFactory, folder_of_the_run: Path) -> Iterator[Apps]:
    """The applications of this test process, made when first asked for."""
    made = Apps(tmp_path_factory.mktemp, folder_of_the_run)
    yield made
    made.close()


@pytest.fixture
def database(request: pytest.FixtureRequest) -> str:
    """Which database the test is for: sqlite or postgresql."""
    return str(getattr(request, "param", DATABASES[0]))


@pytest.fixture
def settings(apps: Apps, database: str) -> Settings:
    """The settings of the application that is under test."""
    return apps.settings(database)


@pytest.fixture
def whole_app(apps: Apps, database: str) -> Flask:
    """The application with empty tables, for what looks at it and changes nothing."""
    return apps.empty(database)


@pytest.fixture
def app(whole_app: Flask, settings: Settings) -> Iterator[Flask]:
    """The application with empty tables and an empty index; whatever a test does there is undone after it."""
    with undone(whole_app):
        opened, nothing = engine(), engine().generation()
        yield whole_app
        if whole_app.extensions.get(ENGINE) is not opened:  # a test had an index of its own
            close_engine()
        if engine().generation() != nothing or engine().needs_rebuild():
            engine().rebuild(())
    if settings.clock_file is not None and settings.clock_file.read_text() != SHIFT:
        settings.clock_file.write_text(SHIFT)


@pytest.fixture
def demo_app(apps: Apps, database: str) -> Iterator[Flask]:
    """The application with the demo, on the day it was loaded; whatever a test does there is undone after it."""
    with undone(apps.demo(database)) as app, travelled_to(NOW):
        yield app


@pytest.fixture
def own_index(app: Flask, tmp_path: Path) -> Iterator[None]:
    """An empty search index of this test alone, on Whoosh whatever the database."""
    close_engine()
    app.extensions[ENGINE] = open_engine(
        backend="whoosh", index_folder=tmp_path / "index", database_engine=None
    )
    engine().rebuild(())  # as the worker does at its first start
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

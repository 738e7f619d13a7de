"""Databases of tests: one for each test process and kind, and those of sites that tests start as processes of their own."""

from __future__ import annotations

import os
import socket
import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from uuid import uuid4

import pytest
from sqlalchemy import create_engine, text
from sqlalchemy.exc import OperationalError

from config import ROOT, Settings
from forum.app import create_app
from forum.core.db import Base, db, transaction
from forum.core.site import record_site

POSTGRESQL = "postgresql+psycopg://root@127.0.0.1:5432/"
WORKER = os.environ.get("PYTEST_XDIST_WORKER", "main")
# sqlite (the default); both: on PostgreSQL too what speaks SQL; postgresql: on that alone, and only what needs a database.
DATABASES = tuple(os.environ.get("TEST_DATABASE", "sqlite").replace("both", "sqlite postgresql").split())
CHECKOUT = f"{zlib.crc32(str(ROOT).encode()):08x}"  # two checkouts may run their tests at once
UNREACHABLE = "PostgreSQL does not answer on 127.0.0.1:5432"


def postgresql_answers() -> bool:
    """Tell whether somebody listens where the tests look for PostgreSQL."""
    with socket.socket() as probe:
        probe.settimeout(2)
        return probe.connect_ex(("127.0.0.1", 5432)) == 0


def name_of_this_process(what: str) -> str:
    """Name a database that no other test process uses."""
    return f"clearway_{what}_{CHECKOUT}_{WORKER}"


def create_database(name: str, template: str = "") -> str:
    """Create an empty PostgreSQL database, or a copy of another, in place of an older one; return its URL."""
    _run(f"DROP DATABASE IF EXISTS {name} WITH (FORCE)")
    _run(f"CREATE DATABASE {name}" + (f" TEMPLATE {template}" if template else ""))
    return POSTGRESQL + name


def drop_database(name: str) -> None:
    """Drop a PostgreSQL database, whoever is connected to it."""
    _run(f"DROP DATABASE {name} WITH (FORCE)")


def _run(statement: str) -> None:
    server = create_engine(POSTGRESQL + "test", isolation_level="AUTOCOMMIT")
    try:
        with server.connect() as connection:
            connection.execute(text(statement))
    finally:
        server.dispose()


def create_database_or_skip(name: str) -> str:
    """Create an empty PostgreSQL database; return its URL. Skips the test where there is no server; in CI that is a failure."""
    try:
        return create_database(name)
    except OperationalError:
        if os.environ.get("CI") == "true":
            pytest.fail(f"{UNREACHABLE}, and CI must test on it.")
        pytest.skip(f"{UNREACHABLE}: nothing is tested on it here.")


@contextmanager
def a_database(backend: str) -> Iterator[dict[str, str]]:
    """The settings of a site on a backend of search, in a database of its own where that needs a server."""
    if backend == "whoosh":
        yield {}
        return
    name = f"clearway_site_{uuid4().hex}"
    yield {"DATABASE_URL": create_database_or_skip(name), "SEARCH_BACKEND": "postgresql"}
    drop_database(name)


def make_database(settings: Settings, *, is_demo: bool) -> None:
    """Make the tables of a site in its own database, and write into it what it is."""
    app = create_app(settings)
    with app.app_context():
        Base.metadata.create_all(db.engine)
        with transaction():
            record_site(is_demo=is_demo)
        db.session.remove()
        db.engine.dispose()

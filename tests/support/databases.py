"""Databases of sites that tests start as processes of their own."""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import contextmanager
from uuid import uuid4

import pytest
from sqlalchemy import create_engine, text
from sqlalchemy.exc import OperationalError

from config import Settings
from forum.app import create_app
from forum.core.db import Base, db, transaction
from forum.core.site import record_site

SERVER = "postgresql+psycopg://root@127.0.0.1:5432"


@contextmanager
def a_database(backend: str) -> Iterator[dict[str, str]]:
    """The settings of a site on a backend of search, in a database of its own where that needs a server."""
    if backend == "whoosh":
        yield {}
        return
    name = f"clearway_site_{uuid4().hex}"
    server = create_engine(f"{SERVER}/test", isolation_level="AUTOCOMMIT")
    try:
        with server.connect() as connection:
            connection.execute(text(f"CREATE DATABASE {name}"))
    except OperationalError:
        if os.environ.get("CI") == "true":
            pytest.fail("PostgreSQL does not answer on 127.0.0.1:5432, and CI must test on it.")
        pytest.skip("PostgreSQL does not answer on 127.0.0.1:5432: nothing is tested on it here.")
    yield {"DATABASE_URL": f"{SERVER}/{name}", "SEARCH_BACKEND": "postgresql"}
    with server.connect() as connection:
        connection.execute(text(f"DROP DATABASE {name} WITH (FORCE)"))
    server.dispose()


def make_database(settings: Settings, *, is_demo: bool) -> None:
    """Make the tables of a site in its own database, and write into it what it is."""
    app = create_app(settings)
    with app.app_context():
        Base.metadata.create_all(db.engine)
        with transaction():
            record_site(is_demo=is_demo)
        db.session.remove()
        db.engine.dispose()

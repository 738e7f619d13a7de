"""The invented content, loaded once for each run and database: the tests work on copies of it.

Made anew in every run, in a folder of that run, so that a copy can never be older than the code.
"""

from __future__ import annotations

import fcntl
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path

import flask_migrate
from sqlalchemy import create_engine, text

from config import ROOT, Settings
from forum.app import create_app
from forum.core.clock import real_now, travelled_to
from forum.core.db import db, transaction
from forum.demo import loader
from forum.threads.index_maintenance import rebuild_index

NOW = datetime(2026, 11, 23, 9, 30, tzinfo=UTC)
"""The moment at which the demo is loaded: the same in every run, so that its figures can be written down."""
SECRET = "a secret for tests that is long enough"


@dataclass(frozen=True)
class Template:
    """A loaded demo that nobody works on: a folder (index, pictures, SQLite), and a database on PostgreSQL."""

    folder: Path
    server: str = ""
    """The address of PostgreSQL with its final slash; empty for SQLite, which is a file in the folder."""
    name: str = ""

    def settings(self, folder: Path, name: str = "") -> Settings:
        """Settings of the template, or of a copy elsewhere."""
        return Settings(
            instance_folder=folder,
            database_url=f"{self.server}{name}" if self.server else "",
            secret_key=SECRET,
            clock_file=folder / "clock",
            rate_limits=False,
            keep_pages=timedelta(0),
            administrator_email="admin@example.org",
        )

    def copy(self, folder: Path, name: str = "") -> Settings:
        """Make a copy in a folder, and on PostgreSQL in a database of that name; gives its settings."""
        shutil.copytree(self.folder, folder, dirs_exist_ok=True)
        if self.server:
            self._make(name, f"TEMPLATE {self.name}")
        return self.settings(folder, name)

    def site(self, folder: Path) -> None:
        """Make a copy that `make run` can serve, with its clock at the moment after loading."""
        self.copy(folder)
        (folder / "clock").write_text(str((NOW - real_now()).total_seconds()))

    def _make(self, name: str, of: str = "") -> None:
        engine = create_engine(self.server + "test", isolation_level="AUTOCOMMIT")
        with engine.connect() as connection:
            connection.execute(text(f"DROP DATABASE IF EXISTS {name} WITH (FORCE)"))
            connection.execute(text(f"CREATE DATABASE {name} {of}"))
        engine.dispose()

    def fill(self) -> None:
        """Load the demo as `make run` does: the schema by migrations, the content, the index."""
        if self.server:
            self._make(self.name)
        app = create_app(self.settings(self.folder, self.name))
        with app.app_context(), travelled_to(NOW):
            flask_migrate.upgrade(directory=str(ROOT / "migrations"))
            with transaction():
                loader.load()
            rebuild_index()
            db.session.remove()
            db.engine.dispose()


def loaded(run: Path, server: str = "", name: str = "") -> Template:
    """The template of this run: whoever comes first loads it, the others wait for that."""
    template = Template(run / f"demo-{name}", server, name)
    done = run / f"demo-{name}.loaded"
    with locked(run / f"demo-{name}.lock"):
        if not done.exists():
            template.fill()
            done.touch()
    return template


@contextmanager
def locked(file: Path) -> Iterator[None]:
    """Wait until no other test process holds this file."""
    with file.open("w") as held:
        fcntl.flock(held, fcntl.LOCK_EX)
        yield

"""The invented content, loaded once for each state of the code and each database: the tests work on copies of it.

What was loaded into SQLite is kept beside pytest's cache, under a name made of all that loading it depends on, so that a
copy can never be older than the code: `make test-all` after `make test` finds it there, and whoever changed tests alone.
"""

from __future__ import annotations

import fcntl
import shutil
import sqlite3
import sys
from collections.abc import Iterator
from contextlib import closing, contextmanager, redirect_stdout
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from hashlib import sha256
from pathlib import Path

from sqlalchemy import create_engine

from config import ROOT, Settings
from forum import startup
from forum.core.clock import real_now, travelled_to
from forum.core.db import Base
from tests.support.databases import CHECKOUT, DATABASES, POSTGRESQL, create_database
from tests.support.rows import read_rows, write_rows

NOW = datetime(2026, 11, 23, 9, 30, tzinfo=UTC)
"""The moment at which the demo is loaded: the same in every run, so that its figures can be written down."""
KEPT = ROOT / ".pytest_cache" / "demo"
SECRET = "a secret for tests that is long enough"


@dataclass(frozen=True)
class Template:
    """A loaded demo that nobody works on: a folder (index, pictures, SQLite), and a database on PostgreSQL."""

    folder: Path
    on_postgresql: bool = False

    @property
    def name(self) -> str:
        """The name of its database on PostgreSQL."""
        return f"clearway_test_{CHECKOUT}_demo"

    @property
    def said(self) -> str:
        """What the first start said while it loaded the demo."""
        return self.folder.with_suffix(".said").read_text()

    def settings(self, folder: Path, name: str = "") -> Settings:
        """Settings of the template, or of a copy elsewhere."""
        return Settings(
            instance_folder=folder,
            database_url=POSTGRESQL + name if self.on_postgresql else "",
            secret_key=SECRET,
            clock_file=folder / "clock",
            demo=True,
            rate_limits=False,
            search_meaning=False,
            keep_pages=timedelta(0),
            administrator_email="admin@example.org",
        )

    def copy(self, folder: Path, name: str) -> Settings:
        """Make a copy in a folder, and on PostgreSQL in a database of that name; gives its settings."""
        shutil.copytree(self.folder, folder, dirs_exist_ok=True)
        if self.on_postgresql:
            create_database(name, self.name)
        return self.settings(folder, name)

    def site(self, folder: Path) -> None:
        """Make a copy that `make run` can serve, with its clock at the moment after loading."""
        shutil.copytree(self.folder, folder, dirs_exist_ok=True)
        (folder / "clock").write_text(str((NOW - real_now()).total_seconds()))
        (folder / "secret_key").write_text(SECRET)  # the secrets of code apps are encrypted with it
        with closing(sqlite3.connect(folder / "clearway.db")) as database, database:
            # The index was made of all rows after these were written; a worker would read 800 posts into it once more.
            database.execute("DELETE FROM outbox WHERE kind = 'index'")

    def fill(self) -> None:
        """Load the demo; on PostgreSQL take over the rows of the one on SQLite, where that is tested too."""
        if self.on_postgresql and "sqlite" in DATABASES:
            self._take_over(load_once(self.folder.parent))
        elif self.on_postgresql:
            self._load()
        else:
            KEPT.parent.mkdir(exist_ok=True)
            with locked(KEPT.with_suffix(".lock")):
                self._fill_from(KEPT / state_of_the_code())

    def _fill_from(self, kept: Path) -> None:
        """Copy what was kept of this state of the code; where nothing was, load it, and keep it in place of an older one."""
        if kept.exists():
            shutil.copytree(kept / "demo", self.folder, dirs_exist_ok=True)
            shutil.copy(kept / "said", self.folder.with_suffix(".said"))
            return
        self._load()
        shutil.rmtree(KEPT, ignore_errors=True)
        shutil.copytree(self.folder, KEPT / "new" / "demo")
        shutil.copy(self.folder.with_suffix(".said"), KEPT / "new" / "said")
        (KEPT / "new").rename(kept)

    def _load(self) -> None:
        """Do what the first `make run` does before it serves: schema, content, index."""
        if self.on_postgresql:
            create_database(self.name)
        shutil.rmtree(self.folder, ignore_errors=True)
        self.folder.mkdir()
        with self.folder.with_suffix(".said").open("w") as said, redirect_stdout(said), travelled_to(NOW):
            said.write(startup.prepare(self.settings(self.folder, self.name)))

    def _take_over(self, other: Template) -> None:
        shutil.copytree(other.folder, self.folder, dirs_exist_ok=True)
        engine = create_engine(f"sqlite:///{other.folder / 'clearway.db'}")
        with engine.connect() as connection:
            rows = read_rows(connection)
        engine.dispose()
        engine = create_engine(create_database(self.name))
        Base.metadata.create_all(engine)
        with engine.begin() as connection:
            write_rows(connection, rows)
        engine.dispose()


def state_of_the_code() -> str:
    """Return a name for all that the loaded content depends on: our code, its texts, and the packages."""
    folders = (ROOT / one for one in ("forum", "migrations", "templates", "static"))
    files = [
        file for folder in folders for file in folder.rglob("*") if file.suffix != ".pyc" and file.is_file()
    ]
    files += [ROOT / "config.py", ROOT / "requirements.txt", Path(__file__)]
    state = sha256(sys.version.encode())
    for file in sorted(files):
        state.update(str(file).encode() + file.read_bytes())
    return state.hexdigest()[:16]


def load_once(run: Path, *, on_postgresql: bool = False) -> Template:
    """The template of this run: whoever comes first loads it, the others wait for that."""
    kind = "postgresql" if on_postgresql else "sqlite"
    template = Template(run / f"demo-{kind}", on_postgresql)
    done = run / f"demo-{kind}.loaded"
    with locked(run / f"demo-{kind}.lock"):
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

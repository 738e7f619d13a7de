"""Backs up a running site into one file, and puts such a file back into a stopped one."""

from __future__ import annotations

import contextlib
import shutil
import sqlite3
import subprocess
import tarfile
import tempfile
from contextlib import closing
from pathlib import Path

import click
from flask import Flask
from sqlalchemy import NullPool, create_engine, inspect, make_url, text

from config import Settings
from forum.core import clock
from forum.core.db import transaction
from forum.core.file_permissions import BESIDE_SQLITE, close_to_others, close_tree, make_private_folder
from forum.core.restored_mails import mark_restored, set_mails_aside
from forum.core.settings import settings
from forum.core.storage import local_folder

DEFAULT_FOLDER = "backups"
SQLITE_NAME, POSTGRESQL_NAME = "clearway.db", "clearway.dump"
RESTORED_MARK = "restored"
KEPT_BESIDE = ("secret_key", "files")  # in the instance folder, where they exist
SECONDS_TO_LEAVE = 2


def register(app: Flask) -> None:
    """Add the commands to `flask`."""

    @app.cli.command("backup")
    @click.argument("folder", type=click.Path(file_okay=False, path_type=Path), default=DEFAULT_FOLDER)
    def backup(folder: Path) -> None:
        """Write database, signing key, pictures and files into one new file in FOLDER; the site may go on running."""
        click.echo(f"Written: {write_backup(settings(), folder)}")
        if local_folder(settings()) is None:
            click.echo(f"Pictures and files are not in it: they are at {settings().storage_url}")

    @app.cli.command("restore")
    @click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
    def restore(file: Path) -> None:
        """Put the backup FILE back. Stop the site first; what was there is moved aside."""
        aside = read_backup(settings(), file)
        click.echo("Restored. The search index is rebuilt at the next start.")
        click.echo(
            "Mails that were waiting are set aside: after the start see `flask outbox list`, or the page at"
        )
        click.echo("/moderation/outbox, and say whether they are to be sent.")
        if aside:
            click.echo(f"What was there before is in {aside}")


def write_backup(site: Settings, folder: Path) -> Path:
    """Copy a consistent state of the site into a new .tar.gz; returns its path."""
    make_private_folder(folder)
    for older in folder.glob("clearway-*.tar.gz"):
        close_to_others(older)
    file = folder / f"clearway-{clock.now():%Y-%m-%dT%H%M%S}.tar.gz"
    with tempfile.TemporaryDirectory() as scratch:
        copy = _dump(site, Path(scratch))
        unfinished = file.with_suffix(".unfinished")
        unfinished.touch(mode=0o600)
        with tarfile.open(unfinished, "w:gz") as archive:
            archive.add(copy, arcname=copy.name)
            for name in KEPT_BESIDE:
                _add(archive, site.instance_folder / name, name)
        unfinished.replace(file)
    return file


def read_backup(site: Settings, file: Path) -> Path | None:
    """Replace the site's state by the backup's; returns the folder where the old state was moved to.

    Raises ClickException, before anything is changed, for a file that is no backup of this kind of site, and while the
    site runs: it would go on writing into the database that was moved aside.
    """
    make_private_folder(site.instance_folder)
    with tempfile.TemporaryDirectory(dir=site.instance_folder) as scratch:
        _unpack(file, Path(scratch))
        dump = Path(scratch) / (POSTGRESQL_NAME if site.is_postgresql else SQLITE_NAME)
        if not dump.exists():
            raise click.ClickException(f"{file} holds no backup for this kind of database.")
        if not site.is_postgresql:
            _check_sqlite(dump)
            _set_mails_aside(site, f"sqlite:///{dump}")
        _refuse_while_in_use(site)
        aside = _move_aside(site)
        if site.is_postgresql:
            _run(
                "pg_restore", "--clean", "--if-exists", "--no-owner", "--dbname", _postgresql(site), str(dump)
            )
            dump.unlink()
            _set_mails_aside(site, site.sqlalchemy_url)
        for one in Path(scratch).iterdir():
            close_tree(one)
            shutil.move(one, site.instance_folder / one.name)
        return aside


def finish_restore(site: Settings) -> None:
    """Mark what a restored database of an earlier version still has to do, once it is migrated; the worker begins with it."""
    mark = site.instance_folder / RESTORED_MARK
    if mark.exists():
        with transaction():
            mark_restored()
        mark.unlink()


def _set_mails_aside(site: Settings, url: str) -> None:
    """Let no mail of the backup go out by itself: the site it was made of may have sent it."""
    engine = create_engine(url, poolclass=NullPool)
    with engine.begin() as connection:
        is_complete = set_mails_aside(connection) if inspect(connection).has_table("outbox") else True
    engine.dispose()
    if not is_complete:
        (site.instance_folder / RESTORED_MARK).touch()


def _dump(site: Settings, scratch: Path) -> Path:
    if site.is_postgresql:
        copy = scratch / POSTGRESQL_NAME
        _run("pg_dump", "--format=custom", "--file", str(copy), _postgresql(site))
        return copy
    copy = scratch / SQLITE_NAME
    with closing(sqlite3.connect(_sqlite(site))) as source, closing(sqlite3.connect(copy)) as target:
        source.backup(target)
    return copy


def _add(archive: tarfile.TarFile, path: Path, name: str) -> None:
    """Add a file or a folder; what is being written just now has no row yet, and may vanish under our eyes."""
    if path.is_dir():
        archive.add(path, arcname=name, recursive=False)
        for one in sorted(path.iterdir()):
            _add(archive, one, f"{name}/{one.name}")
    elif "#" not in path.name:
        with contextlib.suppress(FileNotFoundError):
            archive.add(path, arcname=name)


def _unpack(file: Path, folder: Path) -> None:
    try:
        with tarfile.open(file, "r:gz") as archive:
            archive.extractall(folder, filter="data")
    except (tarfile.TarError, OSError, EOFError) as error:
        raise click.ClickException(f"{file} is not a backup that can be read: {error}") from error


def _check_sqlite(copy: Path) -> None:
    with closing(sqlite3.connect(copy)) as connection:
        try:
            (verdict,) = connection.execute("PRAGMA quick_check").fetchone()
        except sqlite3.DatabaseError as error:
            verdict = str(error)
    if verdict != "ok":
        raise click.ClickException(f"The database in the backup is damaged: {verdict}")


def _refuse_while_in_use(site: Settings) -> None:
    if _is_in_use_postgresql(site) if site.is_postgresql else _is_in_use_sqlite(_sqlite(site)):
        raise click.ClickException(
            "The site is running, or something else has its database open. Stop it first; nothing was changed."
        )


def _is_in_use_sqlite(file: Path) -> bool:
    """Return whether a process has the database open: SQLite leaves its write-ahead log only when nobody else does."""
    if not file.exists():
        return False
    with closing(sqlite3.connect(file, isolation_level=None)) as connection:
        try:
            connection.execute("PRAGMA journal_mode = DELETE")
        except sqlite3.OperationalError as error:
            return "locked" in str(error)
        except sqlite3.DatabaseError:
            return False  # a damaged database is what a backup is for
    return False


def _is_in_use_postgresql(site: Settings) -> bool:
    """Return whether somebody else is connected, and still is two seconds later: a closed connection takes a moment to go."""
    others = text(
        "SELECT count(*) FROM pg_stat_activity WHERE datname = current_database()"
        " AND backend_type = 'client backend' AND pid <> pg_backend_pid()"
    )
    engine = create_engine(site.sqlalchemy_url, poolclass=NullPool, isolation_level="AUTOCOMMIT")
    with engine.connect() as connection:
        for _ in range(SECONDS_TO_LEAVE):
            if not connection.scalar(others):
                return False
            connection.execute(text("SELECT pg_sleep(1)"))
        return bool(connection.scalar(others))


def _move_aside(site: Settings) -> Path | None:
    """Move what the backup replaces, and the search index, which is rebuilt, into a folder of their own."""
    names = [*KEPT_BESIDE, site.index_folder.name]
    files = [site.instance_folder / name for name in names]
    if not site.is_postgresql:
        files += [Path(f"{_sqlite(site)}{end}") for end in ("", *BESIDE_SQLITE)]
    there = [file for file in files if file.exists()]
    if not there:
        return None
    aside = site.instance_folder / f"before-restore-{clock.now():%Y-%m-%dT%H%M%S}"
    aside.mkdir(mode=0o700)
    for file in there:
        shutil.move(file, aside / file.name)
    return aside


def _sqlite(site: Settings) -> Path:
    return Path(make_url(site.sqlalchemy_url).database or "")


def _postgresql(site: Settings) -> str:
    url = make_url(site.sqlalchemy_url).set(drivername="postgresql")
    return url.render_as_string(hide_password=False)


def _run(*command: str) -> None:
    try:
        subprocess.run(command, check=True, capture_output=True, text=True)  # noqa: S603  # our own command line
    except FileNotFoundError as error:
        raise click.ClickException(f"{command[0]} is not installed.") from error
    except subprocess.CalledProcessError as error:
        raise click.ClickException(f"{command[0]} failed: {error.stderr.strip()}") from error

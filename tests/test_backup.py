"""A backup made while the site runs brings everything back."""

from __future__ import annotations

import sqlite3
import tarfile
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import click
import pytest
from flask import Flask
from sqlalchemy import create_engine, text

from config import Settings
from forum.app import create_app
from forum.backup import read_backup, write_backup
from forum.core import storage
from forum.core.db import db
from tests.support.databases import POSTGRESQL, name_of_this_process
from tests.support.factories import make_person
from tests.support.migrated import migrate

pytestmark = pytest.mark.sql


@pytest.fixture(autouse=True)
def clock_at_hand(whole_app: Flask) -> Iterator[None]:
    with whole_app.app_context():
        yield


@pytest.fixture
def site(settings: Settings, tmp_path: Path) -> Settings:
    """A migrated site of its own, of the kind of database this run tests."""
    folder = tmp_path / "instance"
    url = ""
    if settings.is_postgresql:
        url = POSTGRESQL + name_of_this_process("backup")
    made = replace(settings, instance_folder=folder, database_url=url, secret_key="", clock_file=None)
    migrate(made)
    return made


def fill(site: Settings, name: str) -> None:
    with create_app(site).app_context():
        make_person(name)
        db.session.remove()
        db.engine.dispose()


def names(site: Settings) -> list[str]:
    with create_app(site).app_context():
        found = list(db.session.scalars(text("SELECT name FROM person ORDER BY id")))
        db.session.remove()
        db.engine.dispose()
        return found


def test_a_backup_brings_back_people_and_signing_key(site: Settings, tmp_path: Path) -> None:
    fill(site, "Amina")
    key = site.secret()
    file = write_backup(site, tmp_path / "backups")
    fill(site, "Came later")
    (site.instance_folder / "secret_key").write_text("another key")
    read_backup(site, file)
    assert names(site) == ["Amina"]
    assert site.secret() == key


def test_nothing_is_restored_while_the_site_has_its_database_open(site: Settings, tmp_path: Path) -> None:
    fill(site, "Amina")
    file = write_backup(site, tmp_path / "backups")
    fill(site, "Came later")
    engine = create_engine(site.sqlalchemy_url)
    with engine.connect() as running:
        assert running.scalar(text("SELECT count(*) FROM person")) == 2
        with pytest.raises(click.ClickException, match="is running"):
            read_backup(site, file)
    engine.dispose()
    assert names(site) == ["Amina", "Came later"]
    read_backup(site, file)
    assert names(site) == ["Amina"]


def test_restoring_moves_the_old_state_aside(site: Settings, tmp_path: Path) -> None:
    fill(site, "Amina")
    file = write_backup(site, tmp_path / "backups")
    aside = read_backup(site, file)
    assert aside is not None
    assert (aside / "secret_key").exists()


def test_a_backup_is_readable_by_its_owner_alone(site: Settings, tmp_path: Path) -> None:
    fill(site, "Amina")
    assert write_backup(site, tmp_path / "backups").stat().st_mode & 0o077 == 0


def test_a_backup_brings_back_pictures_and_files(site: Settings, tmp_path: Path) -> None:
    fill(site, "Amina")
    with create_app(site).app_context():
        key = storage.put(b"our picture")
        half = storage.local_folder(site) / f"{key[:8]}" / "half#1"  # type: ignore[operator]  # it is a folder
        half.write_bytes(b"being written")
        file = write_backup(site, tmp_path / "backups")
        later = storage.put(b"came later")
        aside = read_backup(site, file)
        assert storage.get(key) == b"our picture"
        assert storage.get(later) is None
        assert not half.exists()
        assert aside is not None
        assert (aside / "files" / later.replace("-", "/")).read_bytes() == b"came later"


def test_a_backup_says_when_a_service_keeps_the_files(site: Settings, tmp_path: Path) -> None:
    fill(site, "Amina")
    app = create_app(replace(site, storage_url="s3://our-files"))
    with app.app_context():
        told = app.test_cli_runner().invoke(args=["backup", str(tmp_path / "backups")])
    assert "not in it: they are at s3://our-files" in told.output


@pytest.mark.parametrize("content", [b"", b"not an archive", b"\x1f\x8b broken"])
def test_a_file_that_is_no_backup_changes_nothing(site: Settings, tmp_path: Path, content: bytes) -> None:
    fill(site, "Amina")
    broken = tmp_path / "broken.tar.gz"
    broken.write_bytes(content)
    with pytest.raises(click.ClickException):
        read_backup(site, broken)
    assert names(site) == ["Amina"]


def test_a_damaged_database_is_refused_before_anything_is_moved(site: Settings, tmp_path: Path) -> None:
    if site.is_postgresql:
        pytest.skip("pg_restore does this check itself")
    fill(site, "Amina")
    damaged = tmp_path / "clearway.db"
    damaged.write_bytes(b"SQLite format 3\x00" + b"x" * 5000)
    file = tmp_path / "damaged.tar.gz"
    with tarfile.open(file, "w:gz") as archive:
        archive.add(damaged, arcname="clearway.db")
    with pytest.raises(click.ClickException, match="damaged"):
        read_backup(site, file)
    assert names(site) == ["Amina"]
    assert sqlite3.connect(site.instance_folder / "clearway.db").execute("select 1").fetchone() == (1,)

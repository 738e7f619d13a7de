"""Who leaves is in no table, no file, no index and no vector afterwards: a whole site is searched, byte by byte."""

from __future__ import annotations

import os
import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path

import pytest
from flask import Flask
from sqlalchemy import MetaData, inspect, text

from config import ROOT, Settings
from forum.accounts.models import Person, SiteRole
from forum.app import create_app
from forum.core import clock
from forum.core.db import db, transaction
from forum.features import FEATURES, worker_of
from forum.privacy.actions import erase_person
from forum.privacy.models import IdentityCheck
from forum.privacy.retention import remove_old
from forum.search.backends.postgresql.tables import define_tables
from forum.search.current import close_engine, engine
from tests.privacy.acting import ACTS, Scene
from tests.privacy.planting import plant_everywhere
from tests.support.apps import SHIFT
from tests.support.databases import a_database, make_database
from tests.support.demo import SECRET
from tests.support.depth import shortened
from tests.support.factories import make_council, make_person

pytestmark = [pytest.mark.pure, pytest.mark.slow]
NAME, EMAIL, WORDS = "Zebedee Quïllfeather", "zq.leaver@mail.example.org", "plantedphrase"
NAMED = ("quïllfeath", "quillfeath", "qu?llfeath", r"qu\u00efllfeath", "zq.leaver")
"""How name and address may be written: as typed, without accents, as EXIF has it, in JSON; stems, as the index has them."""
KEPT = "lastingphrase"
"""Planted where words stay."""
TEN_DAYS = timedelta(days=10)
SAID = ("plantedphras",)


@dataclass(frozen=True)
class Found:
    """Where something was found: a table's column, or a file."""

    where: str
    said: str


@pytest.fixture(params=shortened(["whoosh", "postgresql"], to={"whoosh"}))
def site(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Flask]:
    """A site of its own, whose rows are committed and whose files are its own."""
    with a_database(request.param) as given:
        (tmp_path / "clock").write_text(SHIFT)
        settings = Settings(
            instance_folder=tmp_path / "instance",
            database_url=given.get("DATABASE_URL", ""),
            search_backend=request.param,
            secret_key=SECRET,
            clock_file=tmp_path / "clock",
            rate_limits=False,
        )
        settings.instance_folder.mkdir()
        make_database(settings, is_demo=False)
        app = create_app(settings)
        with app.app_context():
            if request.param == "postgresql":
                define_tables(tables := MetaData())
                tables.create_all(db.engine)
            engine().rebuild(())  # as the worker does at its first start
            yield app
            close_engine()
            db.session.remove()
            db.engine.dispose()


def work() -> None:
    """Let the worker do all that waits: emails, the index and vectors too."""
    db.session.rollback()
    worker_of(FEATURES).drain()


def live_a_life() -> int:
    """Have somebody do everything that leaves rows here, between what others do; returns their number."""
    with transaction():
        leaver, other = make_person(NAME, email=EMAIL), make_person("Olive Other")
        scene = Scene(make_council())
        for act in ACTS:
            act(scene, other, "Something else.")
            act(scene, leaver, WORDS)
            act(scene, other, "Something else.")
    work()
    with transaction():
        plant_everywhere(leaver.id, lambda column: KEPT if column in list_what_stays() else WORDS)
    return leaver.id


def pass_the_time(folder: Path) -> None:
    """Let the worker work, let ten days go by for rows and files alike, and let it work through a night."""
    work()
    for file in (one for one in folder.rglob("*") if one.is_file()):
        at = file.stat().st_mtime - TEN_DAYS.total_seconds()
        os.utime(file, (at, at))
    with clock.travelled_to(clock.now() + TEN_DAYS):
        work()
        remove_old([])
        work()


def look_into_tables(needles: tuple[str, ...]) -> list[Found]:
    """Read every column of every table of the database as text, whether we have a model for it or not."""
    db.session.rollback()
    found = []
    for name in inspect(db.engine).get_table_names():
        columns = [one["name"] for one in inspect(db.engine).get_columns(name)]
        for column in columns:
            value = f'"{column}"' if db.engine.name == "sqlite" else f'CAST("{column}" AS TEXT)'
            rows = db.session.scalars(text(f'SELECT {value} FROM "{name}"'))  # noqa: S608  # names of our own tables
            said = " | ".join(
                one.decode(errors="replace") if isinstance(one, bytes) else str(one) for one in rows
            ).lower()
            found += [Found(f"{name}.{column}", said) for one in needles if one in said]
    return found


def look_into_files(folder: Path, needles: tuple[str, ...]) -> list[str]:
    """Read every byte of every file: the database's own, its log, the index, emails, pictures."""
    found = []
    for file in sorted(one for one in folder.rglob("*") if one.is_file()):
        said = file.read_bytes().decode(errors="replace").lower()
        found += [f"{file.relative_to(folder)}: {one}" for one in needles if one in said]
    return found


def where(needles: tuple[str, ...]) -> set[str]:
    """Return the columns in which one of these stands."""
    return {one.where for one in look_into_tables(needles)}


def list_what_stays() -> set[str]:
    """Read the table that tells operators what stays of who took their words along."""
    rows = (ROOT / "docs" / "privacy.md").read_text().partition("## What stays")[2].partition("\n## ")[0]
    return set(
        re.findall(r"\b[a-z_]+\.[a-z_]+\b(?=[, ])", "".join(re.findall(r"\|[^|]*\|$", rows, re.MULTILINE)))
    )


@pytest.mark.parametrize(
    ("takes_words", "on_paper"),
    [(True, False), pytest.param(False, True, marks=pytest.mark.thorough)],
    ids=["posts-go", "on-paper"],
)
def test_nothing_names_who_left(site: Flask, tmp_path: Path, takes_words: bool, on_paper: bool) -> None:
    folder = tmp_path / "instance"
    number = live_a_life()
    planted = where(NAMED + SAID)
    assert {
        "person.name",
        "outbox.payload",
        "council_change.became",
        "comment.body",
        "stored_file.name",
    } <= planted
    with transaction():
        leaver, check = db.session.get_one(Person, number), IdentityCheck.SIGNED_IN
        by = make_person("Ada", role=SiteRole.ADMINISTRATOR) if on_paper else None
        erase_person(person=leaver, takes_words=takes_words, identity_check=check, by=by)
    pass_the_time(folder)
    assert look_into_tables(NAMED) == []
    assert look_into_files(folder, NAMED) == []
    if not takes_words:
        assert {"thread.body", "comment.body", "affected.words"} <= where(SAID)
        return
    assert look_into_tables(SAID) == []
    assert look_into_files(folder, SAID) == []
    assert {one for one in where((KEPT,)) if not one.startswith("search_")} == list_what_stays()

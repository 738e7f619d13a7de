"""The command of the README fills an empty folder with invented content, and serves it."""

from __future__ import annotations

import urllib.request
from dataclasses import replace
from pathlib import Path

import pyotp
import pytest
from flask.testing import FlaskClient

from config import Settings
from forum.accounts.models import SiteRole
from forum.accounts.passwords import hash_password
from forum.app import create_app
from forum.backup import read_backup, write_backup
from forum.core.db import db
from forum.demo.people import TOTP_SECRET
from forum.startup import prepare
from tests.support.browser import Site, serve
from tests.support.demo import load_once
from tests.support.factories import csrf_token, make_person
from tests.support.migrated import migrate

PASSWORD = "four grey herons wade"
REAL = "ann@wexmoor.gov.uk"
pytestmark = [
    pytest.mark.slow,
    pytest.mark.pure,
    pytest.mark.timeout(300),
]


def read(site: Site, path: str) -> str:
    return str(urllib.request.urlopen(site.address + path, timeout=10).read().decode())  # noqa: S310  # our own server


def test_the_first_start_loads_the_demo_and_tells_who_can_sign_in(folder_of_the_run: Path) -> None:
    """What is done before anything is served; the other tests work on copies of what it made."""
    said = load_once(folder_of_the_run).said
    assert "Loading demo content" in said
    assert "officer@example.org" in said


def test_the_second_start_loads_nothing_and_finds_what_is_there(site: Site) -> None:
    assert "Wexmoor" in read(site, "/councils")
    assert "/barriers/" in read(site, "/search?q=insurance")
    app = create_app(Settings(instance_folder=site.folder))
    code = app.test_cli_runner().invoke(args=["demo", "code"]).output.strip()
    with app.app_context():
        db.engine.dispose()
    assert pyotp.TOTP(TOTP_SECRET).verify(code, valid_window=1)
    said = (site.folder / "log").read_text()
    assert "Loading demo content" not in said
    assert "officer@example.org" in said


@pytest.mark.thorough
def test_one_command_loads_the_demo_and_serves_it(tmp_path: Path) -> None:
    """The first start as one process, from an empty folder to a page."""
    with serve(tmp_path, demo=True) as site:
        assert "Wexmoor" in read(site, "/councils")
        assert "/barriers/" in read(site, "/search?q=insurance")
        said = (tmp_path / "log").read_text()
    assert "Loading demo content" in said
    assert "officer@example.org" in said


def make_real_site(folder: Path, backups: Path) -> Path:
    """A site with an administrator, as people run them; gives its backup."""
    site = Settings(instance_folder=folder)
    migrate(site)
    with create_app(site).app_context():
        make_person(
            "Ann",
            email=REAL,
            role=SiteRole.ADMINISTRATOR,
            password_hash=hash_password(PASSWORD),
            totp_secret=TOTP_SECRET,
        )
        db.session.remove()
        db.engine.dispose()
        return write_backup(site, backups)


def page_that_asks_for_a_code(client: FlaskClient) -> str:
    """What a visitor sees who knows the administrator's password."""
    typed = {"csrf_token": csrf_token(client, "/sign-in/password"), "email": REAL, "password": PASSWORD}
    return client.post("/sign-in/password", data=typed, follow_redirects=True).text


def test_a_real_site_that_is_restored_and_started_plainly_stays_real(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """Restored over a demo that somebody tried first, and started as the README says, with DEMO as it is by default."""
    backup = make_real_site(tmp_path / "old", tmp_path)
    folder = tmp_path / "new"
    folder.mkdir()
    (folder / "demo").touch()
    (folder / "clock").write_text("2419200")
    site = Settings(instance_folder=folder)
    with create_app(site).app_context():
        read_backup(site, backup)
    for _start in range(2):
        said = prepare(replace(site, demo=True)) + capsys.readouterr().out
        assert "This is a real site" in said
        for wrong in ("Loading demo content", "officer@example.org", "first administrator", "demo code"):
            assert wrong not in said
    app = create_app(replace(site, demo=True))
    asked = page_that_asks_for_a_code(app.test_client())
    assert "code" in asked
    assert pyotp.TOTP(TOTP_SECRET).now() not in asked
    assert "Demonstration:" not in app.test_client().get("/").text
    assert app.test_cli_runner().invoke(args=["demo", "code"]).exit_code == 1
    with app.app_context():
        db.engine.dispose()


def test_an_empty_real_site_says_how_to_make_its_administrator_and_stays_real(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    for demo in (False, True):
        site = Settings(instance_folder=tmp_path, demo=demo)
        said = prepare(site) + capsys.readouterr().out
        assert "create-administrator" in said
        assert "Loading demo content" not in said
        assert "Demonstration:" not in create_app(site).test_client().get("/").text

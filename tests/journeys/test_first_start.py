"""The command of the README fills an empty folder with invented content, and serves it."""

from __future__ import annotations

import os
import re
import subprocess
import sys
import urllib.parse
import urllib.request
from dataclasses import replace
from pathlib import Path

import flask_migrate
import pyotp
import pytest

from config import ROOT, Settings
from forum.accounts.models import SiteRole
from forum.accounts.passwords import hash_password
from forum.app import create_app
from forum.backup import read_backup, write_backup
from forum.core.db import db
from forum.demo.people import TOTP_SECRET
from forum.startup import prepare
from tests.support.browser import Site, serve
from tests.support.demo import load_once
from tests.support.factories import make_person

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
    assert pyotp.TOTP(TOTP_SECRET).verify(site.flask("demo", "code").strip(), valid_window=1)
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
    app = create_app(site)
    with app.app_context():
        flask_migrate.upgrade(directory=str(ROOT / "migrations"))
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


def page_that_asks_for_a_code(site: Site) -> str:
    """What a visitor sees who knows the administrator's password."""
    cookies = urllib.request.HTTPCookieProcessor()
    browser = urllib.request.build_opener(cookies)
    form = browser.open(site.address + "/sign-in/password", timeout=10).read().decode()
    (token,) = re.findall(r'name="csrf_token"[^>]*value="([^"]+)"', form)[:1]
    typed = urllib.parse.urlencode({"csrf_token": token, "email": REAL, "password": PASSWORD})
    return str(browser.open(site.address + "/sign-in/password", typed.encode(), timeout=10).read().decode())


def test_a_real_site_that_is_restored_and_started_plainly_stays_real(tmp_path: Path) -> None:
    """Restored over a demo that somebody tried first, and started as the README says, with DEMO as it is by default."""
    backup = make_real_site(tmp_path / "old", tmp_path)
    folder = tmp_path / "new"
    folder.mkdir()
    (folder / "demo").touch()
    (folder / "clock").write_text("2419200")
    site = Settings(instance_folder=folder)
    with create_app(site).app_context():
        read_backup(site, backup)
    first = prepare(replace(site, demo=True))
    with serve(folder, demo=True, WEB_PROCESSES="1") as running:
        asked = page_that_asks_for_a_code(running)
        home = read(running, "/")
        code = subprocess.run(
            [sys.executable, "-m", "flask", "--app", "wsgi", "demo", "code"],
            cwd=ROOT, env=os.environ | {"INSTANCE_FOLDER": str(folder), "DEMO": "1"},
            capture_output=True, text=True, check=False,
        )  # fmt: skip
    assert "code" in asked
    assert pyotp.TOTP(TOTP_SECRET).now() not in asked
    assert "Demonstration:" not in home
    assert code.returncode == 1
    for said in (first, (folder / "log").read_text()):
        assert "This is a real site" in said
        for wrong in ("Loading demo content", "officer@example.org", "first administrator", "demo code"):
            assert wrong not in said


def test_an_empty_real_site_says_how_to_make_its_administrator_and_stays_real(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    for demo in (False, True):
        site = Settings(instance_folder=tmp_path, demo=demo)
        said = prepare(site) + capsys.readouterr().out
        assert "create-administrator" in said
        assert "Loading demo content" not in said
        assert "Demonstration:" not in create_app(site).test_client().get("/").text

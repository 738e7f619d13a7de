"""What a database was created as is written in it, and no later start changes that."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path

import pytest
from flask import Flask

from config import Settings
from forum.accounts.models import SiteRole
from forum.app import create_app
from forum.core import clock
from forum.core.db import commit
from forum.core.site import find_site, is_demo, record_site
from forum.demo import initial_data, loader
from forum.demo.people import PEOPLE
from tests.support.databases import make_database
from tests.support.factories import make_council, make_person

REAL = "ann@wexmoor.gov.uk"


def old_mark(folder: Path) -> Path:
    mark = folder / "demo"
    mark.touch()
    return mark


def test_demo_content_is_refused_where_an_account_is_not_the_demos(app: Flask) -> None:
    make_person("Ann", email=REAL)
    with pytest.raises(initial_data.RealSiteError, match="real people"):
        loader.load()
    assert find_site() is None


def test_demo_content_is_refused_on_a_site_that_was_created_as_a_real_one(app: Flask) -> None:
    record_site(is_demo=False)
    commit()
    told = app.test_cli_runner().invoke(args=["demo", "load"])
    assert told.exit_code == 1
    assert "created as a real one" in told.output
    assert initial_data.is_empty()


@pytest.mark.parametrize("make", [make_person, make_council])
def test_a_database_that_holds_anything_is_not_empty(app: Flask, make) -> None:
    assert initial_data.is_empty()
    make()
    assert not initial_data.is_empty()


def test_loading_the_demo_writes_into_the_database_that_it_is_one(demo_app: Flask) -> None:
    site = find_site()
    assert site is not None
    assert site.is_demo
    assert is_demo()


@pytest.mark.parametrize(
    ("has_mark", "has_content", "email", "becomes_demo"),
    [
        (True, True, "amina@example.org", True),
        (True, True, "officer@harrowdale.example.org", True),
        (True, True, REAL, False),
        (True, False, "amina@example.org", False),
        (False, True, "amina@example.org", False),
    ],
)
def test_a_site_of_before_is_a_demo_only_with_mark_and_content_and_no_account_of_anybody_else(
    app: Flask, tmp_path: Path, has_mark: bool, has_content: bool, email: str, becomes_demo: bool
) -> None:
    mark = old_mark(tmp_path) if has_mark else tmp_path / "demo"
    if has_content:
        make_council().code = "DEMO1"
    make_person("Amina", email=email)
    initial_data.record_upgraded_site(mark)
    site = find_site()
    assert site is not None
    assert site.is_demo is becomes_demo
    assert not mark.exists()


def test_no_setting_and_no_file_makes_a_real_site_a_demo(tmp_path: Path) -> None:
    old_mark(tmp_path)
    (tmp_path / "clock").write_text("86400")
    settings = Settings(instance_folder=tmp_path, demo=True)
    make_database(settings, is_demo=False)
    app = create_app(settings)
    with app.app_context():
        assert not is_demo()
        assert clock.now() - clock.real_now() < timedelta(minutes=1)
    run = app.test_cli_runner().invoke
    assert "not a demo site" in run(args=["demo", "code"]).output
    assert run(args=["clock", "forward", "28d"]).exit_code == 1


def test_the_clock_of_a_demo_can_be_moved_whatever_the_settings(tmp_path: Path) -> None:
    settings = Settings(instance_folder=tmp_path, demo=False)
    make_database(settings, is_demo=True)
    app = create_app(settings)
    assert app.test_cli_runner().invoke(args=["clock", "forward", "28d"]).exit_code == 0
    with app.app_context():
        assert clock.now() - clock.real_now() > timedelta(days=27)


def test_accounts_of_the_demo_on_a_real_site_are_named_until_they_are_suspended(app: Flask) -> None:
    lead = make_person("Ruth", email=PEOPLE[2].email, password_hash="scrypt:1", is_staff=True)
    assert initial_data.list_public_accounts() == [PEOPLE[2].email]
    lead.suspended_at = clock.now()
    commit()
    assert initial_data.list_public_accounts() == []


def test_only_somebody_who_can_sign_in_looks_after_a_site(app: Flask) -> None:
    assert not initial_data.has_administrator()
    person = make_person(role=SiteRole.ADMINISTRATOR)
    assert initial_data.has_administrator()
    person.suspended_at = clock.now()
    commit()
    assert not initial_data.has_administrator()

"""The whole site works below a path of its own, https://example.org/forum, whatever the proxy does with that path."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select

from config import Settings, SettingsError
from forum.accounts.actions import ask_for_link
from forum.accounts.models import Person
from forum.app import create_app
from forum.core.clock import travelled_to
from forum.core.db import commit, db
from forum.core.mail import build
from forum.core.outbox import OutboxRow
from forum.core.settings import settings
from forum.core.worker import Worker
from forum.demo.people import PASSWORD
from forum.features import HANDLERS
from forum.search.current import close_engine
from forum.threads.models import Thread, Visibility
from tests.support.addresses import Crawl, addresses_of, addresses_of_mail
from tests.support.apps import create_test_app, undone
from tests.support.demo import NOW, load_once
from tests.support.depth import shortened
from tests.support.factories import session_key

HOST, PREFIX = "https://example.org", "/forum"
SITE = HOST + PREFIX
MOST = 2
"""How many addresses of one kind each person opens; all others are matched with the routes alone."""
LEAST_PAGES = 150
PEOPLE = {
    "visitor": None,
    "member": "member@example.org",
    "officer": "officer@example.org",
    "lead": "lead@example.org",
    "administrator": "administrator@example.org",
}


@pytest.fixture(scope="module")
def whole_forum(folder_of_the_run: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Flask]:
    """The demo below a path."""
    copied = load_once(folder_of_the_run, on_postgresql=False).copy(tmp_path_factory.mktemp("forum"), "")
    app = create_test_app(replace(copied, demo=False, base_url=SITE))
    yield app
    with app.app_context():
        close_engine()
        db.engine.dispose()


@pytest.fixture
def forum(whole_forum: Flask) -> Iterator[Flask]:
    with undone(whole_forum), travelled_to(NOW):
        yield whole_forum


def browser_of(app: Flask, email: str | None) -> FlaskClient:
    """A browser at our host, in which somebody is signed in."""
    client = app.test_client()
    if email:
        person = db.session.scalars(select(Person).where(Person.email == email)).one()
        key = session_key(person)
        with client.session_transaction(f"{PREFIX}/", base_url=HOST) as session:
            session["_user_id"], session["_fresh"] = key, True
    return client


@pytest.mark.parametrize("who", shortened(PEOPLE, to={"visitor", "lead"}))
def test_every_address_that_somebody_meets_lies_below_the_path_and_answers(forum: Flask, who: str) -> None:
    crawl = Crawl(forum, browser_of(forum, PEOPLE[who]), SITE, MOST)
    crawl.start("/", "/search?q=hall", "/search?q=xylophonists", "/who-can-help?want=a+tea+afternoon")
    assert crawl.wrong == []
    assert crawl.opened["200"] > LEAST_PAGES, crawl.opened


def test_every_address_of_forty_days_of_mails_lies_below_the_path_and_answers(forum: Flask) -> None:
    work = {kind: handler for kind, handler in HANDLERS.items() if kind not in {"mail", "index"}}
    for days in (2, 12, 40):
        with travelled_to(NOW + timedelta(days=days)):
            for email in ("new@example.org", "member@example.org", "lead@example.org"):
                ask_for_link(email=email, next_path=f"{PREFIX}/account")
            commit()
            Worker(work).drain()
    with travelled_to(NOW + timedelta(days=40)):
        crawl = Crawl(forum, browser_of(forum, None), SITE, most=3)
        mails = list(db.session.scalars(select(OutboxRow).where(OutboxRow.kind == "mail")))
        private = select(Thread.id).where(Thread.visibility == Visibility.COUNCIL)
        for_some = tuple(f"{SITE}/barriers/{number}-" for number in db.session.scalars(private))
        for row in mails:
            message = build(row, settings())
            text, html = (str(part.get_content()) for part in message.iter_parts())
            found = [*addresses_of_mail(text), *(one for _, one in addresses_of("text/html", html))]
            assert [one for one in found if not one.startswith((f"{SITE}/", "mailto:")) and one != SITE] == []
            for one in (*found, row.payload.get("stop_url", SITE)):
                if one.startswith(for_some):
                    continue  # a visitor has no page there
                crawl.see(f"{SITE}/", "GET", f"{SITE}/" if one == SITE else one)
        crawl.go_on()
    assert len({row.payload["subject"] for row in mails}) > 20
    assert crawl.wrong == []


@pytest.mark.parametrize("path", ["/barriers", f"{PREFIX}/barriers"], ids=["stripped", "kept"])
def test_a_proxy_may_keep_the_path_or_strip_it(forum: Flask, path: str) -> None:
    page = forum.test_client().get(path, base_url=HOST)
    assert page.status_code == 200
    assert f'href="{PREFIX}/barriers"' in page.text
    assert 'aria-current="page">Barriers' in page.text


def test_the_path_alone_leads_to_the_start_page(forum: Flask) -> None:
    answer = forum.test_client().get(PREFIX, base_url=HOST)
    assert (answer.status_code, answer.location) == (308, f"{PREFIX}/")


def test_what_a_visitor_says_about_the_path_changes_no_address(forum: Flask) -> None:
    page = forum.test_client().get(
        f"{PREFIX}/", base_url=HOST, headers={"X-Forwarded-Prefix": "/evil", "X-Script-Name": "/evil"}
    )
    assert "/evil" not in page.text


def test_somebody_signs_in_with_a_password_below_the_path_and_comes_back(forum: Flask) -> None:
    client = forum.test_client()
    led = client.get(f"{PREFIX}/account?x=1", base_url=HOST)
    assert led.location == f"{PREFIX}/sign-in?next={PREFIX}/account?x%3D1"
    form = f"{PREFIX}/sign-in/password?next={PREFIX}/account"
    token = re.search(r'name="csrf_token"[^>]* value="([^"]+)"', client.get(form, base_url=HOST).text)
    assert token
    typed = {
        "csrf_token": token[1],
        "email": "member@example.org",
        "password": PASSWORD,
        "next": f"{PREFIX}/account",
    }
    answer = client.post(form, data=typed, base_url=HOST, headers={"Referer": HOST + form})
    assert (answer.status_code, answer.location) == (303, f"{PREFIX}/account"), answer.text
    assert f"Path={PREFIX};" in answer.headers["Set-Cookie"] + ";"
    assert client.get(f"{PREFIX}/account", base_url=HOST).status_code == 200


def test_what_was_typed_before_signing_in_is_found_again_below_the_path(forum: Flask) -> None:
    client = forum.test_client()
    page = f"{PREFIX}/account"
    answer = client.post(page, data={"name": "Amina S."}, base_url=HOST, headers={"Referer": HOST + page})
    assert answer.location == f"{PREFIX}/sign-in?next={page}"


@pytest.mark.parametrize("path", ["/barriers", "/groups/", "/static", "/sign-in"])
def test_a_path_that_is_a_page_of_ours_is_refused_at_the_start(tmp_path: Path, path: str) -> None:
    with pytest.raises(SettingsError, match="BASE_URL"):
        create_app(Settings(instance_folder=tmp_path, base_url=HOST + path))

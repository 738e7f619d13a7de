"""Whoever's emails come back is told on every page, at their next sign-in too, and can try the address again."""

from __future__ import annotations

import pytest
from flask import Flask
from flask.testing import FlaskClient

from forum.accounts.actions import mark_address_refused
from forum.accounts.models import Person
from forum.core.db import commit, db
from forum.core.formatting import day
from tests.accounts.mailing import mailed_link, send
from tests.support.factories import make_person, sign_in

NOTICE = "Our emails to amina@example.net come back, so we have stopped sending you updates."


@pytest.fixture
def amina(app: Flask) -> Person:
    person = make_person("Amina", email="amina@example.net")
    mark_address_refused(person=person, reason="550 5.1.1 No such user")
    commit()
    return person


def test_the_notice_is_on_every_page_and_leads_to_the_account(client: FlaskClient, amina: Person) -> None:
    sign_in(client, amina)
    for page in ("/", "/barriers", "/about"):
        assert NOTICE in client.get(page).text
    account = client.get("/account").text
    assert NOTICE not in account
    assert "Email to amina@example.net cannot be delivered." in account
    assert "550 5.1.1 No such user" in account


def test_nobody_else_sees_it(app: Flask, client: FlaskClient, amina: Person) -> None:
    assert "come back" not in client.get("/").text
    sign_in(client, make_person("Bob"))
    assert "come back" not in client.get("/").text


def test_an_address_is_tried_again_with_one_press(client: FlaskClient, amina: Person) -> None:
    sign_in(client, amina)
    assert send(client, "/account/try-email-again", page="/account").status_code == 303
    db.session.expire_all()
    assert amina.gets_news
    text = client.get("/account").text
    assert "We will send emails to amina@example.net again." in text
    assert "cannot be delivered" not in text
    assert "Try this address again" not in text


def test_a_sign_in_by_a_link_shows_that_emails_arrive_and_says_so(client: FlaskClient, amina: Person) -> None:
    since = day(amina.mail_refused_at)
    page = mailed_link(client, "amina@example.net")
    shown = client.post(
        page,
        data={
            "csrf_token": client.get(page)
            .text.split('name="csrf_token"')[1]
            .split('value="')[1]
            .split('"')[0]
        },
        follow_redirects=True,
    )
    assert f"Our emails to you came back, so we have sent you no updates since {since}." in shown.text
    assert NOTICE not in client.get("/about").text
    db.session.expire_all()
    assert amina.gets_news

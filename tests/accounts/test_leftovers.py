"""What is left of links and addresses that nobody used, and of those who come too late."""

from __future__ import annotations

from datetime import timedelta

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import func, select

from forum.accounts.actions import confirm_email_later, invite_staff
from forum.accounts.models import MailedLink, SiteRole
from forum.accounts.passwords import hash_password
from forum.accounts.queries import get_person_by_email
from forum.core import clock
from forum.core.db import commit, db
from tests.accounts.mailing import link_in, mailed_link, mails, send
from tests.support.factories import make_person, sign_in

GOOD = "four grey herons wade"


def test_a_link_that_came_too_late_is_renewed_for_the_same_page(client: FlaskClient) -> None:
    link = mailed_link(client, make_person("Amina").email, "/barriers/log/key/publish")
    clock.forward(timedelta(hours=2))
    page = client.get(link)
    assert (page.status_code, 'value="/barriers/log/key/publish"' in page.text) == (410, True)
    newer = mailed_link(client, "amina@example.org", "/barriers/log/key/publish")
    assert send(client, newer, name="Amina").location == "/barriers/log/key/publish"


def test_a_link_opened_again_leads_on_to_its_page(client: FlaskClient) -> None:
    link = mailed_link(client, make_person("Amina").email, "/councils")
    send(client, link)
    assert client.get(link).location == "/councils"
    pressed_again = client.post(link)
    assert (pressed_again.status_code, "you are signed in, Amina" in pressed_again.text) == (410, True)


def test_an_address_that_nobody_confirmed_is_forgotten_after_a_month(client: FlaskClient) -> None:
    mailed_link(client, "nobody@example.org")
    joined = mailed_link(client, "somebody@example.org")
    send(client, joined, name="Someone")
    invite_staff(name="Olu", email="olu@example.org", place="a moderator", role=SiteRole.MODERATOR)
    commit()
    clock.forward(timedelta(days=31))
    mails()
    assert get_person_by_email("nobody@example.org") is None
    assert get_person_by_email("somebody@example.org").name == "Someone"
    assert get_person_by_email("olu@example.org").is_staff


def test_spent_links_are_deleted_after_a_month(client: FlaskClient) -> None:
    person = make_person()
    send(client, mailed_link(client, person.email))
    clock.forward(timedelta(days=31))
    mailed_link(client.application.test_client(), person.email)
    assert db.session.scalar(select(func.count(MailedLink.id))) == 1


def test_a_name_of_any_length_does_not_stop_the_mail(app: Flask) -> None:
    confirm_email_later(name="N\u202e" * 500, email="new@example.org", next_path="/")
    commit()
    assert link_in(mails()[-1])
    assert get_person_by_email("new@example.org").name == "N" * 80


@pytest.mark.parametrize(("own", "invited"), [("administrator", "moderator"), ("moderator", "moderator")])
def test_an_invitation_never_takes_a_higher_role_away(app: Flask, own: str, invited: str) -> None:
    person = make_person(role=SiteRole(own), password_hash=hash_password(GOOD), totp_secret="A" * 32)
    invite_staff(name="X", email=person.email, place="a moderator", role=SiteRole(invited))
    commit()
    assert person.role == own


def test_the_old_password_is_asked_for_an_hour_after_the_link(
    client: FlaskClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    person = make_person(password_hash=hash_password(GOOD))
    send(client, mailed_link(client, person.email))
    assert 'name="current"' not in client.get("/account/password").text
    with client.session_transaction() as session:
        session["by_link_at"] -= 3601
    assert 'name="current"' in client.get("/account/password").text


def test_signing_out_needs_the_token_of_the_page(client: FlaskClient) -> None:
    sign_in(client, make_person())
    assert client.post("/sign-out").status_code == 400
    assert client.get("/account").status_code == 200
    assert send(client, "/sign-out", page="/account").status_code == 303
    assert client.get("/account").status_code == 302

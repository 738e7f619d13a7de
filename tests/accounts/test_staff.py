"""Invited people: a password and a code, and never remembered."""

from __future__ import annotations

import datetime as dt
import time

import pytest
from flask import Flask
from flask.testing import FlaskClient

from forum.accounts.actions import invite_staff, reset_code, use_code
from forum.accounts.models import Person, SiteRole
from forum.accounts.one_time_codes import STEP_SECONDS, code_now, matching_step, secret_for
from forum.accounts.passwords import hash_password
from forum.accounts.sign_in_sessions import list_sessions
from forum.core import clock
from forum.core.db import commit, db
from forum.core.site import IS_DEMO
from tests.accounts.mailing import link_in, mails, send
from tests.support.factories import make_person, sign_in

GOOD = "four grey herons wade"
SECRET = "JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP"


def make_officer_person(**given) -> Person:
    return make_person("Olu", is_staff=True, password_hash=hash_password(GOOD), totp_secret=SECRET, **given)


def type_password(client: FlaskClient, person: Person, next_path: str = "/"):
    return send(client, "/sign-in/password", email=person.email, password=GOOD, next=next_path)


def is_in(client: FlaskClient) -> bool:
    return client.get("/account").status_code == 200


def invited(**given) -> tuple[Person, str]:
    person = invite_staff(name="Olu", email="Olu@council.example", place="an officer of Testham", **given)
    commit()
    return person, link_in(mails()[-1])


def accept(client: FlaskClient, link: str, **changed: str):
    typed = {
        "name": "Olu",
        "password": GOOD,
        "again": GOOD,
        "code": code_now(secret_for(link.rsplit("/", 1)[1])),
    }
    return send(client, link, **{**typed, **changed})


def test_staff_sign_in_with_password_and_code(client: FlaskClient) -> None:
    officer = make_officer_person()
    answer = type_password(client, officer, "/councils")
    assert answer.location == "/sign-in/code"
    assert not is_in(client)
    answer = send(client, "/sign-in/code", code=code_now(SECRET))
    assert (answer.status_code, answer.location) == (303, "/councils")
    assert is_in(client)


def test_staff_are_never_remembered_by_a_cookie(client: FlaskClient) -> None:
    type_password(client, make_officer_person())
    cookies = send(client, "/sign-in/code", code=code_now(SECRET)).headers.getlist("Set-Cookie")
    (cookie,) = [one for one in cookies if one.startswith("clearway=")]
    assert "Expires" not in cookie
    assert "Max-Age" not in cookie


def test_the_session_of_staff_ends_after_some_hours(client: FlaskClient) -> None:
    officer = make_officer_person()
    sign_in(client, officer)
    assert is_in(client)
    (session,) = list_sessions(person=officer)
    assert session.ends_at <= clock.real_now() + dt.timedelta(hours=8)
    session.ends_at = clock.real_now() - dt.timedelta(seconds=1)
    commit()
    assert not is_in(client)


@pytest.mark.parametrize(
    "code", ["", "000000", "12345", "abcdef", "\u0661\u0662\u0663\u0664\u0665\u0666", "1" * 30]
)
def test_a_wrong_code_is_refused(client: FlaskClient, code: str) -> None:
    type_password(client, make_officer_person())
    assert send(client, "/sign-in/code", code=code).status_code == 422
    assert not is_in(client)


def test_a_code_works_once(app: Flask, client: FlaskClient) -> None:
    officer = make_officer_person()
    code = code_now(SECRET)
    type_password(client, officer)
    assert send(client, "/sign-in/code", code=code).status_code == 303
    thief = app.test_client()
    type_password(thief, officer)
    assert send(thief, "/sign-in/code", code=code).status_code == 422


def test_two_uses_of_one_code_at_the_same_moment_let_one_in(app: Flask) -> None:
    officer = make_officer_person()
    step = matching_step(SECRET, code_now(SECRET), after=None)
    assert [use_code(person=officer, step=step), use_code(person=officer, step=step)] == [True, False]


def test_the_code_page_needs_the_password_a_moment_before(app: Flask, client: FlaskClient) -> None:
    assert client.get("/sign-in/code").location == "/sign-in/password"
    officer = make_officer_person()
    type_password(client, officer)
    with client.session_transaction() as session:
        session["awaits_code"] = {**session["awaits_code"], "until": int(time.time()) - 1}
    assert client.get("/sign-in/code").location == "/sign-in/password"
    type_password(client, officer)
    officer.session_version += 1
    commit()
    assert client.get("/sign-in/code").location == "/sign-in/password"


def test_a_phone_may_be_half_a_minute_off_but_not_two() -> None:
    import pyotp  # noqa: PLC0415

    now, totp = int(time.time()), pyotp.TOTP(SECRET)
    assert totp.verify(totp.at(now - STEP_SECONDS), valid_window=1)


def test_codes_go_by_the_real_time_when_the_sites_clock_was_moved(app: Flask, settings) -> None:
    import pyotp  # noqa: PLC0415

    clock.forward(dt.timedelta(weeks=8))
    assert matching_step(SECRET, pyotp.TOTP(SECRET).at(int(time.time())), after=None)


def test_an_invited_person_sets_password_and_code_and_is_staff(client: FlaskClient) -> None:
    person, link = invited(role=SiteRole.MODERATOR)
    assert "an officer of Testham" in mails()[-1]["text"]
    assert (person.is_staff, person.role) == (True, SiteRole.MEMBER)
    page = client.get(link).text
    assert "<svg" in page
    assert 'value="Olu"' in page
    assert accept(client, link).status_code == 303
    db.session.refresh(person)
    assert (person.role, person.password_hash is None, person.totp_secret is None) == (
        SiteRole.MODERATOR,
        False,
        False,
    )
    assert is_in(client)
    assert client.get(link).status_code == 410


def test_the_code_of_an_invitation_does_not_work_again(app: Flask, client: FlaskClient) -> None:
    person, link = invited()
    code = code_now(secret_for(link.rsplit("/", 1)[1]))
    accept(client, link, code=code)
    other = app.test_client()
    type_password(other, person)
    assert send(other, "/sign-in/code", code=code).status_code == 422


@pytest.mark.parametrize(
    ("changed", "words"),
    [
        ({"name": ""}, "Please type your name"),
        ({"password": "short", "again": "short"}, "12 characters or more"),
        ({"password": "olu@council.example", "again": "olu@council.example"}, "mostly your name"),
        ({"again": "another four herons"}, "not the same"),
        ({"code": "000000"}, "not right"),
        ({"code": ""}, "six digits"),
    ],
)
def test_an_invitation_keeps_nothing_before_all_is_right(client: FlaskClient, changed, words: str) -> None:
    person, link = invited()
    answer = accept(client, link, **changed)
    assert (answer.status_code, words in answer.text) == (422, True)
    assert GOOD not in answer.text
    db.session.refresh(person)
    assert (person.password_hash, person.totp_secret) == (None, None)


def test_a_newer_invitation_ends_the_older(client: FlaskClient) -> None:
    _, first = invited()
    _, second = invited()
    assert client.get(first).status_code == 410
    assert client.get(second).status_code == 200


def test_inviting_a_member_changes_nothing_before_they_accept(app: Flask, client: FlaskClient) -> None:
    amina = make_person("Amina")
    sign_in(client, amina)
    person = invite_staff(
        name="Someone else", email=amina.email, place="a moderator", role=SiteRole.MODERATOR
    )
    commit()
    link = link_in(mails()[-1])
    assert person is amina
    assert (amina.name, amina.is_staff, amina.role) == ("Amina", False, SiteRole.MEMBER)
    assert is_in(client)
    other = app.test_client()
    accept(other, link, name="Amina")
    assert not is_in(client)  # the session of the member, which a cookie remembered, is over
    db.session.refresh(amina)
    assert (amina.is_staff, amina.role) == (True, SiteRole.MODERATOR)


def test_inviting_somebody_who_has_a_code_already_gives_the_role_at_once(app: Flask) -> None:
    officer = make_officer_person()
    invite_staff(name="X", email=officer.email, place="a moderator", role=SiteRole.MODERATOR)
    commit()
    assert officer.role == SiteRole.MODERATOR
    assert "/invitations/" not in mails()[-1]["text"]


def test_resetting_a_code_ends_sessions_and_asks_for_both_again(client: FlaskClient) -> None:
    officer = make_officer_person(role=SiteRole.MODERATOR)
    sign_in(client, officer)
    reset_code(person=officer)
    commit()
    assert not is_in(client)
    assert send(client, "/sign-in/password", email=officer.email, password=GOOD).status_code == 422
    assert accept(client, link_in(mails()[-1])).status_code == 303
    assert officer.role == SiteRole.MODERATOR


@pytest.mark.parametrize(
    ("demo", "email", "shown"),
    [(True, "olu@example.org", True), (True, "olu@testham.gov.uk", False), (False, "olu@example.org", False)],
)
def test_only_a_demo_site_shows_the_codes_of_its_made_up_people(
    app: Flask, client: FlaskClient, monkeypatch, demo: bool, email: str, shown: bool
) -> None:
    monkeypatch.setitem(app.extensions, IS_DEMO, demo)
    type_password(client, make_officer_person(email=email))
    page = client.get("/sign-in/code").text
    assert ("The code is now" in page) is shown
    assert (code_now(SECRET) in page) is shown

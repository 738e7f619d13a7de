"""Signing in and joining by a mailed link."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import func, select

from config import Settings
from forum.accounts.actions import confirm_email_later
from forum.accounts.models import MailedLink, Person
from forum.accounts.queries import get_person_by_email
from forum.core import clock
from forum.core.db import commit, db
from forum.core.mail import words_of
from forum.core.worker import Worker
from forum.features import HANDLERS
from tests.accounts.mailing import link_in, mailed_link, mails, send
from tests.support.factories import make_person, sign_in
from tests.support.mail import smtp_server


def signed_in_as(client: FlaskClient) -> str | None:
    page = client.get("/account")
    return None if page.status_code == 302 else page.text


def test_a_member_signs_in_by_a_link_and_comes_to_the_page_they_wanted(client: FlaskClient) -> None:
    amina = make_person("Amina")
    link = mailed_link(client, amina.email.upper(), "/barriers/12?page=2")
    assert "Welcome back, Amina" in client.get(link).text
    answer = send(client, link)
    assert (answer.status_code, answer.location) == (303, "/barriers/12?page=2")
    assert amina.email in signed_in_as(client)


def test_looking_at_a_link_does_not_use_it(client: FlaskClient) -> None:
    link = mailed_link(client, make_person("Amina").email)
    for _ in range(3):
        assert client.get(link).status_code == 200
    client.head(link)
    assert signed_in_as(client) is None
    assert send(client, link).status_code == 303


def test_a_link_works_once(app: Flask, client: FlaskClient) -> None:
    link = mailed_link(client, make_person("Amina").email)
    other = app.test_client()
    token = {"csrf_token": "x"}
    assert other.get(link).status_code == 200
    assert send(client, link).status_code == 303
    answer = other.post(link, data=token)
    assert (answer.status_code, "no longer works" in answer.text) == (410, True)
    assert signed_in_as(other) is None
    assert client.get(link).location == "/"  # who is signed in already is told so


def test_a_link_works_for_an_hour(client: FlaskClient) -> None:
    link = mailed_link(client, make_person("Amina").email)
    clock.forward(timedelta(minutes=61))
    assert client.get(link).status_code == 410


@pytest.mark.parametrize("token", ["x", "é", "a" * 5000, "%00", "..%2f.."])
def test_a_made_up_link_is_told_kindly(client: FlaskClient, token: str) -> None:
    assert client.get(f"/sign-in/link/{token}").status_code in {404, 410}


def test_only_the_hash_of_a_link_is_stored(client: FlaskClient) -> None:
    token = mailed_link(client, make_person().email).rsplit("/", 1)[1]
    stored = db.session.scalars(select(MailedLink)).one()
    assert token not in str(vars(stored))


def test_somebody_new_joins_with_the_same_link_and_gives_a_name(client: FlaskClient) -> None:
    link = mailed_link(client, "new@example.org")
    assert "What should we call you?" in client.get(link).text
    assert send(client, link, name=" ").status_code == 422
    assert get_person_by_email("new@example.org").email_confirmed_at is None
    assert send(client, link, name="Nadia <b>").status_code == 303
    person = get_person_by_email("new@example.org")
    assert (person.name, person.email_confirmed_at is None) == ("Nadia <b>", False)
    assert "Nadia &lt;b&gt;" in signed_in_as(client)


def test_asking_says_the_same_whether_or_not_the_address_is_known(app: Flask) -> None:
    pages = []
    for email in (make_person().email, "nobody@example.org", make_person(is_staff=True).email):
        client = app.test_client()
        answer = send(client, "/sign-in", email=email)
        pages.append((answer.status_code, client.get(answer.location).text.replace(email, "…")))
    assert pages[0] == pages[1] == pages[2]


def test_asking_twice_makes_one_person(client: FlaskClient) -> None:
    mailed_link(client, "new@example.org")
    mailed_link(client, "New@Example.org")
    people = select(func.count(Person.id)).where(Person.email == "new@example.org")
    assert db.session.scalar(people) == 1


@pytest.mark.parametrize(
    "typed",
    [
        "",
        "amina",
        "a b@example.org",
        "amina@",
        "@example.org",
        "a" * 300 + "@example.org",
        "a@example.org\r\nBcc: b@c.org,d",
        "\u202eamina",
        "ämina@example.org",
        "<a@example.org>",
        "a@b@example.org",
    ],
)
def test_a_bad_address_is_told_beside_the_field_and_kept(client: FlaskClient, typed: str) -> None:
    answer = send(client, "/sign-in", email=typed, next="/councils")
    assert answer.status_code == 422
    assert "There is a problem" in answer.text
    assert 'value="/councils"' in answer.text
    assert mails() == []


def test_staff_get_no_link_but_are_told_to_use_their_password(client: FlaskClient) -> None:
    officer = make_person("Olu", is_staff=True)
    send(client, "/sign-in", email=officer.email)
    (mail,) = mails()
    assert "/sign-in/device/" in mail["text"]
    assert "/sign-in/link/" not in mail["text"]


def test_a_link_stops_working_when_its_person_becomes_staff(client: FlaskClient) -> None:
    person = make_person()
    link = mailed_link(client, person.email)
    person.is_staff = True
    commit()
    assert client.get(link).status_code == 410


def test_somebody_suspended_gets_no_link(client: FlaskClient) -> None:
    person = make_person(suspended_at=clock.now())
    send(client, "/sign-in", email=person.email)
    (mail,) = mails()
    assert "suspended" in mail["subject"]
    assert "/sign-in/link/" not in mail["text"]


def test_confirming_an_address_proposes_a_name_to_somebody_new(app: Flask, client: FlaskClient) -> None:
    confirm_email_later(name="Nadia", email="Nadia@example.org", next_path="/barriers/log/key/send")
    commit()
    (mail,) = mails()
    assert "Nadia" not in mail["text"]  # nobody's words go to an address that did not ask for them
    link = link_in(mail)
    assert 'value="Nadia"' in client.get(link).text
    answer = send(client, link, name="Nadia B")
    assert answer.location == "/barriers/log/key/send"
    assert get_person_by_email("nadia@example.org").name == "Nadia B"


def test_confirming_an_address_never_changes_a_known_persons_name(client: FlaskClient) -> None:
    amina = make_person("Amina")
    confirm_email_later(name="Mallory", email=amina.email, next_path="/")
    commit()
    send(client, link_in(mails()[0]), name="Mallory")
    db.session.refresh(amina)
    assert amina.name == "Amina"


def test_what_was_planted_in_a_session_is_dropped_but_the_draft_stays(client: FlaskClient) -> None:
    link = mailed_link(client, make_person().email)
    with client.session_transaction() as session:
        session["kept_draft"], session["planted"] = "a-key", "x"
    send(client, link)
    with client.session_transaction() as session:
        assert session["kept_draft"] == "a-key"
        assert "planted" not in session
        assert "asked_for" not in session


def test_members_are_remembered_for_thirty_days(client: FlaskClient) -> None:
    link = mailed_link(client, make_person().email)
    cookie = send(client, link).headers["Set-Cookie"]
    assert "Expires=" in cookie
    assert "HttpOnly" in cookie
    assert "SameSite=Lax" in cookie


def test_a_visitor_is_led_to_sign_in_and_back(client: FlaskClient) -> None:
    answer = client.get("/account?x=1")
    assert answer.location == "/sign-in?next=/account?x%3D1"
    assert 'value="/account?x=1"' in client.get(answer.location).text


def test_an_expired_session_leads_back_to_the_page_that_was_open(client: FlaskClient) -> None:
    answer = client.post("/account/password", headers={"Referer": "http://localhost/account"})
    assert answer.location == "/sign-in?next=/account"
    answer = client.post("/account/password", headers={"Referer": "http://evil.example/account"})
    assert answer.location == "/sign-in?next=/"


def test_who_is_signed_in_is_led_on_from_the_sign_in_pages(client: FlaskClient) -> None:
    sign_in(client, make_person())
    assert client.get("/sign-in?next=/councils").location == "/councils"
    assert client.get("/sign-in/password?next=//evil.example").location == "/"


def test_asking_too_often_is_refused_for_one_address_too(
    app: Flask, settings: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(app.extensions, "clearway_settings", replace(settings, rate_limits=True))
    for email in ("known@example.org", "unknown@example.org"):
        answers = []
        for number in range(7):
            client = app.test_client()
            data = {"csrf_token": "", "email": email}
            page = client.get("/sign-in", environ_base={"REMOTE_ADDR": f"10.0.0.{number}"}).text
            data["csrf_token"] = page.split('name="csrf_token"', 1)[1].split('value="', 1)[1].split('"', 1)[0]
            answer = client.post("/sign-in", data=data, environ_base={"REMOTE_ADDR": f"10.0.0.{number}"})
            answers.append(answer.status_code)
        assert answers == [303] * 6 + [429]


def test_the_link_arrives_over_a_real_mail_server(
    app: Flask, client: FlaskClient, settings: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    amina = make_person("Amina")
    with smtp_server() as postbox:
        site = replace(settings, smtp_host="127.0.0.1", smtp_port=postbox.port)
        monkeypatch.setitem(app.extensions, "clearway_settings", site)
        send(client, "/sign-in", email=amina.email)
        Worker(HANDLERS).drain()
    (message,) = postbox.messages
    assert message["To"] == amina.email
    text = words_of(message)
    assert "Hello Amina," in text
    assert "You are getting this email because" in text
    assert send(client, link_in({"text": text})).status_code == 303

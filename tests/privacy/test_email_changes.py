"""An address changes when it is confirmed at both; whoever has only one of them, or only the session, changes nothing."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import timedelta

import pytest
from flask import Flask
from flask.testing import FlaskClient

from config import Settings
from forum.accounts.email_changes import ask_email_change
from forum.accounts.models import Person
from forum.core import clock
from forum.core.db import commit
from tests.accounts.mailing import mails, send
from tests.support.factories import make_person, sign_in

OLD, NEW = "old@mail.example.org", "new@mail.example.org"


def asked(client: FlaskClient, new: str = NEW) -> Person:
    person = make_person("Ann", email=OLD)
    sign_in(client, person)
    assert send(client, "/account/email", email=new).status_code == 303
    return person


def links() -> dict[str, str]:
    """The newest link that each address was sent."""
    found = {}
    for mail in mails():
        link = re.search(r"(/account/email/\S+)", mail["text"])
        if link is not None:
            found[mail["to"]] = link.group(1)
    return found


@pytest.mark.parametrize("order", [(OLD, NEW), (NEW, OLD)])
def test_both_addresses_must_say_yes_in_any_order(app: Flask, order: tuple[str, str]) -> None:
    person, link = asked(app.test_client()), links()
    reader = app.test_client()
    assert "One more press" in send(reader, link[order[0]]).text
    assert person.email == OLD
    assert "Your email address has changed" in send(reader, link[order[1]]).text
    assert person.email == NEW
    told = mails()[-1]
    assert (told["to"], "has changed" in told["subject"]) == (OLD, True)


def test_every_session_ends_with_the_change(app: Flask) -> None:
    client = app.test_client()
    asked(client)
    for link in links().values():
        send(app.test_client(), link)
    assert client.get("/account").status_code == 302


def test_one_address_twice_is_not_both(app: Flask) -> None:
    person, link = asked(app.test_client()), links()
    for _ in range(2):
        send(app.test_client(), link[NEW])
    assert person.email == OLD


def test_looking_at_a_link_presses_nothing(app: Flask) -> None:
    person = asked(app.test_client())
    for link in links().values():
        assert app.test_client().get(link).status_code == 200
    assert person.email == OLD


def test_an_address_of_somebody_else_is_never_given_and_never_told(app: Flask) -> None:
    make_person("Bob", email=NEW)
    client = app.test_client()
    person, page = asked(client), client.get("/account/email").text
    assert f"a link to {OLD} and to {NEW}" in page
    link = links()
    assert set(link) == {OLD}
    assert [one["subject"] for one in mails() if one["to"] == NEW] == [
        "Someone typed your address at Clearway"
    ]
    send(app.test_client(), link[OLD])
    assert person.email == OLD


def test_an_address_that_was_only_typed_here_is_free(app: Flask) -> None:
    make_person("", email=NEW, password_hash=None).email_confirmed_at = None
    commit()
    person = asked(app.test_client())
    for link in links().values():
        send(app.test_client(), link)
    assert person.email == NEW


def test_a_link_is_too_old_after_a_day(app: Flask) -> None:
    person, link = asked(app.test_client()), links()
    with clock.travelled_to(clock.now() + timedelta(hours=25)):
        assert app.test_client().get(link[NEW]).status_code == 410
    assert person.email == OLD


def test_the_last_wish_counts_and_a_cancelled_one_does_not(app: Flask) -> None:
    client = app.test_client()
    person, first = asked(client), links()
    send(client, "/account/email", email="third@mail.example.org")
    assert app.test_client().get(first[NEW]).status_code == 410
    third = links()["third@mail.example.org"]
    send(client, "/account/email/cancel", "/account/email")
    assert app.test_client().get(third).status_code == 410
    assert person.email == OLD


def test_the_same_address_is_no_change(app: Flask) -> None:
    client = app.test_client()
    sign_in(client, make_person(email=OLD))
    answer = send(client, "/account/email", email=OLD.upper())
    assert (answer.status_code, "This is your email address already" in answer.text) == (422, True)


def test_a_stranger_is_not_flooded_by_changes_to_their_address(
    app: Flask, settings: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(app.extensions, "clearway_settings", replace(settings, rate_limits=True))
    for number in range(5):
        ask_email_change(person=make_person("Ann", email=f"{number}{OLD}"), email=NEW)
        commit()
    sent = [mail["to"] for mail in mails()]
    assert sent.count(NEW) == 3
    assert len([to for to in sent if to.endswith(OLD)]) == 5

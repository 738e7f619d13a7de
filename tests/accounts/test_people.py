"""What administrators do for people, on pages and from the shell."""

from __future__ import annotations

import re

import pytest
from flask import Flask
from flask.testing import FlaskClient

from forum.accounts.models import Person, SiteRole
from forum.accounts.permissions import may_manage_people, may_reset_code, may_suspend
from forum.accounts.queries import get_person_by_email
from forum.core.db import db
from tests.accounts.mailing import mails, send
from tests.support.factories import make_person, sign_in


@pytest.fixture
def administrator(client: FlaskClient) -> Person:
    person = make_person("Ada", role=SiteRole.ADMINISTRATOR)
    sign_in(client, person)
    return person


@pytest.mark.parametrize("role", [None, SiteRole.MEMBER, SiteRole.MODERATOR])
@pytest.mark.parametrize("path", ["/people", "/people/invite", "/people/1/account"])
def test_people_are_for_administrators_alone(client: FlaskClient, role: SiteRole | None, path: str) -> None:
    if role:
        sign_in(client, make_person(role=role))
    assert client.get(path).status_code == (403 if role else 302)


@pytest.mark.parametrize("verb", ["suspend", "resume", "reset-code"])
def test_only_administrators_change_people(client: FlaskClient, verb: str) -> None:
    person = make_person(role=SiteRole.MODERATOR)
    sign_in(client, person)
    assert client.post(f"/people/{make_person().id}/{verb}").status_code == 403


def test_an_administrator_finds_people(client: FlaskClient, administrator: Person) -> None:
    make_person("Findable <i>", email="someone@example.net")
    page = client.get("/people?q=SOMEONE@example.net").text
    assert "Findable &lt;i&gt;" in page
    assert "Ada</a></th>" not in page
    assert "No one matches" in client.get("/people?q=%25_\x00").text
    assert "Findable" not in client.get("/people?staff=1").text
    assert client.get("/people?cursor=rubbish").status_code == 200


def test_the_list_of_people_is_paged(client: FlaskClient, administrator: Person) -> None:
    for _ in range(21):
        make_person()
    page = client.get("/people").text
    older = re.search(r'rel="next" href="([^"]+)"', page).group(1).replace("&amp;", "&")
    assert "Ada</a></th>" in client.get(older).text


def test_an_administrator_invites_a_moderator(client: FlaskClient, administrator: Person) -> None:
    wrong = send(client, "/people/invite", name="", email="no", role="member")
    assert wrong.status_code == 422
    answer = send(client, "/people/invite", name="Mo", email="Mo@example.org", role="moderator")
    assert answer.status_code == 303
    assert "as a moderator" in mails()[-1]["text"]
    assert get_person_by_email("mo@example.org").role == SiteRole.MEMBER


def test_an_administrator_pauses_somebody_and_lets_them_in_again(
    app: Flask, client: FlaskClient, administrator: Person
) -> None:
    person = make_person("Mallory")
    theirs = sign_in(app.test_client(), person)
    page = f"/people/{person.id}/account"
    refused = send(client, f"/people/{person.id}/suspend", page=page, reason=" ")
    assert (refused.status_code, "Please say why" in refused.text) == (422, True)
    assert send(client, f"/people/{person.id}/suspend", page=page, reason="Sold tickets.").status_code == 303
    assert theirs.get("/account").status_code == 302
    told = {mail["to"]: mail["text"] for mail in mails()}
    assert "Sold tickets." in told[person.email]
    assert "suspended the account of Mallory" in told[administrator.email]
    assert "Lift suspension" in client.get(page).text
    assert send(client, f"/people/{person.id}/resume", page=page).status_code == 303
    db.session.refresh(person)
    assert person.is_active


def test_nobody_pauses_or_resets_themselves(client: FlaskClient, administrator: Person) -> None:
    page = f"/people/{administrator.id}/account"
    for verb in ("suspend", "reset-code"):
        assert send(client, f"/people/{administrator.id}/{verb}", page="/people/invite").status_code == 403
    assert "Suspend this account" not in client.get(page).text


def test_a_change_without_its_token_is_refused(client: FlaskClient, administrator: Person) -> None:
    person = make_person()
    assert client.post(f"/people/{person.id}/suspend", data={"reason": "x"}).status_code == 422
    db.session.refresh(person)
    assert person.is_active


def test_an_unknown_person_is_not_found(client: FlaskClient, administrator: Person) -> None:
    assert client.get("/people/999999/account").status_code == 404
    assert client.get("/people/99999999999999999999999/account").status_code == 404


def test_an_administrator_resets_a_lost_code(client: FlaskClient, administrator: Person) -> None:
    officer = make_person("Olu", is_staff=True, totp_secret="JBSWY3DPEHPK3PXP")
    page = f"/people/{officer.id}/account"
    assert send(client, f"/people/{officer.id}/reset-code", page=page).status_code == 303
    told = {mail["to"]: mail["text"] for mail in mails()}
    assert "/invitations/" in told[officer.email]
    assert "reset the password" in told[administrator.email]
    member = make_person()
    page = f"/people/{member.id}/account"
    assert send(client, f"/people/{member.id}/reset-code", page=page).status_code == 403


def test_permissions_are_for_administrators_and_about_others() -> None:
    ada = Person(id=1, role=SiteRole.ADMINISTRATOR)
    mo = Person(id=2, role=SiteRole.MODERATOR, is_staff=True)
    amina = Person(id=3, role=SiteRole.MEMBER, is_staff=False)
    assert [may_manage_people(one) for one in (ada, mo, amina)] == [True, False, False]
    assert [may_suspend(ada, mo), may_suspend(ada, ada), may_suspend(mo, amina)] == [True, False, False]
    assert [may_reset_code(ada, mo), may_reset_code(ada, amina), may_reset_code(mo, ada)] == [
        True,
        False,
        False,
    ]


def test_the_first_administrator_is_made_from_the_shell(app: Flask, client: FlaskClient) -> None:
    shell = app.test_cli_runner()
    made = shell.invoke(args=["accounts", "create-administrator", "Ada@example.org", "--name", "Ada"])
    assert made.exit_code == 0, made.output
    link = re.search(r"(/invitations/\S+)", made.output).group(1)
    assert client.get(link).status_code == 200
    for args in (["no address", "--name", "Ada"], ["a@example.org", "--name", " "], ["a@example.org"]):
        refused = shell.invoke(args=["accounts", "create-administrator", *args])
        assert (refused.exit_code != 0, "Traceback" in refused.output) == (True, False)


def test_a_code_is_reset_from_the_shell(app: Flask) -> None:
    shell = app.test_cli_runner()
    officer = make_person("Olu", is_staff=True, totp_secret="JBSWY3DPEHPK3PXP")
    assert "/invitations/" in shell.invoke(args=["accounts", "reset-code", officer.email]).output
    assert "No one signs in" in shell.invoke(args=["accounts", "reset-code", "x@example.org"]).output
    assert "No one signs in" in shell.invoke(args=["accounts", "reset-code", make_person().email]).output

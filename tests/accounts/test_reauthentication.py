"""Before what hands power over, people show once more that it is them."""

from __future__ import annotations

import pytest
from flask.testing import FlaskClient

from forum.accounts.models import Person, SiteRole
from forum.accounts.passwords import hash_password
from forum.accounts.queries import get_person_by_email
from tests.accounts.mailing import link_in, mails, send
from tests.support.factories import make_person, sign_in

GOOD = "four grey herons wade"


def a_while_ago(client: FlaskClient) -> None:
    with client.session_transaction() as session:
        session["confirmed_at"] -= 15 * 60 + 1


@pytest.fixture
def administrator(client: FlaskClient) -> Person:
    person = make_person("Ada", role=SiteRole.ADMINISTRATOR, password_hash=hash_password(GOOD))
    sign_in(client, person)
    a_while_ago(client)
    return person


def test_an_open_browser_is_not_enough_to_invite_an_administrator(
    client: FlaskClient, administrator: Person
) -> None:
    client.get("/account")
    typed = {"name": "Mallory", "email": "mallory@example.net", "role": "administrator"}
    answer = client.post(
        "/people/invite",
        data={**typed, "csrf_token": "old"},
        headers={"Referer": "http://localhost/people/invite"},
    )
    assert answer.location == "/sign-in/confirm?next=/people/invite"
    assert get_person_by_email("mallory@example.net") is None
    assert client.get("/people/invite").location == "/sign-in/confirm?next=/people/invite"


def test_the_right_password_leads_back_to_what_was_typed(client: FlaskClient, administrator: Person) -> None:
    typed = {"name": "Mo", "email": "mo@example.net", "role": "moderator", "csrf_token": "old"}
    answer = client.post("/people/invite", data=typed, headers={"Referer": "http://localhost/people/invite"})
    assert "is kept" in client.get(answer.location).text
    wrong = send(client, "/sign-in/confirm", next="/people/invite", password="five brown otters")
    assert (wrong.status_code, "This is not your password" in wrong.text) == (422, True)
    assert 'value="/people/invite"' in wrong.text
    right = send(client, "/sign-in/confirm", next="/people/invite", password=GOOD)
    assert (right.status_code, right.location) == (303, "/people/invite")
    page = client.get("/people/invite").text
    assert 'value="mo@example.net"' in page
    assert get_person_by_email("mo@example.net") is None
    assert send(client, "/people/invite", **{**typed, "csrf_token": ""}).status_code == 422
    typed.pop("csrf_token")
    assert send(client, "/people/invite", **typed).status_code == 303


def test_a_button_alone_is_pressed_again(client: FlaskClient, administrator: Person) -> None:
    officer = make_person("Olu", is_staff=True)
    page = f"/people/{officer.id}/account"
    answer = client.post(f"/people/{officer.id}/reset-code", headers={"Referer": f"http://localhost{page}"})
    assert answer.location == f"/sign-in/confirm?next={page}"
    assert "press the button again" in client.get(answer.location).text
    assert mails() == []


def test_staff_cannot_confirm_by_a_link(client: FlaskClient, administrator: Person) -> None:
    assert "Send me a link" not in client.get("/sign-in/confirm?next=/account").text
    assert send(client, "/sign-in/confirm/link", page="/sign-in/confirm", next="/account").status_code == 403


def test_a_member_without_a_password_confirms_by_a_link(client: FlaskClient) -> None:
    sign_in(client, make_person("Amina"))
    page = client.get("/sign-in/confirm?next=/councils").text
    assert ("Send me a link" in page, "Your password" in page) == (True, False)
    assert send(client, "/sign-in/confirm", next="/councils").status_code == 400  # it proves nothing
    assert send(client, "/sign-in/confirm/link", page="/sign-in/confirm", next="/councils").status_code == 303
    a_while_ago(client)
    assert send(client, link_in(mails()[-1])).location == "/councils"
    with client.session_transaction() as session:
        assert session["confirmed_at"] > 0


@pytest.mark.parametrize("path", ["https://evil.example", "//evil.example", "/sign-in/confirm"])
def test_confirming_leads_to_a_page_of_ours(client: FlaskClient, administrator: Person, path: str) -> None:
    assert send(client, "/sign-in/confirm", next=path, password=GOOD).location == "/"


def test_a_visitor_is_led_to_sign_in(client: FlaskClient) -> None:
    assert client.get("/people/invite").location == "/sign-in?next=/people/invite"

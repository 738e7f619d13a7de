"""Passwords: which are refused, how they are kept, and signing in with one."""

from __future__ import annotations

import pytest
from flask.testing import FlaskClient

from forum.accounts.passwords import fits, hash_password, weakness
from forum.core import clock
from forum.core.db import commit
from tests.accounts.mailing import mailed_link, mails, send
from tests.support.factories import make_person, sign_in
from tests.support.hashing import REAL

GOOD = "four grey herons wade"


@pytest.mark.parametrize(
    "password",
    [
        "",
        "short",
        "elevenchars",
        "password1234",
        "Password2026!",
        "passwordpassword",
        "123456789012",
        "abcdefghijkl",
        "lkjihgfedcba",
        "aaaaaaaaaaaa",
        "abababababab",
        "herons herons herons",
        "qwertyuiop12",
        "Correct Horse Battery Staple",
        "x" * 201,
        "Clearway2026",
        "amina.yusuf1",
        "AminaYusuf 99",
    ],
)
def test_passwords_that_are_easy_to_guess_are_refused(password: str) -> None:
    assert weakness(password, about=("Clearway", "amina.yusuf@example.org", "Amina Yusuf"))


@pytest.mark.parametrize(
    "password", [GOOD, "correct horse nine tulips", "ŵythnos hir iawn", "kq83hd72jsl1", "😀 four grey herons"]
)
def test_long_passwords_need_no_kinds_of_characters(password: str) -> None:
    assert weakness(password, about=("Clearway", "amina.yusuf@example.org", "Amina Yusuf")) is None


def test_a_password_is_kept_as_argon2id_and_fits_only_itself() -> None:
    person = make_stored(GOOD)
    assert person.password_hash.startswith("$argon2id$")
    assert (REAL.time_cost, REAL.memory_cost, REAL.parallelism) == (2, 19_456, 1)
    assert fits(person, GOOD)
    assert not fits(person, GOOD + " ")
    assert not fits(None, GOOD)
    assert not fits(make_stored(None), GOOD)
    assert not fits(None, "the password of no one")


def make_stored(password: str | None):
    from forum.accounts.models import Person  # noqa: PLC0415

    return Person(name="A", email="a@example.org", password_hash=password and hash_password(password))


def test_a_member_signs_in_by_password(client: FlaskClient) -> None:
    amina = make_person("Amina", password_hash=hash_password(GOOD))
    answer = send(client, "/sign-in/password", email=amina.email, password=GOOD, next="/councils")
    assert (answer.status_code, answer.location) == (303, "/councils")
    assert client.get("/account").status_code == 200


def test_a_wrong_password_and_an_unknown_address_get_the_same_words(client: FlaskClient) -> None:
    known = make_person(password_hash=hash_password(GOOD)).email
    without = make_person().email
    pages = set()
    for email in (known, without, "nobody@example.org"):
        answer = send(client, "/sign-in/password", email=email, password="something else")
        token = answer.text.split('name="csrf_token"', 1)[1].split('value="', 1)[1].split('"', 1)[0]
        pages.add(answer.text.replace(email, "…").replace(token, "…"))
        assert answer.status_code == 422
        assert "something else" not in answer.text
    assert len(pages) == 1
    assert client.get("/account").status_code == 302


def test_somebody_suspended_is_told_so_only_with_the_right_password(client: FlaskClient) -> None:
    person = make_person(password_hash=hash_password(GOOD), suspended_at=clock.now())
    assert send(client, "/sign-in/password", email=person.email, password="wrong one").status_code == 422
    answer = send(client, "/sign-in/password", email=person.email, password=GOOD)
    assert (answer.status_code, "suspended" in answer.text) == (403, True)
    assert client.get("/account").status_code == 302


def test_changing_the_password_needs_the_old_one_and_cuts_other_sessions(app, client: FlaskClient) -> None:
    person = sign_in_with_password(client)
    phone = sign_in(app.test_client(), person)
    assert phone.get("/account").status_code == 200
    new = "five brown otters swim"
    wrong = send(client, "/account/password", current="not this", password=new, again=new)
    assert (wrong.status_code, "This is not your current password" in wrong.text) == (422, True)
    differ = send(client, "/account/password", current=GOOD, password=new, again="five brown otters")
    assert "not the same" in differ.text
    weak = send(client, "/account/password", current=GOOD, password="password1234", again="password1234")
    assert "easy to guess" in weak.text
    assert send(client, "/account/password", current=GOOD, password=new, again=new).status_code == 303
    assert client.get("/account").status_code == 200
    assert phone.get("/account").status_code == 302
    assert "was changed" in mails()[-1]["subject"]
    assert send(app.test_client(), "/sign-in/password", email=person.email, password=new).status_code == 303


def sign_in_with_password(client: FlaskClient):
    person = make_person("Amina", password_hash=hash_password(GOOD))
    assert send(client, "/sign-in/password", email=person.email, password=GOOD).status_code == 303
    return person


def test_who_came_by_a_link_sets_a_password_without_the_old_one(client: FlaskClient) -> None:
    person = make_person("Amina", password_hash=hash_password(GOOD))
    send(client, mailed_link(client, person.email))
    page = client.get("/account/password").text
    assert "Your password now" not in page
    new = "five brown otters swim"
    assert send(client, "/account/password", password=new, again=new).status_code == 303
    assert "Your password now" in client.get("/account/password").text


def test_changing_the_password_ends_links_that_wait(app, client: FlaskClient) -> None:
    person = sign_in_with_password(client)
    link = mailed_link(app.test_client(), person.email)
    new = "five brown otters swim"
    send(client, "/account/password", current=GOOD, password=new, again=new)
    assert app.test_client().get(link).status_code == 410


def test_signing_out_everywhere_ends_every_session(app, client: FlaskClient) -> None:
    person = make_person()
    sign_in(client, person)
    phone = sign_in(app.test_client(), person)
    assert send(client, "/account/sign-out-everywhere", page="/account").status_code == 303
    assert (client.get("/account").status_code, phone.get("/account").status_code) == (302, 302)


def test_signing_out_needs_the_button(client: FlaskClient) -> None:
    sign_in(client, make_person())
    assert client.get("/sign-out").status_code == 405
    client.post("/sign-out")
    assert client.get("/account").status_code == 200
    send(client, "/sign-out", page="/account")
    assert client.get("/account").status_code == 302


def test_a_person_changes_their_name_and_wishes(client: FlaskClient) -> None:
    person = make_person("Amina")
    sign_in(client, person)
    assert send(client, "/account", name="  ", wants_mail="y").status_code == 422
    assert send(client, "/account", name="x" * 81).status_code == 422
    assert send(client, "/account", name="Amina\u202e Yusuf\r\n").status_code == 303
    commit()
    assert (person.name, person.wants_mail) == ("Amina Yusuf", False)

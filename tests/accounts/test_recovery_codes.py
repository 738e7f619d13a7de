"""Recovery codes: shown once, kept as hashes, each used once; and moving one's codes to another phone."""

from __future__ import annotations

import re

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select

from forum.accounts.actions import reset_code
from forum.accounts.models import Person, RecoveryCode, SignInMethod
from forum.accounts.one_time_codes import code_now, secret_for
from forum.accounts.passwords import hash_password
from forum.accounts.recovery_codes import count_recovery_codes, make_recovery_codes, use_recovery_code
from forum.accounts.sign_in_sessions import list_sessions
from forum.core.db import commit, db
from tests.accounts.mailing import mails, send
from tests.support.factories import make_person, sign_in

GOOD, SECRET = "four grey herons wade", "JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP"
CODE = re.compile(r"<code>((?:[2-9A-Z]{4}-){3}[2-9A-Z]{4})</code>")


@pytest.fixture
def officer(app: Flask) -> Person:
    return make_person("Olu", is_staff=True, password_hash=hash_password(GOOD), totp_secret=SECRET)


def make_on_page(client: FlaskClient) -> list[str]:
    answer = send(client, "/account/recovery-codes/make", page="/account/recovery-codes")
    assert (answer.status_code, answer.headers["Cache-Control"]) == (200, "no-store")
    return CODE.findall(answer.text)


def type_password(client: FlaskClient, person: Person) -> None:
    send(client, "/sign-in/password", email=person.email, password=GOOD, next="/councils")


def test_ten_codes_are_shown_once_and_kept_as_hashes(client: FlaskClient, officer: Person) -> None:
    sign_in(client, officer)
    codes = make_on_page(client)
    assert len(set(codes)) == 10
    page = client.get("/account/recovery-codes").text
    assert "10 codes" in page
    assert CODE.findall(page) == []
    stored = str([vars(one) for one in db.session.scalars(select(RecoveryCode))])
    assert not any(code in stored or code.replace("-", "") in stored for code in codes)
    assert "New recovery codes were made" in mails()[-1]["text"]


@pytest.mark.parametrize(
    "change", [str, str.lower, lambda code: code.replace("-", " "), lambda code: f" {code} "]
)
def test_a_code_signs_in_once_however_it_is_typed(client: FlaskClient, officer: Person, change) -> None:
    codes = make_recovery_codes(person=officer)
    commit()
    type_password(client, officer)
    assert "recovery-code" in client.get("/sign-in/code").text
    answer = send(client, "/sign-in/recovery-code", code=change(codes[3]))
    assert (answer.status_code, answer.location) == (303, "/councils")
    page = client.get("/account").text
    assert "9 recovery codes left" in page
    assert [one.method for one in list_sessions(person=officer)] == [SignInMethod.RECOVERY_CODE]
    told = mails()[-1]
    assert ("9 codes left" in told["text"], told["to"]) == (True, officer.email)


def test_a_code_does_not_work_twice(app: Flask, client: FlaskClient, officer: Person) -> None:
    code = make_recovery_codes(person=officer)[0]
    commit()
    type_password(client, officer)
    assert send(client, "/sign-in/recovery-code", code=code).status_code == 303
    thief = app.test_client()
    type_password(thief, officer)
    answer = send(thief, "/sign-in/recovery-code", code=code)
    assert (answer.status_code, "used before" in answer.text) == (422, True)


def test_a_code_works_for_its_own_person_alone(app: Flask, officer: Person) -> None:
    other = make_person("Mo", is_staff=True, password_hash="x", totp_secret=SECRET)
    code = make_recovery_codes(person=other)[0]
    assert not use_recovery_code(person=officer, typed=code)
    assert not use_recovery_code(person=officer, typed="")
    assert use_recovery_code(person=other, typed=code)


def test_a_code_without_the_password_before_it_opens_nothing(client: FlaskClient, officer: Person) -> None:
    code = make_recovery_codes(person=officer)[0]
    commit()
    assert client.get("/sign-in/recovery-code").location == "/sign-in/password"
    assert send(client, "/sign-in/recovery-code", page="/sign-in", code=code).location == "/sign-in/password"
    assert count_recovery_codes(person=officer) == 10


def test_new_codes_end_the_old_ones_and_so_does_a_reset(app: Flask, officer: Person) -> None:
    old = make_recovery_codes(person=officer)[0]
    new = make_recovery_codes(person=officer)[0]
    assert not use_recovery_code(person=officer, typed=old)
    reset_code(person=officer)
    assert not use_recovery_code(person=officer, typed=new)


def test_members_have_no_recovery_codes(client: FlaskClient) -> None:
    sign_in(client, make_person("Amina"))
    assert client.get("/account/recovery-codes").status_code == 403
    assert client.get("/account/code-app").status_code == 403
    assert "Recovery codes" not in client.get("/account").text


def test_an_open_browser_is_not_enough_to_make_codes(client: FlaskClient, officer: Person) -> None:
    sign_in(client, officer)
    with client.session_transaction() as session:
        session["confirmed_at"] = 0
    answer = send(client, "/account/recovery-codes/make", page="/account/recovery-codes")
    assert answer.location.startswith("/sign-in/confirm")
    assert count_recovery_codes(person=officer) == 0


def test_the_page_of_codes_stays_out_of_what_is_held_and_cached(client: FlaskClient, officer: Person) -> None:
    sign_in(client, officer)
    assert client.post("/account/recovery-codes/make").status_code == 400
    assert count_recovery_codes(person=officer) == 0


def new_secret(client: FlaskClient, person: Person) -> str:
    client.get("/account/code-app")
    with client.session_transaction() as session:
        return secret_for(f"{person.id}|{session['new_code_app']}")


def test_codes_move_to_another_phone_once_it_has_shown_one(
    app: Flask, client: FlaskClient, officer: Person
) -> None:
    sign_in(client, officer)
    other = sign_in(app.test_client(), officer)
    secret = new_secret(client, officer)
    assert send(client, "/account/code-app", code="000000").status_code == 422
    db.session.refresh(officer)
    assert officer.totp_secret == SECRET
    code = code_now(secret)
    assert send(client, "/account/code-app", code=code).status_code == 303
    db.session.refresh(officer)
    assert officer.totp_secret == secret
    assert (client.get("/account").status_code, other.get("/account").status_code) == (200, 302)
    assert "another phone" in " ".join(mails()[-1]["text"].split())
    thief = app.test_client()
    type_password(thief, officer)
    assert send(thief, "/sign-in/code", code=code).status_code == 422  # it was used to set up the phone
    assert new_secret(client, officer) != secret

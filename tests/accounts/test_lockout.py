"""A storm of wrong passwords shuts out the network that it comes from, and never the owner of the address."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest
from flask import Flask
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from config import Settings
from forum.accounts.lockout import CODES_OF_A_PERSON, PASSWORDS_FOR_AN_ADDRESS, PASSWORDS_ON_THE_SITE, Rate
from forum.accounts.models import Person
from forum.accounts.one_time_codes import code_now
from forum.accounts.passwords import hash_password
from forum.core import clock
from forum.core.db import commit
from tests.accounts.mailing import link_in, mails
from tests.support.factories import csrf_token, make_person

pytestmark = pytest.mark.sql

GOOD, SECRET = "four grey herons wade", "JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP"
HOME, STRANGER = "198.51.100.7", "203.0.113.9"


@pytest.fixture(autouse=True)
def limits(app: Flask, settings: Settings, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(app.extensions, "clearway_settings", replace(settings, rate_limits=True))


@pytest.fixture
def quick(monkeypatch: pytest.MonkeyPatch) -> None:
    """Storms of many tries without the work of comparing: they are about counting."""
    monkeypatch.setattr("forum.accounts.views.sign_in.matches", lambda _stored, typed: typed == GOOD)
    monkeypatch.setattr("forum.accounts.lockout.PASSWORDS_FOR_AN_ADDRESS", Rate(15, timedelta(hours=1)))
    monkeypatch.setattr("forum.accounts.lockout.CODES_OF_A_PERSON", Rate(12, timedelta(hours=1)))


@pytest.fixture
def officer(app: Flask) -> Person:
    return make_person(
        "Olu", email="olu@example.org", is_staff=True, password_hash=hash_password(GOOD), totp_secret=SECRET
    )


def type_password(
    client: FlaskClient, password: str, *, network: str, email: str = "olu@example.org"
) -> TestResponse:
    token = csrf_token(client, "/sign-in")
    data = {"csrf_token": token, "email": email, "password": password, "next": "/councils"}
    return client.post("/sign-in/password", data=data, environ_base={"REMOTE_ADDR": network})


def type_code(client: FlaskClient, code: str, *, network: str) -> TestResponse:
    data = {"csrf_token": csrf_token(client, "/sign-in"), "code": code}
    return client.post("/sign-in/code", data=data, environ_base={"REMOTE_ADDR": network})


def storm(
    app: Flask, times: int = 25, *, network: str = STRANGER, email: str = "olu@example.org"
) -> TestResponse:
    client = app.test_client()
    answers = [
        type_password(client, "wrong password here", network=network, email=email) for _ in range(times)
    ]
    return answers[-1]


def storm_from_everywhere(app: Flask, times: int, email: str = "olu@example.org") -> TestResponse:
    client = app.test_client()
    for number in range(times):
        last = type_password(client, "wrong one", network=f"10.{number // 250}.{number % 250}.1", email=email)
    return last


def sign_in_at_home(app: Flask) -> FlaskClient:
    """Sign the officer in with password and code, and out again: their browser is known from then on."""
    client = app.test_client()
    assert type_password(client, GOOD, network=HOME).location == "/sign-in/code"
    assert type_code(client, code_now(SECRET), network=HOME).location == "/councils"
    client.delete_cookie("clearway")
    return client


def test_a_strangers_wrong_passwords_shut_out_the_stranger_and_not_the_owner(
    app: Flask, officer: Person, quick: None
) -> None:
    assert storm(app).status_code == 429
    answer = type_password(app.test_client(), GOOD, network=HOME)
    assert (answer.status_code, answer.location) == (303, "/sign-in/code")


def test_even_the_right_password_is_refused_where_too_many_were_tried(
    app: Flask, officer: Person, quick: None
) -> None:
    storm(app)
    assert type_password(app.test_client(), GOOD, network="203.0.113.200").status_code == 429
    clock.forward(timedelta(hours=1))
    assert type_password(app.test_client(), GOOD, network=STRANGER).status_code == 303


@pytest.mark.parametrize("network", ["2001:db8:1:2::9", "2001:db8:1:ffff::9"])
def test_whoever_walks_through_their_addresses_stays_one_network(
    app: Flask, officer: Person, quick: None, network: str
) -> None:
    storm(app, 10, network="2001:db8:1::1")
    assert type_password(app.test_client(), GOOD, network=network).status_code == 429
    assert type_password(app.test_client(), GOOD, network="2001:db8:2::1").status_code == 303


def test_the_owner_gets_in_from_the_strangers_own_network_on_a_device_that_is_known(
    app: Flask, officer: Person, quick: None
) -> None:
    client = sign_in_at_home(app)
    storm(app, 70)  # more than one visitor may send at all
    answer = type_password(client, GOOD, network=STRANGER)
    assert (answer.status_code, answer.location) == (303, "/sign-in/code")


def test_a_known_device_has_tries_of_its_own_and_no_more(app: Flask, officer: Person, quick: None) -> None:
    client = sign_in_at_home(app)
    answers = [type_password(client, "wrong one", network=HOME) for _ in range(21)]
    assert [one.status_code for one in answers] == [422] * 20 + [429]
    assert "on this device" in answers[-1].text
    assert type_password(app.test_client(), GOOD, network=HOME).status_code == 303


def test_a_device_is_known_for_its_own_addresses_alone(app: Flask, officer: Person, quick: None) -> None:
    make_person("Mallory", email="mallory@example.org", password_hash=hash_password(GOOD))
    client = app.test_client()
    assert type_password(client, GOOD, network=STRANGER, email="mallory@example.org").status_code == 303
    client.delete_cookie("clearway")
    answers = [type_password(client, "wrong one", network=STRANGER).status_code for _ in range(11)]
    assert answers[-1] == 429


def test_a_cookie_that_we_did_not_sign_makes_no_device_known(
    app: Flask, officer: Person, quick: None
) -> None:
    storm(app)
    client = app.test_client()
    for forged in ("x", "eyJuYW1lIjoieCJ9.x.y", "é" * 100):
        client.set_cookie("known_device", forged)
        assert type_password(client, GOOD, network=STRANGER).status_code == 429


def test_the_cookie_of_a_known_device_names_nobody_and_no_script_reads_it(
    app: Flask, officer: Person
) -> None:
    client = app.test_client()
    type_password(client, GOOD, network=HOME)
    answer = type_code(client, code_now(SECRET), network=HOME)
    (cookie,) = [one for one in answer.headers.getlist("Set-Cookie") if one.startswith("known_device=")]
    assert {"HttpOnly", "SameSite=Lax", "Path=/"} <= set(cookie.split("; "))
    assert client.get_cookie("known_device") is not None
    assert "olu" not in cookie


def test_a_member_without_a_password_gets_no_second_cookie(app: Flask) -> None:
    make_person("Amina", email="amina@example.org")
    client = app.test_client()
    data = {"csrf_token": csrf_token(client, "/sign-in"), "email": "amina@example.org"}
    client.post("/sign-in", data=data)
    link = link_in(mails()[-1])
    answer = client.post(link, data={"csrf_token": csrf_token(client, link)})
    assert answer.status_code == 303
    assert client.get_cookie("known_device") is None


def test_a_storm_from_many_networks_meets_a_brake_and_staff_get_past_it_by_mail(
    app: Flask, officer: Person, quick: None
) -> None:
    assert storm_from_everywhere(app, 16).status_code == 429
    client = app.test_client()
    locked = type_password(client, GOOD, network=HOME)
    assert (locked.status_code, "You have done nothing wrong" in locked.text) == (429, True)
    assert int(locked.headers["Retry-After"]) > 0
    data = {"csrf_token": csrf_token(client, "/sign-in"), "email": "olu@example.org", "next": "/councils"}
    client.post("/sign-in", data=data)
    link = mails()[-1]["text"].split("http://127.0.0.1:8000", 1)[1].split()[0]
    assert link.startswith("/sign-in/device/")
    assert type_password(client, GOOD, network=HOME).status_code == 429  # looking at a mail opens nothing
    opened = client.post(link, data={"csrf_token": csrf_token(client, link)})
    assert opened.location == "/sign-in/password?next=/councils"
    assert client.get("/account").status_code == 302  # and the link signs nobody in
    assert type_password(client, GOOD, network=HOME).location == "/sign-in/code"
    assert type_code(client, code_now(SECRET), network=HOME).location == "/councils"
    again = app.test_client()
    assert again.get(link).status_code == 410


def test_a_known_device_passes_a_storm_from_many_networks(app: Flask, officer: Person, quick: None) -> None:
    client = sign_in_at_home(app)
    storm_from_everywhere(app, 16)
    assert type_password(client, GOOD, network=HOME).status_code == 303


def test_a_storm_over_many_addresses_brakes_the_site_for_devices_that_are_not_known(
    app: Flask, officer: Person, quick: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("forum.accounts.lockout.PASSWORDS_ON_THE_SITE", Rate(5, timedelta(hours=1)))
    known = sign_in_at_home(app)
    for number in range(5):
        storm(app, 1, network=f"10.0.{number}.1", email=f"person{number}@example.net")
    locked = type_password(app.test_client(), GOOD, network="192.0.2.1")
    assert (locked.status_code, "many passwords on this site" in locked.text) == (429, True)
    assert type_password(known, GOOD, network=HOME).status_code == 303


def test_the_page_says_the_same_of_an_address_that_nobody_has(
    app: Flask, officer: Person, quick: None
) -> None:
    pages = []
    for email in ("olu@example.org", "nobody@example.org"):
        answer = storm(app, 11, email=email)
        token = answer.text.split('name="csrf_token"', 1)[1].split('value="', 1)[1].split('"', 1)[0]
        pages.append((answer.status_code, answer.text.replace(email, "…").replace(token, "…")))
    assert pages[0] == pages[1]


def test_a_right_password_forgets_the_wrong_ones_before_it(app: Flask, officer: Person, quick: None) -> None:
    client = app.test_client()
    for _ in range(2):
        for _ in range(6):
            assert type_password(client, "a slip of mine", network=HOME).status_code == 422
        assert type_password(client, GOOD, network=HOME).status_code == 303


def test_wrong_codes_of_somebody_with_the_password_shut_out_their_network_and_not_the_owner(
    app: Flask, officer: Person, quick: None
) -> None:
    thief, owner = app.test_client(), app.test_client()
    type_password(thief, GOOD, network=STRANGER)
    answers = [type_code(thief, "000000", network=STRANGER).status_code for _ in range(11)]
    assert answers == [422] * 10 + [429]
    type_password(owner, GOOD, network=HOME)
    assert type_code(owner, code_now(SECRET), network=HOME).location == "/councils"


def test_the_brakes_leave_no_time_to_guess() -> None:
    assert Rate(100, timedelta(hours=1)) == PASSWORDS_FOR_AN_ADDRESS
    assert Rate(30, timedelta(hours=1)) == CODES_OF_A_PERSON
    assert Rate(120, timedelta(minutes=1)) == PASSWORDS_ON_THE_SITE


def test_the_owner_is_told_that_somebody_knows_their_password(
    app: Flask, officer: Person, quick: None
) -> None:
    thief = app.test_client()
    for number in range(3):
        type_password(thief, GOOD, network=f"10.0.{number}.1")
        last = [type_code(thief, "000000", network=f"10.0.{number}.1") for _ in range(5)][-1]
    assert (last.status_code, "wrong codes for this address" in last.text) == (429, True)
    commit()
    told = [one for one in mails() if "knows your password" in one["subject"]]
    assert [one["to"] for one in told] == ["olu@example.org"]

"""Where people are signed in: every session has a row, and ends everywhere when the row goes."""

from __future__ import annotations

from datetime import timedelta

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import func, select

from forum.accounts.devices import device_of
from forum.accounts.models import SignInSession
from forum.accounts.networks import network_of
from forum.accounts.sign_in_sessions import list_sessions
from forum.core import clock
from forum.core.db import commit, db
from tests.accounts.mailing import mailed_link, send
from tests.support.factories import make_person, session_key, sign_in
from tests.support.statements import count_statements

FIREFOX = "Mozilla/5.0 (Windows NT 10.0; Win64; x64; rv:140.0) Gecko/20100101 Firefox/140.0"
IPHONE = (
    "Mozilla/5.0 (iPhone; CPU iPhone OS 18_0 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko)"
    " Version/18.0 Mobile/15E148 Safari/604.1"
)
ANDROID = "Mozilla/5.0 (Linux; Android 15; Pixel 9) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/140.0 Mobile Safari/537.36"


def is_in(client: FlaskClient) -> bool:
    return client.get("/account").status_code == 200


def copy_of(app: Flask, client: FlaskClient) -> FlaskClient:
    """A browser to which somebody has copied the cookie of another."""
    thief = app.test_client()
    cookie = client.get_cookie("clearway")
    thief.set_cookie("clearway", cookie.value)
    return thief


def test_a_copied_cookie_is_worth_nothing_after_signing_out(app: Flask, client: FlaskClient) -> None:
    person = make_person("Amina")
    send(client, mailed_link(client, person.email))
    thief = copy_of(app, client)
    assert is_in(thief)
    send(client, "/sign-out", page="/account")
    assert not is_in(thief)
    assert client.get_cookie("clearway") is None or not is_in(client)


def test_signing_out_ends_this_session_alone(app: Flask, client: FlaskClient) -> None:
    person = make_person()
    sign_in(client, person)
    phone = sign_in(app.test_client(), person)
    send(client, "/sign-out", page="/account")
    assert (is_in(client), is_in(phone)) == (False, True)


def test_signing_in_anew_ends_what_the_browser_was_signed_in_to_before(
    app: Flask, client: FlaskClient
) -> None:
    person = make_person("Amina")
    sign_in(client, person)
    thief = copy_of(app, client)
    send(client, mailed_link(app.test_client(), person.email))
    assert (is_in(client), is_in(thief)) == (True, False)
    assert len(list_sessions(person=person)) == 1


def test_the_key_of_a_session_is_not_stored(client: FlaskClient) -> None:
    key = session_key(make_person()).partition(".")[2]
    assert key not in str(vars(db.session.scalars(select(SignInSession)).one()))


def test_a_key_works_for_its_own_person_alone(client: FlaskClient) -> None:
    key = session_key(make_person()).partition(".")[2]
    with client.session_transaction() as session:
        session["_user_id"] = f"{make_person().id}.{key}"
    assert not is_in(client)


def test_a_request_of_somebody_signed_in_takes_one_statement_to_know_them(client: FlaskClient) -> None:
    sign_in(client, make_person())
    with count_statements() as seen:
        client.get("/sign-in?next=/councils")
    assert len(seen) == 1, seen
    assert "sign_in_session" in seen[0]
    assert SignInSession.__table__.c.key_hash.unique


def test_reading_writes_the_last_use_once_a_day_and_writing_once_an_hour(client: FlaskClient) -> None:
    person = make_person()
    sign_in(client, person)
    (session,) = list_sessions(person=person)
    began = session.last_used_at

    def last_use_after(path: str, later: timedelta, **typed: str):
        clock.forward(later)
        if typed:
            send(client, path, **typed)
        else:
            client.get(path)
        db.session.refresh(session)
        return session.last_used_at

    assert last_use_after("/account", timedelta(hours=23)) == began
    read_at = last_use_after("/account", timedelta(hours=2))
    assert read_at > began
    assert last_use_after("/account", timedelta(minutes=59), name="Amina Y") == read_at
    assert last_use_after("/account", timedelta(minutes=2), name="Amina Yu") > read_at


def test_members_stay_signed_in_as_long_as_they_come_back(client: FlaskClient) -> None:
    person = make_person()
    sign_in(client, person)
    with client.session_transaction() as cookie:
        cookie.permanent = True
    (session,) = list_sessions(person=person)
    session.ends_at = soon = clock.real_now() + timedelta(minutes=5)
    commit()
    clock.forward(timedelta(days=2))
    answer = client.get("/account")
    db.session.refresh(session)
    assert session.ends_at > soon
    assert "Expires=" in answer.headers["Set-Cookie"]


def test_the_use_of_staff_never_makes_their_session_longer(client: FlaskClient) -> None:
    person = make_person(is_staff=True)
    sign_in(client, person)
    (session,) = list_sessions(person=person)
    ends_at = session.ends_at
    clock.forward(timedelta(days=2))
    client.get("/account")
    db.session.refresh(session)
    assert session.ends_at == ends_at


def test_what_has_ended_is_deleted_when_somebody_signs_in(client: FlaskClient) -> None:
    session_key(make_person())
    db.session.scalars(select(SignInSession)).one().ends_at = clock.real_now() - timedelta(seconds=1)
    commit()
    session_key(make_person())
    assert db.session.scalar(select(func.count(SignInSession.id))) == 1


def test_people_see_where_they_are_signed_in(app: Flask, client: FlaskClient) -> None:
    person = make_person("Amina")
    link = mailed_link(client, person.email)
    token = send_with(client, link, IPHONE)
    assert token == 303
    sign_in(app.test_client(), person)
    page = client.get("/account/sessions").text
    assert "Safari on an iPhone" in page
    assert "Firefox on Linux" in page
    assert page.count("This device") == 1
    assert "Mozilla" not in page


def send_with(client: FlaskClient, path: str, user_agent: str) -> int:
    token = client.get(path).text.split('name="csrf_token"', 1)[1].split('value="', 1)[1].split('"', 1)[0]
    return client.post(path, data={"csrf_token": token}, headers={"User-Agent": user_agent}).status_code


def test_one_session_is_ended_from_another_device(app: Flask, client: FlaskClient) -> None:
    person = make_person()
    lost = sign_in(app.test_client(), person)
    (session,) = list_sessions(person=person)
    sign_in(client, person)
    answer = send(client, f"/account/sessions/{session.id}/end", page="/account/sessions")
    assert (answer.status_code, answer.location) == (303, "/account/sessions")
    assert (is_in(client), is_in(lost)) == (True, False)


def test_nobody_ends_the_session_of_somebody_else(app: Flask, client: FlaskClient) -> None:
    other = make_person()
    theirs = sign_in(app.test_client(), other)
    (session,) = list_sessions(person=other)
    sign_in(client, make_person())
    send(client, f"/account/sessions/{session.id}/end", page="/account/sessions")
    assert is_in(theirs)


def test_all_other_sessions_are_ended_at_once(app: Flask, client: FlaskClient) -> None:
    person = make_person()
    others = [sign_in(app.test_client(), person) for _ in range(2)]
    sign_in(client, person)
    assert send(client, "/account/sessions/end-others", page="/account/sessions").status_code == 303
    assert (is_in(client), [is_in(one) for one in others]) == (True, [False, False])
    assert is_in(sign_in(app.test_client(), make_person()))


def test_ending_the_session_one_is_in_signs_out(client: FlaskClient) -> None:
    person = make_person()
    sign_in(client, person)
    (session,) = list_sessions(person=person)
    send(client, f"/account/sessions/{session.id}/end", page="/account/sessions")
    assert not is_in(client)


@pytest.mark.parametrize(
    ("user_agent", "words"),
    [
        (FIREFOX, "Firefox on Windows"),
        (IPHONE, "Safari on an iPhone"),
        (ANDROID, "Chrome on an Android phone"),
        (ANDROID.replace(" Mobile", ""), "Chrome on an Android tablet"),
        (FIREFOX.replace("Firefox/140.0", "Chrome/140.0 Safari/537.36 Edg/140.0"), "Edge on Windows"),
        ("curl/8.0", "A browser on a device we do not know"),
        ("", "A browser on a device we do not know"),
        ("é" * 5000, "A browser on a device we do not know"),
    ],
)
def test_a_device_is_named_in_plain_words(user_agent: str, words: str) -> None:
    assert device_of(user_agent).words == words


@pytest.mark.parametrize(
    ("address", "network"),
    [
        ("203.0.113.7", "203.0.113.0/24"),
        ("::ffff:203.0.113.7", "203.0.113.0/24"),
        ("2001:db8:1:2::9", "2001:db8:1::/48"),
        ("", ""),
    ],
)
def test_only_the_network_of_an_address_is_kept(address: str, network: str) -> None:
    assert network_of(address) == network

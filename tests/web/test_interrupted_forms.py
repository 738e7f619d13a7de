"""What is typed survives signing in, in every form: kept in the browser's session, shown again, never sent by itself."""

from __future__ import annotations

import io
import re
from datetime import timedelta

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import func, select

from forum.accounts.actions import ask_for_link, sign_out_everywhere
from forum.accounts.sign_in_sessions import list_sessions
from forum.core import clock
from forum.core.db import commit, db
from forum.core.interrupted_forms import HELD_FOR, InterruptedForm
from forum.groups.models import Membership
from forum.threads.models import Comment
from forum.web.interrupted_forms import LONGEST_HELD
from tests.accounts.mailing import link_in, mails
from tests.support.factories import (
    make_affected,
    make_barrier,
    make_comment,
    make_council,
    make_group,
    make_officer,
    make_person,
    saved,
    sign_in,
)
from tests.threads.pages import main_of, send


def held() -> int:
    return db.session.scalar(select(func.count(InterruptedForm.id))) or 0


def signed_in_by_mail(client: FlaskClient, person) -> None:
    ask_for_link(email=person.email)
    commit()
    send(client, link_in(mails()[-1]))


CASES = {
    "comment": ("/threads/{barrier}/comment", {"body": "Typed for ten minutes.", "form_key": "a" * 32}),
    "changed comment": ("/comments/{comment}/edit", {"body": "Typed for ten minutes."}),
    "affects us too": (
        "/barriers/{joined}/affects-us",
        {"words": "Typed for ten minutes.", "delay_days": "3"},
    ),
    "account": ("/account", {"name": "Typed for ten minutes."}),
    "group": ("/groups/{group}/edit", {"name": "Ours", "summary": "Typed for ten minutes."}),
}


@pytest.fixture
def places(app: Flask):
    person = make_person("Joan Pike")
    barrier, joined = make_barrier(), make_barrier()
    make_affected(joined, person=person)
    council = make_council("Wexmoor")
    group = make_group("Ours", council=council)
    saved(Membership(group_id=group.id, person_id=person.id, is_organiser=True, created_at=clock.now()))
    return person, {
        "barrier": barrier.id,
        "joined": joined.id,
        "comment": make_comment(barrier, author=person).id,
        "group": group.id,
        "number": barrier.id,
    }


@pytest.mark.parametrize("case", list(CASES))
def test_what_is_typed_after_the_session_ended_stands_in_the_form_after_signing_in(
    case: str, client: FlaskClient, places
) -> None:
    person, numbers = places
    path, typed = CASES[case]
    path = path.format(**numbers)
    answer = client.post(
        path, data={**typed, "csrf_token": "old"}, headers={"Referer": f"http://localhost{path}"}
    )
    if case == "affects us too":  # a visitor may join too: they are asked who they are, and may sign in
        assert answer.status_code == 422
    else:
        assert answer.location == f"/sign-in?next={path}"
    comments = db.session.scalar(select(func.count(Comment.id)))
    signed_in_by_mail(client, person)
    page = client.get(path)
    assert "Typed for ten minutes." in main_of(page)
    assert "Check it, and send it again" in page.text
    assert db.session.scalar(select(func.count(Comment.id))) == comments


def test_an_officers_answer_survives_the_end_of_their_session(app: Flask, client: FlaskClient) -> None:
    council = make_council()
    officer = make_officer(council)
    barrier = make_barrier(council=council)
    path = f"/barriers/{barrier.id}/respond/acknowledge"
    sign_in(client, officer.person)
    seen = re.search(r'name="seen"[^>]*value="(\d+)"', client.get(path).text)
    (session,) = list_sessions(person=officer.person)
    lasts, session.ends_at = (
        session.ends_at,
        clock.real_now(),
    )  # after some hours; the browser keeps its cookie
    commit()
    typed = {"public_note": "We have read it, and will look.", "department_id": "", "seen": seen[1]}
    answer = client.post(path, data={**typed, "csrf_token": "old"})
    assert answer.location.startswith("/sign-in?next=")
    session.ends_at = lasts
    commit()
    assert "We have read it, and will look." in client.get(path).text


def test_what_was_held_is_forgotten_when_it_was_sent(client: FlaskClient, places) -> None:
    person, numbers = places
    path = f"/threads/{numbers['barrier']}/comment"
    client.post(path, data={"body": "Typed.", "form_key": "b" * 32})
    signed_in_by_mail(client, person)
    assert "Typed." in client.get(path).text
    assert send(client, path, body="Typed.", form_key="b" * 32).status_code == 303
    assert held() == 0
    assert "Typed." not in main_of(client.get(path))


def test_somebody_else_in_the_same_browser_does_not_see_it(app: Flask, client: FlaskClient, places) -> None:
    person, numbers = places
    path = f"/threads/{numbers['barrier']}/comment"
    sign_in(client, person)
    sign_out_everywhere(person=person)
    commit()
    client.post(path, data={"body": "Private words.", "form_key": "c" * 32})
    signed_in_by_mail(client, make_person())
    assert "Private words." not in client.get(path).text


def test_another_browser_does_not_see_it(app: Flask, client: FlaskClient, places) -> None:
    person, numbers = places
    path = f"/threads/{numbers['barrier']}/comment"
    client.post(path, data={"body": "Private words.", "form_key": "c" * 32})
    other = sign_in(app.test_client(), person)
    assert "Private words." not in other.get(path).text


def test_passwords_and_codes_are_never_held(client: FlaskClient) -> None:
    client.post("/account/password", data={"current": "open sesame", "password": "new", "again": "new"})
    assert held() == 0
    client.post("/account", data={"name": "Joan", "password": "x", "code": "123456", "csrf_token": "t"})
    fields = db.session.scalars(select(InterruptedForm.fields)).one()
    assert set(fields) == {"name"}


def test_what_another_site_makes_a_browser_send_is_not_held(client: FlaskClient, places) -> None:
    _person, numbers = places
    path = f"/threads/{numbers['barrier']}/comment"
    client.post(path, data={"body": "Buy."}, headers={"Origin": "https://evil.example"})
    assert held() == 0


def test_files_must_be_chosen_again_and_the_page_says_so(client: FlaskClient, places) -> None:
    person, numbers = places
    path = f"/threads/{numbers['barrier']}/comment"
    data = {"body": "With a file.", "picture": (io.BytesIO(b"x"), "x.jpg")}
    client.post(path, data=data, content_type="multipart/form-data")
    signed_in_by_mail(client, person)
    assert "Choose your files again" in client.get(path).text


def test_it_is_bounded_in_size_and_time_and_number(client: FlaskClient, places) -> None:
    person, numbers = places
    path = f"/threads/{numbers['barrier']}/comment"
    client.post(path, data={"body": "x" * (LONGEST_HELD + 1)})
    assert held() == 0
    client.post(path, data={"body": "One."})
    client.post(path, data={"body": "Two."})
    assert held() == 1
    clock.forward(HELD_FOR + timedelta(minutes=1))
    signed_in_by_mail(client, person)
    assert "Two." not in client.get(path).text
    FlaskClient(client.application, client.response_wrapper).post(path, data={"body": "Three."})
    assert held() == 1

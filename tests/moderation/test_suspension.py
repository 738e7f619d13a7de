"""Suspended from posting: for a term, by moderators, with a reason; reading and downloading go on."""

from __future__ import annotations

from datetime import timedelta

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select

from forum.accounts.models import Person, SiteRole
from forum.accounts.permissions import may_suspend_from_posting
from forum.core import clock
from forum.core.clock import travelled_to
from forum.core.db import commit, db
from forum.moderation.actions.people import end_suspension, suspend_author
from forum.moderation.models import ModerationAct
from forum.web.guards import GUARD, OPEN_TO_SUSPENDED
from tests.accounts.mailing import mails
from tests.moderation.reasons import A_REASON
from tests.support.factories import (
    make_barrier,
    make_comment,
    make_council,
    make_officer,
    make_person,
    sign_in,
)
from tests.threads.pages import send

MEMBER, MODERATOR, ADMINISTRATOR = SiteRole.MEMBER, SiteRole.MODERATOR, SiteRole.ADMINISTRATOR


def suspended(days: int = 7) -> Person:
    person = make_person("Sam", email="sam@example.org")
    suspend_author(author=person, by=make_person(role=MODERATOR), reason=A_REASON, days=days)
    commit()
    return person


@pytest.mark.parametrize(
    ("by", "of", "may"),
    [
        (MODERATOR, MEMBER, True),
        (MODERATOR, MODERATOR, False),
        (MODERATOR, ADMINISTRATOR, False),
        (ADMINISTRATOR, MEMBER, True),
        (ADMINISTRATOR, MODERATOR, True),
        (ADMINISTRATOR, ADMINISTRATOR, False),
        (MEMBER, MEMBER, False),
    ],
)
def test_nobody_suspends_those_beside_or_above_them(
    app: Flask, by: SiteRole, of: SiteRole, may: bool
) -> None:
    assert may_suspend_from_posting(make_person(role=by), make_person(role=of)) is may


def test_only_administrators_suspend_a_councils_officers_and_nobody_themselves(app: Flask) -> None:
    officer, moderator = make_officer(make_council()).person, make_person(role=MODERATOR)
    assert not may_suspend_from_posting(moderator, officer)
    assert may_suspend_from_posting(make_person(role=ADMINISTRATOR), officer)
    assert not may_suspend_from_posting(moderator, moderator)
    assert not may_suspend_from_posting(officer, make_person())


def test_a_moderator_suspends_a_member_who_is_told_until_when_and_why(client: FlaskClient) -> None:
    person = make_person("Sam", email="sam@example.org")
    sign_in(client, make_person(role=MODERATOR))
    page = f"/moderation/people/{person.id}/suspend"
    answer = send(client, page, days="3", reason="abuse", words="Three insults in a day.")
    assert answer.status_code == 303
    db.session.refresh(person)
    assert person.posting_suspended_until == pytest.approx(
        clock.now() + timedelta(days=3), abs=timedelta(minutes=1)
    )
    mail = mails()[-1]
    assert mail["to"] == "sam@example.org"
    for words in (
        "suspended you from posting until",
        "Three insults in a day.",
        "read everything",
        "/decisions/",
    ):
        assert words in mail["text"], words
    assert "Lift the suspension" in client.get(f"/moderation/people/{person.id}").text
    lift = f"/moderation/people/{person.id}/end-suspension"
    assert send(client, lift, reason="mistake", words="It was someone else.").status_code == 303
    db.session.refresh(person)
    assert not person.is_suspended_from_posting


def test_a_moderator_cannot_suspend_an_administrator_by_address(client: FlaskClient) -> None:
    other = make_person(role=ADMINISTRATOR)
    sign_in(client, make_person(role=MODERATOR))
    assert client.get(f"/moderation/people/{other.id}/suspend").status_code == 403
    assert client.post(f"/moderation/people/{other.id}/hide-since").status_code == 403


def test_whoever_is_suspended_reads_on_and_every_form_says_until_when(client: FlaskClient) -> None:
    barrier = make_barrier()
    sign_in(client, suspended())
    assert client.get(f"/barriers/{barrier.id}", follow_redirects=True).status_code == 200
    for path in (f"/threads/{barrier.id}/comment", "/questions/ask", "/barriers/log", "/groups/new"):
        page = client.get(path, follow_redirects=True)
        assert page.status_code == 403, path
        assert "You cannot post until" in page.text
        assert client.post(path).status_code in {403, 405}, path
    assert client.get("/account").status_code == 200
    led = client.get("/account/suspension", follow_redirects=True)
    assert "A moderator has suspended you from posting" in led.text
    assert "Send the appeal" in led.text


def test_what_publishes_nothing_stays_open_to_whoever_is_suspended(client: FlaskClient) -> None:
    person = suspended()
    comment = make_comment(make_barrier(), author=person)
    sign_in(client, person)
    assert (
        send(client, f"/threads/{comment.thread_id}/report", kind="other", words="Look.").status_code == 303
    )
    assert send(client, f"/comments/{comment.id}/delete").status_code == 303
    assert send(client, "/account", name="Samuel", wants_mail="y").status_code == 303
    assert send(client, "/sign-out", "/account").status_code == 303


def test_every_form_is_closed_to_whoever_is_suspended_but_those_that_say_otherwise(app: Flask) -> None:
    client = sign_in(app.test_client(), suspended())
    open_ones, closed = set(), 0
    for rule in app.url_map.iter_rules():
        view = app.view_functions[rule.endpoint]
        if "POST" not in (rule.methods or ()) or not hasattr(view, GUARD):
            continue
        if hasattr(view, OPEN_TO_SUSPENDED) or rule.rule.startswith("/account"):
            open_ones.add(rule.endpoint)
            continue
        values = {name: "x" if "<" + name in rule.rule else 1 for name in rule.arguments}
        with app.test_request_context():
            path = app.url_for(rule.endpoint, **values)
        answer = client.post(path)
        assert answer.status_code == 403, path
        closed += "You cannot post until" in answer.text
    assert closed > 80
    assert {"decisions.show", "reports.report", "accounts.sign_out"} <= open_ones


def test_a_suspension_ends_by_the_clock_and_can_be_lifted(app: Flask) -> None:
    person = suspended(days=1)
    assert person.is_suspended_from_posting
    with travelled_to(clock.now() + timedelta(days=1, seconds=1)):
        assert not person.is_suspended_from_posting
    assert end_suspension(author=person, by=make_person(role=MODERATOR), reason=A_REASON) is not None
    assert not person.is_suspended_from_posting
    assert end_suspension(author=person, by=make_person(role=MODERATOR), reason=A_REASON) is None
    verbs = db.session.scalars(select(ModerationAct.verb).order_by(ModerationAct.id)).all()
    assert verbs == ["suspend", "end_suspension"]

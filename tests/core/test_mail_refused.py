"""A mail server that refuses for good is asked once, and whoever wrote the mail learns it."""

from __future__ import annotations

import logging
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select

from config import Settings
from forum.accounts.actions import invite_staff
from forum.accounts.models import Person, SiteRole
from forum.accounts.queries import get_person_by_email
from forum.core.db import commit, db
from forum.core.dead_letters import list_dead
from forum.core.mail import deliver, mail_later
from forum.core.outbox import OutboxRow
from forum.core.worker import Worker
from tests.accounts.mailing import send
from tests.support.factories import make_council, make_department, make_officer, make_person, sign_in
from tests.support.mail import Postbox, smtp_server

WRONG = "no.such.officer@wexmoor.gov.uk"


@pytest.fixture
def postbox(
    app: Flask, settings: Settings, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> Iterator[Postbox]:
    with smtp_server() as box:
        site = replace(settings, instance_folder=tmp_path, smtp_host="127.0.0.1", smtp_port=box.port)
        monkeypatch.setitem(app.extensions, "clearway_settings", site)
        yield box


def drain() -> None:
    commit()
    Worker({"mail": deliver}).drain()


def row() -> OutboxRow:
    return db.session.scalars(
        select(OutboxRow).where(OutboxRow.kind == "mail").order_by(OutboxRow.id.desc())
    ).first()  # type: ignore[return-value]


def test_a_refusal_for_good_is_final_at_once_without_a_traceback(
    postbox: Postbox, caplog: pytest.LogCaptureFixture
) -> None:
    postbox.answers[WRONG] = "550 5.1.1 No such user here"
    mail_later(to=WRONG, subject="Hello", text="words")
    with caplog.at_level(logging.WARNING):
        drain()
    assert row().dead_at is not None
    assert row().number_of_attempts == 1
    assert "550 5.1.1 No such user here" in (row().last_error or "")
    assert [one.exc_info for one in caplog.records] == [None]
    assert len(list_dead()) == 1
    drain()
    assert postbox.number_of_tries == 1


@pytest.mark.parametrize("answer", ["450 4.2.1 Busy", "421 Come back later", "451 4.7.1 Greylisted"])
def test_a_refusal_for_now_is_tried_again_later_and_marks_nobody(
    postbox: Postbox, caplog: pytest.LogCaptureFixture, answer: str
) -> None:
    person = make_person(email=WRONG)
    postbox.answers[WRONG] = answer
    mail_later(to=WRONG, subject="Hello", text="words")
    with caplog.at_level(logging.WARNING):
        drain()
    assert (row().dead_at, row().number_of_attempts) == (None, 1)
    assert row().due_at is not None
    assert [one.exc_info for one in caplog.records] == [None]
    assert person.mail_refused_at is None


@pytest.mark.parametrize(
    ("at_rcpt", "at_data", "is_marked"),
    [
        ("550 5.1.1 No such user", "", True),
        ("550 Unknown mailbox", "", True),
        ("554 5.7.1 Relay access denied", "", False),
        ("550 5.4.1 Recipient address rejected: Access denied", "", True),
        ("552 5.2.2 Mailbox full", "", False),
        ("553 5.1.8 Sender's domain does not exist", "", False),
        ("552 5.2.3 Message exceeds the limit of this mailbox", "", False),
        ("554 5.4.6 Routing loop detected", "", False),
        ("", "550 5.1.1 No such user", True),
        ("", "554 5.7.1 Looks like spam", False),
        ("", "554 Refused", False),
    ],
)
def test_only_an_address_that_takes_no_mail_is_marked(
    postbox: Postbox, at_rcpt: str, at_data: str, is_marked: bool
) -> None:
    person = make_person(email=WRONG)
    if at_rcpt:
        postbox.answers[WRONG] = at_rcpt
    postbox.said_at_the_end = at_data or "250 OK"
    mail_later(to=WRONG, subject="Hello", text="words")
    drain()
    db.session.expire_all()
    assert row().dead_at is not None
    assert (person.mail_refused_at is not None) is is_marked
    assert person.mail_refused_reason == ((at_rcpt or at_data) if is_marked else None)


def test_an_address_that_can_be_none_is_final_at_once(postbox: Postbox) -> None:
    mail_later(to="nobody", subject="Hello", text="words")
    drain()
    assert (row().dead_at is not None, row().number_of_attempts) == (True, 1)


def test_a_lead_sees_that_the_invitation_was_refused_where_they_invited(
    client: FlaskClient, postbox: Postbox
) -> None:
    postbox.answers[WRONG] = "550 5.1.1 No such user here"
    council = make_council("Wexmoor")
    lead = make_officer(council, is_lead=True)
    sign_in(client, lead.person)
    page = f"/councils/{council.slug}/settings"
    told = send(client, f"{page}/officers/invite", name="Tom", email=WRONG, job_title="", department="")
    assert told.status_code == 303
    before = client.get(page).text
    assert "on its way" not in before
    assert "Invited, not accepted yet" in before
    drain()
    after = client.get(page).text
    assert f"Email to {WRONG} cannot be delivered." in after
    assert "550 5.1.1 No such user here" in after
    assert "Invited, not accepted yet" not in after


def test_a_lead_sees_beside_contact_and_department_that_their_address_is_refused(
    client: FlaskClient, postbox: Postbox
) -> None:
    postbox.answers[WRONG] = "550 5.1.1 No such user here"
    council = make_council("Wexmoor", contact_email=WRONG)
    for name, address in (("Parks", WRONG), ("Roads", "roads@example.org")):
        make_department(council, name=name, code=name).contact_email = address
    commit()
    sign_in(client, make_officer(council, is_lead=True).person)
    pages = [f"/councils/wexmoor/settings{one}" for one in ("", "/departments")]
    assert [page for page in pages if "cannot be delivered" in client.get(page).text] == []
    for address in (WRONG, "roads@example.org"):
        mail_later(to=address, subject="A report", text="words")
    drain()
    for page in pages:
        shown = client.get(page).text
        assert f"Email to {WRONG} cannot be delivered." in shown
        assert "550 5.1.1 No such user here" in shown
        assert "Email to roads@example.org" not in shown


def test_an_administrator_sees_it_on_the_page_of_people_and_among_work_that_failed(
    client: FlaskClient, postbox: Postbox
) -> None:
    postbox.answers[WRONG] = "550 5.1.1 No such user here"
    sign_in(client, make_person(role=SiteRole.ADMINISTRATOR))
    send(client, "/people/invite", name="Tom", email=WRONG, role="moderator")
    drain()
    person = get_person_by_email(WRONG)
    assert person is not None
    assert "Email refused" in client.get("/people?staff=1").text
    assert "550 5.1.1 No such user here" in client.get(f"/people/{person.id}/account").text
    failed = client.get("/moderation/outbox").text
    assert WRONG in failed
    assert "after 1 attempt." in failed


def test_inviting_again_tries_again_and_a_used_link_ends_the_mark(
    client: FlaskClient, postbox: Postbox
) -> None:
    postbox.answers[WRONG] = "550 5.1.1 No such user here"
    person = invite_staff(name="Tom", email=WRONG, place="a moderator")
    drain()
    db.session.expire_all()
    assert person.mail_refused_at is not None
    del postbox.answers[WRONG]
    invite_staff(name="Tom", email=WRONG, place="a moderator")
    drain()
    assert person.mail_refused_at is None
    assert postbox.messages[-1]["To"] == WRONG


def test_no_news_go_to_an_address_that_takes_no_mail(app: Flask) -> None:
    person = make_person()
    assert person.gets_news
    person.mail_refused_at = person.created_at
    commit()
    assert not person.gets_news
    assert db.session.scalar(select(Person.id).where(Person.gets_news, Person.id == person.id)) is None

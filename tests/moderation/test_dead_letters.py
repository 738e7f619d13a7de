"""The administrator sees what failed, why and when; tries one or all again, or discards them."""

from __future__ import annotations

from datetime import timedelta

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select

from forum.accounts.models import SiteRole
from forum.core import clock, outbox
from forum.core.audit import AuditEntry
from forum.core.db import commit, db
from forum.core.dead_letters import count_dead, list_dead
from forum.core.mail import mail_later
from forum.core.outbox import FinalError, HeldError, OutboxRow, UnreachableError
from forum.core.worker import Worker
from tests.accounts.mailing import send
from tests.support.factories import make_person, sign_in

PAGE = "/moderation/outbox"


@pytest.fixture(autouse=True)
def three_dead_letters(app: Flask) -> None:
    for number in range(3):
        mail_later(
            to=f"person{number}@example.org", subject=f"Subject {number}", text="words", key=f"k{number}"
        )
    commit()

    def refuse(_rows: list[OutboxRow]) -> None:
        raise FinalError("554 5.7.1 Your network is on a list")

    Worker({"mail": refuse}).drain()


@pytest.fixture
def administrator(client: FlaskClient) -> FlaskClient:
    sign_in(client, make_person(role=SiteRole.ADMINISTRATOR))
    return client


def press(client: FlaskClient, path: str) -> None:
    assert send(client, f"{PAGE}/{path}", PAGE).status_code == 303


def acts() -> list[tuple[str, str]]:
    found = db.session.scalars(select(AuditEntry).where(AuditEntry.verb != "role").order_by(AuditEntry.id))
    return [(one.verb, one.thing) for one in found]


def test_the_page_says_of_each_why_and_when(administrator: FlaskClient) -> None:
    text = administrator.get(PAGE).text
    for number in range(3):
        assert f"Subject {number}" in text
        assert f"person{number}@example.org" in text
    assert text.count("554 5.7.1 Your network is on a list") == 3
    assert text.count("after 1 attempt.") == 3


def test_one_is_tried_again_and_the_others_stay(administrator: FlaskClient) -> None:
    first = list_dead()[-1]
    press(administrator, f"{first.id}/retry")
    assert count_dead() == 2
    assert (first.dead_at, first.number_of_attempts) == (None, 0)
    assert acts() == [("retry", f"outbox:{first.id}")]


def test_all_are_tried_again_with_one_press(administrator: FlaskClient) -> None:
    press(administrator, "retry")
    assert count_dead() == 0
    sent: list[str] = []
    Worker({"mail": lambda rows: sent.extend(row.payload["to"] for row in rows)}).drain()
    assert sent == [f"person{number}@example.org" for number in range(3)]
    assert acts() == [("retry_all", "outbox")]


def test_one_that_is_discarded_is_never_sent_nor_written_again_and_its_words_go(
    administrator: FlaskClient,
) -> None:
    first = list_dead()[-1]
    press(administrator, f"{first.id}/discard")
    assert count_dead() == 2
    assert first.payload == {"to": "", "subject": ""}
    mail_later(to="person0@example.org", subject="Subject 0", text="words", key="k0")
    commit()
    assert not outbox.has_due(["mail"])
    assert acts() == [("discard", f"outbox:{first.id}")]


def test_all_are_discarded_with_one_press(administrator: FlaskClient) -> None:
    press(administrator, "discard")
    assert count_dead() == 0
    assert not outbox.has_due(["mail"])
    assert "Nothing has failed." in administrator.get(PAGE).text
    assert acts() == [("discard_all", "outbox")]


def test_what_has_not_failed_can_be_neither_tried_again_nor_discarded(administrator: FlaskClient) -> None:
    mail_later(to="other@example.org", subject="Waiting", text="words")
    commit()
    waiting = db.session.scalars(select(OutboxRow.id).order_by(OutboxRow.id.desc())).first()
    for verb in ("retry", "discard"):
        assert send(administrator, f"{PAGE}/{waiting}/{verb}", PAGE).status_code == 404


@pytest.mark.parametrize("path", ["retry", "discard", "1/retry", "1/discard"])
@pytest.mark.parametrize("role", [None, SiteRole.MEMBER, SiteRole.MODERATOR])
def test_nobody_else_may(client: FlaskClient, path: str, role: SiteRole | None) -> None:
    if role is not None:
        sign_in(client, make_person(role=role))
    assert client.post(f"{PAGE}/{path}").status_code in {302, 400, 403, 404}
    assert count_dead() == 3


def test_the_page_says_why_mails_wait_and_whose_act_it_was(administrator: FlaskClient) -> None:
    assert "Emails that wait" not in administrator.get(PAGE).text
    person = make_person("Amina Khan")
    outbox.ask_for_cause(lambda: person.id)
    for number in range(4):
        mail_later(to=f"p{number}@example.net", subject="News", text="words")
    outbox.ask_for_cause(lambda: None)
    commit()

    def hold(rows: list[OutboxRow]) -> None:
        number = int(rows[0].payload["to"][1])
        if number == 3:
            raise UnreachableError("Connection refused")
        raise HeldError(by=["address", "person", "site"][number], until=clock.now() + timedelta(hours=3))

    Worker({"mail": hold}).drain()
    text = " ".join(administrator.get(PAGE).text.split())
    assert "1 email, because none can be sent now." in text
    assert "Connection refused" in text
    assert "1 email, because this site sends at most 3000 an hour." in text
    assert "1 email, because one address gets at most 50 a day." in text
    assert "1 email, because what one person does may send at most 5000 a day." in text
    assert f'<a href="/people/{person.id}/account">Amina Khan</a>: 1 email' in text

"""An address that nobody has confirmed gets three mails a day at most, by whatever ways and spellings it was typed here."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select

from config import Settings
from forum.accounts.actions import ask_for_link
from forum.accounts.handlers import HANDLERS
from forum.core import clock
from forum.core.db import commit, db
from forum.core.outbox import OutboxRow
from forum.core.worker import Worker
from forum.councils.models import Council
from tests.accounts.mailing import link_in, send
from tests.support.factories import make_person
from tests.threads.walks import WHO, walk_of

KINDS = ["barrier", "story", "question", "affected"]
SPELLINGS = ["joan@example.org", "Joan+x@example.org", "j.oan@example.org", "J.O.A.N+y+z@Example.org"]


@pytest.fixture(autouse=True)
def with_limits(app: Flask, settings: Settings, monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    monkeypatch.setitem(app.extensions, "clearway_settings", replace(settings, rate_limits=True))
    return


def mails() -> list[dict[str, str]]:
    Worker(HANDLERS).drain()
    rows = db.session.scalars(select(OutboxRow).where(OutboxRow.kind == "mail").order_by(OutboxRow.id))
    return [row.payload for row in rows]


def publish(app: Flask, kind: str, email: str) -> None:
    """Walk to the end of a journey as a visitor, who leaves an address there."""
    who, client = WHO | {"email": email}, app.test_client()
    walk = walk_of(kind, db.session.scalars(select(Council)).first())
    draft = walk.begin(client, **(who if walk.who else {}))
    if len(walk.steps) > 1:
        assert walk.send(client, draft, **who).status_code == 303


def test_all_ways_and_spellings_together_mail_a_stranger_three_times_a_day(
    app: Flask, client: FlaskClient
) -> None:
    for kind, email in zip(KINDS, SPELLINGS, strict=True):
        publish(app, kind, email)
    assert len(mails()) == 3
    assert send(client, "/sign-in", email="jo.an+again@example.org").status_code == 303
    publish(app, "barrier", "joan@example.org")
    assert len(mails()) == 3
    clock.forward(timedelta(hours=23))
    send(client, "/sign-in", email="joan@example.org")
    assert len(mails()) == 3
    clock.forward(timedelta(hours=1, minutes=1))
    send(client, "/sign-in", email="joan@example.org")
    assert len(mails()) == 4


def test_whoever_opens_a_link_is_no_stranger_any_more(app: Flask, client: FlaskClient) -> None:
    for _ in range(4):
        send(client, "/sign-in", email="joan@example.org")
    sent = mails()
    assert len(sent) == 3
    page = link_in(sent[-1])
    assert send(client, page, name="Joan").status_code == 303
    other = app.test_client()
    send(other, "/sign-in", email="joan@example.org")
    assert len(mails()) == 4


def test_who_has_an_account_is_not_counted_as_a_stranger(app: Flask) -> None:
    person = make_person(email="ann@example.org")
    for _ in range(5):
        ask_for_link(email=person.email, next_path="/")
    commit()
    assert len(mails()) == 5

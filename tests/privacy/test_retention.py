"""What is kept for a time goes by itself in the night, and the administrator sees how much went."""

from __future__ import annotations

from datetime import timedelta

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import func, select

from forum.accounts.models import Person
from forum.core import clock
from forum.core.db import Base, commit, db
from forum.core.mail import mail_later
from forum.core.outbox import OutboxRow
from forum.core.rate_limits import Rate, RateCount, hit
from forum.needs.models import UnmetNeed
from forum.privacy.declared import list_retention_rules
from forum.privacy.models import RetentionRun
from forum.privacy.retention import RETENTION, enqueue_retention, remove_old
from forum.threads.actions.drafts import start_draft
from forum.threads.models import Draft
from tests.support.factories import make_person, saved, sign_in

pytestmark = pytest.mark.sql


def night() -> RetentionRun:
    remove_old([])
    return db.session.scalars(select(RetentionRun).order_by(RetentionRun.id.desc())).first()  # type: ignore[return-value]


def number_of(table: type[Base]) -> int:
    return db.session.scalar(select(func.count()).select_from(table)) or 0


def make_old_rows() -> None:
    """One row for each of several rules, as of now."""
    start_draft(person=None, kind="barrier")
    hit("use:203.0.113.9", Rate(5, timedelta(minutes=1)))
    mail_later(to="a@mail.example.org", subject="Once", text="Words", key="once")
    mail_later(to="a@mail.example.org", subject="Twice", text="Words")
    for row in db.session.scalars(select(OutboxRow).where(OutboxRow.kind == "mail")):
        row.done_at, row.due_at = clock.now(), None
    saved(UnmetNeed(words="hall", normalised="hall", source="search", created_at=clock.now()))
    make_person(email="typed@mail.example.org").email_confirmed_at = None
    commit()


def test_what_is_new_stays_and_what_is_old_goes_with_a_count(app: Flask) -> None:
    make_old_rows()
    assert set(night().removed.values()) == {0}
    with clock.travelled_to(clock.now() + timedelta(days=1200)):
        removed = night().removed
        kept = {rule.code: removed[rule.code] for rule in list_retention_rules() if removed[rule.code]}
        # the first night's record is old too by now
        expected = {
            "drafts": 1,
            "counters": 1,
            "sent_mails": 2,
            "unmet_needs": 1,
            "unused_accounts": 1,
            "records": 1,
        }
        assert {name: kept.get(name) for name in expected} == expected
    assert [number_of(one) for one in (Draft, RateCount, UnmetNeed, Person)] == [0, 0, 0, 0]


def test_a_mail_with_a_key_leaves_only_the_key(app: Flask) -> None:
    make_old_rows()
    with clock.travelled_to(clock.now() + timedelta(days=30)):
        night()
        (row,) = db.session.scalars(select(OutboxRow).where(OutboxRow.kind == "mail"))
        assert (row.key, row.payload) == ("once", {})
        assert night().removed["sent_mails"] == 0


def test_whoever_confirmed_their_address_stays_however_long_ago(app: Flask) -> None:
    make_person()
    with clock.travelled_to(clock.now() + timedelta(days=3000)):
        night()
    assert number_of(Person) == 1


def test_each_night_writes_down_the_next_one_once(app: Flask) -> None:
    enqueue_retention()
    enqueue_retention()
    night()
    rows = db.session.scalars(select(OutboxRow).where(OutboxRow.kind == RETENTION)).all()
    assert len(rows) == 1
    assert rows[0].due_at > clock.now()  # type: ignore[operator]


def test_the_administrator_sees_each_night(client: FlaskClient) -> None:
    make_old_rows()
    night()
    sign_in(client, make_person(role="administrator"))
    page = client.get("/people/records").text
    assert "What the nights removed" in page
    assert all(rule.label in page for rule in list_retention_rules())

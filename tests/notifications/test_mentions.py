"""Whoever is named or quoted in a comment hears of it at once; nobody is named who asked not to be."""

from __future__ import annotations

import pytest
from flask.testing import FlaskClient
from sqlalchemy import select

from forum.accounts.models import Person
from forum.barriers.models import Barrier
from forum.core.db import commit, db
from forum.core.outbox import OutboxRow
from forum.core.text import quote
from forum.core.worker import Worker
from forum.features import HANDLERS
from forum.follows.actions import follow
from forum.notifications.models import Notification, WhyTold
from forum.threads.actions.comments import post_comment
from forum.threads.models import Visibility
from tests.support.factories import make_barrier, make_comment, make_person, sign_in

WORK = {kind: work for kind, work in HANDLERS.items() if kind not in {"mail", "index"}}


@pytest.fixture
def fatima(app: object) -> Person:
    del app
    return make_person("Fatima Rowe", email="fatima@example.org")


@pytest.fixture
def barrier(fatima: Person) -> Barrier:
    """One under which Fatima has written."""
    barrier = make_barrier("Hall hire insurance")
    make_comment(barrier, "Our insurer asked for less.", author=fatima)
    return barrier


def say(barrier: Barrier, body: str, author: Person | None = None) -> None:
    """Post a comment, and do what the worker does."""
    post_comment(thread=barrier, author=author or make_person("Jo Hartley"), body=body)
    commit()
    Worker(WORK).drain()


def told() -> list[tuple[str, str]]:
    rows = db.session.scalars(select(Notification).where(Notification.reason == WhyTold.MENTIONED))
    return [(row.person.name, "quote" if row.params["is_quote"] else "name") for row in rows]


def mails_to(address: str) -> list[str]:
    rows = db.session.scalars(select(OutboxRow).where(OutboxRow.kind == "mail"))
    return [row.payload["text"] for row in rows if row.payload["to"] == address]


@pytest.mark.parametrize(
    "typed", ["@Fatima Rowe, which one?", "I agree with @fatima rowe.", "@Fatima which one?"]
)
def test_who_is_named_is_told_and_mailed_at_once(barrier: Barrier, typed: str) -> None:
    say(barrier, typed)
    assert told() == [("Fatima Rowe", "name")]
    (mail,) = mails_to("fatima@example.org")
    assert "names you or quotes your words" in mail
    assert f"/barriers/{barrier.id}" in mail


def test_who_is_quoted_is_told(barrier: Barrier, fatima: Person) -> None:
    say(barrier, quote("Our insurer asked for less.", fatima.name) + "Which one?")
    assert told() == [("Fatima Rowe", "quote")]


def test_who_is_named_and_follows_gets_one_mail(barrier: Barrier, fatima: Person) -> None:
    follow(thread=barrier, person=fatima)
    say(barrier, "@Fatima Rowe, which one?")
    assert len(mails_to("fatima@example.org")) == 1


@pytest.mark.parametrize(
    "typed", ["fatima@rowe.example", "Fatima Rowe knows", "@Fatimah", "@Somebody Else", "@" * 300]
)
def test_what_names_nobody_who_wrote_here_tells_nobody(barrier: Barrier, typed: str) -> None:
    make_person("Somebody Else")
    say(barrier, typed)
    assert told() == []


def test_nobody_tells_themselves(barrier: Barrier, fatima: Person) -> None:
    say(barrier, "@Fatima Rowe is me", author=fatima)
    assert told() == []


def test_who_asked_not_to_be_named_can_be_neither_named_nor_offered(
    fatima: Person, client: FlaskClient
) -> None:
    barrier = make_barrier("Hall hire insurance", author=fatima, visibility=Visibility.NAMELESS)
    make_comment(barrier, "We wrote twice.", author=fatima)
    commit()
    page = sign_in(client, make_person("Jo Hartley")).get(f"/threads/{barrier.id}/comment").text
    assert "Fatima" not in page
    say(barrier, "@Fatima Rowe, is this you?")
    assert told() == []


def test_the_form_says_whom_one_can_name(barrier: Barrier, client: FlaskClient) -> None:
    commit()
    page = sign_in(client, make_person("Jo Hartley")).get(f"/threads/{barrier.id}/comment").text
    assert "@Fatima Rowe" in page


@pytest.mark.usefixtures("app")
def test_many_names_are_not_a_way_to_mail_everybody() -> None:
    barrier = make_barrier("Hall hire insurance")
    people = [make_person(f"Writer Number{chr(97 + number)}") for number in range(15)]
    for one in people:
        make_comment(barrier, "Here too.", author=one)
    say(barrier, " ".join(f"@{one.name}" for one in people))
    assert len(told()) == 10

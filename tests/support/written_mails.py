"""Mails as their readers get them: who and what of the demo they are about, and how they are caught on their way out."""

from __future__ import annotations

import inspect
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any
from unittest.mock import patch

from sqlalchemy import func, select

from config import ROOT
from forum.accounts.models import Person
from forum.barriers.lifecycle.states import State
from forum.barriers.models import Barrier, Response
from forum.core import clock, mail
from forum.core.db import db
from forum.core.mail import build, words_of
from forum.core.outbox import OutboxRow, enqueue
from forum.core.settings import settings
from forum.councils.models import Council
from forum.groups.models import Group, Membership
from forum.notifications.models import Notification
from forum.questions.models import Offer, Question
from forum.stories.models import Outcome, Story
from forum.threads.models import Comment


@dataclass(frozen=True)
class Stage:
    """Who and what the samples are about."""

    member: Person
    follower: Person
    """Whoever was told most of what they follow."""
    officer: Person
    lead: Person
    moderator: Person
    administrator: Person
    council: Council
    group: Group
    barrier: Barrier
    response: Response
    story: Story
    outcome: Outcome
    question: Question
    offer: Offer
    comment: Comment

    @property
    def contact(self) -> str:
        """To whom people write who cannot help themselves."""
        return "hello@clearway.example.org"


@dataclass(frozen=True)
class WrittenMail:
    """A mail as its reader gets it."""

    kind: str
    subject: str
    text: str
    html: str
    stop_url: str


def kinds() -> set[str]:
    """The names of all mails that there are words for."""
    return {file.stem for file in (ROOT / "templates" / "emails").glob("[!_]*.txt")}


def find_stage() -> Stage:
    """Find people and posts in the demo that everybody may name."""

    def person(name: str) -> Person:
        return db.session.scalars(select(Person).where(Person.email == f"{name}@example.org")).one()

    council = db.session.scalars(select(Council).where(Council.name == "Wexmoor")).one()
    member = person("member")
    barrier, response = _answered(council)
    outcome = db.session.scalars(
        select(Outcome).where(Outcome.checked_at.is_not(None)).order_by(Outcome.id)
    ).first()
    comment = db.session.scalars(select(Comment).order_by(Comment.id)).first()
    assert outcome is not None
    return Stage(
        member=member,
        follower=_most_told(),
        officer=person("officer"),
        lead=person("lead"),
        moderator=person("moderator"),
        administrator=person("administrator"),
        council=council,
        group=db.session.scalars(
            select(Group).join(Membership).where(Membership.person_id == member.id).order_by(Group.id)
        ).first(),
        barrier=barrier,
        response=response,
        story=outcome.story,
        outcome=outcome,
        question=db.session.scalars(select(Question).order_by(Question.id)).first(),
        offer=db.session.scalars(select(Offer).order_by(Offer.id)).first(),
        comment=comment,
    )


def _most_told() -> Person:
    told = select(Notification.person_id).group_by(Notification.person_id)
    number = db.session.scalars(told.order_by(func.count().desc(), Notification.person_id)).first()
    return db.session.get_one(Person, number)


def _answered(council: Council) -> tuple[Barrier, Response]:
    """Find the barrier with most voices that the council answered, and that says whose it is."""
    found = select(Barrier, Response).join(Response, Response.barrier_id == Barrier.id)
    found = found.where(
        Barrier.council_id == council.id,
        Barrier.group_id.is_not(None),
        ~Barrier.is_nameless,
        Barrier.state == State.CHANGE_AGREED,
        Response.promised_on.is_not(None),
    )
    barrier, response = db.session.execute(
        found.order_by(Barrier.number_of_affected.desc(), Barrier.id, Response.id.desc())
    ).first()  # type: ignore[misc]  # the demo has one
    return barrier, response


@contextmanager
def noted() -> Iterator[list[WrittenMail]]:
    """Note each mail on its way into the outbox, as the worker would build it."""
    mails: list[WrittenMail] = []

    def note(kind: str, payload: dict[str, Any], **given: Any) -> None:
        writing = inspect.currentframe().f_back.f_back.f_locals  # type: ignore[union-attr]  # write_mail calls mail_later
        mails.append(read_mail(writing["template"], payload))
        enqueue(kind, payload, **given)

    with patch.object(mail, "enqueue", note):
        yield mails


def read_mail(kind: str, payload: dict[str, Any]) -> WrittenMail:
    """Build the message of a row, as the worker does."""
    message = build(OutboxRow(id=1, payload=payload, created_at=clock.now()), settings())
    html = message.get_body(("html",))
    assert html is not None
    return WrittenMail(
        kind=kind,
        subject=str(message["Subject"]),
        text=words_of(message).rstrip("\n"),
        html=str(html.get_content()),
        stop_url=str(payload.get("stop_url") or ""),
    )

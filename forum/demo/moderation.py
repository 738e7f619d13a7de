"""What waits for the moderators of the invented site: two reported comments, and a newcomer's first one."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta
from typing import NamedTuple

from flask import g
from sqlalchemy import select

from forum.accounts.models import Person
from forum.barriers.lifecycle.states import OPEN_STATES
from forum.barriers.models import Barrier
from forum.core import clock
from forum.core.db import db
from forum.councils.models import Council
from forum.demo.people import PEOPLE
from forum.groups.models import Membership
from forum.moderation.actions.reports import report_post
from forum.moderation.vocabulary import ReportKind
from forum.threads.actions.comments import post_comment
from forum.threads.holds.circumstances import Circumstances


class ReportedComment(NamedTuple):
    """A comment that somebody should look at, and what is said about it."""

    category: str
    words: str
    kind: ReportKind
    complaints: tuple[str, ...]
    since: timedelta


COMMENTS = (
    ReportedComment(
        "venue",
        "Do not bother with the form. Len the caretaker lives at 4 Mill Lane and has a key. Ring him on 01632 960114, he is up late.",
        ReportKind.PERSONAL,
        ("Len did not agree to that. Please take out where he lives and his number.",),
        timedelta(hours=3),
    ),
    ReportedComment(
        "insurance",
        "You need no cover at all. Tick yes on the form like we did. Nobody looks.",
        ReportKind.MISLEADING,
        ("If something happens, a group that believes this pays for it.", "This is not true for our hall."),
        timedelta(hours=20),
    ),
)
NEWCOMER, JOINED = "Bev Thornley", timedelta(hours=2)
FIRST_COMMENT = "We got ours from https://cover-by-the-day.example.com, twelve pounds for a Saturday. They asked less than the council does."


def leave_work_for_moderators(council: Council) -> None:
    """Have comments reported at a council, and one of somebody new wait there."""
    members = _members(council)
    for comment in COMMENTS:
        writer, *complaining = members
        with clock.travelled_to(clock.now() - comment.since - timedelta(hours=1)):
            post = post_comment(thread=_talk(council, comment.category), author=writer, body=comment.words)
        with clock.travelled_to(clock.now() - comment.since):
            for person, words in zip(complaining, comment.complaints, strict=False):
                report_post(post=post, kind=comment.kind, words=words, person=person)
    with clock.travelled_to(clock.now() - JOINED):
        newcomer = Person(name=NEWCOMER, email="newcomer@example.org", created_at=clock.now())
        newcomer.email_confirmed_at = clock.now()
        db.session.add(newcomer)
        db.session.flush()
    with clock.travelled_to(clock.now() - timedelta(minutes=40)), _as_a_visitor_sends_it():
        post_comment(thread=_talk(council, "insurance"), author=newcomer, body=FIRST_COMMENT)


def _members(council: Council) -> list[Person]:
    """Return people of three groups, whom no visitor plays."""
    found = select(Person).join(Membership, Membership.person_id == Person.id)
    found = found.where(
        Membership.group.has(council_id=council.id), Person.email.not_in([one.email for one in PEOPLE])
    )
    found = found.order_by(Membership.id.desc()).limit(3)
    return list(db.session.scalars(found))


def _talk(council: Council, category: str) -> Barrier:
    """Return the barrier of a kind that most groups met, and that everyone may read."""
    found = select(Barrier).where(
        Barrier.council_id == council.id,
        Barrier.category == category,
        ~Barrier.is_nameless,
        ~Barrier.is_council_only,
        Barrier.state.in_(OPEN_STATES),
    )
    return db.session.scalars(found.order_by(Barrier.number_of_affected.desc(), Barrier.id).limit(1)).one()


@contextmanager
def _as_a_visitor_sends_it() -> Iterator[None]:
    """Have what is posted meanwhile looked at as posts of visitors are; demo content is otherwise never held."""
    g.circumstances = Circumstances(took=timedelta(minutes=2))
    try:
        yield
    finally:
        del g.circumstances

"""Reads who is to be told: always a batch at a time, in the order of their ids."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import contains_eager, joinedload

from forum.accounts.models import Person
from forum.barriers.lifecycle.states import UNSOLVED_STATES
from forum.barriers.models import Affected, Barrier
from forum.core.db import db
from forum.councils.models import Officer
from forum.threads.models import Comment, Follow, Thread

MOST_OFFICERS = 50


def list_followers(
    *, thread_id: int, after: int, limit: int, since: datetime | None = None
) -> Sequence[Person]:
    """List the people who follow a thread, and did `since` then, and want mails, after a person's id."""
    query = select(Person).join(Follow, Follow.person_id == Person.id)
    query = query.where(Follow.thread_id == thread_id, Person.id > after, Person.gets_news)
    if since is not None:
        query = query.where(Follow.created_at <= since)
    return db.session.scalars(query.order_by(Person.id).limit(limit)).all()


def list_officers_to_tell(barrier: Barrier) -> list[Person]:
    """List whom to tell at the council: the officer who has it, else its department, else the leads, else all."""
    if barrier.council_id is None:
        return []
    return nearest_officers(barrier, list_officers_with_mail(barrier.council_id))


def list_officers_with_mail(council_id: int) -> Sequence[Officer]:
    """List a council's present officers who want mails."""
    query = (
        select(Officer)
        .join(Officer.person)
        .where(Officer.council_id == council_id, Officer.left_at.is_(None), Person.gets_news)
        .options(contains_eager(Officer.person))
        .order_by(Officer.id)
        .limit(MOST_OFFICERS)
    )
    return db.session.scalars(query).all()


def nearest_officers(barrier: Barrier, officers: Sequence[Officer]) -> list[Person]:
    """Choose of a council's officers those nearest to a barrier, in the same order."""
    nearest = (
        [one for one in officers if one.id == barrier.officer_id],
        [one for one in officers if barrier.department_id and one.department_id == barrier.department_id],
        [one for one in officers if one.is_lead],
        list(officers),
    )
    return [one.person for one in next((some for some in nearest if some), [])]


def has_officers(council_id: int) -> bool:
    """Return whether anybody answers for a council here."""
    query = select(Officer.id).where(Officer.council_id == council_id, Officer.left_at.is_(None))
    return db.session.scalar(query.limit(1)) is not None


def list_affected_elsewhere(*, removed: Barrier, after: int, limit: int) -> Sequence[Affected]:
    """List who meets the same kind of barrier, with the same owner of the rule, at other councils."""
    query = (
        select(Affected)
        .join(Affected.barrier)
        .join(Affected.person)
        .where(Barrier.category == removed.category, Barrier.rule_source == removed.rule_source)
        .where(Barrier.council_id != removed.council_id, Barrier.is_in_sight)
        .where(Barrier.state.in_(UNSOLVED_STATES))
        .where(Affected.withdrawn_at.is_(None), Affected.id > after, Person.gets_news)
        .options(contains_eager(Affected.barrier), contains_eager(Affected.person))
        .order_by(Affected.id)
    )
    return db.session.scalars(query.limit(limit)).all()


def get_comment(number: int) -> Comment | None:
    """Read one comment that may be shown, with its thread."""
    query = select(Comment).where(Comment.id == number, Comment.deleted_at.is_(None), Comment.is_in_sight)
    return db.session.scalar(query.options(joinedload(Comment.thread)))


def get_person_and_thread(person_id: int, thread_id: int) -> tuple[Person | None, Thread | None]:
    """Read whom a stop link is for, and what it is about."""
    return db.session.get(Person, person_id), db.session.get(Thread, thread_id)

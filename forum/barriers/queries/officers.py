"""Reads which officers are to be told of a barrier: in the order of their ids."""

from __future__ import annotations

from collections.abc import Sequence

from sqlalchemy import select
from sqlalchemy.orm import contains_eager

from forum.accounts.models import Person
from forum.barriers.models import Barrier
from forum.core.db import db
from forum.councils.models import Officer

MOST_OFFICERS = 50


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

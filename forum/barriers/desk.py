"""Tells every page of an officer where their inbox is and how much presses; asks nothing for everybody else."""

from __future__ import annotations

from flask import Flask
from sqlalchemy import select
from sqlalchemy.exc import SQLAlchemyError

from forum.accounts.models import Person
from forum.barriers.queries.inbox import count_pressing
from forum.core.db import db
from forum.councils.models import Council
from forum.councils.standing import Standing, current_standing, standing_of

MOST_COUNCILS = 5


def use_desk(app: Flask) -> None:
    """Give templates `inbox_link()`: the address and the number, None for who has no inbox."""

    @app.context_processor
    def desk() -> dict[str, object]:
        return {"inbox_link": inbox_link}


def inbox_link() -> tuple[str, int] | None:
    """Give the address of the reader's inbox and how many barriers there are overdue or due soon."""
    try:
        councils = _councils_of(current_standing())
        return (f"/councils/{councils[0].slug}/inbox", count_pressing(councils[:1])) if councils else None
    except SQLAlchemyError:  # the page that says so needs no number
        return None


def landing_of(person: Person) -> str | None:
    """Give where an officer begins the day; None for everybody else."""
    councils = _councils_of(standing_of(person))
    return f"/councils/{councils[0].slug}/inbox" if councils else None


def _councils_of(standing: Standing) -> list[Council]:
    if not standing.officer_of:
        return []
    query = select(Council).where(Council.id.in_(standing.officer_of)).order_by(Council.id)
    return list(db.session.scalars(query.limit(MOST_COUNCILS)))

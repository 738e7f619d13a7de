"""Tells every page of an officer where their inbox is and how much presses; asks nothing for everybody else."""

from __future__ import annotations

from flask import Flask, url_for
from sqlalchemy.exc import SQLAlchemyError

from forum.accounts.models import Person
from forum.barriers.queries.inbox import count_pressing
from forum.councils.identity import current_identity, identity_of


def use_desk(app: Flask) -> None:
    """Give templates `inbox_link()`: the address and the number, None for who has no inbox."""

    @app.context_processor
    def desk() -> dict[str, object]:
        return {"inbox_link": inbox_link}


def inbox_link() -> tuple[str, int] | None:
    """Return the address of the reader's inbox and how many barriers there are overdue or due soon."""
    try:
        councils = current_identity().councils
        return (
            (url_for("barrier_inbox.inbox", slug=councils[0].slug), count_pressing(councils[:1]))
            if councils
            else None
        )
    except SQLAlchemyError:  # the page that says so needs no number
        return None


def landing_of(person: Person) -> str | None:
    """Return where an officer begins the day; None for everybody else."""
    councils = identity_of(person).councils
    return url_for("barrier_inbox.inbox", slug=councils[0].slug) if councils else None

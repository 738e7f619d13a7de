"""Which council took the place of which, and since when: a council closes on its day, and not before."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from sqlalchemy import ColumnElement, select

from forum.core import clock
from forum.core.db import db
from forum.councils.models import Council, CouncilSuccessor

LONGEST_CHAIN = 10


def is_open_on(day: date) -> ColumnElement[bool]:
    """Return the condition that a council has not closed by this day."""
    return Council.ended_on.is_(None) | (Council.ended_on > day)


def list_direct_successors(council: Council) -> Sequence[Council]:
    """List the councils that took one's place, in the order in which they are named."""
    query = select(Council).join(CouncilSuccessor, CouncilSuccessor.successor_id == Council.id)
    query = query.where(CouncilSuccessor.council_id == council.id, Council.id != council.id)
    return db.session.scalars(query.order_by(CouncilSuccessor.place)).all()


def present_council(council: Council) -> Council:
    """Return the council that answers today: itself, or the first that took its place, and so on."""
    now = council
    for _ in range(LONGEST_CHAIN):
        following = list_direct_successors(now) if now.has_closed else ()
        if not following:
            return now
        now = following[0]
    return now


def list_replaced() -> Sequence[Council]:
    """List the councils that have closed and have a successor, the first to close first, so that chains work."""
    named = select(CouncilSuccessor.council_id)
    query = select(Council).where(Council.ended_on <= clock.today(), Council.id.in_(named))
    return db.session.scalars(query.order_by(Council.ended_on, Council.id)).all()


def list_to_be_replaced() -> Sequence[Council]:
    """List the councils that close on a day to come and have a successor."""
    named = select(CouncilSuccessor.council_id)
    query = select(Council).where(Council.ended_on > clock.today(), Council.id.in_(named))
    return db.session.scalars(query.order_by(Council.id)).all()

"""Reads what happened in one month of a council: only what everybody may read, and never much of it."""

from __future__ import annotations

from collections.abc import Sequence

from sqlalchemy import Select, func, select
from sqlalchemy.orm import joinedload, lazyload

from forum.barriers.lifecycle.states import State
from forum.barriers.models import Barrier, Response, Transition
from forum.core.db import db
from forum.councils.identity import VISITOR
from forum.councils.models import Council
from forum.dashboards.models import MonthNote
from forum.dashboards.month import Month
from forum.threads.models import Thread
from forum.threads.visibility import readable

SHOWN = 20
MOST_MONTHS = 120


def find_month_note(council: Council, month: Month) -> MonthNote | None:
    """Find what a council said about a month."""
    query = select(MonthNote).where(MonthNote.council_id == council.id, MonthNote.month == month.first)
    return db.session.scalar(query)


def list_months(council: Council, this_month: Month) -> list[Month]:
    """List the months since the council was first told anything in public, this one first; ten years at most."""
    first = db.session.scalar(
        select(func.min(Thread.created_at)).where(
            Thread.council_id == council.id,
            Thread.kind == "barrier",
            readable(VISITOR),
        )
    )
    months = [this_month]
    while first is not None and months[-1].starts_at > first and len(months) < MOST_MONTHS:
        months.append(months[-1].previous)
    return months


def list_reported_in(council: Council, month: Month, limit: int = SHOWN) -> Sequence[Barrier]:
    """List what was reported in a month, the newest first."""
    query = _public_of(council).where(
        Thread.created_at >= month.starts_at,
        Thread.created_at < month.ends_at,
        Barrier.state != State.WITHDRAWN,
    )
    return db.session.scalars(query.order_by(Thread.created_at.desc(), Thread.id.desc()).limit(limit)).all()


def list_answered_in(
    council: Council, month: Month, limit: int = SHOWN
) -> Sequence[tuple[Response, Barrier]]:
    """List what the council answered in a month with what it was said on, the newest first."""
    query = (
        select(Response, Barrier)
        .join(Barrier, Barrier.id == Response.barrier_id)
        .where(
            Response.council_id == council.id,
            Response.taken_back_at.is_(None),
            Response.created_at >= month.starts_at,
            Response.created_at < month.ends_at,
            readable(VISITOR),
        )
        .options(lazyload(Response.person), lazyload(Barrier.tags))
        .order_by(Response.created_at.desc(), Response.id.desc())
    )
    return [(response, barrier) for response, barrier in db.session.execute(query.limit(limit))]


def list_removed_in(council: Council, month: Month, limit: int = SHOWN) -> Sequence[Barrier]:
    """List what was confirmed to be gone in a month and still is."""
    confirmed = select(Transition.barrier_id).where(
        Transition.to_state == State.REMOVED,
        Transition.created_at >= month.starts_at,
        Transition.created_at < month.ends_at,
    )
    query = _public_of(council).where(Barrier.id.in_(confirmed), Barrier.state == State.REMOVED)
    return db.session.scalars(query.order_by(Barrier.id.desc()).limit(limit)).all()


def _public_of(council: Council) -> Select[tuple[Barrier]]:
    return (
        select(Barrier)
        .where(
            Thread.council_id == council.id,
            readable(VISITOR),
        )
        .options(joinedload(Barrier.area), lazyload(Barrier.tags))
    )

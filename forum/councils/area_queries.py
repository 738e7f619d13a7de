"""Reads of wards over time: which are wards today, which have ended, whose place they took, and their boundaries."""

from __future__ import annotations

from collections.abc import Sequence

from sqlalchemy import ColumnElement, and_, or_, select
from sqlalchemy.orm import undefer

from forum.core import clock
from forum.core.db import db
from forum.councils.models import Area, AreaSuccessor, Council

MOST_AREAS = 300


def is_of_today() -> ColumnElement[bool]:
    """Return the condition that an area has begun and has not ended."""
    today = clock.today()
    return and_(
        or_(Area.started_on.is_(None), Area.started_on <= today),
        or_(Area.ended_on.is_(None), Area.ended_on > today),
    )


def list_boundaries(council: Council) -> Sequence[Area]:
    """List a council's areas that have a boundary, with it."""
    query = (
        select(Area)
        .where(Area.council_id == council.id, Area.boundary.is_not(None), is_of_today())
        .options(undefer(Area.boundary))
        .order_by(Area.name)
        .limit(MOST_AREAS)
    )
    return db.session.scalars(query).all()


def list_all_areas(council: Council) -> Sequence[Area]:
    """List a council's wards to narrow a list by: those that have ended come last, for what stayed with them."""
    query = select(Area).where(Area.council_id == council.id)
    query = query.order_by(Area.ended_on.is_not(None), Area.name, Area.id)
    return db.session.scalars(query.limit(MOST_AREAS)).all()


def list_ended_areas(council: Council) -> Sequence[Area]:
    """List the wards that a council had, the last to end first."""
    query = select(Area).where(Area.council_id == council.id, Area.ended_on <= clock.today())
    return db.session.scalars(
        query.order_by(Area.ended_on.desc(), Area.name, Area.id).limit(MOST_AREAS)
    ).all()


def list_areas_before(area: Area) -> Sequence[Area]:
    """List the wards whose place one took, by name."""
    before = select(AreaSuccessor.area_id).where(AreaSuccessor.successor_id == area.id)
    query = select(Area).where(Area.id.in_(before)).order_by(Area.name, Area.id)
    return db.session.scalars(query.limit(MOST_AREAS)).all()

"""Reads of wards over time: which are wards today, which have ended, whose place they took, and their boundaries."""

from __future__ import annotations

from collections.abc import Sequence

from sqlalchemy import ColumnElement, and_, or_, select
from sqlalchemy.orm import joinedload, undefer

from forum.core import clock
from forum.core.db import db
from forum.core.row_ids import read_id
from forum.councils.models import Area, AreaSuccessor, Council
from forum.councils.name_matching import normalise

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


def list_areas_at(slugs: Sequence[str], *, councils: Sequence[str] = ()) -> Sequence[Area]:
    """List the wards whose addresses end so, in councils given by their numbers or in all."""
    numbers = [number for text in councils if (number := read_id(text)) is not None]
    query = select(Area).where(Area.normalised.in_([normalise(one.replace("-", " ")) for one in slugs]))
    query = query.where(Area.council_id.in_(numbers)) if numbers else query
    return db.session.scalars(query.order_by(Area.id).limit(MOST_AREAS)).all()


def list_areas_beginning(typed: str, *, limit: int) -> Sequence[Area]:
    """List the wards of today whose name begins with what is being typed, with their councils."""
    wanted = normalise(typed)
    if not wanted:
        return ()
    begins = Area.normalised.startswith(wanted, autoescape=True)
    query = select(Area).where(begins, is_of_today()).options(joinedload(Area.council))
    return db.session.scalars(query.order_by(Area.normalised, Area.id).limit(limit)).all()

"""Reads what a council's lead set about kinds of barriers."""

from __future__ import annotations

from collections.abc import Sequence

from sqlalchemy import select

from forum.core.db import db
from forum.councils.models import Area, Council, Department, ReplyTemplate, Route, WardRoute

MOST_ROUTES = 200
MOST_WARD_ROUTES = 300
MOST_TEMPLATES = 100


def list_routes(council: Council) -> dict[str, Route]:
    """List where a council sends each kind of barrier, by the kind's code."""
    query = select(Route).where(Route.council_id == council.id).order_by(Route.id).limit(MOST_ROUTES)
    return {one.category: one for one in db.session.scalars(query)}


def list_ward_routes(council: Council) -> Sequence[WardRoute]:
    """List where a council sends what is reported in its wards, by ward and kind."""
    query = select(WardRoute).join(WardRoute.area).where(WardRoute.council_id == council.id)
    return db.session.scalars(query.order_by(Area.name, WardRoute.category).limit(MOST_WARD_ROUTES)).all()


def get_ward_route(council: Council, number: int) -> WardRoute | None:
    """Read one of a council's routes of wards."""
    query = select(WardRoute).where(WardRoute.council_id == council.id, WardRoute.id == number)
    return db.session.scalar(query)


def find_routed_department(council: Council, category: str, area: Area | None = None) -> Department | None:
    """Find the department a barrier goes to: by its kind in this ward, else by its kind, else by the ward."""
    of_ward = {}
    if area is not None:
        query = select(WardRoute).where(WardRoute.council_id == council.id, WardRoute.area_id == area.id)
        query = query.where(WardRoute.category.in_(["", category]))
        of_ward = {one.category: one.department for one in db.session.scalars(query)}
    found = of_ward.get(category) or _routed_by_kind(council, category) or of_ward.get("")
    return found if found is not None and found.retired_at is None else None


def _routed_by_kind(council: Council, category: str) -> Department | None:
    query = select(Department).join(Route, Route.department_id == Department.id)
    query = query.where(Route.council_id == council.id, Route.category == category)
    return db.session.scalar(query.where(Department.retired_at.is_(None)))


def list_all_templates(council: Council) -> Sequence[ReplyTemplate]:
    """List all words that a council keeps for answers, by kind of answer and name."""
    query = select(ReplyTemplate).where(ReplyTemplate.council_id == council.id)
    ordered = query.order_by(ReplyTemplate.response_kind, ReplyTemplate.name, ReplyTemplate.id)
    return db.session.scalars(ordered.limit(MOST_TEMPLATES)).all()


def get_template(council: Council, number: int) -> ReplyTemplate | None:
    """Read one of a council's templates."""
    query = select(ReplyTemplate).where(ReplyTemplate.council_id == council.id, ReplyTemplate.id == number)
    return db.session.scalar(query)

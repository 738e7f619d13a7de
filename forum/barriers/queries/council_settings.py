"""Reads what a council's lead set about kinds of barriers."""

from __future__ import annotations

from collections.abc import Sequence

from sqlalchemy import select

from forum.core.db import db
from forum.councils.models import Council, Department, ReplyTemplate, Route

MOST_ROUTES = 200
MOST_TEMPLATES = 100


def list_routes(council: Council) -> dict[str, Route]:
    """List where a council sends each kind of barrier, by the kind's code."""
    query = select(Route).where(Route.council_id == council.id).order_by(Route.id).limit(MOST_ROUTES)
    return {one.category: one for one in db.session.scalars(query)}


def find_routed_department(council: Council, category: str) -> Department | None:
    """Find the department that this kind of barrier goes to."""
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

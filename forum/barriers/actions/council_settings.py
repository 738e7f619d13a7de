"""What a council's lead sets about kinds of barriers: where each goes, and the words kept for answers."""

from __future__ import annotations

from sqlalchemy import func, select

from forum.accounts.models import Person
from forum.barriers.lifecycle.responses import ResponseKind
from forum.barriers.queries.council_settings import MOST_TEMPLATES, MOST_WARD_ROUTES, list_ward_routes
from forum.barriers.vocabulary import CATEGORY_BY_CODE
from forum.core.db import db
from forum.councils.actions import record_change
from forum.councils.models import Area, Council, Department, ReplyTemplate, Route, WardRoute
from forum.councils.setting_changes import Values, filled


class WardRouteRefusedError(ValueError):
    """There is such a rule for a ward already, or there are too many; its message says which."""


class TooManyTemplatesError(ValueError):
    """More templates than anybody finds their way in."""


def set_route(
    *,
    council: Council,
    by: Person,
    category: str,
    department: Department | None,
    contact_name: str,
    contact_email: str,
) -> None:
    """Record where one kind of barrier goes, and whom to ask about it; nothing at all is an answer too."""
    query = select(Route).where(Route.council_id == council.id, Route.category == category)
    route = db.session.scalar(query)
    was = _told(route)
    if route is None:
        route = Route(council_id=council.id, category=category)
        db.session.add(route)
    route.department, route.contact_name, route.contact_email = department, contact_name, contact_email
    db.session.flush()
    about = {"category": CATEGORY_BY_CODE[category].code}
    record_change(council=council, by=by, setting="route", about=about, was=was, became=_told(route))


def add_ward_route(
    *, council: Council, by: Person, area: Area, category: str, department: Department
) -> None:
    """Send what is reported in a ward to a department: one kind, or every kind (""). Raises WardRouteRefusedError."""
    query = select(WardRoute).where(WardRoute.area_id == area.id, WardRoute.category == category)
    known = db.session.scalar(query)
    if known is not None:
        raise WardRouteRefusedError(f"That goes to {known.department.name} already. Remove that rule first.")
    if len(list_ward_routes(council)) >= MOST_WARD_ROUTES:
        raise WardRouteRefusedError(f"There are {MOST_WARD_ROUTES} rules already. Remove one first.")
    route = WardRoute(council_id=council.id, area=area, category=category, department=department)
    db.session.add(route)
    db.session.flush()
    became = {"department": department.name}
    record_change(council=council, by=by, setting="ward_route", about=_about(route), became=became)


def remove_ward_route(*, council: Council, route: WardRoute, by: Person) -> None:
    """Send what is reported in a ward where its kind goes again."""
    was, about = {"department": route.department.name}, _about(route)
    db.session.delete(route)
    db.session.flush()
    record_change(council=council, by=by, setting="ward_route", about=about, was=was, became={"removed": 1})


def _about(route: WardRoute) -> Values:
    return {"area": route.area.name, "category": route.category}


def add_template(
    *, council: Council, by: Person, name: str, response_kind: str, category: str, body: str
) -> ReplyTemplate:
    """Store words for an answer. Raises TooManyTemplatesError."""
    number = db.session.scalar(select(func.count()).where(ReplyTemplate.council_id == council.id)) or 0
    if number >= MOST_TEMPLATES:
        raise TooManyTemplatesError(f"There are {MOST_TEMPLATES} templates already. Delete one first.")
    template = ReplyTemplate(
        council_id=council.id, name=name, response_kind=response_kind, category=category, body=body
    )
    db.session.add(template)
    db.session.flush()
    record_change(council=council, by=by, setting="reply_template", became=_words(template))
    return template


def change_template(
    *,
    council: Council,
    template: ReplyTemplate,
    by: Person,
    name: str,
    response_kind: str,
    category: str,
    body: str,
) -> None:
    """Change the words kept for an answer."""
    was = _words(template)
    template.name, template.response_kind = name, response_kind
    template.category, template.body = category, body
    db.session.flush()
    record_change(council=council, by=by, setting="reply_template", was=was, became=_words(template))


def remove_template(*, council: Council, template: ReplyTemplate, by: Person) -> None:
    """Take words away; answers in which they were used stay as they are."""
    was = _words(template)
    db.session.delete(template)
    db.session.flush()
    record_change(council=council, by=by, setting="reply_template", was=was, became={"removed": 1})


def _told(route: Route | None) -> Values:
    if route is None:
        return {}
    department = route.department.name if route.department else ""
    return filled(department=department, contact_name=route.contact_name, contact_email=route.contact_email)


def _words(template: ReplyTemplate) -> Values:
    return {
        "name": template.name,
        "kind": ResponseKind(template.response_kind),
        "category": template.category,
        "body": template.body,
    }

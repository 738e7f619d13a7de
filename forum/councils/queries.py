"""Reads of councils, their names, departments, areas and officers."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from difflib import get_close_matches

from sqlalchemy import ColumnElement, case, func, or_, select
from sqlalchemy.orm import joinedload, undefer

from forum.accounts.models import Person
from forum.core import clock
from forum.core.db import db
from forum.core.paging import Page, page_of
from forum.core.row_ids import read_id
from forum.councils.area_queries import MOST_AREAS, is_of_today
from forum.councils.models import (
    Area,
    Council,
    CouncilChange,
    CouncilName,
    Department,
    Logo,
    Officer,
    Route,
)
from forum.councils.name_matching import normalise
from forum.councils.succession import is_open_on

LONGEST_QUESTION = 100
MOST_DEPARTMENTS = 100
MOST_OFFERED = 10
MOST_OFFICERS = 200
CLOSE_ENOUGH = 0.8
SPELT_ALIKE_WITHIN = 3


def get_council(slug: str) -> Council | None:
    """Read a council by the last part of its address."""
    return db.session.scalar(select(Council).where(Council.slug == slug))


def get_council_by_code(code: str) -> Council | None:
    """Read a council by its local-authority code or its GSS code."""
    return db.session.scalar(
        select(Council).where(or_(Council.code == code.upper(), Council.gss_code == code.upper()))
    )


def list_councils(*, nation: str | None = None, cursor: str | None = None) -> Page[Council]:
    """List the councils of today by name."""
    query = select(Council).where(is_open_on(clock.today()))
    if nation:
        query = query.where(Council.nation == nation)
    return page_of(query, by=(Council.name, Council.id), cursor=cursor, ascending=True)


def list_nations() -> Sequence[str]:
    """List the nations that have councils here; four at most."""
    query = select(Council.nation).where(Council.nation != "").distinct().order_by(Council.nation)
    return db.session.scalars(query.limit(10)).all()


def find_councils(text: str, limit: int = 10) -> list[Council]:
    """Find councils by any name people use, former ones too; the same name first, then beginnings, then the rest.

    A council that was replaced leads to those that took its place, which carry its names. When nothing fits,
    names that are spelt almost so.
    """
    return [council for council, _ in _find_by_name(text, limit)]


def _find_by_name(text: str, limit: int) -> list[tuple[Council, bool]]:
    """Find councils by name, each with whether it bears exactly this one."""
    wanted = normalise(text[:LONGEST_QUESTION])
    if not wanted:
        return []
    found = _by_name(wanted, CouncilName.normalised.contains(wanted, autoescape=True), limit)
    if found:
        return found
    alike = _spelt_like(wanted)
    return _by_name(wanted, CouncilName.normalised.in_(alike), limit) if alike else []


def find_council_named(name: str) -> Council | None:
    """Find the one council of today that bears exactly this name, for what cannot ask which of several is meant."""
    wanted = normalise(name[:LONGEST_QUESTION])
    query = (
        select(Council)
        .join(CouncilName, CouncilName.council_id == Council.id)
        .where(CouncilName.normalised == wanted, is_open_on(clock.today()))
    )
    found = db.session.scalars(query.distinct().limit(2)).all() if wanted else []
    return found[0] if len(found) == 1 else None


def _by_name(wanted: str, fits: ColumnElement[bool], limit: int) -> list[tuple[Council, bool]]:
    """Read the councils with a fitting name, and whether it is the same. The table is small: about 2,500 names for the whole country."""
    closeness = func.min(
        case(
            (CouncilName.normalised == wanted, 0),
            (CouncilName.normalised.startswith(wanted, autoescape=True), 1),
            (CouncilName.normalised.contains(" " + wanted, autoescape=True), 2),
            else_=3,
        )
    )
    best = (
        select(CouncilName.council_id, closeness.label("closeness"))
        .where(fits)
        .group_by(CouncilName.council_id)
        .subquery()
    )
    query = (
        select(Council, best.c.closeness == 0)
        .join(best, best.c.council_id == Council.id)
        .where(Council.successor_id.is_(None) | (Council.ended_on > clock.today()))
        .order_by(best.c.closeness, Council.ended_on.is_not(None), Council.name, Council.id)
        .limit(limit)
    )
    return list(db.session.execute(query).tuples())


def _spelt_like(wanted: str) -> list[str]:
    near = func.length(CouncilName.normalised).between(
        len(wanted) - SPELT_ALIKE_WITHIN, len(wanted) + SPELT_ALIKE_WITHIN
    )
    begins = CouncilName.normalised.startswith(wanted[0], autoescape=True)
    names = db.session.scalars(
        select(CouncilName.normalised)
        .where(near, begins)
        .distinct()
        .order_by(CouncilName.normalised)
        .limit(500)
    ).all()
    return get_close_matches(wanted, names, n=5, cutoff=CLOSE_ENOUGH)


def list_successors(council: Council) -> list[Council]:
    """List the councils that took a former council's place: all that carry its name now."""
    if council.successor_id is None:
        return []
    query = (
        select(Council)
        .join(CouncilName, CouncilName.council_id == Council.id)
        .where(
            CouncilName.normalised == normalise(council.official_name),
            Council.id != council.id,
            Council.successor_id.is_(None) | (Council.ended_on > clock.today()),
            is_open_on(clock.today()),
        )
        .order_by(Council.name)
        .limit(10)
    )
    return list(db.session.scalars(query).unique())


def list_areas(council: Council, *, kept: int | None = None, with_boundaries: bool = False) -> Sequence[Area]:
    """List a council's wards and places of today by name; with `kept`, also the one that was chosen before it ended."""
    is_offered = or_(is_of_today(), Area.id == kept) if kept else is_of_today()
    query = select(Area).where(Area.council_id == council.id, is_offered)
    if with_boundaries:
        query = query.options(undefer(Area.boundary))
    return db.session.scalars(query.order_by(Area.name, Area.id).limit(MOST_AREAS)).all()


def get_area(council: Council, slug: str) -> Area | None:
    """Read one area of a council."""
    query = select(Area).where(Area.council_id == council.id, Area.slug == slug).order_by(Area.id).limit(1)
    return db.session.scalar(query)


def list_departments(council: Council) -> Sequence[Department]:
    """List the departments that a council has now, by name."""
    query = select(Department).where(Department.council_id == council.id, Department.retired_at.is_(None))
    return db.session.scalars(query.order_by(Department.name).limit(MOST_DEPARTMENTS)).all()


def list_retired_departments(council: Council) -> Sequence[Department]:
    """List the departments to which nothing new goes, the last to retire first."""
    query = select(Department).where(Department.council_id == council.id, Department.retired_at.is_not(None))
    ordered = query.order_by(Department.retired_at.desc(), Department.id)
    return db.session.scalars(ordered.limit(MOST_DEPARTMENTS)).all()


def get_department(council: Council, number: int) -> Department | None:
    """Read one department, if it belongs to this council."""
    query = select(Department).where(Department.council_id == council.id, Department.id == number)
    return db.session.scalar(query)


def list_officers(council: Council) -> Sequence[Officer]:
    """List who answers for a council now, leads first."""
    query = (
        select(Officer)
        .where(Officer.council_id == council.id, Officer.left_at.is_(None))
        .order_by(Officer.is_lead.desc(), Officer.id)
        .limit(MOST_OFFICERS)
    )
    return db.session.scalars(query).all()


def get_officer(council: Council, number: int) -> Officer | None:
    """Read one present officer, if they are of this council."""
    query = select(Officer).where(
        Officer.council_id == council.id, Officer.id == number, Officer.left_at.is_(None)
    )
    return db.session.scalar(query)


def list_changes(council: Council, limit: int = 20) -> Sequence[CouncilChange]:
    """List the newest changes to a council's settings."""
    query = select(CouncilChange).where(CouncilChange.council_id == council.id)
    query = query.options(joinedload(CouncilChange.person)).order_by(CouncilChange.id.desc())
    return db.session.scalars(query.limit(limit)).all()


def page_changes(council: Council, cursor: str | None = None) -> Page[CouncilChange]:
    """List the changes to a council's settings, newest first, page by page."""
    query = select(CouncilChange).where(CouncilChange.council_id == council.id)
    query = query.options(joinedload(CouncilChange.person))
    return page_of(query, by=(CouncilChange.id,), cursor=cursor)


def get_logo(council: Council) -> Logo | None:
    """Read a council's logo."""
    return db.session.get(Logo, council.id)


@dataclass(frozen=True, slots=True)
class Contact:
    """Whom to ask at a council about one kind of barrier; `department` is empty for the council as a whole."""

    name: str
    email: str
    department: str = ""


def find_contact(council: Council, category: str) -> Contact | None:
    """Find whom to ask: as the kind of barrier is routed, else that department's contact, else the council's."""
    query = select(Route).where(Route.council_id == council.id, Route.category == category)
    route = db.session.scalar(query)
    department = route.department if route and route.department and not route.department.retired_at else None
    its_name = department.name if department else ""
    for place in (route, department, council):
        if place is not None and (place.contact_name or place.contact_email):
            of = its_name if place is not council else ""
            return Contact(place.contact_name, place.contact_email, of)
    return None


def get_person_and_council(person_id: int, council_id: int) -> tuple[Person | None, Council | None]:
    """Read whom a stop link is for, and which council it is about."""
    return db.session.get(Person, person_id), db.session.get(Council, council_id)


def get_council_by_number(text: str | None) -> Council | None:
    """Read a council by the number a form carries."""
    number = read_id(text)
    return db.session.get(Council, number) if number is not None else None


def get_area_of(council: Council | None, text: str | None) -> Area | None:
    """Read an area by the number a form carries, if it lies in this council."""
    number = read_id(text)
    area = db.session.get(Area, number) if number is not None and council else None
    return area if area and council and area.council_id == council.id else None


def get_department_of(council: Council | None, text: str | None) -> Department | None:
    """Read a department by the number a form carries, if it belongs to this council."""
    number = read_id(text)
    department = db.session.get(Department, number) if number is not None and council else None
    return department if department and council and department.council_id == council.id else None


def match_councils(name: str) -> tuple[Council | None, list[Council]]:
    """Find the one council that bears exactly this name, or else those it could be, best first."""
    found = _find_by_name(name, MOST_OFFERED)
    meant = [council for council, is_exact in found if is_exact]
    return (meant[0] if len(meant) == 1 else None), [council for council, _ in found]

"""Reads the places a report may name: its council, ward and department."""

from __future__ import annotations

from sqlalchemy import select

from forum.core.db import db
from forum.councils.models import Area, Council, CouncilName, Department
from forum.councils.name_matching import normalise
from forum.councils.queries import find_councils

MOST_OFFERED = 10
LARGEST_ID = 2**31 - 1
MOST_DIGITS = 10


def read_id(text: str | None) -> int | None:
    """Read a row's number out of a form's value; None for anything that cannot be one."""
    text = text or ""
    number = int(text) if text.isascii() and text.isdecimal() and len(text) <= MOST_DIGITS else None
    return number if number is not None and number <= LARGEST_ID else None


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
    offered = find_councils(name, MOST_OFFERED)
    exactly = select(CouncilName.council_id).where(
        CouncilName.normalised == normalise(name), CouncilName.council_id.in_([one.id for one in offered])
    )
    named = set(db.session.scalars(exactly))
    meant = [one for one in offered if one.id in named]
    return (meant[0] if len(meant) == 1 else None), offered

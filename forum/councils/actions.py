"""What the people who answer for a council change in its settings. Each change leaves a note."""

from __future__ import annotations

from sqlalchemy import delete, select, update

from forum.accounts.actions import invite_staff
from forum.accounts.models import Person, SiteRole
from forum.core import clock
from forum.core.db import db
from forum.core.events import send
from forum.core.pictures import MadePicture
from forum.core.slugs import slug
from forum.councils.events import CouncilRulesChanged, DepartmentRetired, OfficerLeft
from forum.councils.models import (
    Council,
    CouncilChange,
    Department,
    Logo,
    Officer,
    Route,
    WardRoute,
)
from forum.councils.setting_changes import NUMBERS, PARTS, Values, filled, setting_codes
from forum.councils.vocabulary import DEPARTMENTS

LONGEST_CODE = 40


class LastLeadError(ValueError):
    """A council would be left without a lead."""


def add_usual_departments(*, council: Council) -> None:
    """Give a new council the usual departments; it renames those it calls otherwise."""
    db.session.add_all(
        Department(council_id=council.id, code=one.code, name=one.label) for one in DEPARTMENTS
    )


def change_contact(
    *, council: Council, by: Person, contact_name: str, contact_email: str, website: str
) -> None:
    """Record whom to write to at a council."""
    was = _contact_of(council)
    council.contact_name, council.contact_email, council.website = contact_name, contact_email, website
    record_change(council=council, by=by, setting="contact", was=was, became=_contact_of(council))


def add_department(
    *, council: Council, by: Person, name: str, contact_name: str, contact_email: str
) -> Department:
    """Add a department of the council's own."""
    department = Department(
        council_id=council.id,
        code=_free_code(council, name),
        name=name,
        contact_name=contact_name,
        contact_email=contact_email,
    )
    db.session.add(department)
    db.session.flush()
    record_change(council=council, by=by, setting="department_added", became=_department(department))
    return department


def change_department(
    *, council: Council, department: Department, by: Person, name: str, contact_name: str, contact_email: str
) -> None:
    """Rename a department, or say who answers there."""
    was = _department(department)
    department.name, department.contact_name, department.contact_email = name, contact_name, contact_email
    record_change(council=council, by=by, setting="department", was=was, became=_department(department))


def invite_officer(
    *,
    council: Council,
    by: Person,
    name: str,
    email: str,
    job_title: str,
    department: Department | None,
    is_lead: bool,
) -> Officer:
    """Let somebody answer for a council: they get an invitation by mail. Inviting them again changes their part."""
    part = "lead" if is_lead else "officer"
    person = invite_staff(name=name, email=email, place=f"{PARTS[part]} of {council.official_name}")
    same = select(Officer).where(Officer.person_id == person.id, Officer.council_id == council.id)
    officer = db.session.scalar(same)
    if officer is None:
        officer = Officer(person_id=person.id, council_id=council.id, created_at=clock.now())
        db.session.add(officer)
    officer.left_at, officer.is_lead, officer.job_title = None, is_lead, job_title
    officer.department_id = department.id if department else None
    db.session.flush()
    if person.has_password_and_code:  # they answer for another council already
        claim_councils_of(person=person)
    record_change(council=council, by=by, setting="invitation", became={"name": name, "part": part})
    return officer


def change_officer(
    *,
    council: Council,
    officer: Officer,
    by: Person,
    job_title: str,
    department: Department | None,
    is_lead: bool,
) -> None:
    """Change somebody's part. Raises LastLeadError when the council would be left without a lead."""
    if officer.is_lead and not is_lead:
        _keep_a_lead(council, officer)
    was = _part_of(officer)
    officer.is_lead, officer.job_title = is_lead, job_title
    officer.department_id = department.id if department else None
    db.session.flush()
    record_change(council=council, by=by, setting="officer", was=was, became=_part_of(officer))


def claim_councils_of(*, person: Person) -> None:
    """Record that somebody from these councils is here: those this person answers for."""
    theirs = select(Council).join(Officer, Officer.council_id == Council.id)
    theirs = theirs.where(
        Officer.person_id == person.id, Officer.left_at.is_(None), Council.claimed_at.is_(None)
    )
    for council in db.session.scalars(theirs):
        council.claimed_at = clock.now()


def end_officer(*, council: Council, officer: Officer, by: Person) -> None:
    """End somebody's part in a council's answers; what they wrote stays. Raises LastLeadError for the only lead."""
    if officer.is_lead and by.role != SiteRole.ADMINISTRATOR:
        _keep_a_lead(council, officer)
    officer.left_at = clock.now()
    was = {"name": officer.person.name, "part": "lead" if officer.is_lead else "officer"}
    record_change(council=council, by=by, setting="part_ended", was=was)
    send(OfficerLeft(officer=officer, by=by))


def record_change(
    *,
    council: Council,
    by: Person,
    setting: str,
    about: Values | None = None,
    was: Values | None = None,
    became: Values | None = None,
) -> None:
    """Write down who changed a setting, from what to what; nothing when it stays as it was.

    `setting` is a code of councils.setting_changes, which puts the values into words when they are shown.
    Raises ValueError for another one.
    """
    if setting not in setting_codes():
        raise ValueError(f"{setting} is no setting that can be put into words")
    if (was or {}) == (became or {}):
        return
    db.session.add(
        CouncilChange(
            council_id=council.id,
            person_id=by.id,
            setting=setting,
            about=dict(about or {}),
            was=dict(was or {}),
            became=dict(became or {}),
            created_at=clock.now(),
        )
    )
    db.session.flush()


def retire_department(*, council: Council, department: Department, by: Person, to: Department | None) -> None:
    """Send nothing new to a department; its officers, its routes and its open barriers go to another, or to nobody."""
    if department.retired_at is not None:
        return
    department.retired_at = clock.now()
    number = to.id if to else None
    for table in (Officer, Route):
        moved = update(table).where(table.department_id == department.id)
        db.session.execute(moved.values(department_id=number))
    of_wards = WardRoute.department_id == department.id
    if to is None:
        db.session.execute(delete(WardRoute).where(of_wards))
    else:
        db.session.execute(update(WardRoute).where(of_wards).values(department_id=to.id))
    record_change(
        council=council,
        by=by,
        setting="department_retired",
        was={"name": department.name},
        became={"to": to.name if to else ""},
    )
    send(DepartmentRetired(department=department, to=to, by=by))


def bring_back_department(*, council: Council, department: Department, by: Person) -> None:
    """Let new barriers go to a retired department again; what went to another meanwhile stays there."""
    if department.retired_at is None:
        return
    department.retired_at = None
    record_change(council=council, by=by, setting="department_brought_back", became={"name": department.name})


def change_numbers(*, council: Council, by: Person, **numbers: int | str | None) -> None:
    """Set whose bank holidays are kept, the targets and what counts as recurring; empty is as the site has it."""
    for name in NUMBERS:
        was, became = getattr(council, name), numbers[name]
        setattr(council, name, became)
        record_change(
            council=council,
            by=by,
            setting=name,
            was={"value": was or None},
            became={"value": became or None},
        )
    db.session.flush()
    send(CouncilRulesChanged(council=council))


def change_look(
    *, council: Council, by: Person, colour: str, ink: str, logo: MadePicture | None, removes_logo: bool
) -> None:
    """Set a council's colours and logo; no colours means ours. The colours were checked by councils.brand."""
    was, became = filled(colour=council.brand_colour, ink=council.brand_ink), filled(colour=colour, ink=ink)
    council.brand_colour, council.brand_ink = colour, ink
    record_change(council=council, by=by, setting="colours", was=was, became=became)
    if logo is not None:
        row = db.session.get(Logo, council.id) or Logo(council_id=council.id)
        row.content, row.width, row.height = logo.content, logo.width, logo.height
        db.session.add(row)
        record_change(council=council, by=by, setting="logo", became={"bytes": len(logo.content)})
    elif removes_logo and council.has_logo:
        db.session.execute(delete(Logo).where(Logo.council_id == council.id))
        record_change(council=council, by=by, setting="logo", was={"number": 1}, became={"number": 0})
    council.has_logo = logo is not None or (council.has_logo and not removes_logo)
    council.brand_version += 1
    db.session.flush()


def _keep_a_lead(council: Council, officer: Officer) -> None:
    others = select(Officer.id).where(
        Officer.council_id == council.id,
        Officer.is_lead,
        Officer.left_at.is_(None),
        Officer.id != officer.id,
    )
    if db.session.scalar(others.limit(1)) is None:
        raise LastLeadError("There has to be a lead. Make someone else a lead first.")


def _part_of(officer: Officer) -> Values:
    department = db.session.get(Department, officer.department_id) if officer.department_id else None
    return filled(
        name=officer.person.name,
        part="lead" if officer.is_lead else "officer",
        job_title=officer.job_title,
        department=department.name if department else "",
    )


def _contact_of(council: Council) -> Values:
    return filled(name=council.contact_name, email=council.contact_email, website=council.website)


def _department(department: Department) -> Values:
    return filled(
        name=department.name, contact_name=department.contact_name, contact_email=department.contact_email
    )


def _free_code(council: Council, name: str) -> str:
    wish = slug(name).replace("-", "_")[: LONGEST_CODE - 4]
    taken = set(db.session.scalars(select(Department.code).where(Department.council_id == council.id)))
    numbered = (f"{wish}_{number}" for number in range(2, len(taken) + 3))
    return wish if wish not in taken else next(one for one in numbered if one not in taken)

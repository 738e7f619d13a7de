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
from forum.councils.events import CouncilFollowed, CouncilRulesChanged, DepartmentRetired, OfficerLeft
from forum.councils.models import (
    Council,
    CouncilChange,
    CouncilFollow,
    Department,
    Logo,
    Officer,
    Route,
    WardRoute,
)
from forum.councils.vocabulary import DEPARTMENTS
from forum.councils.working_days import CALENDAR_LABELS

LONGEST_CODE = 40
NUMBERS = {
    "holiday_calendar": "Bank holidays",
    "response_target_days": "Days for the first reply",
    "answer_target_days": "Days for an answer",
    "recurrence_groups": "Groups that make it recurring",
    "recurrence_months": "Months in which they met it",
}


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
    """Say whom to write to at a council."""
    was = _joined(council.contact_name, council.contact_email, council.website)
    council.contact_name, council.contact_email, council.website = contact_name, contact_email, website
    became = _joined(contact_name, contact_email, website)
    record_change(council=council, by=by, setting="Contact", was=was, became=became)


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
    became = _joined(name, contact_name, contact_email)
    record_change(council=council, by=by, setting="Department added", became=became)
    return department


def change_department(
    *, council: Council, department: Department, by: Person, name: str, contact_name: str, contact_email: str
) -> None:
    """Rename a department, or say who answers there."""
    was = _joined(department.name, department.contact_name, department.contact_email)
    department.name, department.contact_name, department.contact_email = name, contact_name, contact_email
    became = _joined(name, contact_name, contact_email)
    record_change(council=council, by=by, setting="Department", was=was, became=became)


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
    part = "a lead" if is_lead else "an officer"
    person = invite_staff(name=name, email=email, place=f"{part} of {council.official_name}")
    same = select(Officer).where(Officer.person_id == person.id, Officer.council_id == council.id)
    officer = db.session.scalar(same)
    if officer is None:
        officer = Officer(person_id=person.id, council_id=council.id, created_at=clock.now())
        db.session.add(officer)
    officer.left_at, officer.is_lead, officer.job_title = None, is_lead, job_title
    officer.department_id = department.id if department else None
    db.session.flush()
    if person.password_hash and person.totp_secret:  # they answer for another council already
        claim_councils_of(person=person)
    record_change(council=council, by=by, setting="Invitation", became=f"{name} as {part}")
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
    record_change(council=council, by=by, setting="Officer", was=was, became=_part_of(officer))


def claim_councils_of(*, person: Person) -> None:
    """Say that somebody from these councils is here: those this person answers for."""
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
    was = f"{officer.person.name} as {'a lead' if officer.is_lead else 'an officer'}"
    record_change(council=council, by=by, setting="Part ended", was=was)
    send(OfficerLeft(officer=officer, by=by))


def record_change(*, council: Council, by: Person, setting: str, was: str = "", became: str = "") -> None:
    """Write down who changed a setting, from what to what; nothing when it stays as it was."""
    if was == became:
        return
    db.session.add(
        CouncilChange(
            council_id=council.id,
            person_id=by.id,
            setting=setting,
            was=was,
            became=became,
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
        setting="Department retired",
        was=department.name,
        became=f"Its work goes to {to.name if to else 'no one yet'}",
    )
    send(DepartmentRetired(department=department, to=to, by=by))


def bring_back_department(*, council: Council, department: Department, by: Person) -> None:
    """Let new barriers go to a retired department again; what went to another meanwhile stays there."""
    if department.retired_at is None:
        return
    department.retired_at = None
    record_change(council=council, by=by, setting="Department brought back", became=department.name)


def change_numbers(*, council: Council, by: Person, **numbers: int | str | None) -> None:
    """Set whose bank holidays are kept, the targets and what counts as recurring; empty is as the site has it."""
    for name, label in NUMBERS.items():
        was, became = getattr(council, name), numbers[name]
        setattr(council, name, became)
        record_change(
            council=council,
            by=by,
            setting=label,
            was=_number_as_read(was),
            became=_number_as_read(became),
        )
    db.session.flush()
    send(CouncilRulesChanged(council=council))


def _number_as_read(value: int | str | None) -> str:
    """Say a number, or whose bank holidays, as the pages do."""
    labels: dict[str, str] = {str(one): label for one, label in CALENDAR_LABELS.items()}
    return labels.get(str(value), str(value)) if value else "Default"


def change_look(
    *, council: Council, by: Person, colour: str, ink: str, logo: MadePicture | None, removes_logo: bool
) -> None:
    """Set a council's colours and logo; no colours means ours. The colours were checked by councils.brand."""
    was, became = _joined(council.brand_colour, council.brand_ink), _joined(colour, ink)
    council.brand_colour, council.brand_ink = colour, ink
    record_change(council=council, by=by, setting="Colours", was=was or "Ours", became=became or "Ours")
    if logo is not None:
        row = db.session.get(Logo, council.id) or Logo(council_id=council.id)
        row.content, row.width, row.height = logo.content, logo.width, logo.height
        db.session.add(row)
        record_change(
            council=council, by=by, setting="Logo", became=f"A new one, {len(logo.content):,} bytes"
        )
    elif removes_logo and council.has_logo:
        db.session.execute(delete(Logo).where(Logo.council_id == council.id))
        record_change(council=council, by=by, setting="Logo", was="One", became="None")
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


def _part_of(officer: Officer) -> str:
    department = db.session.get(Department, officer.department_id) if officer.department_id else None
    part = "lead" if officer.is_lead else "officer"
    return _joined(officer.person.name, part, officer.job_title, department.name if department else "")


def _joined(*words: str) -> str:
    return ", ".join(one for one in words if one)


def _free_code(council: Council, name: str) -> str:
    wish = slug(name).replace("-", "_")[: LONGEST_CODE - 4]
    taken = set(db.session.scalars(select(Department.code).where(Department.council_id == council.id)))
    numbered = (f"{wish}_{number}" for number in range(2, len(taken) + 3))
    return wish if wish not in taken else next(one for one in numbered if one not in taken)


def follow_council(*, council: Council, person: Person) -> None:
    """Have a person get a council's monthly summary; twice is once."""
    known = select(CouncilFollow.id).where(
        CouncilFollow.council_id == council.id, CouncilFollow.person_id == person.id
    )
    if db.session.scalar(known) is None:
        row = CouncilFollow(council_id=council.id, person_id=person.id, created_at=clock.now())
        db.session.add(row)
        db.session.flush()
    send(CouncilFollowed(council=council))


def unfollow_council(*, council: Council, person: Person) -> None:
    """Send a person no more summaries of a council."""
    query = delete(CouncilFollow).where(
        CouncilFollow.council_id == council.id, CouncilFollow.person_id == person.id
    )
    db.session.execute(query)

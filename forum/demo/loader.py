"""Fills an empty site with invented councils, people, groups and barriers: the same each time."""

from __future__ import annotations

import importlib
import pkgutil
from collections.abc import Callable
from datetime import timedelta
from functools import cache
from random import Random
from typing import TypeVar

from sqlalchemy import delete, func, select, update

import forum.demo.content
from forum.accounts.models import Person, SiteRole
from forum.accounts.passwords import hash_password
from forum.core import clock
from forum.core.db import db
from forum.core.outbox import OutboxRow
from forum.core.slugs import slug
from forum.councils.actions import add_usual_departments
from forum.councils.models import Area, Council, CouncilName, Department, Officer
from forum.councils.name_matching import normalise
from forum.demo.affected_groups import join_more
from forum.demo.boundaries import invent_boundaries
from forum.demo.cases import Case
from forum.demo.council_settings import furnish
from forum.demo.drawings import add_drawings
from forum.demo.initial_data import record_demo
from forum.demo.moderation import leave_work_for_moderators
from forum.demo.people import FIRST_NAMES, LAST_NAMES, PASSWORD, PEOPLE, TOTP_SECRET, DemoPerson
from forum.demo.places import COUNCILS, KINDS_OF_GROUPS, PARTS_OF_TOWN, TOPICS_OF_GROUPS, DemoCouncil
from forum.demo.projects import notify_projects
from forum.demo.projects_of_people import PROJECTS as OF_PEOPLE
from forum.demo.projects_of_places import PROJECTS as OF_PLACES
from forum.demo.question_threads import add_questions
from forum.demo.resources import lend_and_need
from forum.demo.story import Cast, play
from forum.groups.actions import create_group
from forum.groups.models import Group, Membership
from forum.notifications.models import Notification

SEED = 2010
OTHERS_JOINED = 0.4
"""The first council is the one that people look at: there most obstacles were met by more groups."""
Progress = Callable[[int], None]
Row = TypeVar("Row", Person, Membership)


def is_loaded() -> bool:
    """Return whether the demo councils are there."""
    return db.session.scalar(select(Council.id).where(Council.code == COUNCILS[0].code)) is not None


def list_cases() -> list[Case]:
    """Gather the cases of all content modules, in a fixed order that mixes the themes."""
    found: list[Case] = []
    for module in sorted(one.name for one in pkgutil.iter_modules(forum.demo.content.__path__)):
        found += importlib.import_module(f"forum.demo.content.{module}").CASES
    Random(SEED).shuffle(found)
    return found


def load(progress: Progress | None = None) -> int:
    """Load everything in the current transaction; returns the number of barriers. Raises RealSiteError.

    The database is a demonstration's from then on, and never becomes anything else.
    """
    record_demo()
    chance = Random(SEED)
    start = clock.now() - timedelta(days=900)
    with clock.travelled_to(start):
        councils = [_council(one) for one in COUNCILS]
        people = {one.email: _person(one) for one in PEOPLE}
        officers = {
            council.id: _officers(council, place, people)
            for council, place in zip(councils, COUNCILS, strict=True)
        }
        groups = {council.id: _groups(council, chance) for council in councils}
        _first_member(people["member@example.org"], groups[councils[0].id])
    everybody = [one for these in groups.values() for one in these]
    casts = {one.id: _cast(one, *officers[one.id], groups[one.id], everybody) for one in councils}
    cases = list_cases()
    for number, case in enumerate(cases):
        play(case, casts[_place_of(case, number, councils).id], chance)
        if progress:
            progress(number + 1)
    _join_more(councils, groups, chance)
    furnish(councils, officers)
    lend_and_need(groups)
    notify_projects(OF_PLACES + OF_PEOPLE, groups, {number: pair[0] for number, pair in officers.items()})
    add_drawings()
    add_questions(councils, groups)
    leave_work_for_moderators(councils[0])
    forget_the_past()
    return len(cases)


def _join_more(
    councils: list[Council], groups: dict[int, list[tuple[Group, Membership]]], chance: Random
) -> None:
    for council in councils:
        if council.claimed_at is not None:
            share = 1 if council is councils[0] else OTHERS_JOINED
            join_more(council, groups[council.id], chance, share=share)


def forget_the_past() -> None:
    """Leave out what was due in the invented past, but for the index: it has happened, and needs no mails now."""
    db.session.flush()
    past = OutboxRow.due_at <= clock.now(), OutboxRow.kind != "index"
    db.session.execute(delete(OutboxRow).where(*past))
    db.session.execute(update(Notification).values(mail_due_at=None))
    long_ago = Notification.created_at < clock.now() - timedelta(weeks=2)
    db.session.execute(update(Notification).where(long_ago).values(read_at=Notification.created_at))


def _place_of(case: Case, number: int, councils: list[Council]) -> Council:
    """Give unclaimed councils what nobody answered: every second open barrier."""
    unclaimed = [one for one in councils if one.claimed_at is None]
    claimed = [one for one in councils if one.claimed_at is not None]
    of_both = unclaimed if case.state == "open" and number % 2 else claimed
    return of_both[number % 10 % len(of_both)]


def _council(place: DemoCouncil) -> Council:
    council = Council(
        code=place.code,
        slug=slug(place.name),
        name=place.name,
        official_name=place.official_name,
        kind=place.kind,
        nation="England",
        region=place.region,
        population=place.population,
        contact_name="Community team",
        contact_email=f"community@{slug(place.name)}.example.org",
        claimed_at=clock.now() if place.is_claimed else None,
    )
    db.session.add(council)
    db.session.flush()
    names = {normalise(name): name for name in (place.name, place.official_name)}
    db.session.add_all(
        CouncilName(council_id=council.id, name=name, normalised=key) for key, name in names.items()
    )
    shapes = invent_boundaries(len(place.wards), middle=(0.0, 0.0), chance=Random(place.code))
    db.session.add_all(
        Area(council_id=council.id, name=ward, slug=slug(ward), boundary=shape)
        for ward, shape in zip(place.wards, shapes, strict=True)
    )
    add_usual_departments(council=council)
    db.session.flush()
    return council


def _person(one: DemoPerson) -> Person:
    is_staff = one.role != SiteRole.MEMBER or bool(one.council)
    return _saved(
        Person(
            name=one.name,
            email=one.email,
            role=one.role,
            is_staff=is_staff,
            password_hash=_password_hash(),
            totp_secret=TOTP_SECRET if is_staff else None,
            email_confirmed_at=clock.now(),
            created_at=clock.now(),
        )
    )


@cache
def _password_hash() -> str:
    """Hash the one password of them all once: that takes long, on purpose."""
    return hash_password(PASSWORD)


def _officers(
    council: Council, place: DemoCouncil, people: dict[str, Person]
) -> tuple[Officer | None, Officer | None]:
    """Give a claimed council an officer and a lead: the demo accounts at theirs, others elsewhere."""
    if not place.is_claimed:
        return None, None
    own = {one.is_lead: people[one.email] for one in PEOPLE if one.council == place.name}
    names = {False: "Jo Hartley", True: "Sam Whitaker"}
    made = []
    for is_lead in (False, True):
        person = own.get(is_lead) or _person(
            DemoPerson(
                f"{'lead' if is_lead else 'officer'}@{slug(place.name)}.example.org",
                names[is_lead],
                "",
                council=place.name,
            )
        )
        title = "Head of communities" if is_lead else "Community partnerships officer"
        made.append(
            Officer(person=person, council=council, is_lead=is_lead, job_title=title, created_at=clock.now())
        )
    db.session.add_all(made)
    db.session.flush()
    return made[0], made[1]


def _groups(council: Council, chance: Random) -> list[tuple[Group, Membership]]:
    """Make one group of each kind, with the person who speaks for each."""
    areas = list(db.session.scalars(select(Area).where(Area.council_id == council.id).order_by(Area.id)))
    made = []
    for kind in KINDS_OF_GROUPS:
        name = f"{chance.choice(PARTS_OF_TOWN)} {kind.name}, {council.name}"
        number = db.session.scalar(select(func.count(Person.id)))
        person = _saved(
            Person(
                name=f"{chance.choice(FIRST_NAMES)} {chance.choice(LAST_NAMES)}",
                email=f"neighbour{number}@example.org",
                created_at=clock.now(),
                email_confirmed_at=clock.now(),
            )
        )
        group = create_group(
            name=name,
            council=council,
            person=person,
            area=chance.choice(areas),
            summary=kind.summary,
            legal_form=kind.legal_form,
            topics=TOPICS_OF_GROUPS[kind.name],
        )
        made.append(
            (group, db.session.scalars(select(Membership).where(Membership.group_id == group.id)).one())
        )
    return made


def _first_member(person: Person, groups: list[tuple[Group, Membership]]) -> None:
    """Put the demo member into the first group, so that there is something to speak for."""
    group, _ = groups[0]
    _saved(
        Membership(
            group_id=group.id, person_id=person.id, is_organiser=True, is_shown=True, created_at=clock.now()
        )
    )


def _cast(
    council: Council,
    officer: Officer | None,
    lead: Officer | None,
    groups: list[tuple[Group, Membership]],
    everybody: list[tuple[Group, Membership]],
) -> Cast:
    areas = list(db.session.scalars(select(Area).where(Area.council_id == council.id).order_by(Area.id)))
    departments = db.session.scalars(select(Department).where(Department.council_id == council.id))
    return Cast(
        council=council,
        areas=areas,
        departments={one.code: one for one in departments},
        officer=officer,
        lead=lead,
        groups=groups,
        peers=everybody,
    )


def _saved(row: Row) -> Row:
    db.session.add(row)
    db.session.flush()
    return row

"""How the invented councils work: who has what, where things go, the words they keep, the colours they have."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import timedelta

from sqlalchemy import select

from forum.barriers.actions.casework import assign_barrier
from forum.barriers.actions.council_settings import add_template, set_route
from forum.barriers.actions.deadline import set_deadlines
from forum.barriers.actions.notes import keep_note
from forum.barriers.lifecycle.responses import ResponseKind
from forum.barriers.models import Barrier
from forum.core import clock
from forum.core.db import db
from forum.councils.actions import change_look, change_numbers
from forum.councils.models import Council, Department, Officer

A = ResponseKind
ROUTES = (
    ("insurance", "property_venues", "Venue hire desk", "venues@wexmoor.example.org"),
    ("venue", "property_venues", "Venue hire desk", "venues@wexmoor.example.org"),
    ("licensing", "licensing", "Licensing helpline", "licensing@wexmoor.example.org"),
    ("land_planning", "parks", "Parks team", "parks@wexmoor.example.org"),
    ("money", "finance_grants", "Small grants", "grants@wexmoor.example.org"),
)
TEMPLATES = (
    ("Thank you, and who has it", A.ACKNOWLEDGE, "", "Thank you for telling us about “{title}”. {department} has it now and will write here next.\n\n{officer}, {council}"),
    ("Which cover were you asked for?", A.ASK, "insurance", "Thank you. Which cover were you asked for, how much, and who asked for it? A photo of the form helps."),
    ("The venue’s own policy may cover you", A.EXPLAIN, "insurance", "For a meeting of up to 60 people our venues’ policy covers you. Ask the desk for “hirer’s cover” when you book; it costs nothing. You need your own policy only for food, animals or inflatables."),
    ("We will put it on the form", A.COMMIT, "", "You are right, and it should not depend on whom you ask. We will change the form and the guidance, and write here when it is done."),
    ("Somebody else’s rule", A.POINT_TO_ANOTHER_BODY, "", "This rule is not ours, though it is met in our town. We have passed your words on, and will tell you what they say."),
    ("It is done", A.CLAIM_REMOVAL, "", "The rule was changed. Nobody at {council} will ask for it again; if somebody does, write here."),
)  # fmt: skip
HAS_IT = 5
BRANDS = {"Harrowdale": "#4a2c6d", "Saltmarsh": "#14507a"}


def furnish(
    councils: Sequence[Council], officers: Mapping[int, tuple[Officer | None, Officer | None]]
) -> None:
    """Set up the desks of the councils that are here; the first one's with words, routes and work given out."""
    month_ago = clock.now() - timedelta(days=30)
    for council in councils:
        officer, lead = officers[council.id]
        if officer is None or lead is None:
            continue
        with clock.travelled_to(month_ago):
            if council.name in BRANDS:
                change_look(
                    council=council,
                    by=lead.person,
                    colour=BRANDS[council.name],
                    ink="#ffffff",
                    logo=None,
                    removes_logo=False,
                )
            if council is councils[0]:
                _words_and_routes(council, lead)
        if council is councils[0]:
            _count_days(council)
            _give_out(council, officer, lead)


def _words_and_routes(council: Council, lead: Officer) -> None:
    query = select(Department).where(Department.council_id == council.id)
    departments = {one.code: one for one in db.session.scalars(query)}
    for category, code, name, email in ROUTES:
        set_route(
            council=council,
            by=lead.person,
            category=category,
            department=departments.get(code),
            contact_name=name,
            contact_email=email,
        )
    for name, kind, category, body in TEMPLATES:
        add_template(
            council=council,
            by=lead.person,
            name=name,
            response_kind=str(kind),
            category=category,
            body=body,
        )
    change_numbers(
        council=council,
        by=lead.person,
        holiday_calendar="england-and-wales",
        response_target_days=None,
        answer_target_days=40,
        recurrence_groups=None,
        recurrence_months=None,
    )


def _count_days(council: Council) -> None:
    """Count by the new numbers at once: the worker is not asked for what was due in the invented past."""
    after: int | None = 0
    while after is not None:
        after = set_deadlines(council_id=council.id, after=after)


def _give_out(council: Council, officer: Officer, lead: Officer) -> None:
    """Give the first few that are due to the officer, the next two to the lead, with a note between them."""
    query = select(Barrier).where(Barrier.owed_by_id == council.id, Barrier.due_on.is_not(None))
    due = list(db.session.scalars(query.order_by(Barrier.due_on, Barrier.id).limit(HAS_IT + 2)))
    yesterday = clock.now() - timedelta(days=1)
    for number, barrier in enumerate(due):
        to, by = (officer, lead) if number < HAS_IT else (lead, officer)
        with clock.travelled_to(yesterday):
            assign_barrier(barrier=barrier, by=by.person, department=barrier.department, officer=to)
    if due:
        with clock.travelled_to(yesterday):
            words = (
                "I rang the caretaker: she was told so by the last contractor, and never saw it in writing."
            )
            keep_note(barrier=due[0], person=lead.person, body=words)

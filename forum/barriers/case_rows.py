"""What officers see of a barrier in a list of work: how late it is, who has it, who may read it. Pure."""

from __future__ import annotations

from datetime import date
from typing import Any

from forum.barriers.cards import path
from forum.barriers.lifecycle import STATE_LABELS, State
from forum.barriers.models import Barrier
from forum.barriers.queries.inbox import Section
from forum.barriers.vocabulary import CATEGORY_BY_CODE
from forum.councils.standing import Standing
from forum.councils.working_days import working_days_between
from forum.threads.models import Visibility

SECTION_LABELS: dict[Section, str] = {
    Section.OVERDUE: "Overdue",
    Section.SOON: "Due in the next three working days",
    Section.NEW: "New or reopened",
    Section.IN_HAND: "In hand",
    Section.WAITING: "Waiting for an answer: deadline paused",
}
VISIBILITY_NOTES = {Visibility.NAMELESS: "Name hidden", Visibility.COUNCIL: "Council only"}
OWED_WORDS = {State.REOPENED: "New answer due", State.CHANGE_AGREED: "Promised", State.KEPT: "Look again"}


def case_row(barrier: Barrier, standing: Standing, *, today: date, calendar: str) -> dict[str, Any]:
    """Gather what a row of an inbox shows; no name of a group or of its people is on it."""
    state, category = State(barrier.state), CATEGORY_BY_CODE.get(barrier.category)
    own = barrier.officer is not None and barrier.officer.person_id == standing.person_id
    return {
        "number": barrier.id,
        "url": f"/barriers/{barrier.id}/respond?back=inbox",
        "page_url": path(barrier),
        "title": barrier.title,
        "state": str(state),
        "state_label": STATE_LABELS[state],
        "kind": category.label if category else "",
        "area": barrier.area.name if barrier.area else "",
        "department": barrier.department.name if barrier.department else "",
        "officer": ("You" if own else barrier.officer.person.name) if barrier.officer else "",
        "groups": barrier.number_of_affected,
        "note": VISIBILITY_NOTES.get(Visibility(barrier.visibility), ""),
        "reported_at": barrier.created_at,
        "due": due_words(barrier, today=today, calendar=calendar),
    }


def due_words(barrier: Barrier, *, today: date, calendar: str) -> dict[str, Any] | None:
    """Say when the next step is due, and how late it is; None when nothing is owed. Stopped: no day."""
    if barrier.owed_by_id is None:
        return None
    day = barrier.due_on
    return {
        "what": OWED_WORDS.get(State(barrier.state), "Answer due"),
        "day": day,
        "is_stopped": day is None,
        "is_today": day == today,
        "late": working_days_between(day, today, calendar) if day else 0,
        "is_overdue": day is not None and day < today,
    }

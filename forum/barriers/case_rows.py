"""What officers see of a barrier in a list of work: how late it is, who has it, who may read it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from flask import url_for

from forum.barriers.cards import path
from forum.barriers.lifecycle.deadlines import SOON
from forum.barriers.lifecycle.labels import STATE_LABELS, due_label, reply_label
from forum.barriers.lifecycle.states import State
from forum.barriers.models import Barrier
from forum.barriers.queries.inbox import InboxSection
from forum.barriers.vocabulary import CATEGORY_BY_CODE
from forum.core import clock
from forum.core.formatting import count
from forum.core.spreadsheets import Cell
from forum.core.urls import with_host
from forum.councils.identity import Identity
from forum.councils.thresholds import calendar_of
from forum.councils.working_days import working_days_between
from forum.threads.models import Visibility
from forum.threads.visibility import known_area

SECTION_LABELS: dict[InboxSection, str] = {
    InboxSection.OVERDUE: "Overdue",
    InboxSection.SOON: f"Due in the next {count(SOON, 'working day')}",
    InboxSection.NEW: "New or reopened",
    InboxSection.IN_HAND: "In hand",
    InboxSection.WAITING: "Waiting for an answer: deadline paused",
}
VISIBILITY_NOTES = {Visibility.NAMELESS: "Name hidden", Visibility.COUNCIL: "Council only"}

UNASSIGNED_LABEL = "Unassigned"
FILE_HEAD = (
    "Number", "Title", "State", "Kind of barrier", "Ward or place", "Department", "Officer", "Groups affected",
    "Who sees it", "Reported on", "Next step", "Due on", "Working days late", "Page",
)  # fmt: skip


@dataclass(frozen=True, slots=True, kw_only=True)
class Due:
    """When the next step on a case is due, and how late it is; without a day the deadline is paused."""

    what: str
    reply: str
    day: date | None
    late: int
    """Working days."""
    is_promise: bool
    is_review: bool
    is_stopped: bool
    is_today: bool
    is_overdue: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class CaseRow:
    """A row of an inbox, on the page and in the file; no name of a group or of its people is on it."""

    number: int
    url: str
    page_url: str
    title: str
    state: str
    state_label: str
    kind: str
    area: str
    department: str
    officer: str
    officer_name: str
    groups: int
    note: str
    reported_at: datetime
    due: Due | None


def case_row(barrier: Barrier, identity: Identity, *, today: date, calendar: str) -> CaseRow:
    """Gather what a row of an inbox shows; no name of a group or of its people is on it."""
    state, category = State(barrier.state), CATEGORY_BY_CODE.get(barrier.category)
    area = known_area(identity, barrier)
    own = barrier.officer is not None and barrier.officer.person_id == identity.person_id
    return CaseRow(
        number=barrier.id,
        url=url_for("barrier_respond.choose_response", number=barrier.id, back="inbox"),
        page_url=path(barrier),
        title=barrier.title,
        state=str(state),
        state_label=STATE_LABELS[state],
        kind=category.label if category else "",
        area=area.name if area else "",
        department=barrier.department.name if barrier.department else "",
        officer=("You" if own else barrier.officer.person.name) if barrier.officer else "",
        officer_name=barrier.officer.person.name if barrier.officer else "",
        groups=barrier.number_of_affected,
        note=VISIBILITY_NOTES.get(Visibility(barrier.visibility), ""),
        reported_at=barrier.created_at,
        due=due_words(barrier, today=today, calendar=calendar),
    )


def due_words(barrier: Barrier, *, today: date, calendar: str) -> Due | None:
    """Return when the next step is due, and how late it is; None when nothing is owed. Stopped: no day."""
    if barrier.owed_by_id is None:
        return None
    day, state = barrier.due_on, State(barrier.state)
    return Due(
        what=due_label(state),
        reply=reply_label(state),
        is_promise=state == State.CHANGE_AGREED,
        is_review=state == State.KEPT,
        day=day,
        is_stopped=day is None,
        is_today=day == today,
        late=working_days_between(day, today, calendar) if day else 0,
        is_overdue=barrier.is_overdue(today),
    )


def due_at_its_council(barrier: Barrier) -> Due | None:
    """Return when its council's next step is due, as of today; None where it has none."""
    council = barrier.council
    return due_words(barrier, today=clock.today(), calendar=calendar_of(council)) if council else None


def file_row(row: CaseRow) -> list[Cell]:
    """Return a row of the inbox as a row of a file, under FILE_HEAD."""
    due = row.due
    return [
        row.number,
        row.title,
        row.state_label,
        row.kind,
        row.area,
        row.department or UNASSIGNED_LABEL,
        row.officer_name or UNASSIGNED_LABEL,
        row.groups,
        row.note or "Public",
        row.reported_at.date(),
        due.what if due else "",
        due.day if due else None,
        due.late if due and due.is_overdue else 0,
        with_host(row.page_url),
    ]

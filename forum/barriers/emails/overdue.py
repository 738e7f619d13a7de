"""Tells officers once a week what is overdue, from the morning after the first day that was missed."""

from __future__ import annotations

from collections import defaultdict
from datetime import date, datetime, time, timedelta

from forum.accounts.models import Person
from forum.barriers.case_rows import due_words
from forum.barriers.models import Barrier
from forum.barriers.queries.inbox import InboxSection, count_sections, list_section
from forum.barriers.queries.inbox_filters import InboxFilters
from forum.barriers.queries.officers import list_officers_with_mail, nearest_officers
from forum.core import clock
from forum.core.db import db
from forum.core.outbox import OutboxRow, enqueue
from forum.core.urls import absolute_url, with_host
from forum.councils.models import Council
from forum.councils.thresholds import calendar_of
from forum.threads.emails import write_to_person
from forum.threads.kinds import path_of

MORNING = time(8)
AGAIN_AFTER = timedelta(days=7)


def notify_overdue_later(*, council_id: int, due_on: date | None) -> None:
    """Set the clock for the morning after a day that may be missed; once for each council and day."""
    if due_on is not None:
        _set_clock(council_id, max(due_on, clock.today()) + timedelta(days=1))


def notify_overdue(rows: list[OutboxRow]) -> None:
    """Write to each officer what of theirs is overdue; set the clock again while anything is."""
    for row in rows:
        council = db.session.get(Council, row.payload["council"])
        if council is not None and _is_turn(council):
            _tell(council)


def _is_turn(council: Council) -> bool:
    """Return whether the last digest was long enough ago: many days are missed in one week, one mail tells of them."""
    last = council.overdue_told_on
    return last is None or clock.today() - last >= AGAIN_AFTER


def _tell(council: Council) -> None:
    overdue = list_section(council, InboxSection.OVERDUE, InboxFilters()).rows
    if not overdue:
        return
    officers = list_officers_with_mail(council.id)
    mine: dict[Person, list[Barrier]] = defaultdict(list)
    for barrier in overdue:
        for person in nearest_officers(barrier, officers):
            mine[person].append(barrier)
    number = count_sections(council, InboxFilters())[InboxSection.OVERDUE]
    for person, barriers in mine.items():
        _write(council, person, barriers, number)
    council.overdue_told_on = clock.today()
    _set_clock(council.id, clock.today() + AGAIN_AFTER)


def _write(council: Council, person: Person, barriers: list[Barrier], number: int) -> None:
    calendar, today = calendar_of(council), clock.today()
    write_to_person(
        "officers-overdue",
        person=person,
        key=f"overdue:{council.id}:{today}",
        council=council,
        number=number,
        rows=[
            (one.title, with_host(path_of(one)), due_words(one, today=today, calendar=calendar))
            for one in barriers
        ],
        inbox_url=absolute_url("barrier_inbox.inbox", slug=council.slug),
    )


def _set_clock(council_id: int, day: date) -> None:
    due_at = datetime.combine(day, MORNING, tzinfo=clock.LOCAL)
    enqueue("tell_overdue", {"council": council_id}, due_at=due_at, key=f"tell_overdue:{council_id}:{day}")

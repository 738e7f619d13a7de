"""What the worker does for barriers when the time has come; each looks again whether it still fits."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from forum.accounts.models import Person
from forum.barriers.actions.casework import note_change
from forum.barriers.actions.deadline import BATCH, set_deadlines
from forum.barriers.actions.removal import ask_again, remind_affected, settle_round
from forum.barriers.actions.rule_review import review_kept
from forum.barriers.actions.transition import newest_transition
from forum.barriers.actions.unassignment import unassign_cases
from forum.barriers.models import Barrier
from forum.barriers.queries.casework import list_cases_of_department
from forum.core.db import db
from forum.core.outbox import OutboxRow, enqueue
from forum.councils.models import Department, Officer


def remind(barrier: Barrier, payload: dict[str, Any]) -> None:
    """Half of a round is over."""
    remind_affected(barrier=barrier, claim_id=payload["claim"], number=payload["round"])


def settle(barrier: Barrier, _payload: dict[str, Any]) -> None:
    """A round is over, or its silence has lasted long enough."""
    settle_round(barrier=barrier)


def ask_once_more(barrier: Barrier, payload: dict[str, Any]) -> None:
    """Six months have passed since it was confirmed."""
    ask_again(barrier=barrier, claim_id=payload["claim"])


def review(barrier: Barrier, payload: dict[str, Any]) -> None:
    """The day has come to look at a kept rule again."""
    review_kept(barrier=barrier, kept_id=payload["kept"], newest_id=newest_transition(barrier))


def set_later(rows: list[OutboxRow]) -> None:
    """The numbers of a council changed: count its deadlines anew, a batch at a time."""
    for row in rows:
        last = set_deadlines(council_id=row.payload["council"], after=row.payload["after"])
        if last is not None:
            enqueue("set_deadlines", row.payload | {"after": last})


def give_on(rows: list[OutboxRow]) -> None:
    """What a retired department still had goes on, a batch at a time, each with its row."""
    for row in rows:
        department = db.session.get(Department, row.payload["to"]) if row.payload["to"] else None
        by = db.session.get(Person, row.payload["by"])
        cases = list_cases_of_department(row.payload["department"], limit=BATCH)
        for barrier in cases:
            note_change(
                barrier=barrier,
                by=by,
                what="department",
                was=barrier.department,
                became=department,
            )
            barrier.department = department
        if len(cases) == BATCH:
            enqueue("give_on", row.payload)


def give_more_back(rows: list[OutboxRow]) -> None:
    """Somebody who left had more cases than one batch."""
    for row in rows:
        officer = db.session.get(Officer, row.payload["officer"])
        by = db.session.get(Person, row.payload["by"]) if row.payload["by"] else None
        if officer is not None and officer.left_at is not None:
            unassign_cases(officer=officer, by=by)


def _for_each(work: Callable[[Barrier, dict[str, Any]], None]) -> Callable[[list[OutboxRow]], None]:
    def do(rows: list[OutboxRow]) -> None:
        for row in rows:
            barrier = db.session.get(Barrier, row.payload["barrier"])
            if barrier is not None:
                work(barrier, row.payload)

    return do


HANDLERS: Mapping[str, Callable[[list[OutboxRow]], None]] = {
    "confirmation_reminder": _for_each(remind),
    "confirmation_due": _for_each(settle),
    "confirmation_again": _for_each(ask_once_more),
    "review_due": _for_each(review),
    "set_deadlines": set_later,
    "give_on": give_on,
    "give_back": give_more_back,
}

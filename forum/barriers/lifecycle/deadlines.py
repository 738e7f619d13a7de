"""When a council has to do the next thing about a barrier. Pure: changes of state in, a day out (ADR 0021)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum
from itertools import pairwise

from forum.barriers.lifecycle.pauses import StateChange, paused_between
from forum.barriers.lifecycle.states import OPEN_STATES, UNANSWERED_STATES, State
from forum.core.clock import LOCAL
from forum.councils.thresholds import CouncilRules
from forum.councils.working_days import add_working_days, working_days_between

SOON = 3  # working days


class Owed(StrEnum):
    """What a council has to do next."""

    FIRST_WORD = "first_word"
    ANSWER = "answer"
    PROMISE = "promise"
    REVIEW = "review"
    NOTHING_YET = "nothing_yet"  # it waits for an answer; its clock stands still


@dataclass(frozen=True, slots=True)
class Deadline:
    """What a council owes, and the last day on which it is in time; no day while its clock stands still."""

    owed: Owed
    due_on: date | None


def find_deadline(
    *,
    state: State,
    changes: Sequence[StateChange],
    rules: CouncilRules,
    promised_on: date | None = None,
    review_on: date | None = None,
) -> Deadline | None:
    """Return what is owed in this state; None when it is somebody else's turn, or nobody's.

    `changes` are the whole history, oldest first.
    """
    if state == State.NEEDS_INFO:
        return Deadline(Owed.NOTHING_YET, None)
    if state == State.CHANGE_AGREED and promised_on is not None:
        return Deadline(Owed.PROMISE, promised_on)
    if state == State.KEPT and review_on is not None:
        return Deadline(Owed.REVIEW, review_on)
    if state not in OPEN_STATES or not changes:
        return None
    turn = _this_turn(changes)
    has_spoken = any(one.to_state not in UNANSWERED_STATES for one in turn)
    owed = Owed.ANSWER if has_spoken else Owed.FIRST_WORD
    target = rules.answer_target_days if has_spoken else rules.response_target_days
    pauses = [(_day(began), _day(ended)) for began, ended in paused_between(turn) if ended is not None]
    return Deadline(owed, due_date(_day(turn[0].at), target, pauses, rules.calendar))


def due_date(start: date, target: int, pauses: Sequence[tuple[date, date]], calendar: str) -> date:
    """Return the day on which so many working days have passed since `start`, those of the pauses not counted.

    A pause that begins after that day does not move it: what was late stays late.
    """
    cursor, left = start, target
    for began, ended in pauses:
        run = working_days_between(cursor, began, calendar)
        if run >= left:
            break
        left -= run
        cursor = ended
    return add_working_days(cursor, left, calendar)


def pauses_of(changes: Sequence[StateChange]) -> list[tuple[date, date | None]]:
    """List the days on which the clock stood still, oldest first; the last may not be over."""
    return [(_day(began), _day(ended) if ended else None) for began, ended in paused_between(changes)]


def _this_turn(changes: Sequence[StateChange]) -> Sequence[StateChange]:
    """Cut the history to what followed the report, or the last time it was opened again."""
    first = 0
    for number, (before, after) in enumerate(pairwise(changes), start=1):
        if after.to_state in OPEN_STATES and before.to_state not in OPEN_STATES:
            first = number
    return changes[first:]


def _day(moment: datetime) -> date:
    return moment.astimezone(LOCAL).date()

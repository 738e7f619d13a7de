"""Who may move a barrier from which state to which, and what each move needs. Pure: no database, no HTTP (ADR 0004)."""

from __future__ import annotations

from calendar import monthrange
from collections.abc import Callable, Iterable
from datetime import date, datetime
from typing import NamedTuple

from forum.barriers.moves import MISSING, Change, Decision, Given, Option, Problem, TakeBack
from forum.barriers.states import (
    ANSWER_LABELS,
    ASKING_STATES,
    GOT_PAST,
    OPEN_STATES,
    PAUSED,
    RESPONSE_LABELS,
    RESPONSE_TARGETS,
    SETTLED_STATES,
    STATE_LABELS,
    UNANSWERED,
    UPDATE_STATES,
    Answer,
    ResponseKind,
    Role,
    State,
)
from forum.barriers.taking_back import refuse_taking_back
from forum.barriers.verdict import GivenAnswer, Rules, Tally, tally, verdict

__all__ = [
    "ANSWER_LABELS",
    "ASKING_STATES",
    "GOT_PAST",
    "MISSING",
    "OPEN_STATES",
    "PAUSED",
    "RESPONSE_LABELS",
    "RESPONSE_TARGETS",
    "SETTLED_STATES",
    "STATE_LABELS",
    "UNANSWERED",
    "UPDATE_STATES",
    "Answer",
    "Change",
    "Decision",
    "Given",
    "GivenAnswer",
    "Option",
    "Problem",
    "ResponseKind",
    "Role",
    "Rules",
    "State",
    "TakeBack",
    "Tally",
    "decide",
    "latest_review_date",
    "options",
    "paused_between",
    "tally",
    "update_option",
    "verdict",
]


Check = Callable[[State | None, State, Given], Problem | None]


class _Row(NamedTuple):
    roles: frozenset[Role]
    sources: frozenset[State | None]
    target: State
    needs: tuple[str, ...] = ()
    check: Check | None = None


def latest_review_date(today: date, *, months: int = 12) -> date:
    """Give the last day a kept rule may wait for its review; a month too short for the day gives its last one."""
    years, month = divmod(today.month - 1 + months, 12)
    year, month = today.year + years, month + 1
    return date(year, month, min(today.day, monthrange(year, month)[1]))


def _returns(_current: State | None, target: State, given: Given) -> Problem | None:
    if given.came_from == target:
        return None
    return Problem("wrong_return", "After the question it goes back to where it was before.", "came_from")


def _answers_say_so(current: State | None, target: State, given: Given) -> Problem | None:
    about = current or State.OPEN
    if verdict(given.tally, age=given.age, settings=given.rules, about=about) == target:
        return None
    return Problem("answers_do_not_say_so", "The answers of those affected do not say this.")


def _review_is_due(_current: State | None, _target: State, given: Given) -> Problem | None:
    if given.review_date and given.review_date <= given.today:
        return None
    return Problem("review_not_due", "The review date has not been reached yet.")


def _enough_new_affected(_current: State | None, _target: State, given: Given) -> Problem | None:
    needed = given.rules.new_affected_to_reopen
    if given.new_affected >= needed:
        return None
    return Problem("too_few_new_affected", f"It takes {needed} more affected groups to open this again.")


def _date_ahead(given: Given) -> Problem | None:
    if given.promised_date and given.promised_date < given.today:
        return Problem("date_in_past", "Choose today or a later day.", "promised_date")
    return None


def _review_in_time(given: Given) -> Problem | None:
    months = given.rules.longest_keep_months
    if given.review_date and given.review_date <= given.today:
        return Problem("date_in_past", "Choose a day after today.", "review_date")
    if given.review_date and given.review_date > latest_review_date(given.today, months=months):
        return Problem("date_too_far", f"Choose a day within the next {months} months.", "review_date")
    return None


def _real_link(given: Given) -> Problem | None:
    scheme, _, rest = given.link.strip().partition("://")
    if not given.link.strip() or (scheme.lower() in {"http", "https"} and rest.strip("/")):
        return None
    return Problem("not_a_link", "Start the link with https:// or http://.", "link")


_FIELD_CHECKS: dict[tuple[State, str], Callable[[Given], Problem | None]] = {
    (State.CHANGE_AGREED, "promised_date"): _date_ahead,
    (State.KEPT, "review_date"): _review_in_time,
    (State.WAY_THROUGH, "link"): _real_link,
}

_OFFICERS = frozenset({Role.OFFICER, Role.LEAD})
_ANSWERING = frozenset({Role.REPORTER, Role.AFFECTED})
_SYSTEM = frozenset({Role.SYSTEM})
_BEFORE_A_QUESTION = OPEN_STATES - PAUSED
_CLAIMED, _UNCONFIRMED = State.REMOVAL_CLAIMED, State.REMOVED_UNCONFIRMED

_REPORT_NEEDS = ("title", "council", "category", "what_happened", "visibility", "similar_seen")

# The table of the design, row by row; the rows marked + are ours and explained in ADR 0004.
_TABLE: tuple[_Row, ...] = (
    _Row(frozenset({Role.MEMBER}), frozenset({None}), State.OPEN, _REPORT_NEEDS),
    _Row(_OFFICERS, frozenset({State.OPEN}), State.ACKNOWLEDGED, ("department_id",)),
    _Row(_OFFICERS, _BEFORE_A_QUESTION, State.NEEDS_INFO, ("question",)),
    _Row(_OFFICERS, OPEN_STATES - {State.UNDER_REVIEW}, State.UNDER_REVIEW),
    _Row(_OFFICERS, SETTLED_STATES, State.UNDER_REVIEW, ("public_note",)),  # +
    _Row(_OFFICERS, frozenset({_CLAIMED, _UNCONFIRMED}), State.UNDER_REVIEW, ("public_note",)),  # + not gone
    _Row(_OFFICERS, OPEN_STATES, State.CHANGE_AGREED, ("promised_date", "public_note")),  # + a new date
    _Row(_OFFICERS, OPEN_STATES, State.WAY_THROUGH, ("public_note", "link")),
    _Row(frozenset({Role.LEAD}), OPEN_STATES, State.KEPT, ("reason", "rule_source", "review_date")),
    _Row(_OFFICERS, OPEN_STATES, State.REDIRECTED, ("body_name",)),
    _Row(_OFFICERS, OPEN_STATES, _CLAIMED, ("what_changed", "evidence")),
    *(
        _Row(_OFFICERS, PAUSED, back, ("came_from",), _returns)
        for back in State
        if back in _BEFORE_A_QUESTION
    ),
    *(
        _Row(_ANSWERING, PAUSED, back, ("came_from", "answer"), _returns)
        for back in State
        if back in _BEFORE_A_QUESTION
    ),
    _Row(_SYSTEM, frozenset({_CLAIMED, _UNCONFIRMED}), State.REMOVED, (), _answers_say_so),  # + late answers
    _Row(_SYSTEM, ASKING_STATES, State.REOPENED, (), _answers_say_so),  # + way through, late answers
    _Row(_SYSTEM, frozenset({_CLAIMED}), _UNCONFIRMED, (), _answers_say_so),
    _Row(_SYSTEM, frozenset({State.KEPT}), State.UNDER_REVIEW, (), _review_is_due),
    _Row(frozenset({Role.MODERATOR}), frozenset({State.KEPT}), State.UNDER_REVIEW, (), _enough_new_affected),
    _Row(frozenset({Role.REPORTER}), frozenset(State) - {State.WITHDRAWN}, State.WITHDRAWN),
)


def decide(*, role: Role, current: State | None, target: State, given: Given) -> Decision:
    """Decide whether this role may make this move with what is given; `current` is None for a draft."""
    if given.takes_back is not None:
        return Decision(refuse_taking_back(role, current, target, given.takes_back, given.reason))
    rows = [row for row in _TABLE if current in row.sources and row.target == target]
    tried = [_problems(row, current, given) for row in rows if role in row.roles]
    if not tried:
        return Decision((_refusal(current, target, rows),))
    return Decision(next((problems for problems in tried if not problems), tried[0]))


def options(role: Role, current: State | None, *, came_from: State | None = None) -> tuple[Option, ...]:
    """List what this role may do now and what each move needs, one for each target, in the order of the table.

    After a question, give `came_from`: then only the way back to that state is offered.
    """
    found: dict[State, Option] = {}
    for row in _TABLE:
        way_back_elsewhere = row.check is _returns and row.target != came_from
        if role in row.roles and current in row.sources and not way_back_elsewhere:
            found.setdefault(row.target, _option(row))
    return tuple(found.values())


def update_option(role: Role, current: State) -> Option | None:
    """Offer a progress update, which moves nothing; None where this role may give none now."""
    if role not in _OFFICERS or current not in UPDATE_STATES:
        return None
    return Option(current, ResponseKind.UPDATE, RESPONSE_LABELS[ResponseKind.UPDATE], ("public_note",))


def paused_between(
    changes: Iterable[Change], *, until: datetime | None = None
) -> list[tuple[datetime, datetime | None]]:
    """List when the council's clock stood still, oldest first; a pause not yet over ends at `until`."""
    pauses: list[tuple[datetime, datetime | None]] = []
    began: datetime | None = None
    for change in sorted(changes, key=lambda change: change.at):
        if change.to_state in PAUSED:
            began = began or change.at
        elif began is not None:
            pauses.append((began, change.at))
            began = None
    if began is not None:
        pauses.append((began, until))
    return pauses


def _problems(row: _Row, current: State | None, given: Given) -> tuple[Problem, ...]:
    found = [Problem("missing", MISSING[need], need) for need in row.needs if _is_missing(given, need)]
    for need in row.needs:
        check = _FIELD_CHECKS.get((row.target, need))
        problem = check(given) if check else None
        found += [problem] if problem else []
    unmet = row.check(current, row.target, given) if row.check and not found else None
    return (*found, unmet) if unmet else tuple(found)


def _is_missing(given: Given, need: str) -> bool:
    value = getattr(given, need)
    return not (value.strip() if isinstance(value, str) else value)


def _option(row: _Row) -> Option:
    kind = next((kind for kind, target in RESPONSE_TARGETS.items() if target == row.target), None)
    if not row.roles & _OFFICERS or row.check is _returns:
        kind = None
    label = RESPONSE_LABELS[kind] if kind else STATE_LABELS[row.target]
    return Option(row.target, kind, label, row.needs)


def _refusal(current: State | None, target: State, rows: list[_Row]) -> Problem:
    if current == target:
        return Problem("already_there", "It is already there.")
    if not rows:
        return Problem("not_from_here", f"It cannot go from here to “{STATE_LABELS[target]}”.")
    if target == State.REMOVED:
        return Problem("only_those_affected", "Only the groups it affected can say that it is really gone.")
    if target == State.KEPT:
        return Problem("lead_only", "Only the lead officer can decide that the rule stays.")
    return Problem("not_your_role", "Somebody else has to do this.")

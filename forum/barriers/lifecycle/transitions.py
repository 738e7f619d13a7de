"""Who may move a barrier from which state to which, and what each transition needs (ADR 0004)."""

from __future__ import annotations

from calendar import monthrange
from collections.abc import Callable
from datetime import date
from typing import NamedTuple

from forum.barriers.lifecycle.confirmation_outcome import confirmation_outcome
from forum.barriers.lifecycle.decisions import MISSING_SENTENCES, Decision, Problem
from forum.barriers.lifecycle.labels import RESPONSE_LABELS, STATE_LABELS
from forum.barriers.lifecycle.responses import RESPONSE_TARGETS, ResponseKind
from forum.barriers.lifecycle.roles import ANSWERING_ROLES, COUNCIL_ROLES, Role
from forum.barriers.lifecycle.states import (
    ASKING_STATES,
    CONFIRMABLE_STATES,
    OPEN_STATES,
    PAUSED_STATES,
    QUESTION_STATES,
    SETTLED_STATES,
    UPDATE_STATES,
    State,
)
from forum.barriers.lifecycle.transition_input import TransitionInput, UndoneTransition

Check = Callable[[State | None, State, TransitionInput], Problem | None]


class Option(NamedTuple):
    """A transition on offer: where it leads, the official word it is (if a council's), and the input it needs."""

    target: State
    kind: ResponseKind | None
    label: str
    needs: tuple[str, ...]


class _Row(NamedTuple):
    roles: frozenset[Role]
    sources: frozenset[State | None]
    target: State
    needs: tuple[str, ...] = ()
    check: Check | None = None


def latest_review_date(today: date, *, months: int = 12) -> date:
    """Return the last day a kept rule may wait for its review; a month too short for the day gives its last one."""
    years, month = divmod(today.month - 1 + months, 12)
    year, month = today.year + years, month + 1
    return date(year, month, min(today.day, monthrange(year, month)[1]))


def _returns(_current: State | None, target: State, given: TransitionInput) -> Problem | None:
    if given.came_from == target:
        return None
    return Problem("wrong_return", "After the question it goes back to where it was before.", "came_from")


def _answers_say_so(current: State | None, target: State, given: TransitionInput) -> Problem | None:
    about = current or State.OPEN
    if confirmation_outcome(given.tally, age=given.age, rules=given.rules, about=about) == target:
        return None
    return Problem("answers_do_not_say_so", "The answers of those affected do not say this.")


def _review_is_due(_current: State | None, _target: State, given: TransitionInput) -> Problem | None:
    if given.review_date and given.review_date <= given.today:
        return None
    return Problem("review_not_due", "The review date has not been reached yet.")


def _enough_new_affected(_current: State | None, _target: State, given: TransitionInput) -> Problem | None:
    needed = given.rules.new_affected_to_reopen
    if given.new_affected >= needed:
        return None
    return Problem("too_few_new_affected", f"It takes {needed} more affected groups to open this again.")


def _date_ahead(given: TransitionInput) -> Problem | None:
    if given.promised_date and given.promised_date < given.today:
        return Problem("date_in_past", "Choose today or a later day.", "promised_date")
    return None


def _review_in_time(given: TransitionInput) -> Problem | None:
    months = given.rules.longest_keep_months
    if given.review_date and given.review_date <= given.today:
        return Problem("date_in_past", "Choose a day after today.", "review_date")
    if given.review_date and given.review_date > latest_review_date(given.today, months=months):
        return Problem("date_too_far", f"Choose a day within the next {months} months.", "review_date")
    return None


def _real_link(given: TransitionInput) -> Problem | None:
    scheme, _, rest = given.link.strip().partition("://")
    if not given.link.strip() or (scheme.lower() in {"http", "https"} and rest.strip("/")):
        return None
    return Problem("not_a_link", "Start the link with https:// or http://.", "link")


_FIELD_CHECKS: dict[tuple[State, str], Callable[[TransitionInput], Problem | None]] = {
    (State.CHANGE_AGREED, "promised_date"): _date_ahead,
    (State.KEPT, "review_date"): _review_in_time,
    (State.WAY_THROUGH, "link"): _real_link,
}

_SYSTEM = frozenset({Role.SYSTEM})


_REPORT_NEEDS = ("title", "council", "category", "what_happened", "visibility", "similar_seen")

# The table of the design, row by row; the rows marked + are ours and explained in ADR 0004.
_TABLE: tuple[_Row, ...] = (
    _Row(frozenset({Role.MEMBER}), frozenset({None}), State.OPEN, _REPORT_NEEDS),
    _Row(COUNCIL_ROLES, frozenset({State.OPEN}), State.ACKNOWLEDGED, ("department_id",)),
    _Row(COUNCIL_ROLES, QUESTION_STATES, State.NEEDS_INFO, ("question",)),
    _Row(COUNCIL_ROLES, OPEN_STATES - {State.UNDER_REVIEW}, State.UNDER_REVIEW),
    _Row(COUNCIL_ROLES, SETTLED_STATES, State.UNDER_REVIEW, ("public_note",)),  # +
    _Row(COUNCIL_ROLES, CONFIRMABLE_STATES, State.UNDER_REVIEW, ("public_note",)),  # + not gone
    _Row(COUNCIL_ROLES, OPEN_STATES, State.CHANGE_AGREED, ("promised_date", "public_note")),  # + a new date
    _Row(COUNCIL_ROLES, OPEN_STATES, State.WAY_THROUGH, ("public_note", "link")),
    _Row(frozenset({Role.LEAD}), OPEN_STATES, State.KEPT, ("reason", "rule_source", "review_date")),
    _Row(COUNCIL_ROLES, OPEN_STATES, State.REDIRECTED, ("body_name",)),
    _Row(COUNCIL_ROLES, OPEN_STATES, State.REMOVAL_CLAIMED, ("what_changed", "evidence")),
    *(
        _Row(COUNCIL_ROLES, PAUSED_STATES, back, ("came_from",), _returns)
        for back in State
        if back in QUESTION_STATES
    ),
    *(
        _Row(ANSWERING_ROLES, PAUSED_STATES, back, ("came_from", "answer"), _returns)
        for back in State
        if back in QUESTION_STATES
    ),
    _Row(_SYSTEM, CONFIRMABLE_STATES, State.REMOVED, (), _answers_say_so),  # + late answers
    _Row(_SYSTEM, ASKING_STATES, State.REOPENED, (), _answers_say_so),  # + way through, late answers
    _Row(_SYSTEM, frozenset({State.REMOVAL_CLAIMED}), State.REMOVED_UNCONFIRMED, (), _answers_say_so),
    _Row(_SYSTEM, frozenset({State.KEPT}), State.UNDER_REVIEW, (), _review_is_due),
    _Row(frozenset({Role.MODERATOR}), frozenset({State.KEPT}), State.UNDER_REVIEW, (), _enough_new_affected),
    _Row(frozenset({Role.REPORTER}), frozenset(State) - {State.WITHDRAWN}, State.WITHDRAWN),
)


def decide(*, role: Role, current: State | None, target: State, given: TransitionInput) -> Decision:
    """Decide whether this role may make this move with what is given; `current` is None for a draft."""
    if given.takes_back is not None:
        return Decision(refuse_withdrawal(role, current, target, given.takes_back, given.reason))
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
    if role not in COUNCIL_ROLES or current not in UPDATE_STATES:
        return None
    return Option(current, ResponseKind.UPDATE, RESPONSE_LABELS[ResponseKind.UPDATE], ("public_note",))


def _problems(row: _Row, current: State | None, given: TransitionInput) -> tuple[Problem, ...]:
    found = [
        Problem("missing", MISSING_SENTENCES[need], need) for need in row.needs if _is_missing(given, need)
    ]
    for need in row.needs:
        check = _FIELD_CHECKS.get((row.target, need))
        problem = check(given) if check else None
        found += [problem] if problem else []
    unmet = row.check(current, row.target, given) if row.check and not found else None
    return (*found, unmet) if unmet else tuple(found)


def _is_missing(given: TransitionInput, need: str) -> bool:
    value = getattr(given, need)
    return not (value.strip() if isinstance(value, str) else value)


def _option(row: _Row) -> Option:
    kind = next((kind for kind, target in RESPONSE_TARGETS.items() if target == row.target), None)
    if not row.roles & COUNCIL_ROLES or row.check is _returns:
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
    return Problem("not_your_role", "Someone else has to do this.")


def refuse_withdrawal(
    role: Role, current: State | None, target: State, undone: UndoneTransition, reason: str
) -> tuple[Problem, ...]:
    """Return every reason why this transition cannot be undone; none when it can.

    Officers withdraw what their council said, and a group its answer to their question, with a reason; the system undoes an outcome when the answers that it
    rested on were changed.
    """
    if not _is_own(role, undone):
        return (Problem("not_your_role", "Only the person who said it can withdraw it."),)
    if undone.is_acted_on:
        words = "The council has acted on your answer, so it cannot be withdrawn. You can correct the words."
        return (Problem("acted_on", words),)
    if not undone.is_newest or undone.to_state != current or undone.from_state != target:
        return (Problem("something_followed", "This cannot be withdrawn: something has happened since."),)
    if undone.number_of_answers:
        words = "A group has answered already, so this cannot be withdrawn. You can correct the words, or answer again."
        return (Problem("groups_answered", words),)
    if not reason.strip():
        return (Problem("missing", "Say why you are withdrawing it. Everyone can read it.", "reason"),)
    return ()


def _is_own(role: Role, undone: UndoneTransition) -> bool:
    if role in COUNCIL_ROLES:
        return undone.by in COUNCIL_ROLES
    if role in ANSWERING_ROLES:
        return undone.by == role and undone.from_state in PAUSED_STATES
    return role == undone.by == Role.SYSTEM

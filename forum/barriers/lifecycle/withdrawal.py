"""When an official word or an outcome can be withdrawn: by whom, and while nothing has followed from it (ADR 0004)."""

from __future__ import annotations

from forum.barriers.lifecycle.decisions import Problem
from forum.barriers.lifecycle.roles import ANSWERING_ROLES, COUNCIL_ROLES, Role
from forum.barriers.lifecycle.states import PAUSED_STATES, State
from forum.barriers.lifecycle.transition_input import UndoneTransition


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

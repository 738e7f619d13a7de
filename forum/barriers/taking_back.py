"""When a change of state can be taken back: by whom, and while nothing has followed from it. Pure (ADR 0004)."""

from __future__ import annotations

from forum.barriers.moves import Problem, TakeBack
from forum.barriers.states import Role, State

_COUNCIL = frozenset({Role.OFFICER, Role.LEAD})


def refuse_taking_back(
    role: Role, current: State | None, target: State, undone: TakeBack, reason: str
) -> tuple[Problem, ...]:
    """Give every reason why this cannot be taken back; none when it can.

    Officers take back what their council said, with a reason; the system takes back a verdict when the answers
    that it rested on were changed.
    """
    if not _is_own(role, undone.by):
        return (Problem("not_your_role", "Only the person who said it can withdraw it."),)
    if not undone.is_newest or undone.to_state != current or undone.from_state != target:
        return (Problem("something_followed", "This cannot be withdrawn: something has happened since."),)
    if undone.number_of_answers:
        words = "A group has answered already, so this cannot be withdrawn. You can correct the words, or answer again."
        return (Problem("groups_answered", words),)
    if not reason.strip():
        return (Problem("missing", "Say why you are withdrawing it. Everybody can read it.", "reason"),)
    return ()


def _is_own(role: Role, by: Role) -> bool:
    if role in _COUNCIL:
        return by in _COUNCIL
    return role == by == Role.SYSTEM

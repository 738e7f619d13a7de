"""What the answers of those affected mean: is the barrier gone, back, or can nobody say?"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from enum import StrEnum

from forum.barriers.lifecycle.rules import REOPENING_SHARE, LifecycleRules
from forum.barriers.lifecycle.states import ASKING_STATES, CONFIRMABLE_STATES, State


class Answer(StrEnum):
    """What one affected group answers to "is it really gone?"."""

    GONE = "gone"
    PARTLY = "partly"
    STILL_THERE = "still_there"
    NOT_TRIED = "not_tried"


@dataclass(frozen=True, kw_only=True)
class Tally:
    """Count the answers of one round, one for each group."""

    gone: int = 0
    partly: int = 0
    still_there: int = 0
    not_tried: int = 0
    independent_gone: int = 0
    asked: int = 0

    @property
    def answers(self) -> int:
        """Count the answers that say something; "not tried" says nothing about the barrier."""
        return self.gone + self.partly + self.still_there

    @property
    def everyone_answered(self) -> bool:
        """Return whether each group that was asked has answered, "not tried" included."""
        return 0 < self.asked <= self.answers + self.not_tried

    @property
    def says_still_there(self) -> bool:
        """Return whether "still there" is the share of the answers that opens it again: the half rule."""
        return self.still_there > 0 and self.still_there >= REOPENING_SHARE * self.answers

    @property
    def says_gone(self) -> bool:
        """Return whether an independent group says "gone" and "still there" is under that share."""
        return self.independent_gone > 0 and not self.says_still_there


def confirmation_outcome(
    count: Tally, *, age: timedelta, rules: LifecycleRules, about: State = State.REMOVAL_CLAIMED
) -> State | None:
    """Tell the state the answers lead to, or None while the barrier stays as it is.

    `age` is the time since the groups of this round were asked; `about` is the state they were asked in.
    Taken at the close of a round, or as soon as every group asked has answered (ADR 0004).
    """
    if age < rules.round_length and not count.everyone_answered:
        return None
    if count.says_still_there:
        return State.REOPENED if about in ASKING_STATES else None
    if count.says_gone and about in CONFIRMABLE_STATES:
        return State.REMOVED
    if about == State.REMOVAL_CLAIMED and age >= rules.give_up_after:
        return State.REMOVED_UNCONFIRMED
    return None

"""What the answers of those affected mean: is the barrier gone, back, or can nobody say?"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import timedelta

from forum.barriers.states import Answer, State


@dataclass(frozen=True, kw_only=True)
class Rules:
    """Hold the numbers of the life cycle; each is a setting."""

    round_length: timedelta = timedelta(weeks=4)
    give_up_after: timedelta = timedelta(weeks=8)
    second_round_after: timedelta = timedelta(days=183)
    longest_keep_months: int = 12
    new_affected_to_reopen: int = 3


@dataclass(frozen=True, kw_only=True)
class GivenAnswer:
    """Hold the answer of one affected (a group, or a lone person); independent means that nobody from the claiming council gave it."""

    affected_id: int
    answer: Answer
    independent: bool = True


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
        """Tell whether each group that was asked has answered, "not tried" included."""
        return 0 < self.asked <= self.answers + self.not_tried

    @property
    def says_still_there(self) -> bool:
        """Tell whether "still there" is half of the answers or more."""
        return self.still_there > 0 and self.still_there * 2 >= self.answers

    @property
    def says_gone(self) -> bool:
        """Tell whether an independent group says "gone" and "still there" is under half."""
        return self.independent_gone > 0 and not self.says_still_there


def tally(answers: Iterable[GivenAnswer], *, asked: int = 0) -> Tally:
    """Count answers, oldest first: a group's last answer is the one that counts. `asked` is how many groups were asked."""
    last = {answer.affected_id: answer for answer in answers}
    counts = Counter(answer.answer for answer in last.values())
    independent = sum(1 for a in last.values() if a.answer == Answer.GONE and a.independent)
    return Tally(
        gone=counts[Answer.GONE],
        partly=counts[Answer.PARTLY],
        still_there=counts[Answer.STILL_THERE],
        not_tried=counts[Answer.NOT_TRIED],
        independent_gone=independent,
        asked=asked,
    )


def verdict(
    count: Tally, *, age: timedelta, settings: Rules, about: State = State.REMOVAL_CLAIMED
) -> State | None:
    """Tell the state the answers lead to, or None while the barrier stays as it is.

    `age` is the time since the groups of this round were asked; `about` is the state they were asked in.
    Taken at the close of a round, or as soon as every group asked has answered (ADR 0004).
    """
    if age < settings.round_length and not count.everyone_answered:
        return None
    if count.says_still_there:
        return State.REOPENED if about in _CAN_COME_BACK else None
    if count.says_gone and about in _CAN_BE_CONFIRMED:
        return State.REMOVED
    if about == State.REMOVAL_CLAIMED and age >= settings.give_up_after:
        return State.REMOVED_UNCONFIRMED
    return None


_CAN_BE_CONFIRMED = frozenset({State.REMOVAL_CLAIMED, State.REMOVED_UNCONFIRMED})
_CAN_COME_BACK = _CAN_BE_CONFIRMED | {State.WAY_THROUGH, State.REMOVED}

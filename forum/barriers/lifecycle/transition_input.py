"""What comes with a transition: what was typed, and what is known of the barrier at that moment."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import NamedTuple

from forum.barriers.lifecycle.confirmation_outcome import Tally
from forum.barriers.lifecycle.roles import Role
from forum.barriers.lifecycle.rules import LifecycleRules
from forum.barriers.lifecycle.states import State


class UndoneTransition(NamedTuple):
    """What is known of a transition that somebody wants to withdraw."""

    by: Role
    from_state: State | None
    to_state: State
    is_newest: bool
    number_of_answers: int = 0  # of groups that were asked because of it
    is_acted_on: bool = False  # the council has said something since, without another transition


@dataclass(frozen=True, kw_only=True)
class TransitionInput:
    """Everything that a transition may need; each row of the table says which of it."""

    today: date
    rules: LifecycleRules = field(default_factory=LifecycleRules)
    # to report it
    title: str = ""
    council: str = ""  # its name or id, or "not sure"
    category: str = ""
    what_happened: str = ""
    visibility: str = ""
    similar_seen: bool = False
    # what a council says
    department_id: int | None = None
    question: str = ""
    public_note: str = ""
    promised_date: date | None = None
    link: str = ""
    reason: str = ""
    rule_source: str = ""
    review_date: date | None = None  # typed when the rule is kept; the stored one when it is looked at again
    body_name: str = ""
    what_changed: str = ""
    evidence: str = ""
    # what those affected say
    answer: str = ""  # to the council's question, in words
    # what is known
    came_from: State | None = None  # the state before the council's question
    tally: Tally = field(default_factory=Tally)
    age: timedelta = timedelta()  # since the groups of this round were asked
    new_affected: int = 0  # groups that joined since the rule was kept
    takes_back: UndoneTransition | None = None  # the transition that this one undoes, with a reason

"""What a move in a barrier's life carries, how it is refused, and how it is offered to a form."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from typing import NamedTuple

from forum.barriers.states import ResponseKind, Role, State
from forum.barriers.verdict import Rules, Tally


class TakeBack(NamedTuple):
    """Hold what is known of a change of state that somebody wants to take back."""

    by: Role
    from_state: State | None
    to_state: State
    is_newest: bool
    number_of_answers: int = 0  # of groups that were asked because of it


@dataclass(frozen=True, kw_only=True)
class Given:
    """Hold what comes with a move: what was typed, and what is known of the barrier at that moment."""

    today: date
    rules: Rules = field(default_factory=Rules)
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
    takes_back: TakeBack | None = None  # the change that this one takes back, with a reason


class Problem(NamedTuple):
    """Say why a move is refused: a code for machines, a sentence for people, the field to show it beside."""

    code: str
    sentence: str
    field: str | None = None


@dataclass(frozen=True)
class Decision:
    """Tell whether a move may be made; when not, every problem, the first as code, sentence and field."""

    problems: tuple[Problem, ...] = ()

    @property
    def allowed(self) -> bool:
        """Tell whether the move may be made."""
        return not self.problems

    @property
    def code(self) -> str:
        """Give the first problem's code, or "allowed"."""
        return self.problems[0].code if self.problems else "allowed"

    @property
    def sentence(self) -> str:
        """Give the first problem in plain words, or nothing."""
        return self.problems[0].sentence if self.problems else ""

    @property
    def field(self) -> str | None:
        """Give the field the first problem is about, if it is about one."""
        return self.problems[0].field if self.problems else None


class Option(NamedTuple):
    """Offer one move: where it leads, the official word it is (if a council's), and the fields of Given it needs."""

    target: State
    kind: ResponseKind | None
    label: str
    needs: tuple[str, ...]


class Change(NamedTuple):
    """Hold one row of a barrier's history, as far as time is concerned."""

    at: datetime
    to_state: State


MISSING: dict[str, str] = {
    "title": "Give it a short title.",
    "council": "Choose a council, or choose “not sure”.",
    "category": "Choose what kind of barrier it is.",
    "what_happened": "Tell us what happened.",
    "visibility": "Choose who can see this.",
    "similar_seen": "Look at the similar barriers first.",
    "department_id": "Choose the department that will deal with this.",
    "question": "Write the question you want to ask.",
    "public_note": "Write a sentence that everyone can read.",
    "promised_date": "Give the date by which it will change.",
    "link": "Give a link to the page that explains the way through.",
    "reason": "Say why the rule stays.",
    "rule_source": "Choose who owns the rule.",
    "review_date": "Give the date on which you will review this.",
    "body_name": "Give the name of the body that owns this.",
    "what_changed": "Say what has changed.",
    "evidence": "Show how people can check that it has changed.",
    "answer": "Write your answer to the question.",
    "came_from": "We do not know what the council was doing before it asked.",
}

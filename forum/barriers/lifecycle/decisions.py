"""Whether a transition is allowed, and if not, why: codes for programs, sentences for people."""

from __future__ import annotations

from dataclasses import dataclass
from typing import NamedTuple


class Problem(NamedTuple):
    """Why a move is refused: a code for machines, a sentence for people, the field to show it beside."""

    code: str
    sentence: str
    field: str | None = None


@dataclass(frozen=True)
class Decision:
    """Whether a move may be made; when not, every problem, the first as code, sentence and field."""

    problems: tuple[Problem, ...] = ()

    @property
    def allowed(self) -> bool:
        """Return whether the move may be made."""
        return not self.problems

    @property
    def code(self) -> str:
        """Return the first problem's code, or "allowed"."""
        return self.problems[0].code if self.problems else "allowed"

    @property
    def sentence(self) -> str:
        """Return the first problem in plain words, or nothing."""
        return self.problems[0].sentence if self.problems else ""

    @property
    def field(self) -> str | None:
        """Return the field the first problem is about, if it is about one."""
        return self.problems[0].field if self.problems else None


MISSING_SENTENCES: dict[str, str] = {
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

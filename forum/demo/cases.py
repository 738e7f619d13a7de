"""What one invented barrier is made of."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field


@dataclass(frozen=True, slots=True, kw_only=True)
class Case:
    """A barrier with its history: what was reported, who else met it, what the council said, what came of it.

    `state` is where it stands today; `reply` is the council's last word; `others` are the words of further
    groups; `answers` are given by the reporter first, then by the others in turn. `body` owns the rule where
    the council does not; `evidence` is what the council shows for a change.
    """

    category: str
    rule_source: str
    department: str
    title: str
    trying_to: str
    story: str
    rule_words: str = ""
    would_help: str = ""
    hints: Mapping[str, str] = field(default_factory=dict)
    """What was answered to the questions of its kind, by their keys."""
    effect: str = ""
    cost: int | None = None
    delay: int | None = None
    people: int | None = None
    excluded: tuple[str, ...] = ()
    tags: tuple[str, ...] = ()
    state: str = "open"
    reply: str = ""
    body: str = ""
    evidence: str = ""
    others: tuple[str, ...] = ()
    answers: tuple[str, ...] = ()
    comments: tuple[str, ...] = ()

"""What somebody told us about a barrier, checked and ready to be stored. Pure."""

from __future__ import annotations

from dataclasses import dataclass, field

from forum.barriers.hint_values import HintValue
from forum.threads.models import Visibility

DRAFT_KIND = "barrier"
AFFECTED_DRAFT = "affected"
NOT_SURE = "not-sure"


@dataclass(frozen=True, kw_only=True, slots=True)
class Experience:
    """What a barrier did to one group: pounds, days and people are whole numbers or unknown."""

    effect: str | None = None
    cost_pounds: int | None = None
    delay_days: int | None = None
    people_affected: int | None = None
    excluded: tuple[str, ...] = ()
    words: str = ""
    is_nameless: bool = False


@dataclass(frozen=True, kw_only=True, slots=True)
class ReportInput:
    """What a new barrier is made of. `tags` are as typed."""

    title: str
    what_happened: str
    category: str
    visibility: Visibility
    similar_seen: bool
    trying_to: str = ""
    rule_source: str = "unknown"
    rule_words: str = ""
    would_help: str = ""
    hint_answers: tuple[HintValue, ...] = ()
    tags: tuple[str, ...] = ()
    experience: Experience = field(default_factory=Experience)

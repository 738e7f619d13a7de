"""What stood there before a correction, as a page shows it: field by field, oldest first."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from forum.barriers.models import Revision
from forum.barriers.permissions import may_read_revision
from forum.barriers.vocabulary import EFFECT_BY_CODE, EXCLUDED_BY_CODE
from forum.core.text import render
from forum.councils.identity import Identity

LABELS = {
    "title": "Title",
    "body": "",
    "link": "Link",
    "trying_to": "They were trying to",
    "rule_words": "What they were told",
    "would_help": "What would help",
    "words": "",
    "effect": "What it did",
    "cost_pounds": "Pounds spent or lost",
    "delay_days": "Days of delay",
    "people_affected": "People affected",
    "excluded": "Left out",
}
_HTML = frozenset({"body"})


@dataclass(frozen=True, slots=True)
class RevisionField:
    """One field: its words in paragraphs, or as HTML."""

    label: str
    paragraphs: Sequence[str] = ()
    html: str = ""


@dataclass(frozen=True, slots=True)
class Version:
    """What stood there until a moment."""

    until: datetime
    parts: Sequence[RevisionField]


@dataclass(frozen=True, slots=True)
class EarlierWords:
    """The versions that this reader may read; `is_kept_back` says that there are others."""

    corrected_at: datetime
    is_kept_back: bool
    versions: Sequence[Version]


def earlier_words(
    revisions: Sequence[Revision],
    identity: Identity,
    *,
    response_id: int | None = None,
    affected_id: int | None = None,
    question_answer_id: int | None = None,
    is_nameless: bool = False,
) -> EarlierWords | None:
    """Return the earlier words of one answer, of one group's statement, or else of the report; None where there are none."""
    about = (response_id, affected_id, question_answer_id)
    found = [one for one in revisions if (one.response_id, one.affected_id, one.question_answer_id) == about]
    if not found:
        return None
    shown = [one for one in found if may_read_revision(identity, one, is_nameless=is_nameless)]
    versions = [Version(one.created_at, [_part(*was) for was in one.was.items()]) for one in shown]
    return EarlierWords(found[-1].created_at, len(shown) < len(found), versions)


def _part(name: str, word: str) -> RevisionField:
    label = LABELS.get(name, name)
    return (
        RevisionField(label, html=render(word))
        if name in _HTML
        else RevisionField(label, _paragraphs(name, word))
    )


def _paragraphs(name: str, word: str) -> list[str]:
    if not word:
        return ["Nothing"]
    if name == "effect":
        return [EFFECT_BY_CODE[word].label if word in EFFECT_BY_CODE else word]
    if name == "excluded":
        codes = [one for one in word.split(",") if one in EXCLUDED_BY_CODE]
        return [", ".join(EXCLUDED_BY_CODE[one].label for one in codes)]
    return [part for part in word.split("\n") if part.strip()]

"""The codes of moderation, and what they are called on pages and in emails."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from enum import StrEnum

from forum.core.codes import UNKNOWN_LABEL, ByCode


class ReportKind(StrEnum):
    """What somebody says is wrong with a post."""

    UNLAWFUL = "unlawful"
    PERSONAL = "personal"
    ABUSE = "abuse"
    SPAM = "spam"
    MISLEADING = "misleading"
    OTHER = "other"


@dataclass(frozen=True, slots=True)
class ReportWords:
    """A kind of report: its label, a line that helps to choose, and how soon somebody should look."""

    label: str
    hint: str
    look_within: timedelta


REPORT_KINDS = ByCode({
    ReportKind.UNLAWFUL: ReportWords(
        "It may be against the law", "A threat, hate, a fraud, harm to a child", timedelta(hours=2)
    ),
    ReportKind.PERSONAL: ReportWords(
        "It shows someone’s personal details", "An address, a phone number, someone’s health", timedelta(hours=4)
    ),
    ReportKind.ABUSE: ReportWords("It attacks someone", "Insults, bullying, harassment", timedelta(hours=12)),
    ReportKind.SPAM: ReportWords("It is advertising or spam", "It sells something, or is posted everywhere", timedelta(hours=24)),
    ReportKind.MISLEADING: ReportWords(
        "It is wrong or misleading", "It could lead someone to do the wrong thing", timedelta(hours=48)
    ),
    ReportKind.OTHER: ReportWords("Something else", "Tell us what it is", timedelta(hours=72)),
}, unknown=ReportWords(UNKNOWN_LABEL, "", timedelta(0)))  # fmt: skip


class ReasonCode(StrEnum):
    """Why a moderator does something."""

    UNLAWFUL = "unlawful"
    PERSONAL = "personal"
    ABUSE = "abuse"
    SPAM = "spam"
    MISLEADING = "misleading"
    WRONG_PLACE = "wrong_place"
    DUPLICATE = "duplicate"
    UNCLEAR = "unclear"
    HEATED = "heated"
    ASKED = "asked"
    MENDED = "mended"
    MISTAKE = "mistake"
    APPEAL = "appeal"
    OTHER = "other"


REASONS = ByCode(
    {
        ReasonCode.UNLAWFUL: "it may be against the law",
        ReasonCode.PERSONAL: "it showed someone’s personal details",
        ReasonCode.ABUSE: "it attacked someone",
        ReasonCode.SPAM: "it was advertising or spam",
        ReasonCode.MISLEADING: "it was wrong or misleading",
        ReasonCode.WRONG_PLACE: "it was in the wrong place",
        ReasonCode.DUPLICATE: "the same was posted already",
        ReasonCode.UNCLEAR: "the title did not say what it is about",
        ReasonCode.HEATED: "the talk had become heated",
        ReasonCode.ASKED: "the author asked for it",
        ReasonCode.MENDED: "what was wrong has been put right",
        ReasonCode.MISTAKE: "the earlier decision was a mistake",
        ReasonCode.APPEAL: "an appeal was right",
        ReasonCode.OTHER: "of another reason",
    },
    unknown="",
)
"""Each goes on after "because"."""

_AGAINST = (
    ReasonCode.UNLAWFUL,
    ReasonCode.PERSONAL,
    ReasonCode.ABUSE,
    ReasonCode.SPAM,
    ReasonCode.MISLEADING,
)
_PUT_RIGHT = (ReasonCode.MENDED, ReasonCode.MISTAKE, ReasonCode.ASKED, ReasonCode.OTHER)


class Verb(StrEnum):
    """What a moderator decides about a post or a person: each is told to whom it is about, who can appeal."""

    HIDE = "hide"
    SHOW = "show"
    LOCK = "lock"
    UNLOCK = "unlock"
    RETITLE = "retitle"
    REDACT = "redact"
    RESTORE_WORDS = "restore_words"
    MOVE = "move"
    MERGE = "merge"
    UNMERGE = "unmerge"
    SPLIT = "split"
    SUSPEND = "suspend"
    END_SUSPENSION = "end_suspension"
    HIDE_SINCE = "hide_since"
    SHOW_SINCE = "show_since"
    REFUSE = "refuse"
    HOLD_AGAIN = "hold_again"
    LET_THROUGH = "let_through"


REASONS_FOR = {
    Verb.HIDE: (*_AGAINST, ReasonCode.DUPLICATE, ReasonCode.WRONG_PLACE, ReasonCode.ASKED, ReasonCode.OTHER),
    Verb.SHOW: _PUT_RIGHT,
    Verb.LOCK: (ReasonCode.HEATED, *_AGAINST, ReasonCode.DUPLICATE, ReasonCode.OTHER),
    Verb.UNLOCK: _PUT_RIGHT,
    Verb.RETITLE: (ReasonCode.UNCLEAR, *_AGAINST, ReasonCode.ASKED, ReasonCode.MISTAKE, ReasonCode.OTHER),
    Verb.REDACT: (*_AGAINST, ReasonCode.ASKED, ReasonCode.OTHER),
    Verb.RESTORE_WORDS: _PUT_RIGHT,
    Verb.MOVE: (ReasonCode.WRONG_PLACE, ReasonCode.ASKED, ReasonCode.MISTAKE, ReasonCode.OTHER),
    Verb.MERGE: (ReasonCode.DUPLICATE, ReasonCode.ASKED, ReasonCode.OTHER),
    Verb.UNMERGE: _PUT_RIGHT,
    Verb.SPLIT: (ReasonCode.WRONG_PLACE, ReasonCode.HEATED, ReasonCode.ASKED, ReasonCode.OTHER),
    Verb.SUSPEND: (*_AGAINST, ReasonCode.OTHER),
    Verb.END_SUSPENSION: _PUT_RIGHT,
    Verb.HIDE_SINCE: (*_AGAINST, ReasonCode.OTHER),
    Verb.SHOW_SINCE: _PUT_RIGHT,
    Verb.REFUSE: (
        ReasonCode.SPAM,
        *(code for code in _AGAINST if code != ReasonCode.SPAM),
        ReasonCode.DUPLICATE,
        ReasonCode.OTHER,
    ),
    Verb.HOLD_AGAIN: _PUT_RIGHT,
    Verb.LET_THROUGH: _PUT_RIGHT,
}

TERMS = {1: "1 day", 3: "3 days", 7: "1 week", 30: "30 days", 90: "90 days", 365: "1 year"}
"""How long somebody can be suspended from posting, in days."""


class AppealOutcome(StrEnum):
    """What another moderator says to an appeal."""

    UPHELD = "upheld"  # the decision stays
    OVERTURNED = "overturned"

"""What pages show of following: how often, and the button."""

from __future__ import annotations

from dataclasses import dataclass

from forum.core.codes import ByCode
from forum.follows.models import Follow, FollowKind, Frequency

FREQUENCY_LABELS = ByCode(
    {
        Frequency.AT_ONCE: "At once",
        Frequency.DAILY: "Once a day",
        Frequency.WEEKLY: "Once a week",
        Frequency.MONTHLY: "Once a month",
        Frequency.ONLY_HERE: "No emails, only here",
    }
)
HOW_OFTEN = ByCode(
    {
        Frequency.AT_ONCE: "You get an email as soon as something happens, one a day at most for each post.",
        Frequency.DAILY: "You get an email once a day when there is news.",
        Frequency.WEEKLY: "You get an email once a week when there is news.",
        Frequency.MONTHLY: "You get an email with the summary of each month.",
        Frequency.ONLY_HERE: "You get no emails. You see what is new under Notifications.",
    }
)


@dataclass(frozen=True, slots=True)
class FollowButton:
    """The button that follows something or stops that, for one reader."""

    kind: FollowKind
    key: str
    title: str
    """What it is, for those who hear the page: "Hall hire" in "Follow Hall hire"."""
    follow: Follow | None
    is_visitor: bool

    @property
    def how_often(self) -> str:
        """Say how often the reader is told; empty where they do not follow it."""
        return HOW_OFTEN[Frequency(self.follow.frequency)] if self.follow else ""

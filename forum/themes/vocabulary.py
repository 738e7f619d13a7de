"""The controlled lists of themes."""

from __future__ import annotations

from collections.abc import Mapping
from enum import StrEnum


class ThemeVerdict(StrEnum):
    """What was decided on a theme."""

    TAGGED = "tagged"
    MERGED = "merged"
    DISMISSED = "dismissed"


class DismissalReason(StrEnum):
    """Why a theme is none."""

    UNRELATED = "unrelated"
    TOO_BROAD = "too_broad"
    KNOWN = "known"
    ELSEWHERE = "elsewhere"


VERDICTS: Mapping[ThemeVerdict, str] = {
    ThemeVerdict.TAGGED: "Made a tag",
    ThemeVerdict.MERGED: "Merged into one case",
    ThemeVerdict.DISMISSED: "Dismissed",
}
DISMISSAL_REASONS: Mapping[DismissalReason, str] = {
    DismissalReason.UNRELATED: "These barriers are about different things",
    DismissalReason.TOO_BROAD: "It is too broad to act on",
    DismissalReason.KNOWN: "We know about it and are working on it",
    DismissalReason.ELSEWHERE: "It is filed well enough as it is",
}

"""How a group is called where it speaks: one that nobody has claimed says so."""

from __future__ import annotations

from datetime import datetime

from forum.core import clock
from forum.groups.models import Group

NOT_NAMED = "A person who is not named"
"""Whoever spoke for a group whose organisers took that back: their own name was never shown beside those words."""


def speaker_name(group: Group | None, name: str, taken_back_at: datetime | None = None) -> str:
    """Name who speaks: the group, else the person, whose name a group's organisers do not bring into sight."""
    if group is not None:
        return group.spoken_name
    return name if taken_back_at is None else NOT_NAMED


def author_name(group: Group | None, name: str, taken_back_at: datetime | None = None) -> str | None:
    """Return the plain name by which search finds what somebody posted; None where that is not to be known."""
    if group is not None:
        return group.name
    return name if taken_back_at is None else None


def taken_back_words(taken_back_at: datetime) -> str:
    """Say beside words that a group's organisers took back that they are not the group's, without naming it."""
    day = taken_back_at.astimezone(clock.LOCAL)
    return f"Withdrawn by the group’s organisers on {day.day} {day:%B %Y}"

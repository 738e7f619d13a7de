"""What can happen to what people follow."""

from __future__ import annotations

from dataclasses import dataclass

from forum.core.events import Event
from forum.follows.models import Follow


@dataclass(frozen=True, slots=True)
class FollowStarted(Event):
    """Somebody follows something now; sent again when they press twice."""

    follow: Follow


@dataclass(frozen=True, slots=True)
class FrequencyChosen(Event):
    """Somebody wants emails about what they follow more or less often."""

    follow: Follow


@dataclass(frozen=True, slots=True)
class FollowEnded(Event):
    """Somebody follows something no more; the row is about to go."""

    follow: Follow

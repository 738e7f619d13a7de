"""What can happen to a story."""

from __future__ import annotations

from dataclasses import dataclass

from forum.accounts.models import Person
from forum.core.events import Event
from forum.stories.models import Outcome, Story


@dataclass(frozen=True, slots=True)
class StoryTold(Event):
    """A story was published, or a stub was told by its group."""

    story: Story


@dataclass(frozen=True, slots=True)
class OutcomeAdded(Event):
    """A story has one more measured result."""

    outcome: Outcome
    by: Person


@dataclass(frozen=True, slots=True)
class OutcomeChecked(Event):
    """Somebody who does not belong to the story looked at a result and its evidence."""

    outcome: Outcome
    by: Person


@dataclass(frozen=True, slots=True)
class StoryGrownOld(Event):
    """A year has passed since somebody said that a story is true; its authors are to be asked."""

    story: Story

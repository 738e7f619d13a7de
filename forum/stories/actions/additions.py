"""What is added to a story after it is published: lessons, and the barriers it met."""

from __future__ import annotations

from forum.barriers.models import Barrier
from forum.core.db import db
from forum.stories.actions.publish import touch
from forum.stories.models import BarrierMet, Lesson, Story
from forum.stories.vocabulary import LessonKind

MOST_LESSONS = 20
MOST_BARRIERS = 20


class FullError(ValueError):
    """A story has as many of these as a reader can take in."""


def add_lesson(*, story: Story, kind: LessonKind, words: str) -> Lesson:
    """Add something that was learned; the same words twice are one lesson. Raises FullError."""
    same = next((one for one in story.lessons if one.kind == kind and one.words == words), None)
    if same is not None:
        return same
    if len(story.lessons) >= MOST_LESSONS:
        raise FullError(f"A story holds {MOST_LESSONS} lessons. Remove one to add another.")
    lesson = Lesson(kind=kind, words=words)
    story.lessons.append(lesson)
    touch(story)
    return lesson


def remove_lesson(*, story: Story, lesson: Lesson) -> None:
    """Take a lesson away."""
    story.lessons.remove(lesson)
    touch(story)


def meet_barrier(*, story: Story, barrier: Barrier, how: str) -> BarrierMet:
    """Record that the project met a barrier, and how it got past; twice changes how. Raises FullError."""
    met = next((one for one in story.barriers_met if one.barrier_id == barrier.id), None)
    if met is None:
        if len(story.barriers_met) >= MOST_BARRIERS:
            raise FullError(f"A story names {MOST_BARRIERS} barriers. Remove one to add another.")
        met = BarrierMet(barrier=barrier)
        story.barriers_met.append(met)
    met.how = how
    touch(story)
    return met


def forget_barrier(*, story: Story, met: BarrierMet) -> None:
    """Take a barrier out of a story."""
    story.barriers_met.remove(met)
    db.session.flush()
    touch(story)

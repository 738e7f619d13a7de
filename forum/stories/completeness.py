"""What could still be added to a story: a hint, never a demand. Pure."""

from __future__ import annotations

from forum.stories.models import Story

MOST_HINTS = 3


def missing_parts(story: Story) -> list[tuple[str, str]]:
    """List a few parts that help a peer most and are not there yet, each with the last part of its address."""
    told = story.cash_pounds is not None or story.volunteer_hours is not None
    parts = [
        (not story.outcomes, "a result in numbers", "outcomes/add"),
        (not told, "cost and time: money, hours, people", "effort"),
        (not story.barriers_met, "what stood in the way", "barriers"),
        (not story.lessons, "what you learned", "lessons"),
        (story.council_id is not None and story.area_id is None, "the ward or place", "place"),
        (not story.set_out, "what you set out to do", "words"),
    ]
    return [(words, place) for is_missing, words, place in parts if is_missing][:MOST_HINTS]

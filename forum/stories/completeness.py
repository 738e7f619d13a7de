"""What could still be added to a story: a hint, never a demand. Pure."""

from __future__ import annotations

from forum.stories.models import Story

MOST_HINTS = 3


def missing_parts(story: Story) -> list[tuple[str, str]]:
    """List a few parts that help a peer most and are not there yet, each with the endpoint of its page."""
    told = story.cash_pounds is not None or story.volunteer_hours is not None
    parts = [
        (not story.outcomes, "a result in numbers", "story_outcomes.add"),
        (not told, "cost and time: money, hours, people", "story_change.effort"),
        (not story.barriers_met, "what stood in the way", "story_adding.barriers"),
        (not story.lessons, "what you learned", "story_adding.lessons"),
        (story.council_id is not None and story.area_id is None, "the ward or place", "story_place.place"),
        (not story.set_out, "what you set out to do", "story_change.words"),
    ]
    return [(words, endpoint) for is_missing, words, endpoint in parts if is_missing][:MOST_HINTS]

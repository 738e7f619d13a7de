"""A story as it stands in a list."""

from __future__ import annotations

from typing import Any

from forum.core.text import excerpt, plain
from forum.stories.models import Story

LONGEST_EXCERPT = 200
IMPORTED = "Imported from published grants"


def path(story: Story) -> str:
    """Give the address of a story's page within this site."""
    return f"/stories/{story.numbered_slug}"


def told_by(story: Story) -> str:
    """Name the group whose story it is, or the person."""
    return story.group.name if story.group else story.author.name


def card(story: Story) -> dict[str, Any]:
    """Gather what the component thread_card shows."""
    label = "Story" if story.told_at else IMPORTED
    return {
        "url": path(story),
        "title": story.title,
        "kind_label": f"{label}, kept for the record" if story.archived_at else label,
        "council": story.council.name if story.council else "",
        "area": story.area.name if story.area else "",
        "when": story.created_at,
        "number_of_comments": story.number_of_comments,
        "excerpt": story.summary or excerpt(plain(story.body_html), LONGEST_EXCERPT),
        "facts": [fact for fact in (told_by(story), *_measured(story)) if fact],
    }


def _measured(story: Story) -> tuple[str, ...]:
    if not story.number_of_outcomes:
        return ()
    results = (
        f"{story.number_of_outcomes} {'result' if story.number_of_outcomes == 1 else 'results'} measured"
    )
    return (results, f"{story.number_checked} checked" if story.number_checked else "")

"""A story as it stands in a list."""

from __future__ import annotations

from flask import url_for

from forum.core.text import excerpt, plain
from forum.councils.identity import VISITOR
from forum.groups.display_names import speaker_name
from forum.groups.models import Group
from forum.stories.models import Story
from forum.threads.attachments import Picture
from forum.threads.cards import Card
from forum.threads.visibility import known_area

LONGEST_EXCERPT = 200
IMPORTED = "From published grant data, not yet told by the group"


def path(story: Story) -> str:
    """Return the address of a story's page within this site."""
    return url_for("story.show", number=story.id, slug=story.slug)


def told_by(story: Story) -> str:
    """Name the group whose story it is, all that shared its grant, or the person."""
    if story.told_at is not None:  # by the group, or by whoever put it into words
        return speaker_name(story.group, story.author.name, story.name_taken_back_at)
    return " and ".join(one.spoken_name for one in groups_of(story)) or story.author.name


def groups_of(story: Story) -> list[Group]:
    """Return the group whose story it is, or those that shared the grant it was made of."""
    return [story.group] if story.group else [one.group for one in story.recipients]


def kind_label(story: Story) -> str:
    """Return what it is: a story, or what a published grant says."""
    label = "Story" if story.told_at else IMPORTED
    return f"{label}, kept for the record" if story.archived_at else label


def card(story: Story, cover: Picture | None = None) -> Card:
    """Gather what the component thread_card shows; `cover` is the story's first picture, where a list shows them."""
    area = known_area(VISITOR, story)
    return Card(
        cover=cover,
        url=path(story),
        title=story.title,
        kind_label=kind_label(story),
        council=story.council.name if story.council else "",
        area=area.name if area else "",
        when=story.created_at,
        number_of_comments=story.number_of_comments,
        excerpt=story.summary or excerpt(plain(story.body_html), LONGEST_EXCERPT),
        facts=tuple(filter(None, (told_by(story), *_measured(story)))),
    )


def _measured(story: Story) -> tuple[str, ...]:
    if not story.number_of_outcomes:
        return ()
    results = (
        f"{story.number_of_outcomes} {'result' if story.number_of_outcomes == 1 else 'results'} measured"
    )
    return (results, f"{story.number_checked} checked" if story.number_checked else "")

"""What the pages of stories share: reading the story of an address, as somebody who may."""

from __future__ import annotations

from flask import abort, redirect
from flask.typing import ResponseReturnValue

from forum.accounts.current import current_person
from forum.councils.identity import current_identity
from forum.stories.cards import path
from forum.stories.models import Story
from forum.stories.permissions import may_change_story
from forum.stories.queries import OwnGroups, get_story, own_groups
from forum.threads.visibility import may_read


def read_story(number: int) -> tuple[Story, OwnGroups]:
    """Read a story and the groups of whoever reads it; 404 where they may not know that it exists."""
    story = get_story(number)
    if story is None or not may_read(current_identity(), story):
        abort(404)
    return story, own_groups(current_person(), story)


def read_own_story(number: int) -> Story:
    """Read a story that whoever asks may change; 403 for others."""
    story, groups = read_story(number)
    if not may_change_story(current_identity(), story, groups.spoken_for):
        abort(403)
    return story


def to_story(story: Story, place: str = "") -> ResponseReturnValue:
    """Lead to a story's page, or to a part of it."""
    return redirect(path(story) + place, 303)

"""What follows in stories from what happens below."""

from __future__ import annotations

from sqlalchemy import select

from forum.core.db import db
from forum.core.events import subscribe
from forum.groups.events import GroupsJoined
from forum.stories.models import StoryRecipient


def register() -> None:
    """Listen: a grant that a joined group shared is the other's."""
    subscribe(GroupsJoined, pass_shared_grants)


def pass_shared_grants(event: GroupsJoined) -> None:
    """Name the group that stays; where it shared the same grant already, it is named once."""
    mine = select(StoryRecipient.story_id).where(StoryRecipient.group_id == event.kept.id)
    known = set(db.session.scalars(mine))
    for one in db.session.scalars(
        select(StoryRecipient).where(StoryRecipient.group_id == event.gone.id)
    ).all():
        if one.story_id not in known:
            db.session.add(StoryRecipient(story_id=one.story_id, group_id=event.kept.id))
        db.session.delete(one)
    db.session.flush()

"""What was said in a group's name leads to a mail to its organisers; what was said without a name does not."""

from __future__ import annotations

from typing import Any

from sqlalchemy import select

from forum.accounts.models import Person
from forum.barriers.events import AffectedAdded, BarrierReported
from forum.core import events
from forum.core.db import db
from forum.core.letters import full_address
from forum.core.outbox import enqueue
from forum.groups.models import Group, Membership
from forum.notifications.letters import write_to_person
from forum.stories.events import StoryTold
from forum.threads.kinds import path_of
from forum.threads.models import Thread

MOST_TOLD = 50


def register() -> None:
    """Listen to what is said in the name of groups."""
    events.subscribe(
        BarrierReported, lambda event: _tell(event.barrier, event.barrier.group_id, "reported a barrier")
    )
    events.subscribe(AffectedAdded, tell_of_affected)
    events.subscribe(StoryTold, lambda event: _tell(event.story, event.story.group_id, "told a story"))


def tell_of_affected(event: AffectedAdded) -> None:
    """Somebody said for a group that a barrier affects it too."""
    said = event.affected
    if not said.is_nameless:
        _tell(said.barrier, said.group_id, "said “this affects us too”", by_id=said.person_id)


def _tell(thread: Thread, group_id: int | None, what: str, *, by_id: int | None = None) -> None:
    if group_id is None or (by_id is None and thread.is_nameless):
        return
    payload = {"group": group_id, "thread": thread.id, "by": by_id or thread.author_id, "what": what}
    enqueue("tell_of_words_for_group", payload)


def write_of_words(payload: dict[str, Any]) -> None:
    """Write to the organisers of a group, other than whoever said it."""
    group, thread = db.session.get(Group, payload["group"]), db.session.get(Thread, payload["thread"])
    by = db.session.get(Person, payload["by"])
    if group is None or thread is None or by is None or thread.hidden_at is not None:
        return
    query = select(Person).join(Membership, Membership.person_id == Person.id)
    query = query.where(Membership.group_id == group.id, Membership.is_organiser, Person.id != by.id)
    words = {"group": group, "who": by.name, "what": payload["what"], "title": thread.title}
    words |= {
        "address": full_address(path_of(thread)),
        "members": full_address(f"/groups/{group.id}/members"),
    }
    for organiser in db.session.scalars(query.order_by(Person.id).limit(MOST_TOLD)):
        if organiser.gets_news:
            key = f"for-group:{group.id}:{thread.id}:{by.id}"
            write_to_person("groups-spoke", person=organiser, key=key, **words)

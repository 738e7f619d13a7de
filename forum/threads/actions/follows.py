"""Following threads."""

from __future__ import annotations

from sqlalchemy import delete, select

from forum.accounts.models import Person
from forum.core import clock
from forum.core.db import db
from forum.threads.models import Follow, Thread


def follow(*, thread: Thread, person: Person) -> None:
    """Have a person hear when a thread changes; twice is once."""
    known = select(Follow.id).where(Follow.thread_id == thread.id, Follow.person_id == person.id)
    if db.session.scalar(known) is None:
        db.session.add(Follow(thread_id=thread.id, person_id=person.id, created_at=clock.now()))
        db.session.flush()


def unfollow(*, thread: Thread, person: Person) -> None:
    """Stop telling a person about a thread."""
    db.session.execute(delete(Follow).where(Follow.thread_id == thread.id, Follow.person_id == person.id))

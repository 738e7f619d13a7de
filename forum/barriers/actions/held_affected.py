"""What groups say of themselves under a barrier, as it may have to wait for a moderator before it counts."""

from __future__ import annotations

from dataclasses import asdict
from typing import Any

from forum.accounts.models import Person
from forum.barriers.actions.affected import (
    AlreadyCountedError,
    add_affected,
    refuse_taken_place,
    withdraw_affected,
)
from forum.barriers.models import Barrier
from forum.barriers.queries.show import find_affected, get_barrier
from forum.barriers.report_input import Experience
from forum.core import clock
from forum.core.db import db
from forum.groups.models import Group
from forum.threads.holds.actions import announce, stands
from forum.threads.holds.queries import find_waiting_statement
from forum.threads.holds.screening import publish_or_hold, screen_again
from forum.threads.models import HeldStatement


def say_affected(*, barrier: Barrier, person: Person, group: Group | None, experience: Experience) -> bool:
    """Say that a barrier affects this person's group too; False where that waits for a moderator.

    What was said before is replaced, also what waits. Raises AlreadyCountedError when another person has spoken for the group.
    """
    own = find_affected(barrier=barrier, person_id=person.id)
    counts = own is not None and own.withdrawn_at is None
    if own is None or not own.is_reporter:
        refuse_taken_place(barrier=barrier, group=group, own=own)
    waiting = find_waiting_statement(barrier, person.id)
    statement = waiting or HeldStatement(thread_id=barrier.id, author_id=person.id, created_at=clock.now())
    statement.thread, statement.author = barrier, person
    statement.body = experience.words
    statement.answers = {"group": group.id if group else None, "experience": asdict(experience)}
    db.session.add(statement)
    db.session.flush()
    if waiting is not None and not stands(waiting):
        return False
    if not counts:
        publish_or_hold(statement)
    elif screen_again(statement):
        announce(statement)
    return statement.said_at is not None


def say(statement: HeldStatement) -> None:
    """Count somebody whose words may be read now. Where somebody else came to speak for the group, they speak for themselves."""
    barrier, group = get_barrier(statement.thread_id), statement.answers["group"]
    if barrier is None:
        return
    given: dict[str, Any] = dict(statement.answers["experience"])
    experience = Experience(**given | {"excluded": tuple(given["excluded"])})
    spoken = db.session.get(Group, group) if group else None
    try:
        add_affected(barrier=barrier, person=statement.author, group=spoken, experience=experience)
    except AlreadyCountedError:
        add_affected(barrier=barrier, person=statement.author, group=None, experience=experience)


def take_back(statement: HeldStatement) -> None:
    """Count them no more until a moderator has looked."""
    barrier = get_barrier(statement.thread_id)
    own = find_affected(barrier=barrier, person_id=statement.author_id) if barrier else None
    if own is not None and not own.is_reporter:
        withdraw_affected(affected=own)

"""One group's own experience of a barrier: added, changed, taken back."""

from __future__ import annotations

from sqlalchemy import func, select

from forum.accounts.models import Person
from forum.barriers.actions.corrections import keep_statement
from forum.barriers.actions.lock import lock_barrier
from forum.barriers.events import AffectedAdded
from forum.barriers.models import Affected, Barrier, Exclusion
from forum.barriers.queries.show import find_affected, find_affected_group
from forum.barriers.report_input import Experience
from forum.core import clock, events
from forum.core.db import db
from forum.follows.actions import follow
from forum.groups.actions import list_group
from forum.groups.models import Group
from forum.threads.reindex import enqueue_reindex


class AlreadyCountedError(ValueError):
    """The group was counted before, by somebody else of it; the message is for the person."""


def add_affected(
    *, barrier: Barrier, person: Person, group: Group | None, experience: Experience
) -> Affected:
    """Say that a barrier affects this person's group too; said before, the words are replaced.

    Raises AlreadyCountedError when another person has spoken for the group.
    """
    lock_barrier(barrier=barrier)  # two at once: one after the other
    own = find_affected(barrier=barrier, person_id=person.id)
    if own is not None and own.withdrawn_at is None:
        return edit_affected(affected=own, group=group, experience=experience)
    _take_place(barrier, group, own)
    if own is None:
        own = Affected(barrier_id=barrier.id, person_id=person.id, created_at=clock.now())
        db.session.add(own)
    own.withdrawn_at, own.created_at = None, clock.now()
    own.barrier, own.person = barrier, person
    _write(own, group, experience)
    follow(thread=barrier, person=person)
    recount_affected(barrier=barrier)
    events.send(AffectedAdded(affected=own))
    return own


def edit_affected(*, affected: Affected, group: Group | None, experience: Experience) -> Affected:
    """Replace what one affected said. Raises AlreadyCountedError as add_affected does."""
    if not affected.is_reporter:
        _take_place(affected.barrier, group, affected)
    before = _said(affected)
    _write(affected, affected.group if affected.is_reporter else group, experience)
    now = _said(affected)
    was = {name: word for name, word in before.items() if word != now[name]}
    keep_statement(affected=affected, person=affected.person, was=was)
    recount_affected(barrier=affected.barrier)
    return affected


def withdraw_affected(*, affected: Affected) -> None:
    """Take one's own experience back: it is counted no more, and its words are shown no more."""
    affected.withdrawn_at = affected.withdrawn_at or clock.now()
    recount_affected(barrier=affected.barrier)


def recount_affected(*, barrier: Barrier) -> None:
    """Count the active affected anew, and when the first and the last came; search learns of it."""
    db.session.flush()
    active = select(
        func.count(Affected.id), func.min(Affected.created_at), func.max(Affected.created_at)
    ).where(Affected.barrier_id == barrier.id, Affected.withdrawn_at.is_(None))
    number, first_at, last_at = db.session.execute(active).one()
    barrier.number_of_affected = number
    barrier.first_affected_at, barrier.last_affected_at = first_at, last_at
    barrier.last_activity_at = max(barrier.last_activity_at, last_at or barrier.last_activity_at)
    barrier.version += 1
    enqueue_reindex(f"thread:{barrier.id}")
    enqueue_reindex(f"comments-of:{barrier.id}")  # who asked not to be named is named there no more


def _take_place(barrier: Barrier, group: Group | None, own: Affected | None) -> None:
    """Let this voice be the one that speaks for its group. Raises AlreadyCountedError when everybody sees another.

    One that asked not to be named, or that was taken back, makes room without a word and stays counted by itself:
    everybody can join a group, so a refusal would tell whoever tries which group it was that would not be named.
    """
    its = refuse_taken_place(barrier=barrier, group=group, own=own)
    if its is not None:
        its.group_id = its.group = None
        db.session.flush()  # the database, too, takes one voice for a group


def refuse_taken_place(*, barrier: Barrier, group: Group | None, own: Affected | None) -> Affected | None:
    """Return another voice of the group that makes room; None where there is none. Raises AlreadyCountedError."""
    its = find_affected_group(barrier=barrier, group_id=group.id) if group is not None else None
    if group is None or its is None or its is own:
        return None
    if not its.is_nameless and its.withdrawn_at is None:
        raise AlreadyCountedError(
            f"{group.name} is counted here already. Choose another group, or no group to speak for yourself."
        )
    return its


def _said(affected: Affected) -> dict[str, str]:
    numbers = (affected.cost_pounds, affected.delay_days, affected.people_affected)
    cost, delay, people = ("" if number is None else str(number) for number in numbers)
    return {
        "words": affected.words,
        "effect": affected.effect or "",
        "cost_pounds": cost,
        "delay_days": delay,
        "people_affected": people,
        "excluded": ",".join(sorted(one.code for one in affected.excluded)),
    }


def _write(affected: Affected, group: Group | None, experience: Experience) -> None:
    affected.group_id, affected.group = (group.id, group) if group else (None, None)
    affected.effect = experience.effect
    affected.cost_pounds = experience.cost_pounds
    affected.delay_days = experience.delay_days
    affected.people_affected = experience.people_affected
    affected.words = experience.words
    hidden = affected.is_reporter and affected.barrier.is_nameless
    affected.is_nameless = experience.is_nameless or hidden
    if not affected.is_nameless and not affected.barrier.is_council_only:
        list_group(group)
    kept = {one.code: one for one in affected.excluded}
    affected.excluded = [
        kept.get(code) or Exclusion(code=code) for code in dict.fromkeys(experience.excluded)
    ]

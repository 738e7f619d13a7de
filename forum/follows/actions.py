"""Following and stopping, and how often one is told."""

from __future__ import annotations

from sqlalchemy.exc import IntegrityError

from forum.accounts.models import Person
from forum.core import clock
from forum.core.db import db
from forum.core.events import send
from forum.follows.events import FollowEnded, FollowStarted, FrequencyChosen
from forum.follows.models import Follow, FollowKind, Frequency
from forum.follows.queries import find_follow, find_thread_follow
from forum.threads.models import Thread


def follow(*, thread: Thread, person: Person, frequency: Frequency = Frequency.AT_ONCE) -> Follow:
    """Have a person hear when a thread changes; twice is once.

    What people post and what affects them they follow at once: it is theirs, and one email a day about it at most.
    """
    return follow_subject(person=person, kind=FollowKind.THREAD, key=str(thread.id), frequency=frequency)


def unfollow(*, thread: Thread, person: Person) -> None:
    """Stop telling a person about a thread."""
    known = find_thread_follow(thread, person.id)
    if known is not None:
        end_follow(follow=known)


def follow_subject(
    *, person: Person, kind: FollowKind, key: str, frequency: Frequency = Frequency.DAILY
) -> Follow:
    """Have a person hear of something; whoever follows it already goes on as they chose."""
    known = find_follow(person_id=person.id, kind=kind, key=key)
    if known is None:
        now = clock.now()
        known = Follow(
            person_id=person.id, kind=kind, key=key, frequency=frequency, created_at=now, checked_at=now
        )
        try:
            with db.session.begin_nested():
                db.session.add(known)
        except IntegrityError:  # the same button, pressed twice at once
            known = find_follow(person_id=person.id, kind=kind, key=key)
            if known is None:
                raise
    send(FollowStarted(follow=known))
    return known


def choose_frequency(*, follow: Follow, frequency: Frequency) -> None:
    """Tell somebody more or less often; what waits to be mailed goes by the new choice."""
    follow.frequency = frequency
    db.session.flush()
    send(FrequencyChosen(follow=follow))


def end_follow(*, follow: Follow) -> None:
    """Tell somebody no more of something; what waits to be mailed about it does not go."""
    send(FollowEnded(follow=follow))
    db.session.delete(follow)
    db.session.flush()

"""Has many more groups say of some invented barriers that these affect them too, so that obstacles keep coming back."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta
from random import Random

from sqlalchemy import select
from sqlalchemy.orm import lazyload

from forum.barriers.actions.affected import add_affected
from forum.barriers.lifecycle.states import UNSOLVED_STATES, State
from forum.barriers.models import Affected, Barrier
from forum.barriers.report_input import Experience
from forum.core import clock
from forum.core.db import db
from forum.councils.models import Council
from forum.demo.speakers import AuthorDisplay
from forum.demo.timing import scattered

MOST_JOINED, A_FEW = 9, 5
WORDS = (
    "The same happened to us, at our summer do.",
    "We gave up after the third letter. I wish we had known of this page.",
    "We paid in the end, out of the raffle money.",
    "Our treasurer spent four evenings on it. She has a job and two children.",
    "We moved the whole thing to the church hall, where nobody asked.",
    "It took so long that the people who had offered to help went elsewhere.",
    "We were told the opposite the year before, by somebody just as kind.",
    "For the big festivals it may make sense. We are eleven people with a gazebo.",
    "I read them their own page down the telephone. They were surprised too.",
    "We did it without the papers, and have worried about it since.",
    "Half of our members could not come because of it.",
    "A councillor helped us in the end. That should not be what it takes.",
    "We asked for a smaller version of the form. There is none.",
    "Nobody said no. Nobody said yes either, until the date had gone by.",
    "We share the cost with the scouts now, which works, but only just.",
    "It is not the rule that hurts, it is that each office reads it in its own way.",
    "",
)


def join_more(council: Council, groups: list[AuthorDisplay], chance: Random, *, share: float) -> None:
    """Let further groups join a share of what was reported to a council: few join most of it, many join some."""
    for barrier in _to_join(council):
        start, end = _time_to_join(barrier)
        if chance.random() > share or start >= end:
            continue
        wanted = A_FEW + round(MOST_JOINED * chance.random() ** 3)
        known = set(db.session.scalars(select(Affected.group_id).where(Affected.barrier_id == barrier.id)))
        speakers = set(
            db.session.scalars(select(Affected.person_id).where(Affected.barrier_id == barrier.id))
        )
        others = [
            (group, member)
            for group, member in groups
            if group.id not in known and member.person_id not in speakers
        ]
        joining = chance.sample(others, min(max(wanted - len(known), 0), len(others)))
        moments = scattered(len(joining), start, end, chance)
        for moment, (group, member) in zip(moments, joining, strict=True):
            experience = Experience(
                effect=chance.choice(["stopped", "delayed", "delayed", "cost_more", "worked_around"]),
                cost_pounds=chance.choice([None, None, 25, 60, 90, 140, 300]),
                delay_days=chance.choice([None, 10, 21, 35, 60]),
                people_affected=chance.choice([None, 8, 15, 30]),
                words=chance.choice(WORDS),
                is_nameless=chance.random() < 0.1,
            )
            with clock.travelled_to(moment):
                add_affected(barrier=barrier, person=member.person, group=group, experience=experience)


def _time_to_join(barrier: Barrier) -> tuple[datetime, datetime]:
    """Return from when until when others join: after what the council says, for they are asked about that."""
    since = (barrier.created_at, barrier.claimed_at or barrier.created_at, clock.now() - timedelta(days=330))
    return max(since) + timedelta(days=1), clock.now() - timedelta(hours=9)


def _to_join(council: Council) -> Sequence[Barrier]:
    query = (
        select(Barrier)
        .where(Barrier.council_id == council.id, ~Barrier.is_council_only)
        .where(Barrier.state.in_(UNSOLVED_STATES), Barrier.state != State.REOPENED)
        .options(lazyload(Barrier.tags))
        .order_by(Barrier.id)
    )
    return db.session.scalars(query).all()

"""What an answer will look like, and who will be told of it, before it is sent."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import String, cast, exists, func, select

from forum.accounts.models import Person
from forum.barriers.actions.respond import official_words
from forum.barriers.lifecycle.confirmation_text import whether
from forum.barriers.lifecycle.labels import RESPONSE_LABELS, STATE_LABELS
from forum.barriers.lifecycle.responses import RESPONSE_TARGETS, ResponseKind
from forum.barriers.lifecycle.states import CLAIM_STATES, State
from forum.barriers.lifecycle.transition_input import TransitionInput
from forum.barriers.models import Affected, Barrier
from forum.barriers.response_panel import Word
from forum.core import clock
from forum.core.db import db
from forum.core.text import render
from forum.follows.models import Follow, FollowKind, Frequency


@dataclass(frozen=True, slots=True, kw_only=True)
class Preview:
    """What the page of a preview shows: the answer, what changes, and how many are told or asked."""

    word: Word
    target: str
    target_label: str
    whether: str
    mails: int
    asked: int
    linked: int


def preview(
    barrier: Barrier, kind: ResponseKind, given: TransitionInput, person: Person, linked: Sequence[Barrier]
) -> Preview:
    """Gather it. Raises TextRefused when the words are too long."""
    target = RESPONSE_TARGETS.get(kind, State(barrier.state))
    everywhere = [barrier.id, *(one.id for one in linked)]
    asks = target in CLAIM_STATES and kind != ResponseKind.UPDATE
    word = Word(
        title=RESPONSE_LABELS[kind],
        html=render(official_words(kind, given)),
        link=given.link,
        promised_on=given.promised_date,
        review_on=given.review_date,
        who=person.name,
        council=barrier.council.name if barrier.council else "",
        when=clock.now(),
    )
    return Preview(
        word=word,
        target=str(target),
        target_label=STATE_LABELS[target],
        whether=whether(target),
        mails=_count_followers(everywhere, without=person, is_asking=asks),
        asked=_count_affected(everywhere) if asks else 0,
        linked=len(linked),
    )


def _count_followers(barriers: Sequence[int], *, without: Person, is_asking: bool) -> int:
    """Count who is mailed about an answer, as the mails do it: not who writes it, nor who gets the question instead."""
    query = select(func.count(Follow.id)).join(Person, Person.id == Follow.person_id)
    query = query.where(
        Follow.kind == FollowKind.THREAD,
        Follow.key.in_([str(one) for one in barriers]),
        Follow.frequency != Frequency.ONLY_HERE,
        Person.gets_news,
        Person.id != without.id,
    )
    if is_asking:
        asked = exists().where(
            cast(Affected.barrier_id, String) == Follow.key,
            Affected.person_id == Follow.person_id,
            Affected.withdrawn_at.is_(None),
        )
        query = query.where(~asked)
    return db.session.scalar(query) or 0


def _count_affected(barriers: Sequence[int]) -> int:
    query = select(func.count(Affected.id)).where(Affected.barrier_id.in_(barriers))
    return db.session.scalar(query.where(Affected.withdrawn_at.is_(None))) or 0

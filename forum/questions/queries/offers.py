"""Reads offers of help, how much of each is left, and what those behind them did in public."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from datetime import timedelta
from typing import Any

from sqlalchemy import Select, func, or_, select
from sqlalchemy.orm import joinedload

from forum.barriers.lifecycle.states import GOT_PAST_STATES
from forum.barriers.models import Affected, Barrier
from forum.core import clock
from forum.core.db import db
from forum.core.paging import CARDS_A_PAGE, Page, page_of
from forum.groups.models import Group
from forum.questions.matching import Past
from forum.questions.models import Match, Offer, OfferTopic, Question
from forum.questions.mutual_consent import MatchState
from forum.threads.kinds import list_kinds, path_of
from forum.threads.models import Thread

MONTH = timedelta(days=30)
MOST_CANDIDATES = 200
MOST_PAST = 1_000
MOST_OF_ONE = 50


def get_offer(number: int) -> Offer | None:
    """Read one offer with who makes it and where."""
    found: Offer | None = (
        db.session.scalars(_with_all(select(Offer).where(Offer.id == number))).unique().one_or_none()
    )
    return found


def list_offers(
    *,
    topic: str = "",
    council_id: int | None = None,
    cursor: str | None = None,
    size: int = CARDS_A_PAGE,
) -> Page[Offer]:
    """List one page of the offers that stand, newest first; of a council also those for anywhere."""
    query = _standing(select(Offer))
    if topic:
        query = query.where(Offer.id.in_(select(OfferTopic.offer_id).where(OfferTopic.category == topic)))
    if council_id is not None:
        query = query.where(or_(Offer.council_id == council_id, Offer.council_id.is_(None)))
    return page_of(_with_all(query), by=(Offer.id,), cursor=cursor, size=size)


def list_offers_of_group(group: Group) -> list[tuple[Offer, int]]:
    """List what a group offers now, and how much is left of each."""
    taken = _agreed_lately().where(Match.offer_id == Offer.id).correlate(Offer).scalar_subquery()
    query = _with_all(_standing(select(Offer).where(Offer.group_id == group.id))).add_columns(taken)
    rows = db.session.execute(query.order_by(Offer.id).limit(MOST_OF_ONE)).unique()
    return [(offer, max(0, offer.a_month - number)) for offer, number in rows]


def list_offers_of_person(person_id: int) -> Sequence[Offer]:
    """List what a person offers, paused or not."""
    query = select(Offer).where(Offer.person_id == person_id, Offer.stopped_at.is_(None))
    return db.session.scalars(_with_all(query).order_by(Offer.id).limit(MOST_OF_ONE)).unique().all()


def count_left(offers: Sequence[Offer]) -> Mapping[int, int]:
    """Count what is left of each offer: its conversations a month, less those agreed in the last thirty days."""
    agreed = _agreed_lately().where(Match.offer_id.in_([one.id for one in offers]))
    by_offer = agreed.add_columns(Match.offer_id).group_by(Match.offer_id)
    taken = {number: count for count, number in db.session.execute(by_offer)} if offers else {}
    return {one.id: max(0, one.a_month - taken.get(one.id, 0)) for one in offers}


def _agreed_lately() -> Select[tuple[int]]:
    return select(func.count()).where(
        Match.state == MatchState.AGREED, Match.answered_at > clock.now() - MONTH
    )


def list_candidates(question: Question) -> Sequence[Offer]:
    """List the offers that could fit: of the question's topic, or by those who got past such a barrier."""
    query = _standing(select(Offer)).where(Offer.person_id != question.author_id)
    if question.group_id is not None:
        query = query.where(or_(Offer.group_id.is_(None), Offer.group_id != question.group_id))
    if question.category:
        topic = select(OfferTopic.offer_id).where(OfferTopic.category == question.category)
        past = _past_affected().where(Barrier.category == question.category)
        groups = past.with_only_columns(Affected.group_id).where(Affected.group_id.is_not(None))
        people = past.with_only_columns(Affected.person_id).where(Affected.group_id.is_(None))
        did = or_(Offer.group_id.in_(groups), (Offer.group_id.is_(None) & Offer.person_id.in_(people)))
        query = query.where(or_(Offer.id.in_(topic), did))
    return (
        db.session.scalars(_with_all(query).order_by(Offer.id.desc()).limit(MOST_CANDIDATES)).unique().all()
    )


def list_past(offers: Sequence[Offer], category: str | None) -> Mapping[int, Sequence[Past]]:
    """List, for each offer, the barriers that those behind it got past: in public and under their name alone."""
    groups = {one.group_id for one in offers if one.group_id is not None}
    people = {one.person_id for one in offers if one.group_id is None}
    if category is None or not (groups or people):
        return {}
    whose = or_(Affected.group_id.in_(groups), Affected.group_id.is_(None) & Affected.person_id.in_(people))
    query = _past_affected().where(Barrier.category == category, whose).order_by(Affected.id)
    by_group: dict[int, list[Past]] = defaultdict(list)
    by_person: dict[int, list[Past]] = defaultdict(list)
    for row in db.session.scalars(query.limit(MOST_PAST)):
        past = _past(row.barrier)
        if row.group_id is not None:
            by_group[row.group_id].append(past)
        else:
            by_person[row.person_id].append(past)
    return {
        one.id: by_group.get(one.group_id, []) if one.group_id else by_person.get(one.person_id, [])
        for one in offers
    }


def count_measured(offers: Sequence[Offer]) -> Mapping[int, int]:
    """Count, for each group behind these offers, the results it measured; each kind of thread tells its own."""
    groups = sorted({one.group_id for one in offers if one.group_id is not None})
    totals: dict[int, int] = defaultdict(int)
    for kind in list_kinds() if groups else ():
        for group_id, number in kind.count_measured(groups).items():
            totals[group_id] += number
    return totals


def _past(barrier: Barrier) -> Past:
    council = barrier.council.name if barrier.council else ""
    return Past(barrier.category, barrier.rule_source, council, barrier.title, path_of(barrier))


def _past_affected() -> Select[tuple[Affected]]:
    """Who got past a barrier, as everybody may know: the barrier is public, and they said it under their name."""
    return (
        select(Affected)
        .join(Affected.barrier)
        .where(
            Barrier.state.in_(GOT_PAST_STATES),
            ~Thread.is_nameless,
            Thread.is_in_sight,
            Affected.is_nameless.is_(False),
            Affected.withdrawn_at.is_(None),
        )
        .options(joinedload(Affected.barrier).joinedload(Barrier.council))
    )


def _standing(query: Select[tuple[Offer]]) -> Select[tuple[Offer]]:
    return query.where(Offer.stopped_at.is_(None), Offer.paused_at.is_(None))


def _with_all(query: Select[Any]) -> Select[Any]:
    return query.options(
        joinedload(Offer.group),
        joinedload(Offer.person),
        joinedload(Offer.council),
        joinedload(Offer.area),
        joinedload(Offer.topics),
    )

"""Reads requests for help, and who fits a question best."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import timedelta

from sqlalchemy import func, select
from sqlalchemy.orm import contains_eager, joinedload

from forum.barriers.models import Barrier
from forum.core import clock
from forum.core.db import db
from forum.questions.matching import Candidate, Fit, MatchPlace, MatchSubject, rank
from forum.questions.models import Match, Offer, Question
from forum.questions.mutual_consent import MatchState
from forum.questions.queries.offers import count_left, count_measured, list_candidates, list_past

MOST_SHOWN = 10
MOST_OPEN_FOR_ONE = 3
MOST_IN_A_DAY = 5
A_DAY = timedelta(days=1)
MOST_LISTED = 100


def find_helpers(question: Question) -> list[tuple[Fit, Offer]]:
    """Find who fits a question, best first; the same number of statements however many there are."""
    offers = list_candidates(question)
    left, past = count_left(offers), list_past(offers, question.category)
    measured = count_measured(offers)
    candidates = [
        Candidate(
            offer_id=one.id,
            topics=frozenset(topic.category for topic in one.topics),
            place=_place_of(one),
            left=left[one.id],
            past=past.get(one.id, ()),
            measured=measured.get(one.group_id or 0, 0),
        )
        for one in offers
    ]
    by_number = {one.id: one for one in offers}
    fits = rank(_asked(question), candidates)[:MOST_SHOWN]
    return [(one, by_number[one.candidate.offer_id]) for one in fits]


def get_match(number: int) -> Match | None:
    """Read one request with both sides."""
    query = select(Match).where(Match.id == number).options(joinedload(Match.asker))
    query = query.options(joinedload(Match.question), joinedload(Match.offer).joinedload(Offer.group))
    return db.session.scalar(query.options(joinedload(Match.offer).joinedload(Offer.person)))


def find_match(question: Question, offer: Offer) -> Match | None:
    """Find the request that this question made of this offer, whatever became of it."""
    query = select(Match).where(Match.question_id == question.id, Match.offer_id == offer.id)
    return db.session.scalar(query)


def list_matches_of_question(question: Question) -> Sequence[Match]:
    """List the requests a question made, for its asker."""
    query = select(Match).where(Match.question_id == question.id).options(joinedload(Match.offer))
    return db.session.scalars(query.order_by(Match.id.desc()).limit(MOST_LISTED)).all()


def list_matches_with(person_id: int) -> Sequence[Match]:
    """List the requests that wait for a person's yes or no, and those they agreed to, newest first."""
    query = (
        select(Match)
        .join(Match.offer)
        .where(Offer.person_id == person_id, Match.state.in_((MatchState.ASKED, MatchState.AGREED)))
        .options(contains_eager(Match.offer), joinedload(Match.question))
    )
    return db.session.scalars(query.order_by(Match.id.desc()).limit(MOST_LISTED)).all()


def is_asked_enough(question: Question, person_id: int) -> bool:
    """Return whether enough offers were asked: three that wait for one question, five by a person in a day."""
    waiting = select(func.count()).where(Match.question_id == question.id, Match.state == MatchState.ASKED)
    lately = select(func.count()).where(Match.asker_id == person_id, Match.asked_at > clock.now() - A_DAY)
    return (db.session.scalar(waiting) or 0) >= MOST_OPEN_FOR_ONE or (
        db.session.scalar(lately) or 0
    ) >= MOST_IN_A_DAY


def _asked(question: Question) -> MatchSubject:
    about = db.session.get(Barrier, question.about_thread_id) if question.about_thread_id else None
    region = question.council.region if question.council else ""
    return MatchSubject(
        category=question.category,
        rule_source=about.rule_source if about is not None and about.rule_source != "unknown" else None,
        place=MatchPlace(question.area_id, question.council_id, region),
    )


def _place_of(offer: Offer) -> MatchPlace:
    return MatchPlace(offer.area_id, offer.council_id, offer.council.region if offer.council else "")

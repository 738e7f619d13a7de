"""Reads what those affected were asked, and what they answered."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import (
    CompoundSelect,
    Row,
    ScalarSelect,
    Select,
    bindparam,
    func,
    literal,
    null,
    select,
    union_all,
)
from sqlalchemy.orm import contains_eager, joinedload

from forum.accounts.models import Person
from forum.barriers.lifecycle.confirmation_outcome import Answer, Tally
from forum.barriers.lifecycle.states import (
    CLAIM_STATES,
    FIRST_ROUND_STATES,
    SECOND_ROUND_STATES,
    UNSOLVED_STATES,
    State,
)
from forum.barriers.models import Affected, Barrier, ConfirmationRequest, Transition
from forum.barriers.queries.transitions import stands
from forum.core.db import db

FIRST_ROUND, SECOND_ROUND = 1, 2
MOST_WORDS = 20
_OPEN_IN = {FIRST_ROUND: FIRST_ROUND_STATES, SECOND_ROUND: SECOND_ROUND_STATES}


@dataclass(frozen=True, slots=True)
class Round:
    """The newest question to those affected: about which claim, the first or the second, when, and the answers."""

    claim_id: int
    about: State
    number: int
    asked_at: datetime
    tally: Tally


def find_claim(barrier: Barrier) -> Transition | None:
    """Find the newest claim that a barrier is gone, or that there is a way through."""
    claims = select(Transition).where(
        Transition.barrier_id == barrier.id, Transition.to_state.in_(CLAIM_STATES), stands()
    )
    return db.session.scalar(claims.order_by(Transition.id.desc()).limit(1))


def get_claim(number: int) -> Transition:
    """Read the change of state that a question is about."""
    return db.session.get_one(Transition, number)


def find_round(barrier: Barrier) -> Round | None:
    """Count the answers of the newest round of the newest claim, in one statement; None when nobody was asked.

    Whoever takes back that it affects them is counted neither as asked nor as answering.
    """
    return _round(db.session.execute(_COUNTED, {"barrier": barrier.id}).all())


def _round(rows: Sequence[Row[Any]]) -> Round | None:
    if not rows:
        return None
    number = max(row[2] for row in rows)
    of_it = [row for row in rows if row[2] == number]
    counts = [(row[3], row[4], row[5]) for row in of_it]
    return Round(of_it[0][0], State(of_it[0][1]), number, min(row[6] for row in of_it), _tally(counts))


def _newest_claim() -> ScalarSelect[int | None]:
    newest = select(func.max(Transition.id)).where(
        Transition.barrier_id == bindparam("barrier"), Transition.to_state.in_(CLAIM_STATES), stands()
    )
    return newest.scalar_subquery()


def _count_newest() -> Select[tuple[int, State, int, Answer | None, bool, int, datetime]]:
    """Build once the statement that counts the answers about the newest claim of a barrier: saying it takes longer than counting."""
    asked = ConfirmationRequest
    of_what = (asked.claim_id, Transition.to_state, asked.round)
    what = (asked.answer, asked.is_independent)
    return (
        select(*of_what, *what, func.count(), func.min(asked.asked_at))
        .join(Affected, Affected.id == asked.affected_id)
        .join(Transition, Transition.id == asked.claim_id)
        .where(asked.claim_id == _newest_claim(), Affected.withdrawn_at.is_(None))
        .group_by(*of_what, *what)
    )


_COUNTED = _count_newest()


def find_round_and_words(barrier: Barrier) -> tuple[Round, list[tuple[Answer, str]]] | None:
    """Count as find_round does, and list what those who answered wrote, newest first, without who it was.

    One statement for both: a barrier's page has none to spare.
    """
    rows = db.session.execute(_COUNTED_WITH_WORDS, {"barrier": barrier.id}).all()
    current = _round([row for row in rows if row.words is None])
    if current is None:
        return None
    written = sorted(
        (row for row in rows if row.words is not None and row.round == current.number),
        key=lambda row: (row.answered_at, row.id),
        reverse=True,
    )
    return current, [(Answer(row.answer), row.words) for row in written[:MOST_WORDS]]


def _with_words() -> CompoundSelect[Any]:
    """Build once the statement that reads counts and words together: rows of words count nobody."""
    asked, counted = ConfirmationRequest, _COUNTED.subquery()
    words = (
        select(asked, Transition.to_state)
        .join(Transition, Transition.id == asked.claim_id)
        .where(asked.claim_id == _newest_claim(), asked.answer.is_not(None), asked.words != "")
        .order_by(asked.round.desc(), asked.answered_at.desc(), asked.id.desc())
        .limit(MOST_WORDS)
        .subquery()
    )
    w = words.c
    return union_all(
        select(counted, null().label("answered_at"), null().label("words"), null().label("id")),
        select(
            w.claim_id,
            w.to_state,
            w.round,
            w.answer,
            w.is_independent,
            literal(0),
            w.asked_at,
            w.answered_at,
            w.words,
            w.id,
        ),
    )


_COUNTED_WITH_WORDS = _with_words()


def is_open_round(barrier: Barrier, number: int) -> bool:
    """Return whether answers of this round of the newest claim still count: it ends when the state moves on."""
    return barrier.is_in_sight and barrier.state in _OPEN_IN[number]


def get_request(number: int) -> ConfirmationRequest | None:
    """Read one question to one affected, with the barrier and its council."""
    query = select(ConfirmationRequest).where(ConfirmationRequest.id == number)
    return db.session.scalar(
        query.options(
            joinedload(ConfirmationRequest.affected),
            joinedload(ConfirmationRequest.barrier).joinedload(Barrier.council),
        )
    )


def find_own_request(barrier: Barrier, person_id: int | None) -> ConfirmationRequest | None:
    """Find the newest question to this person about this barrier."""
    if person_id is None:
        return None
    query = (
        select(ConfirmationRequest)
        .join(Affected, Affected.id == ConfirmationRequest.affected_id)
        .where(ConfirmationRequest.barrier_id == barrier.id, Affected.person_id == person_id)
        .order_by(ConfirmationRequest.id.desc())
    )
    return db.session.scalar(query.limit(1))


def list_affected_not_asked(barrier: Barrier, *, claim_id: int, number: int) -> Sequence[int]:
    """List the ids of the active affected that were not asked in this round; all of them, as each must be."""
    asked = select(ConfirmationRequest.affected_id).where(
        ConfirmationRequest.claim_id == claim_id, ConfirmationRequest.round == number
    )
    active = select(Affected.id).where(Affected.barrier_id == barrier.id, Affected.withdrawn_at.is_(None))
    return db.session.scalars(active.where(Affected.id.not_in(asked)).order_by(Affected.id)).all()


def list_unanswered(*, claim_id: int, number: int, after: int, limit: int) -> Sequence[ConfirmationRequest]:
    """List questions of a round that nobody answered yet, from `after` on, with whom they went to."""
    asked = ConfirmationRequest
    query = (
        select(asked)
        .join(Affected, Affected.id == asked.affected_id)
        .where(asked.claim_id == claim_id, asked.round == number, asked.answer.is_(None))
        .where(asked.id > after, Affected.withdrawn_at.is_(None))
        .options(joinedload(asked.affected).joinedload(Affected.person))
        .order_by(asked.id)
    )
    return db.session.scalars(query.limit(limit)).unique().all()


def count_new_affected(barrier: Barrier, *, since: datetime | None) -> int:
    """Count the active affected that joined after a moment."""
    if since is None:
        return 0
    newer = select(func.count(Affected.id)).where(
        Affected.barrier_id == barrier.id, Affected.withdrawn_at.is_(None), Affected.created_at > since
    )
    return db.session.scalar(newer) or 0


def _tally(counts: Sequence[tuple[Answer | None, bool, int]]) -> Tally:
    """Add up rows of answer, whether it was independent, and how many gave it."""
    by_answer = {answer: sum(row[2] for row in counts if row[0] == answer) for answer in (*Answer, None)}
    return Tally(
        gone=by_answer[Answer.GONE],
        partly=by_answer[Answer.PARTLY],
        still_there=by_answer[Answer.STILL_THERE],
        not_tried=by_answer[Answer.NOT_TRIED],
        independent_gone=sum(row[2] for row in counts if row[0] == Answer.GONE and row[1]),
        asked=sum(by_answer.values()),
    )


def list_asked_people(claim_id: int, among: Sequence[int]) -> frozenset[int]:
    """List which of these people are asked about a claim: they get the question and need no second mail."""
    query = (
        select(Affected.person_id)
        .join(ConfirmationRequest, ConfirmationRequest.affected_id == Affected.id)
        .where(ConfirmationRequest.claim_id == claim_id, Affected.person_id.in_(among))
        .order_by(Affected.person_id)
    )
    return frozenset(db.session.scalars(query))


def list_affected_elsewhere(*, removed: Barrier, after: int, limit: int) -> Sequence[Affected]:
    """List who meets the same kind of barrier, with the same owner of the rule, at other councils."""
    query = (
        select(Affected)
        .join(Affected.barrier)
        .join(Affected.person)
        .where(Barrier.category == removed.category, Barrier.rule_source == removed.rule_source)
        .where(Barrier.council_id != removed.council_id, Barrier.is_in_sight)
        .where(Barrier.state.in_(UNSOLVED_STATES))
        .where(Affected.withdrawn_at.is_(None), Affected.id > after, Person.gets_news)
        .options(contains_eager(Affected.barrier), contains_eager(Affected.person))
        .order_by(Affected.id)
    )
    return db.session.scalars(query.limit(limit)).all()

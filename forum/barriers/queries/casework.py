"""Reads what stands beside a council's reply: who else has it open, what changed, what others answered."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta

from sqlalchemy import func, select
from sqlalchemy.orm import contains_eager, joinedload, lazyload

from forum.accounts.models import Person
from forum.barriers.lifecycle.responses import ANSWER_KINDS, ResponseKind
from forum.barriers.lifecycle.states import OPEN_STATES, State
from forum.barriers.models import Barrier, CaseChange, CaseOpening, Response
from forum.barriers.permissions import response_options
from forum.core import clock
from forum.core.db import db
from forum.councils.identity import VISITOR, Identity
from forum.councils.models import Council, Officer, ReplyTemplate
from forum.threads.visibility import readable

MOST_CHANGES, MOST_LINKED, MOST_TEMPLATES, MOST_ANSWERS = 50, 50, 50, 5
OPEN_FOR = timedelta(minutes=30)


def list_case_changes(barrier: Barrier) -> Sequence[CaseChange]:
    """List who gave it to whom, newest first."""
    query = select(CaseChange).where(CaseChange.barrier_id == barrier.id)
    query = query.options(joinedload(CaseChange.person).load_only(Person.name))
    return db.session.scalars(query.order_by(CaseChange.id.desc()).limit(MOST_CHANGES)).all()


def list_openings(barrier: Barrier) -> Sequence[CaseOpening]:
    """List who opened it to answer it within the last half hour, the last first."""
    query = select(CaseOpening).where(
        CaseOpening.barrier_id == barrier.id, CaseOpening.opened_at > clock.now() - OPEN_FOR
    )
    query = query.options(joinedload(CaseOpening.person).load_only(Person.name))
    return db.session.scalars(query.order_by(CaseOpening.opened_at.desc()).limit(5)).all()


def find_opening(barrier: Barrier, person: Person) -> datetime | None:
    """Return when this officer last opened it."""
    query = select(CaseOpening.opened_at).where(CaseOpening.barrier_id == barrier.id)
    return db.session.scalar(query.where(CaseOpening.person_id == person.id))


def list_linked(main: Barrier, identity: Identity) -> Sequence[Barrier]:
    """List the barriers that are dealt with here, those that this reader may read."""
    if not main.number_of_linked:
        return []
    query = select(Barrier).where(Barrier.same_as_id == main.id, readable(identity))
    query = query.options(lazyload(Barrier.tags)).order_by(Barrier.id)
    return db.session.scalars(query.limit(MOST_LINKED)).all()


def list_linked_open_to(main: Barrier, identity: Identity, kind: ResponseKind) -> list[Barrier]:
    """List the linked reports on which somebody may say the same now."""
    linked = list_linked(main, identity)
    return [one for one in linked if any(option.kind == kind for option in response_options(identity, one))]


def find_main(barrier: Barrier) -> Barrier | None:
    """Find where a barrier is dealt with; None when that is here."""
    return db.session.get(Barrier, barrier.same_as_id) if barrier.same_as_id is not None else None


def list_answers_elsewhere(barrier: Barrier) -> Sequence[Response]:
    """List how other councils answered the same kind of barrier with the same owner of the rule, newest first."""
    query = (
        select(Response)
        .join(Barrier, Barrier.id == Response.barrier_id)
        .where(Barrier.category == barrier.category, Barrier.rule_source == barrier.rule_source)
        .where(Response.council_id != barrier.council_id, Response.kind.in_(ANSWER_KINDS))
        .where(Response.taken_back_at.is_(None))
        .where(readable(VISITOR))
        .where(Barrier.state != State.WITHDRAWN)
        .options(joinedload(Response.council))
        .order_by(Response.id.desc())
        .limit(MOST_ANSWERS)
    )
    return db.session.scalars(query).all()


def list_templates(council: Council, kind: ResponseKind, category: str) -> Sequence[ReplyTemplate]:
    """List a council's own words for a kind of answer: those for this kind of barrier, then those for all."""
    query = select(ReplyTemplate).where(
        ReplyTemplate.council_id == council.id,
        ReplyTemplate.response_kind == str(kind),
        ReplyTemplate.category.in_(["", category]),
    )
    ordered = query.order_by(ReplyTemplate.category.desc(), ReplyTemplate.name, ReplyTemplate.id)
    return db.session.scalars(ordered.limit(MOST_TEMPLATES)).all()


def list_barriers_of(responses: Sequence[Response]) -> dict[int, Barrier]:
    """Read the barriers of these responses, by their numbers, in one statement."""
    query = select(Barrier).where(Barrier.id.in_({one.barrier_id for one in responses}))
    query = query.options(contains_eager(Barrier.council), lazyload(Barrier.tags)).join(Barrier.council)
    return {one.id: one for one in db.session.scalars(query)}


def list_cases_of_officer(officer_id: int, *, limit: int) -> Sequence[Barrier]:
    """List the barriers that are with an officer, whatever their state: any of them may be opened again."""
    query = select(Barrier).where(Barrier.officer_id == officer_id).options(lazyload(Barrier.tags))
    return db.session.scalars(query.order_by(Barrier.id).limit(limit)).all()


def count_open_cases(officer: Officer) -> int:
    """Count the barriers with an officer that are not done."""
    query = select(func.count(Barrier.id)).where(Barrier.officer_id == officer.id)
    return db.session.scalar(query.where(Barrier.state.in_(OPEN_STATES))) or 0


def list_cases_of_department(department_id: int, *, limit: int) -> Sequence[Barrier]:
    """List the barriers a department has in which its council still owes something."""
    query = select(Barrier).where(Barrier.department_id == department_id, Barrier.owed_by_id.is_not(None))
    return db.session.scalars(query.order_by(Barrier.id).limit(limit)).all()

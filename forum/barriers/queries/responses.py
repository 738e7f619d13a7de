"""Reads what a council said on a barrier and in public, and what its officers wrote down for each other."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import NamedTuple

from sqlalchemy import and_, func, or_, select
from sqlalchemy.orm import joinedload, lazyload

from forum.barriers.lifecycle.responses import ResponseKind
from forum.barriers.models import Barrier, PrivateNote, QuestionAnswer, Response, Revision, Transition
from forum.barriers.queries.transitions import stands
from forum.core.db import db
from forum.core.paging import Page, page_of
from forum.councils.identity import VISITOR
from forum.councils.models import Council
from forum.threads.models import Thread
from forum.threads.visibility import readable

MOST_MOVES, MOST_UPDATES = 100, 100
MOST_NOTES = 50


class HistoryEntry(NamedTuple):
    """One change of state, with the official word or the group's answer to a question that came with it, if one did."""

    transition: Transition
    response: Response | None
    answer: QuestionAnswer | None = None


class History(NamedTuple):
    """The changes of state of a barrier and the council's progress updates between them, each oldest first."""

    moves: list[HistoryEntry]
    updates: list[Response]


def list_history(barrier: Barrier) -> History:
    """Read the newest changes of state with the council's words, and its updates, and who wrote them, in one statement."""
    newest = select(func.max(Transition.id)).where(Transition.barrier_id == barrier.id).scalar_subquery()
    is_update = and_(Response.kind == ResponseKind.UPDATE, Transition.id == newest)  # each comes once
    query = (
        select(Transition, Response, QuestionAnswer)
        .outerjoin(
            Response,
            and_(
                Response.barrier_id == Transition.barrier_id,
                or_(Response.transition_id == Transition.id, is_update),
            ),
        )
        .outerjoin(QuestionAnswer, QuestionAnswer.transition_id == Transition.id)
        .where(Transition.barrier_id == barrier.id)
        .options(joinedload(Response.person))
        .order_by(Transition.id.desc(), Response.id.desc())
        .limit(MOST_MOVES + MOST_UPDATES)
    )
    rows = [HistoryEntry(*row) for row in reversed(db.session.execute(query).all())]
    updates = [one.response for one in rows if one.response and one.response.kind == ResponseKind.UPDATE]
    said = {one.transition.id: one.response for one in rows if one.response not in updates}
    changes = {one.transition.id: one for one in rows}
    moves = [HistoryEntry(one.transition, said.get(number), one.answer) for number, one in changes.items()]
    return History(moves, updates)


def has_update_since(transition: Transition) -> bool:
    """Return whether the council has given a progress update after a change of state that still stands."""
    query = select(Response.id).where(
        Response.barrier_id == transition.barrier_id,
        Response.kind == ResponseKind.UPDATE,
        Response.created_at >= transition.created_at,
        Response.taken_back_at.is_(None),
    )
    return db.session.scalar(query.limit(1)) is not None


def find_question_answer(number: int) -> QuestionAnswer | None:
    """Read one group's answer to a question of the council."""
    return db.session.get(QuestionAnswer, number)


def find_question_of(answer: QuestionAnswer) -> Response | None:
    """Find the council's question that a group answered, with who asked it."""
    query = select(Response).where(
        Response.barrier_id == answer.barrier_id,
        Response.kind == ResponseKind.ASK,
        Response.created_at <= answer.created_at,
    )
    query = query.options(joinedload(Response.person), joinedload(Response.council))
    return db.session.scalar(query.order_by(Response.id.desc()).limit(1))


def find_question_answer_of(transition: Transition) -> QuestionAnswer | None:
    """Find a group's answer that came with a change of state."""
    return db.session.scalar(select(QuestionAnswer).where(QuestionAnswer.transition_id == transition.id))


def get_response(number: int) -> Response | None:
    """Read one official word with its council."""
    query = select(Response).where(Response.id == number).options(joinedload(Response.council))
    return db.session.scalar(query)


def find_newest_response(barrier: Barrier) -> Response | None:
    """Find the council's last word that stands, with who wrote it."""
    query = select(Response).where(Response.barrier_id == barrier.id, Response.taken_back_at.is_(None))
    query = query.options(joinedload(Response.person))
    return db.session.scalar(query.order_by(Response.id.desc()).limit(1))


def list_notes(barrier: Barrier) -> Sequence[PrivateNote]:
    """List what officers wrote down for each other, newest first."""
    query = select(PrivateNote).where(PrivateNote.barrier_id == barrier.id)
    query = query.options(joinedload(PrivateNote.person)).order_by(PrivateNote.id.desc())
    return db.session.scalars(query.limit(MOST_NOTES)).all()


def count_notes(barrier: Barrier) -> int:
    """Count what officers wrote down for each other."""
    return db.session.scalar(select(func.count()).where(PrivateNote.barrier_id == barrier.id)) or 0


def find_response_of(transition_id: int) -> Response | None:
    """Find the official word that came with a change of state."""
    query = select(Response).where(Response.transition_id == transition_id)
    return db.session.scalar(query.order_by(Response.id).limit(1))


def find_effective_response(barrier: Barrier, kind: ResponseKind) -> Response | None:
    """Find the last official word of a kind whose change of state stands."""
    query = select(Response).join(Transition, Transition.id == Response.transition_id)
    query = query.where(Response.barrier_id == barrier.id, Response.kind == kind, stands())
    return db.session.scalar(query.order_by(Response.id.desc()).limit(1))


def list_revisions(barrier: Barrier) -> Sequence[Revision]:
    """List what stood there before corrections, oldest first; asks nothing where nothing was corrected."""
    if not barrier.number_of_revisions:
        return []
    query = select(Revision).where(Revision.barrier_id == barrier.id).order_by(Revision.id.desc())
    return list(reversed(db.session.scalars(query.limit(MOST_MOVES)).all()))


def find_revision(number: int) -> Revision | None:
    """Read one of them."""
    return db.session.get(Revision, number)


def find_newest_revision(response: Response) -> Revision | None:
    """Find what an official word said before it was last corrected."""
    query = select(Revision).where(Revision.response_id == response.id).order_by(Revision.id.desc())
    return db.session.scalar(query.limit(1))


def find_newest_report_revision(barrier: Barrier) -> Revision | None:
    """Find what the report itself said before its reporter last corrected it."""
    query = select(Revision).where(
        Revision.barrier_id == barrier.id,
        Revision.response_id.is_(None),
        Revision.affected_id.is_(None),
        Revision.question_answer_id.is_(None),
    )
    return db.session.scalar(query.order_by(Revision.id.desc()).limit(1))


def find_newest_answer_revision(answer: QuestionAnswer) -> Revision | None:
    """Find what a group's answer to a question said before it was last corrected."""
    query = select(Revision).where(Revision.question_answer_id == answer.id).order_by(Revision.id.desc())
    return db.session.scalar(query.limit(1))


RESPONSES_A_PAGE = 8  # each is as tall as two cards


def list_said(council: Council, cursor: str | None = None, size: int = RESPONSES_A_PAGE) -> Page[Response]:
    """List a council's official words on barriers that everybody may read; the same for every reader."""
    query = (
        select(Response)
        .join(Thread, Thread.id == Response.barrier_id)
        .where(
            Response.council_id == council.id,
            Response.taken_back_at.is_(None),
            readable(VISITOR),
        )
        .options(lazyload(Response.person))
    )
    return page_of(query, by=(Response.created_at, Response.id), cursor=cursor, size=size)


def get_barriers_of(responses: Page[Response]) -> Mapping[int, Barrier]:
    """Read what these words were said on, by number, with the places."""
    numbers = {one.barrier_id for one in responses.rows}
    query = select(Barrier).where(Barrier.id.in_(numbers)).order_by(Barrier.id)
    query = query.options(joinedload(Barrier.area), lazyload(Barrier.tags))
    return {barrier.id: barrier for barrier in db.session.scalars(query)}

"""A group's organisers take back a report, a statement or an answer that was given in its name."""

from __future__ import annotations

from sqlalchemy import select

from forum.accounts.models import Person
from forum.barriers.actions.affected import recount_affected, withdraw_affected
from forum.barriers.actions.lock import lock_barrier
from forum.barriers.actions.removal import settle_round, take_back_answer
from forum.barriers.models import Affected, Barrier, ConfirmationRequest
from forum.barriers.queries.show import find_affected
from forum.core.db import db
from forum.threads.actions.group_statements import keep_taken_back, take_back_thread
from forum.threads.models import StatementKind


def take_back_report(*, barrier: Barrier, by: Person) -> None:
    """Take the group's name off a report; whoever wrote it stays its reporter, and is counted as a person."""
    lock_barrier(barrier=barrier)
    own = find_affected(barrier=barrier, person_id=barrier.author_id)
    if own is not None and own.is_reporter:
        own.group_id = own.group = None
    take_back_thread(thread=barrier, by=by)
    recount_affected(barrier=barrier)


def take_back_statement(*, affected: Affected, by: Person) -> None:
    """Withdraw what was said for the group: it is counted no more, nor is any answer that rests on it."""
    barrier, group = affected.barrier, affected.group
    lock_barrier(barrier=barrier)
    if group is None or affected.withdrawn_at is not None:
        return
    for request in _answered(affected):
        take_back_answer(request=request)
    withdraw_affected(affected=affected)
    affected.group_id = affected.group = None
    keep_taken_back(
        group=group,
        kind=StatementKind.STATEMENT,
        number=affected.id,
        thread=barrier,
        author_id=affected.person_id,
        by=by,
    )
    settle_round(barrier=barrier)


def take_back_confirmation(*, request: ConfirmationRequest, by: Person) -> None:
    """Take an answer out of the count; the row of the answer stays, and the group can answer again."""
    affected = request.affected
    if affected.group is None or request.answer is None:
        return
    keep_taken_back(
        group=affected.group,
        kind=StatementKind.CONFIRMATION,
        number=request.id,
        thread=request.barrier,
        author_id=affected.person_id,
        by=by,
    )
    take_back_answer(request=request)


def _answered(affected: Affected) -> list[ConfirmationRequest]:
    answered = select(ConfirmationRequest).where(
        ConfirmationRequest.affected_id == affected.id, ConfirmationRequest.answer.is_not(None)
    )
    return list(db.session.scalars(answered.order_by(ConfirmationRequest.id)))

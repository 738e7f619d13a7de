"""Finds what was said in a group's name by its kind and number, and has its feature take it back."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from sqlalchemy import select

from forum.accounts.models import Person
from forum.barriers.actions.group_statements import (
    take_back_confirmation,
    take_back_report,
    take_back_statement,
)
from forum.barriers.models import Affected, Barrier, ConfirmationRequest
from forum.core.db import db
from forum.groups.models import Group
from forum.questions.actions.group_statements import take_back_advice, take_back_offer
from forum.questions.models import Advice, Offer
from forum.threads.actions.group_statements import take_back_thread
from forum.threads.models import Comment, StatementKind, Thread


def take_back_words(*, group: Group, kind: StatementKind, number: int, by: Person) -> bool:
    """Take back one thing that was said in a group's name; False where there is no such thing (any more)."""
    return _BY_KIND[kind](group, number, by)


def _thread(group: Group, number: int, by: Person) -> bool:
    thread = db.session.get(Thread, number)
    if thread is None or thread.group_id != group.id or thread.is_nameless:
        return False
    if isinstance(thread, Barrier):
        take_back_report(barrier=thread, by=by)
    else:
        take_back_thread(thread=thread, by=by)
    return True


def _statement(group: Group, number: int, by: Person) -> bool:
    affected = db.session.get(Affected, number)
    if affected is None or affected.is_reporter or not _is_of(affected, group):
        return False
    take_back_statement(affected=affected, by=by)
    return True


def _confirmation(group: Group, number: int, by: Person) -> bool:
    request = db.session.get(ConfirmationRequest, number)
    if request is None or request.answer is None or not _is_of(request.affected, group):
        return False
    take_back_confirmation(request=request, by=by)
    return True


def _advice(group: Group, number: int, by: Person) -> bool:
    query = select(Advice, Thread).join(Comment, Comment.id == Advice.comment_id)
    query = query.join(Thread, Thread.id == Comment.thread_id)
    row = db.session.execute(query.where(Advice.comment_id == number, Advice.group_id == group.id)).first()
    if row is None:
        return False
    take_back_advice(advice=row[0], thread=row[1], by=by)
    return True


def _offer(group: Group, number: int, by: Person) -> bool:
    offer = db.session.get(Offer, number)
    if offer is None or offer.group_id != group.id:
        return False
    take_back_offer(offer=offer, by=by)
    return True


def _is_of(affected: Affected, group: Group) -> bool:
    """Return whether it was said in this group's name, in sight: what was said without it is not theirs to know."""
    is_theirs = affected.group_id == group.id and affected.withdrawn_at is None
    return is_theirs and not affected.is_nameless and not affected.barrier.is_council_only


_BY_KIND: Mapping[StatementKind, Callable[[Group, int, Person], bool]] = {
    StatementKind.THREAD: _thread,
    StatementKind.STATEMENT: _statement,
    StatementKind.CONFIRMATION: _confirmation,
    StatementKind.ADVICE: _advice,
    StatementKind.OFFER: _offer,
}

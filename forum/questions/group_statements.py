"""What is said to those who ask in a group's name: advice, and offers of help."""

from __future__ import annotations

from typing import Any

from sqlalchemy import Select, literal, select

from forum.accounts.models import Person
from forum.core.db import db
from forum.groups.models import Group
from forum.questions.actions.group_statements import take_back_advice, take_back_offer
from forum.questions.models import Advice, Offer
from forum.threads.group_statements import StatementSource, statement_columns
from forum.threads.models import Comment, StatementKind, Thread
from forum.threads.visibility import comment_shown


def _advised(group: Group) -> Select[Any]:
    what = (Comment.id, Comment.author_id, Comment.created_at, Comment.body)
    query = select(*statement_columns(StatementKind.ADVICE, *what))
    query = query.join(Advice, Advice.comment_id == Comment.id).join(Thread, Thread.id == Comment.thread_id)
    return query.where(Advice.group_id == group.id, comment_shown(), Thread.is_in_sight)


def _offered(group: Group) -> Select[Any]:
    what = (Offer.id, Offer.person_id, Offer.created_at, literal(""))
    query = select(*statement_columns(StatementKind.OFFER, *what, title=Offer.words))
    return query.where(Offer.group_id == group.id, Offer.stopped_at.is_(None))


def _take_back_advice(group: Group, number: int, by: Person) -> bool:
    query = select(Advice, Thread).join(Comment, Comment.id == Advice.comment_id)
    query = query.join(Thread, Thread.id == Comment.thread_id)
    row = db.session.execute(query.where(Advice.comment_id == number, Advice.group_id == group.id)).first()
    if row is None:
        return False
    take_back_advice(advice=row[0], thread=row[1], by=by)
    return True


def _take_back_offer(group: Group, number: int, by: Person) -> bool:
    offer = db.session.get(Offer, number)
    if offer is None or offer.group_id != group.id:
        return False
    take_back_offer(offer=offer, by=by)
    return True


STATEMENTS = (
    StatementSource(kind=StatementKind.ADVICE, label="Advice", said=_advised, take_back=_take_back_advice),
    StatementSource(
        kind=StatementKind.OFFER, label="Offer of help", said=_offered, take_back=_take_back_offer
    ),
)

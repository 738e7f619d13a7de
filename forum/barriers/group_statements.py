"""What is said about barriers in a group's name, besides reports: that one affects it too, and answers to a claim."""

from __future__ import annotations

from typing import Any

from sqlalchemy import Row, Select, select

from forum.accounts.models import Person
from forum.barriers.actions.group_statements import take_back_confirmation, take_back_statement
from forum.barriers.lifecycle.labels import answer_labels
from forum.barriers.models import Affected, ConfirmationRequest, Transition
from forum.core.db import db
from forum.councils.identity import VISITOR
from forum.groups.models import Group
from forum.threads.group_statements import StatementSource, statement_columns
from forum.threads.models import StatementKind, Thread
from forum.threads.visibility import readable


def _stated(group: Group) -> Select[Any]:
    what = (Affected.id, Affected.person_id, Affected.created_at, Affected.words)
    query = select(*statement_columns(StatementKind.STATEMENT, *what))
    query = query.join(Thread, Thread.id == Affected.barrier_id)
    return query.where(Affected.is_reporter.is_(False), *_in_its_name(group))


def _confirmed(group: Group) -> Select[Any]:
    asked = ConfirmationRequest
    what = (asked.id, Affected.person_id, asked.answered_at, asked.words)
    columns = statement_columns(
        StatementKind.CONFIRMATION, *what, answer=asked.answer, about=Transition.to_state
    )
    query = select(*columns).join(Transition, Transition.id == asked.claim_id)
    query = query.join(Affected, Affected.id == asked.affected_id)
    query = query.join(Thread, Thread.id == asked.barrier_id)
    return query.where(asked.answer.is_not(None), *_in_its_name(group))


def _in_its_name(group: Group) -> tuple[Any, ...]:
    return (
        Affected.group_id == group.id,
        Affected.is_nameless.is_(False),
        Affected.withdrawn_at.is_(None),
        readable(VISITOR),
    )


def _answer_words(row: Row[Any]) -> str:
    return f"{answer_labels(row.about)[row.answer]}."


def _take_back_statement(group: Group, number: int, by: Person) -> bool:
    affected = db.session.get(Affected, number)
    if affected is None or affected.is_reporter or not _is_in_its_name(affected, group):
        return False
    take_back_statement(affected=affected, by=by)
    return True


def _take_back_confirmation(group: Group, number: int, by: Person) -> bool:
    request = db.session.get(ConfirmationRequest, number)
    if request is None or request.answer is None or not _is_in_its_name(request.affected, group):
        return False
    take_back_confirmation(request=request, by=by)
    return True


def _is_in_its_name(affected: Affected, group: Group) -> bool:
    """Return whether it was said in this group's name: what was said without it is not theirs to know."""
    is_theirs = affected.group_id == group.id and affected.withdrawn_at is None
    return is_theirs and not affected.is_nameless and not affected.barrier.is_council_only


STATEMENTS = (
    StatementSource(
        kind=StatementKind.STATEMENT,
        label="“This affects us too”",
        said=_stated,
        take_back=_take_back_statement,
    ),
    StatementSource(
        kind=StatementKind.CONFIRMATION,
        label="Answer to the council’s claim",
        said=_confirmed,
        take_back=_take_back_confirmation,
        answer_words=_answer_words,
    ),
)

"""Reads questions: one, lists of them, and how many wait."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, Select, func, select
from sqlalchemy.orm import InstrumentedAttribute, joinedload, lazyload

from forum.core.db import db
from forum.core.paging import CARDS_A_PAGE, Page, page_of
from forum.core.row_ids import LARGEST_ID
from forum.councils.identity import VISITOR, Identity
from forum.questions.models import Question
from forum.questions.vocabulary import QuestionState
from forum.threads.models import Thread
from forum.threads.visibility import area_known, readable

FEW = 5


@dataclass(frozen=True, slots=True, kw_only=True)
class QuestionFilters:
    """What a list is narrowed by; empty means everything that was not taken back."""

    council_id: int | None = None
    area_id: int | None = None
    group_id: int | None = None
    category: str = ""
    state: str = ""


@dataclass(frozen=True, slots=True)
class Waiting:
    """How many questions wait for an answer, and since when the oldest."""

    number: int
    oldest_at: datetime | None


def get_question(number: int) -> Question | None:
    """Read one question with what its page shows."""
    if number > LARGEST_ID:
        return None
    query = select(Question).where(Question.id == number)
    shown = (
        joinedload(Question.author),
        joinedload(Question.group),
        joinedload(Question.council),
        joinedload(Question.area),
        joinedload(Question.asked_group),
        joinedload(Question.tags),
    )
    return db.session.scalars(query.options(*shown)).unique().one_or_none()


def list_questions(
    *, identity: Identity, filters: QuestionFilters, cursor: str | None = None
) -> Page[Question]:
    """List one page of questions, newest first; those that wait, oldest first."""
    query = _with_places(select(Question).where(readable(identity), *_conditions(filters)))
    if filters.state == QuestionState.WAITING:
        return page_of(
            query, by=(Question.asked_at, Question.id), cursor=cursor, size=CARDS_A_PAGE, ascending=True
        )
    by: tuple[InstrumentedAttribute[Any], ...] = (Thread.created_at, Thread.id)
    return page_of(query.where(Thread.kind == "question"), by=by, cursor=cursor, size=CARDS_A_PAGE)


def questions_with(identity: Identity, filters: QuestionFilters) -> Select[tuple[int]]:
    """Select the ids of the questions that fit and that this person may read."""
    return select(Question.id).where(Thread.kind == "question", readable(identity), *_conditions(filters))


def list_few_questions(
    *, identity: Identity, filters: QuestionFilters, limit: int = FEW
) -> Sequence[Question]:
    """List the newest few questions, for a page that gathers many things."""
    query = _with_places(questions_with(identity, filters).with_only_columns(Question))
    return db.session.scalars(query.order_by(Thread.created_at.desc(), Thread.id.desc()).limit(limit)).all()


def count_waiting(filters: QuestionFilters | None = None) -> Waiting:
    """Count the questions in public that wait for an answer, and find the oldest moment."""
    narrowed = _conditions(filters) if filters else []
    query = (
        select(func.count(), func.min(Question.asked_at))
        .select_from(Question)
        .where(Question.state == QuestionState.WAITING, readable(VISITOR), *narrowed)
    )
    number, oldest = db.session.execute(query).one()
    return Waiting(number, oldest)


def get_about(question: Question) -> Thread | None:
    """Read the thread that a question is about."""
    return db.session.get(Thread, question.about_thread_id) if question.about_thread_id else None


def _conditions(filters: QuestionFilters) -> list[ColumnElement[bool]]:
    conditions: list[ColumnElement[bool]] = []
    if filters.council_id is not None:
        conditions.append(Thread.council_id == filters.council_id)
    if filters.area_id is not None:
        conditions += [Thread.area_id == filters.area_id, area_known(VISITOR)]
    if filters.group_id is not None:
        conditions.append(Thread.group_id == filters.group_id)
    if filters.category:
        conditions.append(Question.category == filters.category)
    if filters.state:
        conditions.append(Question.state == QuestionState(filters.state))
    else:
        conditions.append(Question.state != QuestionState.CLOSED)
    return conditions


def _with_places(query: Select[tuple[Question]]) -> Select[tuple[Question]]:
    return query.options(joinedload(Question.council), joinedload(Question.area), lazyload(Question.tags))

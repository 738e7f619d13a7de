"""The newest few stories and questions of a place or a tag, in one statement: those that everybody can read."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from sqlalchemy import ColumnElement, Select, and_, select, union_all
from sqlalchemy.orm import joinedload, lazyload, selectinload, with_polymorphic

from forum.accounts.models import Person
from forum.core.db import db
from forum.councils.identity import VISITOR
from forum.councils.models import Area, Council
from forum.questions.models import Question
from forum.questions.vocabulary import QuestionState
from forum.stories.models import Story, StoryRecipient
from forum.threads.models import Tag, Thread, ThreadTag
from forum.threads.visibility import area_known, readable

FEW_STORIES, FEW_QUESTIONS = 3, 5


def list_newest_at(council: Council, area: Area | None = None) -> Sequence[Story | Question]:
    """List those of a council, or of a ward of it."""
    if area is None:
        return _list(Thread.council_id == council.id)
    return _list(and_(Thread.area_id == area.id, area_known(VISITOR)))


def list_newest_with(tag: Tag) -> Sequence[Story | Question]:
    """List those that carry a tag."""
    return _list(Thread.id.in_(select(ThreadTag.thread_id).where(ThreadTag.tag_id == tag.id)))


def _list(narrowed: ColumnElement[bool]) -> Sequence[Story | Question]:
    """Find the newest of each kind first, so that no more rows are read than are shown."""
    story = select(Story.id).where(Thread.kind == "story", Story.archived_at.is_(None))
    told, imported = story.where(Story.told_at.is_not(None)), story.where(Story.told_at.is_(None))
    asked = select(Question.id).where(Thread.kind == "question", Question.state != QuestionState.CLOSED)
    newest = union_all(
        _newest(told.where(narrowed), FEW_STORIES),
        _newest(imported.where(narrowed), FEW_STORIES),
        _newest(asked.where(narrowed), FEW_QUESTIONS),
    )
    either = with_polymorphic(Thread, [Story, Question])
    query = select(either).where(either.id.in_(newest))
    query = query.options(
        joinedload(either.council),
        joinedload(either.area),
        joinedload(either.group),
        joinedload(either.author).load_only(Person.name),
        lazyload(either.tags),
        selectinload(either.Story.recipients).joinedload(StoryRecipient.group),
    )
    return db.session.scalars(query.order_by(either.created_at.desc(), either.id.desc())).all()  # type: ignore[return-value]  # these two kinds alone


def _newest(query: Select[Any], limit: int) -> Select[Any]:
    query = query.where(readable(VISITOR)).order_by(Thread.created_at.desc(), Thread.id.desc())
    return select(query.limit(limit).subquery().c.id)

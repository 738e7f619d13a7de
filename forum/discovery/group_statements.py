"""What was said in a group's name, newest first, for its organisers; what was said without the name is not among it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from flask import url_for
from sqlalchemy import ColumnElement, CompoundSelect, Row, Select, and_, literal, null, select, union_all
from sqlalchemy.orm import InstrumentedAttribute, joinedload

from forum.accounts.models import Person
from forum.barriers.lifecycle.confirmation_outcome import Answer
from forum.barriers.lifecycle.labels import answer_labels
from forum.barriers.lifecycle.states import State
from forum.barriers.models import Affected, ConfirmationRequest, Transition
from forum.core.db import db
from forum.core.text import excerpt
from forum.councils.identity import VISITOR
from forum.groups.models import Group
from forum.questions.models import Advice, Offer
from forum.stories.models import Story
from forum.threads.kinds import kind_of, path_of
from forum.threads.models import Comment, GroupStatementRetraction, StatementKind, Thread
from forum.threads.visibility import readable

Column = ColumnElement[Any] | InstrumentedAttribute[Any]
PAGE = 20
MOST_PAGES = 500
MOST_TAKEN_BACK = 50
LONGEST_WORDS = 200
KIND_WORDS = {
    StatementKind.THREAD: "",
    StatementKind.STATEMENT: "“This affects us too”",
    StatementKind.CONFIRMATION: "Answer to the council’s claim",
    StatementKind.ADVICE: "Advice",
    StatementKind.OFFER: "Offer of help",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Said:
    """One thing that was said in a group's name, as its organisers see it in the list."""

    kind: str
    number: int
    what: str
    title: str
    url: str
    who: str
    when: datetime
    words: str


def list_said(group: Group, *, page: int) -> tuple[list[Said], bool]:
    """List one page of what was said in a group's name and stands, and tell whether there is more."""
    said = _said(group).subquery()
    query = select(said, Person.name.label("who")).outerjoin(Person, Person.id == said.c.author_id)
    query = query.order_by(said.c.at.desc(), said.c.kind, said.c.number.desc())
    rows = db.session.execute(query.offset((page - 1) * PAGE).limit(PAGE + 1)).all()
    threads = _threads([row.thread_id for row in rows[:PAGE] if row.thread_id is not None])
    return [_shown(row, threads) for row in rows[:PAGE]], len(rows) > PAGE


def list_taken_back(group: Group) -> Sequence[GroupStatementRetraction]:
    """List what was taken back of it, newest first."""
    query = select(GroupStatementRetraction).where(GroupStatementRetraction.group_id == group.id)
    people = joinedload(GroupStatementRetraction.author), joinedload(GroupStatementRetraction.taken_back_by)
    query = query.options(*people, joinedload(GroupStatementRetraction.thread))
    return db.session.scalars(query.order_by(GroupStatementRetraction.id.desc()).limit(MOST_TAKEN_BACK)).all()


def _said(group: Group) -> CompoundSelect[Any]:
    return union_all(_posted(group), _stated(group), _confirmed(group), _advised(group), _offered(group))


def _posted(group: Group) -> Select[Any]:
    """What was posted in the group's name; a story made of a published grant was said by nobody of it."""
    story = Story.__table__.c
    stub = select(story.id).where(story.id == Thread.id, story.told_at.is_(None))
    what = _columns(StatementKind.THREAD, Thread.id, Thread.author_id, Thread.created_at, literal(""))
    return select(*what).where(
        Thread.group_id == group.id,
        ~Thread.is_nameless,
        Thread.is_in_sight,
        ~stub.exists(),
    )


def _stated(group: Group) -> Select[Any]:
    what = (Affected.id, Affected.person_id, Affected.created_at, Affected.words)
    query = select(*_columns(StatementKind.STATEMENT, *what)).join(Thread, Thread.id == Affected.barrier_id)
    return query.where(Affected.is_reporter.is_(False), *_is_of(group))


def _confirmed(group: Group) -> Select[Any]:
    asked = ConfirmationRequest
    what = (asked.id, Affected.person_id, asked.answered_at, asked.words)
    query = select(*_columns(StatementKind.CONFIRMATION, *what, asked.answer, Transition.to_state))
    query = query.join(Transition, Transition.id == asked.claim_id).join(
        Affected, Affected.id == asked.affected_id
    )
    query = query.join(Thread, Thread.id == asked.barrier_id)
    return query.where(asked.answer.is_not(None), *_is_of(group))


def _advised(group: Group) -> Select[Any]:
    what = (Comment.id, Comment.author_id, Comment.created_at, Comment.body)
    query = select(*_columns(StatementKind.ADVICE, *what)).join(Advice, Advice.comment_id == Comment.id)
    query = query.join(Thread, Thread.id == Comment.thread_id)
    return query.where(Advice.group_id == group.id, _stands())


def _stands() -> ColumnElement[bool]:
    return and_(Comment.deleted_at.is_(None), Comment.is_in_sight, Thread.is_in_sight)


def _offered(group: Group) -> Select[Any]:
    return select(
        literal(StatementKind.OFFER.value).label("kind"),
        Offer.id.label("number"),
        null().label("thread_id"),
        Offer.words.label("title"),
        Offer.person_id.label("author_id"),
        Offer.created_at.label("at"),
        literal("").label("words"),
        null().label("answer"),
        null().label("about"),
    ).where(Offer.group_id == group.id, Offer.stopped_at.is_(None))


def _columns(
    kind: StatementKind,
    number: Column,
    author: Column,
    at: Column,
    words: Column,
    answer: Column | None = None,
    about: Column | None = None,
) -> list[Column]:
    return [
        literal(kind.value).label("kind"),
        number.label("number"),
        Thread.id.label("thread_id"),
        Thread.title.label("title"),
        author.label("author_id"),
        at.label("at"),
        words.label("words"),
        (null() if answer is None else answer).label("answer"),
        (null() if about is None else about).label("about"),
    ]


def _is_of(group: Group) -> tuple[Any, ...]:
    return (
        Affected.group_id == group.id,
        Affected.is_nameless.is_(False),
        Affected.withdrawn_at.is_(None),
        readable(VISITOR),
    )


def _threads(numbers: list[int]) -> dict[int, Thread]:
    found = db.session.scalars(select(Thread).where(Thread.id.in_(numbers))) if numbers else ()
    return {one.id: one for one in found}


def _shown(row: Row[Any], threads: dict[int, Thread]) -> Said:
    thread = threads.get(row.thread_id)
    kind = StatementKind(row.kind)
    what = kind_of(thread).label if kind == StatementKind.THREAD and thread else KIND_WORDS[kind]
    answer = answer_labels(State(row.about))[Answer(row.answer)] if row.answer else ""
    return Said(
        kind=kind.value,
        number=row.number,
        what=what,
        title=row.title,
        url=path_of(thread) if thread else url_for("offers.offers"),
        who=row.who or "",
        when=row.at,
        words=excerpt(" ".join(filter(None, (answer and f"{answer}.", row.words))), LONGEST_WORDS),
    )

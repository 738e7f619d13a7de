"""What was said in a group's name, newest first, for its organisers; what was said without the name is not among it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from flask import url_for
from sqlalchemy import Row, Select, literal, select, union_all
from sqlalchemy.orm import joinedload

from forum.accounts.models import Person
from forum.core.db import db
from forum.core.text import excerpt
from forum.discovery.queries import not_by_others
from forum.groups.models import Group
from forum.threads.actions.group_statements import take_back_thread
from forum.threads.group_statements import StatementSource, statement_columns
from forum.threads.kinds import kind_of, path_of
from forum.threads.manifest import ThreadFeature
from forum.threads.models import GroupStatementRetraction, StatementKind, Thread
from forum.web.manifest import list_features

PAGE = 20
MOST_PAGES = 500
MOST_TAKEN_BACK = 50
LONGEST_WORDS = 200


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
    sources = list_sources()
    said = union_all(*(one.said(group) for one in sources)).subquery()
    query = select(said, Person.name.label("who")).outerjoin(Person, Person.id == said.c.author_id)
    query = query.order_by(said.c.at.desc(), said.c.kind, said.c.number.desc())
    rows = db.session.execute(query.offset((page - 1) * PAGE).limit(PAGE + 1)).all()
    threads = _threads([row.thread_id for row in rows[:PAGE] if row.thread_id is not None])
    by_kind = {one.kind.value: one for one in sources}
    return [_shown(row, threads, by_kind[row.kind]) for row in rows[:PAGE]], len(rows) > PAGE


def list_taken_back(group: Group) -> Sequence[GroupStatementRetraction]:
    """List what was taken back of it, newest first."""
    query = select(GroupStatementRetraction).where(GroupStatementRetraction.group_id == group.id)
    people = joinedload(GroupStatementRetraction.author), joinedload(GroupStatementRetraction.taken_back_by)
    query = query.options(*people, joinedload(GroupStatementRetraction.thread))
    return db.session.scalars(query.order_by(GroupStatementRetraction.id.desc()).limit(MOST_TAKEN_BACK)).all()


def list_sources() -> list[StatementSource]:
    """List the sorts of what can be said in a group's name, threads first."""
    return [POSTS, *(source for one in list_features(ThreadFeature) for source in one.statements)]


def take_back_words(*, group: Group, kind: str, number: int, by: Person) -> bool:
    """Take back one thing that was said in a group's name; False where there is no such thing (any more)."""
    return next(one for one in list_sources() if one.kind == kind).take_back(group, number, by)


def _posted(group: Group) -> Select[Any]:
    what = (Thread.id, Thread.author_id, Thread.created_at, literal(""))
    said = (Thread.group_id == group.id, ~Thread.is_nameless, Thread.is_in_sight, *not_by_others())
    return select(*statement_columns(StatementKind.THREAD, *what)).where(*said)


def _take_back_post(group: Group, number: int, by: Person) -> bool:
    thread = db.session.get(Thread, number)
    if thread is None or thread.group_id != group.id or thread.is_nameless:
        return False
    if not kind_of(thread).take_back_name(thread, by):
        take_back_thread(thread=thread, by=by)
    return True


POSTS = StatementSource(kind=StatementKind.THREAD, label="", said=_posted, take_back=_take_back_post)


def _threads(numbers: list[int]) -> dict[int, Thread]:
    found = db.session.scalars(select(Thread).where(Thread.id.in_(numbers))) if numbers else ()
    return {one.id: one for one in found}


def _shown(row: Row[Any], threads: Mapping[int, Thread], source: StatementSource) -> Said:
    thread = threads.get(row.thread_id)
    words = (source.answer_words(row) if row.answer else "", row.words)
    return Said(
        kind=row.kind,
        number=row.number,
        what=source.label or (kind_of(thread).label if thread else ""),
        title=row.title,
        url=path_of(thread) if thread else url_for("offers.offers"),
        who=row.who or "",
        when=row.at,
        words=excerpt(" ".join(filter(None, words)), LONGEST_WORDS),
    )

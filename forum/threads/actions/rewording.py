"""What a moderator changes of the words under a thread: its title, and a part that must not stand there.

A removed part leaves every row that holds it: the post, its earlier versions, and the comments that quote it.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Text, inspect, select
from sqlalchemy.orm import Mapper

from forum.core.column_types import JsonOf
from forum.core.db import Base, db
from forum.core.slugs import slug
from forum.core.text import PIPELINE_VERSION, render
from forum.threads.kinds import kind_of
from forum.threads.models import Comment, CommentRevision, Thread
from forum.threads.reindex import enqueue_reindex

REMOVED = "[removed by a moderator]"
WORDS_IN_LINES = {"title", "summary", "trying_to", "other_body", "indicator", "words", "how", "link"}
"""Columns of one line that people write; other short columns hold codes."""
BETWEEN = r"[\s>*_]+"
"""What may stand between two words: the ends of lines, and the marks of a quotation."""
CODE = re.compile(r"[a-z_]*")


@dataclass(frozen=True, slots=True)
class RemovedPart:
    """A column of a row, by the name of its place, and what it said before."""

    place: str
    was: str


def retitle(*, thread: Thread, title: str) -> None:
    """Change a thread's title; its old address leads to it."""
    thread.title, thread.slug = title, slug(title)
    _index(thread)


def remove_words(*, thread: Thread, words: str) -> list[RemovedPart]:
    """Remove words from everything under a thread; returns what each place said before."""
    pattern, removed = _pattern(words), list[RemovedPart]()
    for row in _rows(thread):
        for column, said in _texts(row):
            if pattern.search(said):
                removed.append(RemovedPart(_place(row, column), said))
                _put(row, column, pattern.sub(REMOVED, said))
    if removed:
        _index(thread)
    return removed


def put_words_back(*, thread: Thread, parts: Sequence[RemovedPart]) -> int:
    """Put back what was removed, wherever the note about it still stands; returns in how many places."""
    rows = {_place(row, ""): row for row in _rows(thread)}
    number = 0
    for part in parts:
        row_place, _, column = part.place.rpartition(":")
        row = rows.get(f"{row_place}:")
        if row is not None and REMOVED in dict(_texts(row)).get(column, ""):
            _put(row, column, part.was)
            number += 1
    if number:
        _index(thread)
    return number


def _rows(thread: Thread) -> Iterator[Base]:
    """Read every row under a thread in which people wrote something."""
    yield from kind_of(thread).rows_with_words(thread)
    comments = select(Comment).where(Comment.thread_id == thread.id)
    yield from db.session.scalars(comments.order_by(Comment.id))
    earlier = select(CommentRevision).join(Comment, Comment.id == CommentRevision.comment_id)
    yield from db.session.scalars(earlier.where(Comment.thread_id == thread.id).order_by(CommentRevision.id))


def _texts(row: Base) -> Iterable[tuple[str, str]]:
    """Return the columns of a row that people wrote, with what they say; a value of JSON as column.key."""
    mapper: Mapper[Any] = inspect(type(row))
    for attribute in mapper.column_attrs:
        value, kind = getattr(row, attribute.key), attribute.columns[0].type
        if attribute.key.endswith("_html"):
            continue
        if isinstance(value, dict) and isinstance(kind, JsonOf):
            yield from (
                (f"{attribute.key}.{key}", str(one))
                for key, one in value.items()
                if not CODE.fullmatch(str(one))
            )
        elif isinstance(value, str) and (isinstance(kind, Text) or attribute.key in WORDS_IN_LINES):
            yield attribute.key, value


def _put(row: Base, column: str, words: str) -> None:
    """Set a column, and the HTML that is made of it."""
    name, _, key = column.partition(".")
    if key:
        setattr(row, name, {**getattr(row, name), key: words})
        return
    length = getattr(inspect(type(row)).column_attrs[name].columns[0].type, "length", None)
    setattr(row, name, words[:length] if length else words)
    if hasattr(row, f"{name}_html"):
        setattr(row, f"{name}_html", render(words))
        if hasattr(row, "html_version"):
            row.html_version = PIPELINE_VERSION
    if isinstance(row, Thread) and name == "title":
        row.slug = slug(words)
    if isinstance(row, Comment):
        row.version += 1


def _place(row: Base, column: str) -> str:
    """Name a column of a row, as in comment:40:body."""
    state = inspect(row)
    numbers = ",".join(map(str, state.identity or ()))
    return f"{type(row).__tablename__}:{numbers}:{column}"


def _pattern(words: str) -> re.Pattern[str]:
    return re.compile(BETWEEN.join(map(re.escape, words.split())), re.IGNORECASE)


def _index(thread: Thread) -> None:
    thread.version += 1
    db.session.flush()
    enqueue_reindex(f"thread:{thread.id}")
    enqueue_reindex(f"comments-of:{thread.id}")

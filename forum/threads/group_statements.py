"""What can be said in a group's name, each sort by its feature: how organisers see it listed, and how they take it back."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from sqlalchemy import ColumnElement, Row, Select, literal, null
from sqlalchemy.orm import InstrumentedAttribute

from forum.accounts.models import Person
from forum.groups.models import Group
from forum.threads.models import StatementKind, Thread

Column = ColumnElement[Any] | InstrumentedAttribute[Any]


@dataclass(frozen=True, slots=True, kw_only=True)
class StatementSource:
    """One sort of what is said in a group's name."""

    kind: StatementKind
    label: str
    said: Callable[[Group], Select[Any]]
    """Finds what was said and stands, with `statement_columns`."""
    take_back: Callable[[Group, int, Person], bool]
    """Takes one back by its number; False where there is no such thing (any more)."""
    answer_words: Callable[[Row[Any]], str] = lambda _row: ""
    """What was answered, as a sentence, for sorts that give columns for it."""


def statement_columns(
    kind: StatementKind,
    number: Column,
    author: Column,
    at: Column,
    words: Column,
    *,
    title: Column | None = None,
    answer: Column | None = None,
    about: Column | None = None,
) -> list[Column]:
    """Return what is selected of each thing that was said; `title` is given by what stands in no thread."""
    return [
        literal(kind.value).label("kind"),
        number.label("number"),
        (Thread.id if title is None else null()).label("thread_id"),
        (Thread.title if title is None else title).label("title"),
        author.label("author_id"),
        at.label("at"),
        words.label("words"),
        (null() if answer is None else answer).label("answer"),
        (null() if about is None else about).label("about"),
    ]

"""What the things that rows name by their numbers ("thread:12", "council:3") are called today, and where they are."""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping
from typing import NamedTuple

from flask import url_for
from sqlalchemy import select

from forum.core.db import db
from forum.core.row_ids import read_id
from forum.core.text import excerpt, quoted
from forum.councils.models import Council, CouncilChange, Department
from forum.councils.setting_changes import show_change
from forum.groups.models import Group
from forum.moderation.queries.people import list_names
from forum.threads.kinds import kind_of, path_of
from forum.threads.models import Comment, Thread
from forum.threads.queries import list_threads_by_number

LONGEST_VALUE = 80


class SentencePart(NamedTuple):
    """Words of a sentence, and where they lead; nowhere for most."""

    words: str
    address: str = ""


Named = Mapping[str, SentencePart]
OTHERWISE: Named = {
    "thread": SentencePart("a post that is gone"),
    "comment": SentencePart("a comment that is gone"),
    "statement": SentencePart("what someone said under a post"),
    "person": SentencePart("someone who has left"),
    "council": SentencePart("a council that is gone"),
    "department": SentencePart("a department that is gone"),
    "group": SentencePart("a group that is gone"),
    "settlement": SentencePart("posts that waited"),
    "decision": SentencePart("a decision"),
    "outbox": SentencePart("failed work"),
    "block": SentencePart("a block"),
    "word": SentencePart("a word"),
    "theme": SentencePart("a theme"),
}
"""What is said of those that are gone, or that no page shows."""


def name_things(things: Collection[str]) -> dict[str, SentencePart]:
    """Look up what some things are called: one statement for each sort, however many there are."""
    numbers: dict[str, set[int]] = {}
    for thing in things:
        sort, _, number = thing.partition(":")
        if sort in _READERS and (row_id := read_id(number)):
            numbers.setdefault(sort, set()).add(row_id)
    return {
        f"{sort}:{one}": part for sort, ids in numbers.items() for one, part in _READERS[sort](ids).items()
    }


def say_thing(thing: str, named: Named) -> SentencePart:
    """Return what one of them is called; a sort that is not looked up by the rest of its name."""
    sort, _, rest = thing.partition(":")
    return (
        named.get(thing)
        or OTHERWISE.get(sort)
        or SentencePart(quoted(rest) if sort == "tag" else thing.replace(":", " "))
    )


def _threads(numbers: set[int]) -> dict[int, SentencePart]:
    found = list_threads_by_number(sorted(numbers))
    return {
        one.id: SentencePart(f"the {kind_of(one).label.lower()} {quoted(one.title)}", path_of(one))
        for one in found
    }


def _comments(numbers: set[int]) -> dict[int, SentencePart]:
    query = select(Comment.id, Thread.title).join(Thread, Comment.thread_id == Thread.id)
    rows = db.session.execute(query.where(Comment.id.in_(numbers))).tuples()
    return {
        one: SentencePart(f"a comment in {quoted(title)}", url_for("comments.show", number=one))
        for one, title in rows
    }


def _people(numbers: set[int]) -> dict[int, SentencePart]:
    found = list_names(numbers).items()
    return {
        one: SentencePart(name or "someone without a name", url_for("moderated_people.person", number=one))
        for one, name in found
    }


def _councils(numbers: set[int]) -> dict[int, SentencePart]:
    rows = db.session.execute(select(Council.id, Council.name, Council.slug).where(Council.id.in_(numbers)))
    return {
        one: SentencePart(name, url_for("places.council", slug=slug)) for one, name, slug in rows.tuples()
    }


def _departments(numbers: set[int]) -> dict[int, SentencePart]:
    rows = db.session.execute(select(Department.id, Department.name).where(Department.id.in_(numbers)))
    return {one: SentencePart(name) for one, name in rows.tuples()}


def _groups(numbers: set[int]) -> dict[int, SentencePart]:
    rows = db.session.execute(select(Group.id, Group.name, Group.slug).where(Group.id.in_(numbers)))
    return {
        one: SentencePart(f"the group {quoted(name)}", url_for("group_pages.group", number=one, slug=slug))
        for one, name, slug in rows.tuples()
    }


def _changes(numbers: set[int]) -> dict[int, SentencePart]:
    changes = db.session.scalars(select(CouncilChange).where(CouncilChange.id.in_(numbers)))
    return {one.id: SentencePart(_change(one)) for one in changes}


def _change(change: CouncilChange) -> str:
    shown = show_change(change)
    was, became = (excerpt(value, LONGEST_VALUE) for value in (shown.was, shown.became))
    values = (f"from {quoted(was)}" if was else "", f"to {quoted(became)}" if became else "")
    return f"{shown.setting}, {' '.join(filter(None, values))}" if any(values) else shown.setting


_READERS: Mapping[str, Callable[[set[int]], dict[int, SentencePart]]] = {
    "thread": _threads,
    "comment": _comments,
    "person": _people,
    "council": _councils,
    "department": _departments,
    "group": _groups,
    "change": _changes,
}

"""The names by which decisions, reports and the audit log speak of posts and people: "thread:12", "comment:40", "person:4"."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, cast

from forum.accounts.models import Person
from forum.core.db import db
from forum.core.row_ids import read_id
from forum.threads.holds.models import HeldPost
from forum.threads.kinds import kind_of, path_of
from forum.threads.models import Comment, HeldStatement, Thread
from forum.threads.queries import find_comment_address

Post = Thread | Comment


Thing = HeldPost | Person
_TABLES: Mapping[str, type[Thing]] = {
    "thread": Thread,
    "comment": Comment,
    "statement": HeldStatement,
    "person": Person,
}


def name_of(thing: Thing) -> str:
    """Return the name of a post or a person."""
    kind = next(kind for kind, table in _TABLES.items() if isinstance(thing, table))
    return f"{kind}:{thing.id}"


def find_thing(name: str) -> Thing | None:
    """Read the row of a name; None for one that is gone, or is none of these."""
    kind, _, number = name.partition(":")
    row_id, table = read_id(number), _TABLES.get(kind)
    return (
        db.session.get(cast("type[Any]", table), row_id) if row_id is not None and table is not None else None
    )


def thread_of(thing: Thing | None) -> Thread | None:
    """Return the thread that a post is, or stands in."""
    return (
        thing
        if isinstance(thing, Thread)
        else thing.thread
        if isinstance(thing, Comment | HeldStatement)
        else None
    )


def address_of(post: Post) -> str:
    """Return the address of a post's place."""
    return path_of(post) if isinstance(post, Thread) else find_comment_address(post)


def noun_of(name: str, thread: Thread | None) -> str:
    """Say what a thing is, as in "your comment"."""
    return (
        kind_of(thread).label.lower()
        if name.startswith("thread:") and thread is not None
        else plain_noun(name)
    )


def plain_noun(name: str) -> str:
    """Say the same without reading the thing."""
    return {"thread": "post", "comment": "comment", "statement": "statement"}.get(
        name.partition(":")[0], "account"
    )

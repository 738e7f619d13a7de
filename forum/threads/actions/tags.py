"""Tagging threads, and keeping tags in order."""

from __future__ import annotations

from sqlalchemy import select

from forum.core.db import db
from forum.threads.index import index_later
from forum.threads.models import Tag, Thread, ThreadTag

MOST_REINDEXED = 10_000


def set_tags(*, thread: Thread, names: list[str]) -> None:
    """Give a thread exactly these tags (normalised names); a synonym becomes the tag that is used in its place."""
    wanted = list(dict.fromkeys(_tag_for(name) for name in names))
    for tag in set(thread.tags) - set(wanted):
        tag.number_of_threads -= 1
    for tag in set(wanted) - set(thread.tags):
        tag.number_of_threads += 1
    thread.tags = wanted
    db.session.flush()


def make_synonym(*, tag: Tag, of: Tag) -> None:
    """Have a tag mean another from now on; its threads carry the other one. Raises ValueError for a circle."""
    if of.id == tag.id or of.synonym_of_id is not None:
        raise ValueError("Choose a tag that is not itself a synonym.")
    query = select(Thread).join(ThreadTag, ThreadTag.thread_id == Thread.id).where(ThreadTag.tag_id == tag.id)
    for thread in db.session.scalars(query.limit(MOST_REINDEXED)).all():
        names = [of.name if one.id == tag.id else one.name for one in thread.tags]
        set_tags(thread=thread, names=names)
        index_later(f"thread:{thread.id}")
    for older in db.session.scalars(select(Tag).where(Tag.synonym_of_id == tag.id)):
        older.synonym_of_id = of.id
    tag.synonym_of_id = of.id
    db.session.flush()


def end_synonym(*, tag: Tag) -> None:
    """Let a tag mean itself again."""
    tag.synonym_of_id = None


def _tag_for(name: str) -> Tag:
    tag = db.session.scalar(select(Tag).where(Tag.name == name))
    if tag is None:
        tag = Tag(name=name, number_of_threads=0)
        db.session.add(tag)
        db.session.flush()
    if tag.synonym_of_id is None:
        return tag
    return db.session.get_one(Tag, tag.synonym_of_id)

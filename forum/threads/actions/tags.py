"""Tagging threads, and keeping tags in order."""

from __future__ import annotations

from sqlalchemy import delete, func, insert, literal, select, update
from sqlalchemy.exc import IntegrityError

from forum.core.db import db
from forum.threads.models import Tag, Thread, ThreadTag
from forum.threads.reindex import enqueue_reindex


def set_tags(*, thread: Thread, names: list[str]) -> None:
    """Give a thread exactly these tags (normalised names); a synonym becomes the tag that is used in its place."""
    known = {tag.name: tag for tag in db.session.scalars(select(Tag).where(Tag.name.in_(names)))}
    found = (known.get(name) or _make_tag(name) for name in names)
    wanted = list(dict.fromkeys(used_for(tag) for tag in found))
    changed = set(thread.tags) ^ set(wanted)
    thread.tags = wanted
    db.session.flush()
    _recount({tag.id for tag in changed})


def make_synonym(*, tag: Tag, of: Tag) -> None:
    """Have a tag mean another from now on; its threads carry the other one. Raises ValueError for a circle."""
    if of.id == tag.id or of.synonym_of_id is not None:
        raise ValueError("Choose a tag that is not itself a synonym.")
    db.session.flush()
    carriers = select(ThreadTag.thread_id).where(ThreadTag.tag_id == tag.id)
    have_both = select(ThreadTag.thread_id).where(ThreadTag.tag_id == of.id)
    moved = select(ThreadTag.thread_id, literal(of.id)).where(
        ThreadTag.tag_id == tag.id, ThreadTag.thread_id.not_in(have_both)
    )
    db.session.execute(update(Thread).where(Thread.id.in_(carriers)).values(version=Thread.version + 1))
    db.session.execute(insert(ThreadTag).from_select(["thread_id", "tag_id"], moved))
    db.session.execute(delete(ThreadTag).where(ThreadTag.tag_id == tag.id))
    db.session.execute(update(Tag).where(Tag.synonym_of_id == tag.id).values(synonym_of_id=of.id))
    tag.synonym_of_id = of.id
    _recount({tag.id, of.id})
    db.session.expire_all()
    enqueue_reindex(f"tagged:{of.id}")


def end_synonym(*, tag: Tag) -> None:
    """Let a tag mean itself again."""
    tag.synonym_of_id = None


def _recount(ids: set[int]) -> None:
    """Count anew, in the database, the threads that carry these tags."""
    number = select(func.count()).where(ThreadTag.tag_id == Tag.id).correlate(Tag).scalar_subquery()
    db.session.execute(update(Tag).where(Tag.id.in_(ids)).values(number_of_threads=number))


def _make_tag(name: str) -> Tag:
    try:
        with db.session.begin_nested():
            tag = Tag(name=name, number_of_threads=0)
            db.session.add(tag)
    except IntegrityError:  # somebody else made it just now, or it was named twice
        tag = db.session.scalars(select(Tag).where(Tag.name == name)).one()
    return tag


def used_for(tag: Tag) -> Tag:
    """Return the tag that is used in the place of a synonym; of any other, itself."""
    return tag if tag.synonym_of_id is None else db.session.get_one(Tag, tag.synonym_of_id)

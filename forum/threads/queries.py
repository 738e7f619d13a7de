"""Reads of what every kind of thread shares."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Select, func, or_, select
from sqlalchemy.orm import InstrumentedAttribute, contains_eager, joinedload, lazyload, with_polymorphic

from forum.accounts.models import Person
from forum.core.db import db
from forum.core.paging import Page, cursor_after, page_of
from forum.councils.identity import Identity
from forum.groups.models import Group
from forum.threads.attachments import MOST_PICTURES, Picture, StoredFile
from forum.threads.author_display import AuthorDisplay, author_display_for
from forum.threads.holds.loaders import HoldNotice, notice_of
from forum.threads.holds.models import Hold
from forum.threads.holds.queries import find_holds_of
from forum.threads.kinds import CommentLabel, can_read, kind_of, list_kinds, path_of
from forum.threads.models import Comment, CommentRevision, Draft, Tag, Thread
from forum.threads.permissions import may_delete_comment, may_edit_comment, may_read_revisions
from forum.threads.visibility import comments_placed, may_read_comment, on_readable_thread

MOST_WRITERS = 100
MOST_REVISIONS = 100
MOST_SUGGESTED = 8
MOST_SHARED = 20
AUTHORS_NAME = joinedload(Comment.author).load_only(Person.name)
NO_LABEL = CommentLabel()
BY_NUMBER: tuple[InstrumentedAttribute[Any], ...] = (Comment.id,)


@dataclass(frozen=True, slots=True)
class ShownComment:
    """One comment as one reader may see it."""

    number: int
    author: str
    html: str
    at: datetime
    edited_at: datetime | None
    is_gone: bool
    is_hidden: bool
    """Hidden by a moderator, and shown to moderators alone."""
    is_own: bool
    held: HoldNotice | None
    """What to say of one that waits for a moderator, or was refused: its author and moderators alone see it."""
    is_official: bool
    may_edit: bool
    may_delete: bool
    may_read_revisions: bool
    label: CommentLabel


def get_thread(number: int) -> Thread | None:
    """Read a thread of any kind by its number."""
    return db.session.get(Thread, number)


def get_readable_thread(identity: Identity, number: int) -> Thread | None:
    """Read a thread that this reader may read; None for one they may not know exists."""
    thread = get_thread(number)
    return thread if thread is not None and can_read(identity, thread) else None


def get_draft(key: str, *, kind: str | None = None) -> Draft | None:
    """Read what this key opens: something that is being written, of one kind where it is named."""
    if not (key.isascii() and key.isalnum()):
        return None
    draft = db.session.scalar(select(Draft).where(Draft.key == key))
    return draft if draft is not None and kind in {None, draft.kind} else None


def list_threads_by_number(
    numbers: Sequence[int], besides: Sequence[Select[tuple[int]]] = ()
) -> Sequence[Thread]:
    """Read threads of any kind, and those whose ids `besides` give, with all that their cards show, in one statement."""
    models = Thread.__mapper__.polymorphic_map
    either = with_polymorphic(Thread, [models[kind.name].class_ for kind in list_kinds()])
    places = (
        joinedload(either.council),
        joinedload(either.area),
        joinedload(either.group).joinedload(Group.council),  # where a group is that is named
        joinedload(either.author).load_only(Person.name),
        lazyload(either.tags),
    )
    chosen = or_(either.id.in_(numbers), *(either.id.in_(select(ids.subquery().c.id)) for ids in besides))
    query = select(either).where(chosen).order_by(either.id)
    return db.session.scalars(query.options(*places)).all()


def get_readable_comment(identity: Identity, number: int) -> Comment | None:
    """Read a comment in a thread that this reader may read."""
    query = select(Comment).where(Comment.id == number).join(Comment.thread)
    comment = db.session.scalar(query.options(contains_eager(Comment.thread), joinedload(Comment.author)))
    if comment is None or not can_read(identity, comment.thread):
        return None
    return comment if may_read_comment(identity, comment) else None


def list_comments(
    *, thread: Thread, identity: Identity, cursor: str | None = None, voice: AuthorDisplay | None = None
) -> Page[ShownComment]:
    """List one page of a thread's comments, oldest first, as this reader may see them."""
    query = select(Comment).where(Comment.thread_id == thread.id, comments_placed(identity))
    query = query.options(AUTHORS_NAME)
    page = page_of(query, by=BY_NUMBER, cursor=cursor, ascending=True)
    voice = voice or author_display_for(identity, thread)
    labels = kind_of(thread).label_comments(thread, identity, page.rows)
    holds = find_holds_of(page.rows)
    return Page(
        rows=[
            _shown(one, identity, voice, labels.get(one.id, NO_LABEL), holds.get(one.id)) for one in page.rows
        ],
        previous=page.previous,
        next=page.next,
    )


def _shown(
    comment: Comment, identity: Identity, voice: AuthorDisplay, label: CommentLabel, hold: Hold | None
) -> ShownComment:
    return ShownComment(
        number=comment.id,
        author=voice(comment.author),
        html=comment.body_html,
        at=comment.created_at,
        edited_at=comment.edited_at,
        is_gone=comment.deleted_at is not None or not may_read_comment(identity, comment),
        is_hidden=comment.hidden_at is not None,
        is_own=identity.person_id is not None and identity.person_id == comment.author_id,
        held=notice_of(hold) if comment.held_at is not None else None,
        is_official=comment.is_official,
        may_edit=may_edit_comment(identity, comment),
        may_delete=may_delete_comment(identity, comment),
        may_read_revisions=comment.edited_at is not None and may_read_revisions(identity, comment),
        label=label,
    )


def list_writers(thread: Thread) -> Sequence[Person]:
    """List who wrote in a thread what is in sight, whoever wrote last first; its author at the end."""
    last = select(Comment.author_id, func.max(Comment.id).label("last")).where(
        Comment.thread_id == thread.id, Comment.is_in_sight, Comment.deleted_at.is_(None)
    )
    wrote = last.group_by(Comment.author_id).subquery()
    query = select(Person).outerjoin(wrote, wrote.c.author_id == Person.id)
    query = query.where(or_(wrote.c.last.is_not(None), Person.id == thread.author_id))
    return db.session.scalars(query.order_by(wrote.c.last.desc().nulls_last()).limit(MOST_WRITERS)).all()


def find_comment_address(comment: Comment) -> str:
    """Return the address of a comment: its thread's page that begins with it, and its place there."""
    before = select(Comment.id).where(Comment.thread_id == comment.thread_id, Comment.id < comment.id)
    last = db.session.scalar(before.order_by(Comment.id.desc()).limit(1))
    query = f"?comments={cursor_after(last)}" if last is not None else ""
    return f"{path_of(comment.thread)}{query}#comment-{comment.id}"


def list_revisions(comment: Comment) -> list[CommentRevision]:
    """List what a comment said before, newest first."""
    query = select(CommentRevision).where(CommentRevision.comment_id == comment.id)
    return list(db.session.scalars(query.order_by(CommentRevision.id.desc()).limit(MOST_REVISIONS)))


def suggest_tags(identity: Identity, text: str) -> list[Tag]:
    """List the tags that begin with what was typed and stand on what this reader may read, the most used first."""
    escaped = text.replace("\\", "\\\\").replace("%", "\\%").replace("_", "\\_")
    query = (
        select(Tag)
        .where(
            Tag.name.like(f"{escaped}%", escape="\\"),
            Tag.synonym_of_id.is_(None),
            Tag.number_of_threads > 0,
            on_readable_thread(identity),
        )
        .order_by(Tag.number_of_threads.desc(), Tag.id)
    )
    return list(db.session.scalars(query.limit(MOST_SUGGESTED)))


def get_tag(name: str) -> Tag | None:
    """Read a tag by its normalised name."""
    return db.session.scalar(select(Tag).where(Tag.name == name))


def list_pictures(thread: Thread, *, described: bool = True) -> list[Picture]:
    """List a thread's pictures in order: those that readers see, or all, for whoever may change them."""
    if described and not thread.number_of_pictures:
        return []
    query = select(Picture).where(Picture.thread_id == thread.id)
    if described:
        query = query.where(Picture.alt != "")
    return list(db.session.scalars(query.order_by(Picture.position, Picture.id).limit(MOST_PICTURES)))


def list_undescribed(thread: Thread, *, may_change: bool) -> list[Picture]:
    """List the pictures that wait for their description, for those who may give it; for others there are none."""
    if not may_change:
        return []
    query = select(Picture).where(Picture.thread_id == thread.id, Picture.alt == "")
    return list(db.session.scalars(query.order_by(Picture.position, Picture.id).limit(MOST_PICTURES)))


def list_covers(threads: Sequence[Thread]) -> dict[int, Picture]:
    """Find the first described picture of each of these threads, by thread: one statement, or none without pictures."""
    pictured = [one.id for one in threads if one.number_of_pictures]
    if not pictured:
        return {}
    query = select(Picture).where(Picture.thread_id.in_(pictured), Picture.alt != "")
    query = query.order_by(Picture.thread_id, Picture.position.desc(), Picture.id.desc())
    return {one.thread_id: one for one in db.session.scalars(query.limit(len(pictured) * MOST_PICTURES))}


def get_readable_picture(identity: Identity, number: int) -> Picture | None:
    """Read a picture of a thread that this reader may read; one without words is for whoever may change it."""
    thread = joinedload(Picture.thread).options(lazyload(Thread.tags))
    picture = db.session.get(Picture, number, options=[thread])
    if picture is None or not can_read(identity, picture.thread):
        return None
    is_shown = picture.alt or kind_of(picture.thread).may_change(identity, picture.thread)
    return picture if is_shown else None


def get_readable_file(identity: Identity, key: str, name: str) -> StoredFile | None:
    """Read a file by its key and name, if this reader may read a thread it belongs to, or gave it."""
    query = select(StoredFile).where(StoredFile.key == key, StoredFile.name == name)
    thread = joinedload(StoredFile.thread).options(lazyload(Thread.tags))
    found = db.session.scalars(query.options(thread).order_by(StoredFile.id).limit(MOST_SHARED))
    return next((file for file in found if _may_fetch(identity, file)), None)


def list_used_keys(keys: Sequence[str]) -> set[str]:
    """List those of some storage keys that a row refers to."""
    return set(db.session.scalars(select(StoredFile.key).where(StoredFile.key.in_(keys))))


def _may_fetch(identity: Identity, file: StoredFile) -> bool:
    if file.thread is not None:
        return can_read(identity, file.thread)
    own = identity.person_id is not None and identity.person_id == file.person_id
    return own or identity.is_moderator

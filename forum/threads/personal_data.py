"""What all posts keep about people, and what becomes of posts when their author leaves.

Whoever leaves chooses: their words stay as “a former member”, or go. Where others wrote under a post, or where it is
part of the public record (`ThreadKind.is_record`), the post stays without a word of theirs; any other goes whole.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from sqlalchemy import delete, exists, select, update
from sqlalchemy.orm import joinedload

from forum.core import clock, storage
from forum.core.db import db
from forum.core.outbox import enqueue_many
from forum.core.personal_data import Leaving, PersonalData, StoredCopy, deleted, kept
from forum.core.slugs import slug
from forum.core.text import PIPELINE_VERSION, render
from forum.threads.actions.attachments import forget_file, remove_picture
from forum.threads.actions.tags import set_tags
from forum.threads.attachments import Picture, StoredFile
from forum.threads.holds.models import Hold, ListedWord, PostTrace, Settlement
from forum.threads.kinds import kind_of
from forum.threads.models import (
    Comment,
    CommentRevision,
    Draft,
    GroupStatementRetraction,
    HeldStatement,
    Thread,
)

HTML = frozenset({"body_html", "html_version"})
TAKEN_BACK = "(taken back)"
SHORTEST_NAME = 3  # letters: shorter parts of a name stand in many words


def index_anew(leaving: Leaving) -> None:
    """Have search forget the name, whatever becomes of the words."""
    threads = db.session.scalars(select(Thread.id).where(Thread.author_id == leaving.person_id))
    comments = db.session.scalars(select(Comment.id).where(Comment.author_id == leaving.person_id))
    documents = [*(f"thread:{one}" for one in threads), *(f"comment:{one}" for one in comments)]
    enqueue_many("index", [{"document": one} for one in documents])


def take_comments_back(leaving: Leaving) -> None:
    """Take the words of their comments away, with all earlier ones. What they said for a council stays the council's."""
    if not leaving.takes_words:
        return
    own = Comment.author_id == leaving.person_id
    revised = select(Comment.id).where(own, Comment.is_official.is_(False))
    db.session.execute(delete(CommentRevision).where(CommentRevision.comment_id.in_(revised)))
    gone = select(Comment).where(own, Comment.is_official.is_(False)).options(joinedload(Comment.thread))
    for comment in db.session.scalars(gone):
        comment.body, comment.body_html = TAKEN_BACK, render(TAKEN_BACK)
        comment.html_version, comment.version = PIPELINE_VERSION, comment.version + 1
        if comment.deleted_at is None:
            comment.deleted_at = clock.now()
            number = Thread.number_of_comments - 1
            counted = update(Thread).where(Thread.id == comment.thread_id)
            db.session.execute(counted.values(number_of_comments=number))
    db.session.flush()


def take_threads_back(leaving: Leaving) -> None:
    """Delete the posts that nobody else wrote in; take every word of theirs out of the others."""
    if not leaving.takes_words:
        return
    own = select(Thread).where(Thread.author_id == leaving.person_id)
    for thread in db.session.scalars(own).all():
        _remove_attachments(thread)
        set_tags(thread=thread, names=[])
        if kind_of(thread).is_record or _others_wrote_in(thread, leaving):
            _empty(thread)
        else:
            db.session.execute(delete(Thread.__table__).where(Thread.__table__.c.id == thread.id))  # type: ignore[arg-type]
            db.session.expunge(thread)
    db.session.flush()


def forget_loose_files(leaving: Leaving) -> None:
    """Let go of files that belong to no post yet; what they added to posts of others goes with their words."""
    loose = select(StoredFile).where(
        StoredFile.person_id == leaving.person_id, StoredFile.thread_id.is_(None)
    )
    for file in db.session.scalars(loose).all():
        forget_file(file=file)


def forget_names_of_files(leaving: Leaving) -> None:
    """Call by a number what they named after themselves: of a post that stays, nobody thinks of the names of its files."""
    names = {one for one in slug(leaving.name).split("-") if len(one) >= SHORTEST_NAME}
    for file in db.session.scalars(select(StoredFile).where(StoredFile.person_id == leaving.person_id)):
        stem, _, ending = file.name.rpartition(".")
        if names & set(slug(stem).split("-")):
            file.name = f"file-{file.id}.{ending}"


def list_files(person_id: int) -> Iterable[StoredCopy]:
    """List the files that somebody gave, as they are kept."""
    own = select(StoredFile).where(StoredFile.person_id == person_id).order_by(StoredFile.id)
    for file in db.session.scalars(own):
        yield StoredCopy(name=f"{file.id}-{file.name}", read=lambda key=file.key: storage.get(key))  # type: ignore[misc]


def _others_wrote_in(thread: Thread, leaving: Leaving) -> bool:
    others = exists().where(Comment.thread_id == thread.id, Comment.author_id != leaving.person_id)
    return bool(db.session.scalar(select(others)))


def _empty(thread: Thread) -> None:
    """Leave of a post what it is about in one word, and nothing that its author wrote."""
    thread.title = kind_of(thread).title_without_words(thread)
    thread.slug = slug(thread.title)
    thread.body, thread.body_html, thread.html_version = "", "", PIPELINE_VERSION
    thread.version += 1
    thread.edited_at = clock.now()


def _remove_attachments(thread: Thread) -> None:
    for picture in _pictures(thread):
        remove_picture(picture=picture)
    for file in db.session.scalars(select(StoredFile).where(StoredFile.thread_id == thread.id)).all():
        forget_file(file=file)


def _pictures(thread: Thread) -> Iterator[Picture]:
    yield from db.session.scalars(select(Picture).where(Picture.thread_id == thread.id)).all()


PERSONAL_DATA = PersonalData(
    tables=(
        kept(Thread, "author_id", "What you posted", secrets=HTML),  # emptied by take_threads_back
        kept(
            Comment, "author_id", "Comments you wrote", secrets=HTML | {"form_key"}
        ),  # emptied by take_comments_back
        kept(
            CommentRevision,
            "comment_id.author_id",
            "What your comments said before you changed them",
            secrets={"body_html"},
        ),  # deleted by take_comments_back
        kept(Picture, "thread_id.author_id", "Pictures in your posts"),
        kept(StoredFile, "person_id", "Files you gave", secrets={"key"}),
        deleted(Draft, "person_id", "What you began and did not send", secrets={"key"}),
        kept(
            GroupStatementRetraction,
            "author_id",
            "What you said for a group, and it took back",
            words={"title"},
        ),
        kept(
            GroupStatementRetraction,
            "taken_back_by_id",
            "What you took back for a group",
            secrets={"title", "author_id"},
        ),
        kept(
            Hold,
            "person_id",
            "Posts of yours that waited for a moderator",
            empties={"network"},
            secrets={"wave_id"},
        ),
        deleted(HeldStatement, "author_id", "What you said when you were affected too, as you sent it"),
        deleted(
            PostTrace, "person_id", "What your posts are compared by, to find waves of spam", secrets={"key"}
        ),
        kept(ListedWord, "added_by_id", "Words that you put on the list"),
        kept(
            Settlement, "moderator_id", "What you decided about posts that waited", secrets={"suspended_ids"}
        ),
    ),
    nothing_of_a_person={
        "thread_tag": "the tags of a post, which are taken off with its words",
    },
    leave=(index_anew, take_comments_back, take_threads_back, forget_loose_files, forget_names_of_files),
    files=list_files,
)

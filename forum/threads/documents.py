"""How threads, comments and groups become search documents, and who may find them."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence

from sqlalchemy import func, select
from sqlalchemy.orm import contains_eager, joinedload, selectinload

from forum.core.db import db
from forum.core.text import plain
from forum.groups.models import Group
from forum.groups.queries import LISTED
from forum.groups.resources import list_words_of
from forum.groups.vocabulary import TOPIC_LABELS
from forum.search.documents import PUBLIC, Document
from forum.threads.author_display import public_author_display
from forum.threads.kinds import kind_of, list_kinds
from forum.threads.models import Comment, Thread, ThreadTag
from forum.threads.visibility import public_area_id, readers_of_comment

BATCH = 500


def build_documents(ids: Iterable[str]) -> tuple[list[Document], list[str]]:
    """Read the documents with these ids as they are now; returns them, and the ids of those that are gone.

    An id of another kind is left out: `expand` first.
    """
    wanted: dict[str, set[int]] = {"thread": set(), "comment": set(), "group": set()}
    for kind, number in _parts(ids):
        wanted.setdefault(kind, set()).add(number)
    built = [
        *map(thread_document, _threads(sorted(wanted["thread"]))),
        *map(comment_document, _comments(sorted(wanted["comment"]))),
        *_groups(sorted(wanted["group"])),
    ]
    asked = {f"{kind}:{number}" for kind in ("thread", "comment", "group") for number in wanted[kind]}
    return built, sorted(asked - {document.id for document in built})


def expand(ids: Iterable[str]) -> list[str]:
    """Put documents in the place of the ids that stand for many: "comments-of:12" (a thread), "tagged:4" (a tag)."""
    single: set[str] = set()
    for kind, number in _parts(ids):
        if kind == "comments-of":
            found = db.session.scalars(select(Comment.id).where(Comment.thread_id == number))
            single |= {f"comment:{one}" for one in found}
        elif kind == "tagged":
            found = db.session.scalars(select(ThreadTag.thread_id).where(ThreadTag.tag_id == number))
            single |= {f"thread:{one}" for one in found}
        else:
            single.add(f"{kind}:{number}")
    return sorted(single)


def all_documents(wanted: Callable[[str], bool] | None = None) -> Iterator[Document]:
    """Read everything that can be found, or the ids that are wanted, in batches by kinds and numbers."""
    for table, kind in ((Thread, "thread"), (Comment, "comment"), (Group, "group")):
        last = 0
        while True:
            query = select(table.id).where(table.id > last).order_by(table.id).limit(BATCH)
            numbers = list(db.session.scalars(query))
            if not numbers:
                break
            last = numbers[-1]
            ids = [f"{kind}:{number}" for number in numbers]
            yield from build_documents(filter(wanted, ids) if wanted else ids)[0]
            db.session.expunge_all()


def count_documents() -> int:
    """Count the rows that become documents."""
    known = [kind.name for kind in list_kinds()]
    rows = (
        select(func.count(Thread.id)).where(Thread.kind.in_(known)),
        select(func.count(Comment.id)).where(Comment.deleted_at.is_(None)),
        select(func.count(Group.id)).where(LISTED),
    )
    return sum(db.session.scalar(query) or 0 for query in rows)


def thread_document(thread: Thread) -> Document:
    """Make a thread's document, as its kind says."""
    return kind_of(thread).document(thread)


def comment_document(comment: Comment) -> Document:
    """Make a comment's document: found under its thread's title, place and tags, by whoever may read the thread."""
    thread = comment.thread
    author = public_author_display(thread)(comment.author)
    return Document(
        id=f"comment:{comment.id}",
        kind="comment",
        title="",
        text=plain(comment.body_html),
        readers=readers_of_comment(comment),
        created_at=comment.created_at,
        council_id=thread.council_id,
        area_id=public_area_id(thread),
        year=comment.created_at.year,
        author=author if author == comment.author.name else None,
        version=comment.version,
    )


def group_document(group: Group, lent: Sequence[str] = ()) -> Document:
    """Make a group's document: its own words, and those of what it lends and needs."""
    return Document(
        id=f"group:{group.id}",
        kind="group",
        title=group.name,
        text="\n".join([group.summary, *(TOPIC_LABELS.get(one.topic, "") for one in group.topics), *lent]),
        readers=frozenset({PUBLIC}),
        created_at=group.created_at,
        council_id=group.council_id,
        area_id=group.area_id,
        year=group.created_at.year,
        labels=tuple(place.name for place in (group.area, group.council) if place is not None),
    )


def _groups(numbers: list[int]) -> Iterator[Document]:
    lent = list_words_of(numbers) if numbers else {}
    for group in db.session.scalars(
        select(Group)
        .where(Group.id.in_(numbers), LISTED)
        .options(selectinload(Group.topics), joinedload(Group.council), joinedload(Group.area))
        .order_by(Group.id)
    ):
        yield group_document(group, lent.get(group.id, ()))


def _parts(ids: Iterable[str]) -> Iterator[tuple[str, int]]:
    for one in ids:
        kind, _, number = one.partition(":")
        if number.isdecimal():
            yield kind, int(number)


def _threads(numbers: list[int]) -> Iterator[Thread]:
    known = [kind.name for kind in list_kinds()]
    query = (
        select(Thread)
        .where(Thread.id.in_(numbers), Thread.kind.in_(known))
        .options(joinedload(Thread.author), joinedload(Thread.group), selectinload(Thread.tags))
        .order_by(
            Thread.id
        )  # what is equally good stands in the order it was indexed in: never by who changed a row last
    )
    yield from db.session.scalars(query)


def _comments(numbers: list[int]) -> Iterator[Comment]:
    query = (
        select(Comment)
        .where(Comment.id.in_(numbers), Comment.deleted_at.is_(None))
        .join(Comment.thread)
        .options(contains_eager(Comment.thread), joinedload(Comment.author))
        .order_by(Comment.id)
    )
    yield from db.session.scalars(query)

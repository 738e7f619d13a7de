"""The tables that every kind of thread shares."""

from __future__ import annotations

from datetime import datetime
from enum import StrEnum
from typing import Any

from sqlalchemy import (
    ColumnElement,
    ForeignKey,
    Index,
    String,
    Text,
    and_,
    event,
    text,
)
from sqlalchemy.ext.hybrid import hybrid_property
from sqlalchemy.orm import Mapped, Mapper, mapped_column, relationship

from forum.accounts.models import Person
from forum.core.column_types import CodeOf, JsonOf, NameOf, StoredHtml
from forum.core.db import Base
from forum.councils.models import Area, Council
from forum.groups.models import Group
from forum.threads.references import write_reference


class Visibility(StrEnum):
    """Who may see a thread."""

    PUBLIC = "public"
    NAMELESS = "nameless"  # public, without the group's and the person's name
    COUNCIL = "council"  # the council's officers, the author and those affected


class ThreadTag(Base):
    """That a thread carries a tag."""

    __tablename__ = "thread_tag"

    thread_id: Mapped[int] = mapped_column(ForeignKey("thread.id", ondelete="CASCADE"), primary_key=True)
    tag_id: Mapped[int] = mapped_column(
        ForeignKey("tag.id", ondelete="CASCADE"), primary_key=True, index=True
    )


class Tag(Base):
    """A word that people sort threads by; a synonym points to the tag that is used in its place."""

    __tablename__ = "tag"
    __table_args__ = (Index("ix_tag_popular", "number_of_threads", "id"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    name: Mapped[str] = mapped_column(String(40), unique=True)  # normalised: lower case, hyphens
    synonym_of_id: Mapped[int | None] = mapped_column(ForeignKey("tag.id"), index=True)
    number_of_threads: Mapped[int] = mapped_column(default=0)


NOT_PUBLIC = text("visibility <> 'public'")
"""Must stand in a statement, word for word, that is to use the index of the few threads not all may read."""
_WHERE_NOT_PUBLIC: Any = {"sqlite_where": NOT_PUBLIC, "postgresql_where": NOT_PUBLIC}


class StatementKind(StrEnum):
    """What can be said in a group's name."""

    THREAD = "thread"
    STATEMENT = "statement"
    CONFIRMATION = "confirmation"
    ADVICE = "advice"
    OFFER = "offer"


class Moderated:
    """What a thread and a comment share: moderators can hide it, and it may wait for one before others see it."""

    hidden_at: Mapped[datetime | None]
    held_at: Mapped[datetime | None]
    """Since when it waits for a moderator; it stays set where the moderator refuses it."""

    @hybrid_property
    def is_in_sight(self) -> bool:
        """Whether others than its author and moderators may see it, as far as moderators decide."""
        return self.hidden_at is None and self.held_at is None

    @is_in_sight.inplace.expression
    @classmethod
    def _is_in_sight(cls) -> ColumnElement[bool]:
        return and_(cls.hidden_at.is_(None), cls.held_at.is_(None))


class Thread(Moderated, Base):
    """Anything people post that can be read, tagged, commented on, searched, followed and moderated."""

    __tablename__ = "thread"
    __table_args__: Any = (
        Index("ix_thread_kind_newest", "kind", "created_at", "id"),
        Index("ix_thread_council_newest", "council_id", "created_at", "id"),
        Index("ix_thread_area_newest", "area_id", "created_at", "id"),
        Index("ix_thread_group_newest", "group_id", "created_at", "id"),
        Index("ix_thread_author_newest", "author_id", "created_at", "id"),
        # A council has many barriers to a story: the newest of a kind there is not looked for among all.
        Index("ix_thread_council_kind", "council_id", "kind", "created_at", "id"),
        Index("ix_thread_area_kind", "area_id", "kind", "created_at", "id"),
        Index("ix_thread_not_public", "visibility", "council_id", "id", **_WHERE_NOT_PUBLIC),
    )
    __mapper_args__ = {"polymorphic_on": "kind"}

    id: Mapped[int] = mapped_column(primary_key=True)
    kind: Mapped[str] = mapped_column(NameOf(lambda: Thread.__mapper__.polymorphic_map, 20))
    author_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    group_id: Mapped[int | None] = mapped_column(ForeignKey("community_group.id"))
    council_id: Mapped[int | None] = mapped_column(ForeignKey("council.id"))
    area_id: Mapped[int | None] = mapped_column(ForeignKey("area.id"))
    title: Mapped[str] = mapped_column(String(120))
    slug: Mapped[str] = mapped_column(String(80))
    body: Mapped[str] = mapped_column(Text)
    body_html: Mapped[str] = mapped_column(StoredHtml())
    html_version: Mapped[int]
    visibility: Mapped[Visibility] = mapped_column(CodeOf(Visibility, 10), default=Visibility.PUBLIC)
    version: Mapped[int] = mapped_column(default=1)
    """Goes up with every change of the words; the search index and two people editing compare it."""
    number_of_comments: Mapped[int] = mapped_column(default=0)
    number_of_pictures: Mapped[int] = mapped_column(default=0)
    """Those that readers see: a thread without any is not asked for them."""
    name_taken_back_at: Mapped[datetime | None]
    """When the organisers of the group in whose name it was posted took that back."""
    number_of_taken_back: Mapped[int] = mapped_column(default=0, server_default="0")
    """How much in it was taken back by organisers; most threads have none, and their page asks for none."""
    locked_at: Mapped[datetime | None]
    created_at: Mapped[datetime]
    edited_at: Mapped[datetime | None]
    last_activity_at: Mapped[datetime]

    author: Mapped[Person] = relationship()
    group: Mapped[Group | None] = relationship()
    council: Mapped[Council | None] = relationship()
    area: Mapped[Area | None] = relationship()
    tags: Mapped[list[Tag]] = relationship(secondary="thread_tag", order_by=Tag.name, lazy="selectin")

    @property
    def numbered_slug(self) -> str:
        """The last part of its address: its number, then its slug, as in 12-hall-hire-insurance."""
        return f"{self.id}-{self.slug}"

    @property
    def reference(self) -> str:
        """The short number by which people name it on the phone, as in C-1042K."""
        return write_reference(self.id)

    @hybrid_property
    def is_nameless(self) -> bool:
        """Whether its author and group are hidden from those who may not know them."""
        return self.visibility != Visibility.PUBLIC

    @hybrid_property
    def is_council_only(self) -> bool:
        """Whether others than its council, its author and moderators may not read it."""
        return self.visibility == Visibility.COUNCIL


class KindMap(dict[str, "Mapper[Any]"]):
    """Which class rows of a kind become; of a kind that is not known, the class that was asked for."""

    def __init__(self, mapper: Mapper[Any]) -> None:
        super().__init__(mapper.polymorphic_map)
        self._asked_for = mapper

    def __missing__(self, kind: str) -> Mapper[Any]:
        return self._asked_for


@event.listens_for(Thread, "mapper_configured", propagate=True)
def _bear_unknown_kinds(mapper: Mapper[Any], _class: type[Thread]) -> None:
    mapper.polymorphic_map = KindMap(mapper)


class GroupStatementRetraction(Base):
    """That a group's organisers took back what somebody had said in its name: appended, never changed."""

    __tablename__ = "group_words_taken_back"
    __table_args__ = (
        Index("ix_group_words_taken_back_group", "group_id", "id"),
        Index("ix_group_words_taken_back_thread", "thread_id", "id"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    group_id: Mapped[int] = mapped_column(ForeignKey("community_group.id", ondelete="CASCADE"))
    kind: Mapped[StatementKind] = mapped_column(CodeOf(StatementKind, 12))
    number: Mapped[int]
    """The number of the thread, statement, question to an affected group, comment or offer."""
    thread_id: Mapped[int | None] = mapped_column(ForeignKey("thread.id", ondelete="CASCADE"))
    title: Mapped[str] = mapped_column(String(300))
    author_id: Mapped[int | None] = mapped_column(ForeignKey("person.id", ondelete="SET NULL"))
    taken_back_by_id: Mapped[int | None] = mapped_column(ForeignKey("person.id", ondelete="SET NULL"))
    created_at: Mapped[datetime]

    group: Mapped[Group] = relationship()
    thread: Mapped[Thread | None] = relationship()
    author: Mapped[Person | None] = relationship(foreign_keys=[author_id])
    taken_back_by: Mapped[Person | None] = relationship(foreign_keys=[taken_back_by_id])


class Comment(Moderated, Base):
    """A reply in a thread. A deleted one leaves a trace: its words go, its place stays."""

    __tablename__ = "comment"
    __table_args__ = (
        Index("ix_comment_thread", "thread_id", "id"),
        Index("ix_comment_author", "author_id", "id"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    thread_id: Mapped[int] = mapped_column(ForeignKey("thread.id", ondelete="CASCADE"))
    author_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    body: Mapped[str] = mapped_column(Text)
    body_html: Mapped[str] = mapped_column(StoredHtml())
    html_version: Mapped[int]
    is_official: Mapped[bool] = mapped_column(default=False)
    """Written by an officer of the thread's council, and shown so."""
    version: Mapped[int] = mapped_column(default=1)
    form_key: Mapped[str | None] = mapped_column(String(32), unique=True)
    """The key of the form it came from: a form sent twice makes one comment."""
    created_at: Mapped[datetime]
    edited_at: Mapped[datetime | None]
    deleted_at: Mapped[datetime | None]

    thread: Mapped[Thread] = relationship()
    author: Mapped[Person] = relationship()


class HeldStatement(Base):
    """What a new person said of themselves under another's post and that is no comment ("this affects us too"), until it counts.

    Its kind of thread says it (`ThreadKind.say`) once others may read it, and takes it back where it turns out to be of a wave.
    """

    __tablename__ = "held_statement"
    __table_args__ = (Index("ix_held_statement_thread", "thread_id", "author_id"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    thread_id: Mapped[int] = mapped_column(ForeignKey("thread.id", ondelete="CASCADE"))
    author_id: Mapped[int] = mapped_column(ForeignKey("person.id", ondelete="CASCADE"), index=True)
    body: Mapped[str] = mapped_column(Text)
    """All that was typed, as a moderator reads it."""
    answers: Mapped[dict[str, Any]] = mapped_column(JsonOf(dict), default=dict)
    """What it takes to say it."""
    held_at: Mapped[datetime | None]
    said_at: Mapped[datetime | None]
    created_at: Mapped[datetime] = mapped_column(index=True)

    thread: Mapped[Thread] = relationship()
    author: Mapped[Person] = relationship()

    @property
    def is_in_sight(self) -> bool:
        """Whether others read it."""
        return self.said_at is not None


class CommentRevision(Base):
    """What a comment said before it was edited."""

    __tablename__ = "comment_revision"

    id: Mapped[int] = mapped_column(primary_key=True)
    comment_id: Mapped[int] = mapped_column(ForeignKey("comment.id", ondelete="CASCADE"), index=True)
    body: Mapped[str] = mapped_column(Text)
    body_html: Mapped[str] = mapped_column(StoredHtml())
    written_at: Mapped[datetime]


class Draft(Base):
    """What somebody has typed so far; it waits on the server until it is published or grows old.

    Its key is the secret that opens it, so that a visitor can go on from another device.
    """

    __tablename__ = "draft"

    id: Mapped[int] = mapped_column(primary_key=True)
    key: Mapped[str] = mapped_column(String(32), unique=True)
    kind: Mapped[str] = mapped_column(String(20))
    person_id: Mapped[int | None] = mapped_column(ForeignKey("person.id", ondelete="CASCADE"), index=True)
    answers: Mapped[dict[str, Any]] = mapped_column(JsonOf(dict), default=dict)
    created_at: Mapped[datetime]
    updated_at: Mapped[datetime] = mapped_column(index=True)
    published_thread_id: Mapped[int | None] = mapped_column(ForeignKey("thread.id", ondelete="SET NULL"))

"""The tables of moderation."""

from __future__ import annotations

from datetime import datetime
from typing import Any, cast

from sqlalchemy import ForeignKey, Index, String, Table, Text, text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from forum.accounts.models import Person
from forum.core.append_only import make_append_only
from forum.core.column_types import CodeOf, JsonOf
from forum.core.db import Base
from forum.moderation.vocabulary import AppealOutcome, ReportKind
from forum.threads.models import Comment, Thread

OPEN_CASE = text("settled_at IS NULL")
SETTLED_CASE = text("settled_at IS NOT NULL")
OPEN_APPEAL = text("decided_at IS NULL")
DECIDED_APPEAL = text("decided_at IS NOT NULL")


class ModerationAct(Base):
    """A decision about a post or a person: what, by whom and why; written once (the database holds that)."""

    __tablename__ = "moderation_act"
    __table_args__ = (
        Index("ix_moderation_act_newest", "created_at", "id"),
        Index("ix_moderation_act_thing", "thing", "id"),
        Index("ix_moderation_act_author", "author_id", "id"),
        Index("ix_moderation_act_undoes", "undoes_id"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    verb: Mapped[str] = mapped_column(String(30))
    """A code of vocabulary.Verb; older rows have other ones, which the audit log shows."""
    thing: Mapped[str] = mapped_column(String(60))  # such as "thread:12", "comment:40" or "person:4"
    reason_code: Mapped[str] = mapped_column(String(30), default="", server_default="")
    reason: Mapped[str] = mapped_column(Text, default="")
    """As the moderator wrote it, for whom it is about to read."""
    author_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    """Whom it is about, who is told and may appeal."""
    undoes_id: Mapped[int | None] = mapped_column(ForeignKey("moderation_act.id"))
    details: Mapped[dict[str, Any]] = mapped_column(JsonOf(dict), default=dict, server_default="{}")
    """What it takes to undo it: the title, place or words before, the comments that were moved, until when."""
    created_at: Mapped[datetime]

    person: Mapped[Person] = relationship(foreign_keys=[person_id])
    author: Mapped[Person | None] = relationship(foreign_keys=[author_id])


class HiddenTogether(Base):
    """A post that one press hid with others: undoing that press shows these again, and none besides."""

    __tablename__ = "hidden_together"
    __table_args__ = (Index("ix_hidden_together_thing", "thing", "act_id"),)

    act_id: Mapped[int] = mapped_column(ForeignKey("moderation_act.id"), primary_key=True)
    thing: Mapped[str] = mapped_column(String(60), primary_key=True)


FORMER_TITLE, NEW_TITLE = "title", "new-title"


class RemovedWords(Base):
    """What a text said before a moderator removed a part of it: for moderators, and for an appeal.

    Apart from the log, which is for good: what must be erased by law can be erased here.
    """

    __tablename__ = "removed_words"

    id: Mapped[int] = mapped_column(primary_key=True)
    act_id: Mapped[int] = mapped_column(ForeignKey("moderation_act.id"), index=True)
    place: Mapped[str] = mapped_column(String(80))
    """The table, the row's number and the column, as in comment:40:body; FORMER_TITLE and NEW_TITLE for a title."""
    was: Mapped[str] = mapped_column(Text)


make_append_only(cast("Table", ModerationAct.__table__))
make_append_only(cast("Table", HiddenTogether.__table__))


class ReportedPost(Base):
    """A post that people asked moderators to look at: one open row a post, whoever reports it, however often."""

    __tablename__ = "reported_post"
    __table_args__: Any = (
        Index("ix_reported_post_queue", "look_by_at", "id", sqlite_where=OPEN_CASE, postgresql_where=OPEN_CASE),
        Index("ix_reported_post_open", "thing", unique=True, sqlite_where=OPEN_CASE, postgresql_where=OPEN_CASE),
        Index("ix_reported_post_thing", "thing", "id"),
        Index("ix_reported_post_settled", "settled_at", sqlite_where=SETTLED_CASE, postgresql_where=SETTLED_CASE),
        Index("ix_reported_post_author", "author_id", "id"),
    )  # fmt: skip

    id: Mapped[int] = mapped_column(primary_key=True)
    thing: Mapped[str] = mapped_column(String(60))
    thread_id: Mapped[int] = mapped_column(ForeignKey("thread.id", ondelete="CASCADE"), index=True)
    comment_id: Mapped[int | None] = mapped_column(ForeignKey("comment.id", ondelete="CASCADE"), index=True)
    author_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    kind: Mapped[ReportKind] = mapped_column(CodeOf(ReportKind, 20))
    """The most serious that was named."""
    number_of_reporters: Mapped[int] = mapped_column(default=0)
    opened_at: Mapped[datetime]
    look_by_at: Mapped[datetime]
    """By when somebody should look: sooner the more serious it is and the more people say so (`queue_order`)."""
    settled_at: Mapped[datetime | None]
    settled_by_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    was_acted_on: Mapped[bool] = mapped_column(default=False)

    thread: Mapped[Thread] = relationship()
    comment: Mapped[Comment | None] = relationship()
    author: Mapped[Person] = relationship(foreign_keys=[author_id])


class Report(Base):
    """That somebody asked a moderator to look at a post, of what kind, and in which words."""

    __tablename__ = "report"
    __table_args__ = (Index("ix_report_case", "case_id", "id"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    case_id: Mapped[int] = mapped_column(ForeignKey("reported_post.id", ondelete="CASCADE"))
    person_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"), index=True)
    """NULL for a visitor."""
    network: Mapped[str] = mapped_column(String(32), default="", server_default="")
    """A mark of a visitor's network that nobody can read back, so that one person is not many."""
    kind: Mapped[ReportKind] = mapped_column(CodeOf(ReportKind, 20))
    words: Mapped[str] = mapped_column(Text)
    created_at: Mapped[datetime]

    person: Mapped[Person | None] = relationship()
    case: Mapped[ReportedPost] = relationship()


class Appeal(Base):
    """That whom a decision is about asks another moderator to look at it; once for each decision."""

    __tablename__ = "appeal"
    __table_args__: Any = (
        Index("ix_appeal_open", "created_at", "id", sqlite_where=OPEN_APPEAL, postgresql_where=OPEN_APPEAL),
        Index(
            "ix_appeal_decided", "decided_at", sqlite_where=DECIDED_APPEAL, postgresql_where=DECIDED_APPEAL
        ),
        Index("ix_appeal_person", "person_id", "id"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    act_id: Mapped[int] = mapped_column(ForeignKey("moderation_act.id"), unique=True)
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    words: Mapped[str] = mapped_column(Text)
    created_at: Mapped[datetime]
    decided_at: Mapped[datetime | None]
    decided_by_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    outcome: Mapped[AppealOutcome | None] = mapped_column(CodeOf(AppealOutcome, 12))
    answer: Mapped[str] = mapped_column(Text, default="")

    act: Mapped[ModerationAct] = relationship()
    person: Mapped[Person] = relationship(foreign_keys=[person_id])
    decided_by: Mapped[Person | None] = relationship(foreign_keys=[decided_by_id])

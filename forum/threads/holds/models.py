"""The tables of what waits for a moderator, and of what is remembered of new people's posts to know a wave by."""

from __future__ import annotations

from datetime import datetime
from enum import StrEnum
from typing import Any

from sqlalchemy import ForeignKey, Index, String, Text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from forum.accounts.models import Person
from forum.core.column_types import CodeOf, JsonOf
from forum.core.db import Base
from forum.threads.models import Comment, HeldStatement, Thread

HeldPost = Thread | Comment | HeldStatement
"""What can wait for a moderator."""


class Verdict(StrEnum):
    """What a moderator decided about a post that waited."""

    LET_THROUGH = "let_through"
    REFUSED = "refused"


class Settlement(Base):
    """One press of a moderator: what it decided, about one post or about a whole wave. It can be undone."""

    __tablename__ = "hold_settlement"
    __table_args__ = (Index("ix_hold_settlement_newest", "created_at", "id"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    moderator_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    verdict: Mapped[Verdict] = mapped_column(CodeOf(Verdict, 12))
    reason: Mapped[str] = mapped_column(Text, default="")
    suspended_ids: Mapped[list[int]] = mapped_column(JsonOf(list), default=list)
    """Whose accounts it suspended: those who were suspended before stay so when it is undone."""
    number_of_posts: Mapped[int] = mapped_column(default=0)
    created_at: Mapped[datetime]
    undone_at: Mapped[datetime | None]

    moderator: Mapped[Person] = relationship()


class Hold(Base):
    """That a post waits, or waited, for a moderator: why, and what became of it."""

    __tablename__ = "hold"
    __table_args__ = (
        Index("ix_hold_open", "settled_at", "wave_id", "id"),
        Index("ix_hold_thread", "thread_id", "comment_id"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    thread_id: Mapped[int] = mapped_column(ForeignKey("thread.id", ondelete="CASCADE"))
    comment_id: Mapped[int | None] = mapped_column(ForeignKey("comment.id", ondelete="CASCADE"), index=True)
    """The comment that waits; empty where the thread itself does, or a statement under it."""
    statement_id: Mapped[int | None] = mapped_column(
        ForeignKey("held_statement.id", ondelete="CASCADE"), index=True
    )
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id", ondelete="CASCADE"), index=True)
    reasons: Mapped[list[dict[str, Any]]] = mapped_column(JsonOf(list))
    wave_id: Mapped[int | None]
    """The number of the first of those that came together; its own for one that came alone."""
    network: Mapped[str] = mapped_column(String(50), default="")
    """The network it came from, for a few days."""
    was_announced: Mapped[bool] = mapped_column(default=False)
    """Whether others had been told of it before it was called back."""
    created_at: Mapped[datetime]
    settled_at: Mapped[datetime | None]
    verdict: Mapped[Verdict | None] = mapped_column(CodeOf(Verdict, 12))
    settlement_id: Mapped[int | None] = mapped_column(
        ForeignKey("hold_settlement.id", ondelete="SET NULL"), index=True
    )

    thread: Mapped[Thread] = relationship()
    comment: Mapped[Comment | None] = relationship()
    statement: Mapped[HeldStatement | None] = relationship()
    person: Mapped[Person] = relationship()
    settlement: Mapped[Settlement | None] = relationship()

    @property
    def post(self) -> HeldPost:
        """What waits."""
        return self.comment or self.statement or self.thread


class PostTrace(Base):
    """One key of a new person's post: of its text, a site it links to, or, hashed, its network. Kept for some days."""

    __tablename__ = "post_trace"
    __table_args__ = (
        Index("ix_post_trace_key", "key", "created_at"),
        Index("ix_post_trace_post", "thread_id", "comment_id"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    key: Mapped[str] = mapped_column(String(80))
    thread_id: Mapped[int] = mapped_column(ForeignKey("thread.id", ondelete="CASCADE"))
    comment_id: Mapped[int | None] = mapped_column(ForeignKey("comment.id", ondelete="CASCADE"), index=True)
    statement_id: Mapped[int | None] = mapped_column(
        ForeignKey("held_statement.id", ondelete="CASCADE"), index=True
    )
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id", ondelete="CASCADE"), index=True)
    created_at: Mapped[datetime] = mapped_column(index=True)
    announced_at: Mapped[datetime]
    """From when others are told of the post, if it is not called back before."""


class ListedWord(Base):
    """A word or phrase with which a post waits for a moderator."""

    __tablename__ = "listed_word"

    id: Mapped[int] = mapped_column(primary_key=True)
    phrase: Mapped[str] = mapped_column(String(80), unique=True)  # normalised
    added_by_id: Mapped[int | None] = mapped_column(ForeignKey("person.id", ondelete="SET NULL"), index=True)
    created_at: Mapped[datetime]

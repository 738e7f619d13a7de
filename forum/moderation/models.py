"""The tables of moderation."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import ForeignKey, Index, String, Text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from forum.accounts.models import Person
from forum.core.db import Base
from forum.threads.models import Comment, Thread


class ModerationAct(Base):
    """What a moderator did, to what, and why; never changed afterwards."""

    __tablename__ = "moderation_act"
    __table_args__ = (Index("ix_moderation_act_newest", "created_at", "id"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    verb: Mapped[str] = mapped_column(String(30))
    thing: Mapped[str] = mapped_column(String(60))  # such as "thread:12" or "comment:40"
    reason: Mapped[str] = mapped_column(Text, default="")
    """As the moderator wrote it; where nobody wrote one, a value: the tag that is meant now, how many mails."""
    created_at: Mapped[datetime]

    person: Mapped[Person] = relationship()


class Report(Base):
    """That somebody asked a moderator to look at a post."""

    __tablename__ = "report"
    __table_args__ = (Index("ix_report_open", "settled_at", "id"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    thread_id: Mapped[int] = mapped_column(ForeignKey("thread.id", ondelete="CASCADE"), index=True)
    comment_id: Mapped[int | None] = mapped_column(ForeignKey("comment.id", ondelete="CASCADE"), index=True)
    reason: Mapped[str] = mapped_column(Text)
    created_at: Mapped[datetime]
    settled_at: Mapped[datetime | None]

    person: Mapped[Person] = relationship()
    thread: Mapped[Thread] = relationship()
    comment: Mapped[Comment | None] = relationship()

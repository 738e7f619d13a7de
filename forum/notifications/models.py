"""The table of what people are told."""

from __future__ import annotations

from datetime import datetime
from enum import StrEnum
from typing import Any

from sqlalchemy import ForeignKey, Index, String, text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from forum.accounts.models import Person
from forum.core.column_types import CodeOf, JsonOf
from forum.core.db import Base
from forum.follows.models import Follow
from forum.threads.models import Comment, Thread

UNREAD = text("read_at IS NULL")
MAIL_DUE = text("mail_due_at IS NOT NULL")


class WhyTold(StrEnum):
    """Why somebody is told. Who is told for another reason than a follow gets an email at once, whatever they chose."""

    FOLLOW = "follow"
    MENTIONED = "mentioned"  # named or quoted in a post
    ASKED = "asked"  # somebody waits for their answer
    NOTICE = "notice"  # about their own account or words, such as what a moderator decided


class Notification(Base):
    """One thing that one person is told. It holds codes; its sentence is made when it is shown (ADR 0042)."""

    __tablename__ = "notification"
    __table_args__: Any = (
        Index("ix_notification_person", "person_id", "thread_id", "id"),
        Index(
            "ix_notification_unread", "person_id", "thread_id", sqlite_where=UNREAD, postgresql_where=UNREAD
        ),
        Index("ix_notification_mail_due", "person_id", sqlite_where=MAIL_DUE, postgresql_where=MAIL_DUE),
        Index("ix_notification_thread", "thread_id", "kind", "about", "person_id"),
        Index("ix_notification_follow", "follow_id"),
        Index("ix_notification_comment", "comment_id"),
        Index("ix_notification_created", "created_at"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id", ondelete="CASCADE"))
    kind: Mapped[str] = mapped_column(String(30))
    """What happened: the name of a topic of some feature."""
    about: Mapped[int]
    """The number of what it is about: a response, a comment, a thread."""
    params: Mapped[dict[str, Any]] = mapped_column(JsonOf(dict))
    """What its sentence takes: codes and numbers, of the class that its topic names."""
    thread_id: Mapped[int | None] = mapped_column(ForeignKey("thread.id", ondelete="CASCADE"))
    comment_id: Mapped[int | None] = mapped_column(ForeignKey("comment.id", ondelete="CASCADE"))
    """The comment that it is about, if any: while that is out of sight nobody is told of it."""
    reason: Mapped[WhyTold] = mapped_column(CodeOf(WhyTold, 10))
    follow_id: Mapped[int | None] = mapped_column(ForeignKey("follow.id", ondelete="SET NULL"))
    """The follow that it comes from, if one does."""
    created_at: Mapped[datetime]
    read_at: Mapped[datetime | None]
    mail_due_at: Mapped[datetime | None]
    """From when it may be mailed; empty when it was, or is not to be, so that the index holds only what waits."""
    mailed_at: Mapped[datetime | None]

    person: Mapped[Person] = relationship()
    thread: Mapped[Thread | None] = relationship()
    comment: Mapped[Comment | None] = relationship()
    follow: Mapped[Follow | None] = relationship()

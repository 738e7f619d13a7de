"""The tables of what people add to their words: stored files, and pictures with what they show."""

from __future__ import annotations

from datetime import datetime

from flask import url_for
from sqlalchemy import ForeignKey, Index, String
from sqlalchemy.orm import Mapped, mapped_column, relationship

from forum.core.db import Base
from forum.threads.models import Thread

MOST_PICTURES = 12
LONGEST_ALT = 300


class StoredFile(Base):
    """One file that somebody gave, as it is kept (core.storage): checked, and what can be re-encoded is."""

    __tablename__ = "stored_file"

    id: Mapped[int] = mapped_column(primary_key=True)
    key: Mapped[str] = mapped_column(String(60), index=True)
    """Its key in core.storage; two rows may share one."""
    name: Mapped[str] = mapped_column(String(120))
    """What people call it, with the ending that fits what it is."""
    content_type: Mapped[str] = mapped_column(String(80))
    number_of_bytes: Mapped[int]
    person_id: Mapped[int | None] = mapped_column(ForeignKey("person.id", ondelete="SET NULL"), index=True)
    thread_id: Mapped[int | None] = mapped_column(ForeignKey("thread.id", ondelete="CASCADE"), index=True)
    """Whoever may read this thread may fetch the file; without one, only who gave it and moderators."""
    created_at: Mapped[datetime]

    thread: Mapped[Thread | None] = relationship()

    @property
    def path(self) -> str:
        """Its address, without the host."""
        return url_for("files.file", key=self.key, name=self.name)


class Picture(Base):
    """A picture in a thread, in two widths. One that nobody has described yet is not shown to readers."""

    __tablename__ = "picture"
    __table_args__ = (Index("ix_picture_thread_position", "thread_id", "position", "id"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    thread_id: Mapped[int] = mapped_column(ForeignKey("thread.id", ondelete="CASCADE"))
    position: Mapped[int]
    alt: Mapped[str] = mapped_column(String(LONGEST_ALT), default="")
    """What it shows, for somebody who cannot see it."""
    small_id: Mapped[int] = mapped_column(ForeignKey("stored_file.id"), index=True)
    large_id: Mapped[int] = mapped_column(ForeignKey("stored_file.id"), index=True)
    small_width: Mapped[int]
    small_height: Mapped[int]
    width: Mapped[int]
    height: Mapped[int]
    created_at: Mapped[datetime]

    thread: Mapped[Thread] = relationship()
    small: Mapped[StoredFile] = relationship(foreign_keys=[small_id], lazy="joined", innerjoin=True)
    large: Mapped[StoredFile] = relationship(foreign_keys=[large_id], lazy="joined", innerjoin=True)

    @property
    def small_path(self) -> str:
        """The address of the narrow one: for phones, and where the browser chooses nothing."""
        return url_for("files.picture", number=self.id, key=self.small.key)

    @property
    def large_path(self) -> str:
        """The address of the wide one."""
        return url_for("files.picture", number=self.id, key=self.large.key)

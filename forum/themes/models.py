"""The tables of themes: what the nights found, of which barriers, and what was decided on it."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import ForeignKey, Index, String
from sqlalchemy.orm import Mapped, mapped_column, relationship

from forum.accounts.models import Person
from forum.barriers.models import Barrier
from forum.core.column_types import CodeOf, JsonOf
from forum.core.db import Base
from forum.councils.models import Council
from forum.themes.vocabulary import DismissalReason, ThemeVerdict
from forum.threads.tag_names import LONGEST_TAG


class Theme(Base):
    """Barriers that are near in meaning and not filed together. Found by the worker, from what everyone may read."""

    __tablename__ = "theme"
    __table_args__ = (Index("ix_theme_offered", "is_offered", "number_of_groups", "id"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    words: Mapped[list[str]] = mapped_column(JsonOf(list), default=list)
    """What its barriers say and others seldom do, the most telling first; each said at several councils."""
    middle_id: Mapped[int | None] = mapped_column(ForeignKey("barrier.id", ondelete="SET NULL"), index=True)
    """The barrier that all others are near."""
    number_of_groups: Mapped[int]
    """How many groups met it that are different for certain: for the order of the list, never shown."""
    is_offered: Mapped[bool]
    """Whether the last night found it, among the largest."""
    first_found_at: Mapped[datetime]
    found_at: Mapped[datetime]

    middle: Mapped[Barrier | None] = relationship()


class ThemeBarrier(Base):
    """That a barrier is of a theme. One that not everyone may read may be of a theme of others, and is counted for nobody else."""

    __tablename__ = "theme_barrier"

    theme_id: Mapped[int] = mapped_column(ForeignKey("theme.id", ondelete="CASCADE"), primary_key=True)
    barrier_id: Mapped[int] = mapped_column(
        ForeignKey("barrier.id", ondelete="CASCADE"), primary_key=True, index=True
    )


class ThemeDecision(Base):
    """What a council's lead decided on a theme for the council, or a moderator for all."""

    __tablename__ = "theme_decision"
    __table_args__ = (
        Index("ix_theme_decision_theme", "theme_id", "council_id"),
        Index("ix_theme_decision_council", "council_id", "id"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    theme_id: Mapped[int] = mapped_column(ForeignKey("theme.id", ondelete="CASCADE"))
    council_id: Mapped[int | None] = mapped_column(ForeignKey("council.id"))
    """The council that it holds for; NULL where a moderator decided for all."""
    verdict: Mapped[ThemeVerdict] = mapped_column(CodeOf(ThemeVerdict, 12))
    reason: Mapped[DismissalReason | None] = mapped_column(CodeOf(DismissalReason, 12))
    tag: Mapped[str] = mapped_column(String(LONGEST_TAG), default="")
    main_id: Mapped[int | None] = mapped_column(ForeignKey("barrier.id", ondelete="SET NULL"), index=True)
    """The case that the others were merged with."""
    barrier_ids: Mapped[list[int]] = mapped_column(JsonOf(list), default=list)
    """Which barriers it changed: those that undoing it changes back."""
    person_id: Mapped[int | None] = mapped_column(ForeignKey("person.id", ondelete="SET NULL"), index=True)
    decided_at: Mapped[datetime]
    undone_at: Mapped[datetime | None]

    theme: Mapped[Theme] = relationship()
    council: Mapped[Council | None] = relationship()
    main: Mapped[Barrier | None] = relationship()
    person: Mapped[Person | None] = relationship()

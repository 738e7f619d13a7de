"""The tables that dashboards are read from, kept up to date by the worker (ADR 0020); and a council's own words on a month."""

from __future__ import annotations

from datetime import date, datetime

from sqlalchemy import ForeignKey, Index, LargeBinary, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from forum.core.column_types import StoredHtml
from forum.core.db import Base


class FigureSnapshot(Base):
    """The facts of all barriers reported to one council in one month, column by column, ready to be counted.

    `digest` names the contents: whoever holds a snapshot of that digest need not read it again.
    """

    __tablename__ = "figure_pack"

    council_id: Mapped[int] = mapped_column(ForeignKey("council.id", ondelete="CASCADE"), primary_key=True)
    month: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)  # 202603
    digest: Mapped[str] = mapped_column(String(32))
    layout: Mapped[str] = mapped_column(String(16))
    """Which columns and lists it was written with; a snapshot of another layout is rebuilt."""
    number_of_barriers: Mapped[int]
    columns: Mapped[bytes] = mapped_column(LargeBinary, deferred=True)
    built_at: Mapped[datetime]


class SnapshotSlot(Base):
    """In which snapshot a barrier is, so that it leaves one when it belongs to another."""

    __tablename__ = "figure_place"
    __table_args__ = (Index("ix_figure_place_pack", "council_id", "month"),)

    barrier_id: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    council_id: Mapped[int]
    month: Mapped[int]


class ObstacleTally(Base):
    """What one council has of one category and rule source, of what everybody may read."""

    __tablename__ = "obstacle_tally"
    __table_args__ = (Index("ix_obstacle_tally_obstacle", "category", "rule_source", "council_id"),)

    council_id: Mapped[int] = mapped_column(ForeignKey("council.id", ondelete="CASCADE"), primary_key=True)
    category: Mapped[str] = mapped_column(String(30), primary_key=True)
    rule_source: Mapped[str] = mapped_column(String(30), primary_key=True)
    number_of_barriers: Mapped[int]
    number_of_groups: Mapped[int]
    number_of_certain_groups: Mapped[int] = mapped_column(server_default="0")
    """How many are different for certain: nameless voices only where they speak in one barrier. For minimums."""
    number_open: Mapped[int]
    number_removed: Mapped[int]
    number_kept: Mapped[int]
    number_with_way_through: Mapped[int]
    first_on: Mapped[date]
    last_on: Mapped[date]


class MonthNote(Base):
    """What a council's lead says about one month, in its own words; each change is noted in the council's history."""

    __tablename__ = "month_note"
    __table_args__ = (UniqueConstraint("council_id", "month"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    council_id: Mapped[int] = mapped_column(ForeignKey("council.id", ondelete="CASCADE"))
    month: Mapped[date]
    """The first day of the month."""
    body: Mapped[str] = mapped_column(Text)
    body_html: Mapped[str] = mapped_column(StoredHtml())
    html_version: Mapped[int]
    person_id: Mapped[int | None] = mapped_column(ForeignKey("person.id", ondelete="SET NULL"))
    """Who of the council wrote it last."""
    written_at: Mapped[datetime]

"""The tables of the council's pages: what a council says about a month in its own words."""

from __future__ import annotations

from datetime import date, datetime

from sqlalchemy import ForeignKey, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from forum.core.db import Base


class MonthNote(Base):
    """What a council's lead says about one month, in its own words; each change is noted in the council's history."""

    __tablename__ = "month_note"
    __table_args__ = (UniqueConstraint("council_id", "month"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    council_id: Mapped[int] = mapped_column(ForeignKey("council.id", ondelete="CASCADE"))
    month: Mapped[date]
    """The first day of the month."""
    body: Mapped[str] = mapped_column(Text)
    body_html: Mapped[str] = mapped_column(Text)
    html_version: Mapped[int]
    person_id: Mapped[int | None] = mapped_column(ForeignKey("person.id", ondelete="SET NULL"))
    """Who of the council wrote it last."""
    written_at: Mapped[datetime]

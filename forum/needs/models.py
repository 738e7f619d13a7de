"""The tables of what was looked for: in vain, and how often something was pressed."""

from __future__ import annotations

from datetime import date, datetime

from sqlalchemy import ForeignKey, Index, String
from sqlalchemy.orm import Mapped, mapped_column, relationship

from forum.core.column_types import JsonOf
from forum.core.db import Base
from forum.councils.models import Area, Council

LONGEST_WORDS = 200


class UnmetNeed(Base):
    """What somebody looked for and did not find. It holds no person, no address and no session: nobody can be traced."""

    __tablename__ = "unmet_need"
    __table_args__ = (
        Index("ix_unmet_need_council_newest", "council_id", "created_at", "id"),
        Index("ix_unmet_need_area_newest", "area_id", "created_at", "id"),
        Index("ix_unmet_need_newest", "created_at", "id"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    words: Mapped[str] = mapped_column(String(LONGEST_WORDS))
    normalised: Mapped[str] = mapped_column(String(LONGEST_WORDS))
    """Its search terms in order, so that "hall hire" and "hiring a hall" are one need."""
    category: Mapped[str | None] = mapped_column(String(30))
    council_id: Mapped[int | None] = mapped_column(ForeignKey("council.id"))
    area_id: Mapped[int | None] = mapped_column(ForeignKey("area.id"))
    source: Mapped[str] = mapped_column(String(20))  # "search" or "who-can-help"
    created_at: Mapped[datetime]

    council: Mapped[Council | None] = relationship()
    area: Mapped[Area | None] = relationship()


class SearchCount(Base):
    """How often the same words were searched for in one week. It holds nothing of who searched."""

    __tablename__ = "search_count"

    week: Mapped[date] = mapped_column(primary_key=True)
    """Its Monday."""
    key: Mapped[str] = mapped_column(String(16), primary_key=True)
    """Names the terms without saying them: words that fewer than FEWEST_SEARCHES searched for are not stored."""
    words: Mapped[str] = mapped_column(String(LONGEST_WORDS), default="")
    number_of_searches: Mapped[int]
    number_of_results: Mapped[int]
    document_ids: Mapped[list[str]] = mapped_column(JsonOf(list), default=list)
    """What the first page showed last, in its order."""


class PressCount(Base):
    """How often somebody came to one document from one search in one week."""

    __tablename__ = "press_count"

    week: Mapped[date] = mapped_column(primary_key=True)
    key: Mapped[str] = mapped_column(String(16), primary_key=True)
    document_id: Mapped[str] = mapped_column(String(40), primary_key=True)
    number_of_presses: Mapped[int]

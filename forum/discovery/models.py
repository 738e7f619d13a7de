"""The table of saved searches."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import ForeignKey, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from forum.core.db import Base

LONGEST_SEARCH_NAME = 80
LONGEST_ADDRESS = 1000


class SavedSearch(Base):
    """A search that somebody asks again and again, and since when its results are new to them."""

    __tablename__ = "saved_search"
    __table_args__ = (UniqueConstraint("person_id", "asks"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id", ondelete="CASCADE"))
    name: Mapped[str] = mapped_column(String(LONGEST_SEARCH_NAME))
    asks: Mapped[str] = mapped_column(String(LONGEST_ADDRESS))
    """What stands behind the question mark of the search page's address."""
    seen_at: Mapped[datetime]
    created_at: Mapped[datetime]

"""The table of what people follow."""

from __future__ import annotations

from datetime import datetime
from enum import StrEnum

from sqlalchemy import ForeignKey, Index, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from forum.accounts.models import Person
from forum.core.column_types import CodeOf
from forum.core.db import Base

LONGEST_KEY = 120


class FollowKind(StrEnum):
    """What can be followed; features say in their manifests how each is named and which threads it is about."""

    THREAD = "thread"
    TAG = "tag"
    CATEGORY = "category"
    WARD = "ward"
    COUNCIL = "council"
    GROUP = "group"
    OBSTACLE = "obstacle"
    SEARCH = "search"


class Frequency(StrEnum):
    """How often somebody wants emails about what they follow."""

    AT_ONCE = "at_once"
    DAILY = "daily"
    WEEKLY = "weekly"
    MONTHLY = "monthly"  # of councils alone: the summary of the month, and nothing else
    ONLY_HERE = "only_here"


class Follow(Base):
    """That a person wants to hear of something.

    What it is stands in two columns, so that one index finds everybody who hears of a thread, whatever they follow.
    The row behind a key may be of a higher feature, so no foreign key leads there: whoever reads a follow asks its kind.
    """

    __tablename__ = "follow"
    __table_args__ = (
        UniqueConstraint("person_id", "kind", "key"),
        Index("ix_follow_subject", "kind", "key", "person_id"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id", ondelete="CASCADE"))
    kind: Mapped[FollowKind] = mapped_column(CodeOf(FollowKind, 10))
    key: Mapped[str] = mapped_column(String(LONGEST_KEY))
    """The number or the code by which its kind knows it."""
    frequency: Mapped[Frequency] = mapped_column(CodeOf(Frequency, 10))
    created_at: Mapped[datetime]
    checked_at: Mapped[datetime | None]
    """Of a search: until when its results have been told."""

    person: Mapped[Person] = relationship()

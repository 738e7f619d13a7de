"""The tables of privacy: what was done with people's data, and what its keeping removed."""

from __future__ import annotations

from datetime import date, datetime
from enum import StrEnum

from sqlalchemy import ForeignKey, Index, Text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from forum.accounts.models import Person
from forum.core.column_types import CodeOf, JsonOf
from forum.core.db import Base


class RequestKind(StrEnum):
    """What somebody asks to have done with their data."""

    DOWNLOAD = "download"
    CORRECTION = "correction"
    ERASURE = "erasure"


class IdentityCheck(StrEnum):
    """How it was known that a request came from the person themselves."""

    SIGNED_IN = "signed_in"
    MAILED_LINK = "mailed_link"
    WROTE_FROM_ADDRESS = "wrote_from_address"
    MET_IN_PERSON = "met_in_person"
    SHOWED_PAPERS = "showed_papers"


class DataRequest(Base):
    """That somebody's data were handed out, put right or erased: who asked, when, and what was done.

    It holds no name and no address: the number of the person is enough to show that a request was met.
    """

    __tablename__ = "data_request"
    __table_args__ = (Index("ix_data_request_newest", "done_at", "id"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    kind: Mapped[RequestKind] = mapped_column(CodeOf(RequestKind, 12))
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"), index=True)
    done_by_id: Mapped[int | None] = mapped_column(ForeignKey("person.id", ondelete="SET NULL"))
    """The administrator, for a request on paper; empty where somebody did it for themselves."""
    identity_check: Mapped[IdentityCheck] = mapped_column(CodeOf(IdentityCheck, 20))
    asked_on: Mapped[date]
    done_at: Mapped[datetime]
    takes_words: Mapped[bool | None]
    """For an erasure: whether the posts went too."""
    number_of_rows: Mapped[int] = mapped_column(default=0)
    """How many rows were handed out, or were deleted or emptied."""

    person: Mapped[Person] = relationship(foreign_keys=[person_id])
    done_by: Mapped[Person | None] = relationship(foreign_keys=[done_by_id])


class RetentionRun(Base):
    """What one night removed because it was kept long enough: a number for each rule."""

    __tablename__ = "retention_run"

    id: Mapped[int] = mapped_column(primary_key=True)
    ran_at: Mapped[datetime] = mapped_column(index=True)
    removed: Mapped[dict[str, int]] = mapped_column(JsonOf(dict))
    """By the code of the rule."""


class SafetyRecordKind(StrEnum):
    """What the law on online safety has the operator write down."""

    RISK_ASSESSMENT = "risk_assessment"
    CHILDREN = "children"
    MEASURES = "measures"
    REVIEW = "review"


class SafetyRecord(Base):
    """Something the operator wrote down for the Online Safety Act: an assessment, a measure, a review. Never changed."""

    __tablename__ = "safety_record"
    __table_args__ = (Index("ix_safety_record_newest", "created_at", "id"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    kind: Mapped[SafetyRecordKind] = mapped_column(CodeOf(SafetyRecordKind, 20))
    made_on: Mapped[date]
    review_on: Mapped[date | None]
    words: Mapped[str] = mapped_column(Text)
    person_id: Mapped[int | None] = mapped_column(ForeignKey("person.id", ondelete="SET NULL"))
    created_at: Mapped[datetime]

    person: Mapped[Person | None] = relationship()

"""The tables of stories: what was done, what was measured, what was learned, what stood in the way."""

from __future__ import annotations

from datetime import date, datetime
from decimal import Decimal

from sqlalchemy import ForeignKey, Index, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from forum.accounts.models import Person
from forum.barriers.models import Barrier
from forum.core.column_types import CodeOf, StoredHtml
from forum.core.db import Base, Hundredths
from forum.groups.models import Group
from forum.stories.vocabulary import Checker, LessonKind, Method, Stage
from forum.threads.attachments import StoredFile
from forum.threads.models import Thread

LONGEST_TITLE = 90
LONGEST_SUMMARY = 280
LONGEST_INDICATOR = 120
LONGEST_LESSON = 500


class Story(Thread):
    """A thread about a project. Its body is what was done; the other parts stand beside it.

    `told_at` is empty in a stub made from a published grant, until the group tells it.
    """

    __tablename__ = "story"
    __mapper_args__ = {"polymorphic_identity": "story"}
    __table_args__ = (
        Index("ix_story_told", "told_at", "id"),
        Index("ix_story_measured", "number_of_outcomes", "id"),
    )

    id: Mapped[int] = mapped_column(ForeignKey("thread.id", ondelete="CASCADE"), primary_key=True)
    summary: Mapped[str] = mapped_column(String(LONGEST_SUMMARY), default="")
    set_out: Mapped[str] = mapped_column(Text, default="")
    set_out_html: Mapped[str] = mapped_column(StoredHtml(), default="")
    happened: Mapped[str] = mapped_column(Text, default="")
    happened_html: Mapped[str] = mapped_column(StoredHtml(), default="")
    differently: Mapped[str] = mapped_column(Text, default="")
    differently_html: Mapped[str] = mapped_column(StoredHtml(), default="")
    stage: Mapped[Stage | None] = mapped_column(CodeOf(Stage, 12))
    cash_pounds: Mapped[int | None]
    volunteer_hours: Mapped[int | None]
    people: Mapped[int | None]
    started_on: Mapped[date | None]
    ended_on: Mapped[date | None]
    number_of_outcomes: Mapped[int] = mapped_column(default=0)
    number_checked: Mapped[int] = mapped_column(default=0)
    told_at: Mapped[datetime | None]
    still_true_at: Mapped[datetime | None]
    """When somebody of the group last said that it is still true."""
    archived_at: Mapped[datetime | None]
    hint_closed_at: Mapped[datetime | None]
    """When its authors said that they need no more hints on what to add."""

    outcomes: Mapped[list[Outcome]] = relationship(
        order_by="Outcome.id", back_populates="story", cascade="all, delete-orphan"
    )
    lessons: Mapped[list[Lesson]] = relationship(order_by="Lesson.id", cascade="all, delete-orphan")
    barriers_met: Mapped[list[BarrierMet]] = relationship(
        order_by="BarrierMet.id", back_populates="story", cascade="all, delete-orphan"
    )
    grant: Mapped[StoryImport | None] = relationship(cascade="all, delete-orphan")
    recipients: Mapped[list[StoryRecipient]] = relationship(
        cascade="all, delete-orphan", order_by="StoryRecipient.group_id"
    )
    """The groups that shared one published grant; none where it went to one alone, which is `group` then."""


class StoryRecipient(Base):
    """That a group shared the grant of which a story was made, with others."""

    __tablename__ = "story_recipient"

    story_id: Mapped[int] = mapped_column(ForeignKey("story.id", ondelete="CASCADE"), primary_key=True)
    group_id: Mapped[int] = mapped_column(
        ForeignKey("community_group.id", ondelete="CASCADE"), primary_key=True, index=True
    )

    group: Mapped[Group] = relationship()


class Outcome(Base):
    """One measured result. The unit is that of baseline and result alike."""

    __tablename__ = "outcome"
    __table_args__ = (Index("ix_outcome_story", "story_id", "id"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    story_id: Mapped[int] = mapped_column(ForeignKey("story.id", ondelete="CASCADE"))
    indicator: Mapped[str] = mapped_column(String(LONGEST_INDICATOR))
    unit: Mapped[str] = mapped_column(String(20))
    unit_name: Mapped[str] = mapped_column(String(40), default="")
    baseline: Mapped[Decimal | None] = mapped_column(Hundredths())
    baseline_on: Mapped[date | None]
    result: Mapped[Decimal] = mapped_column(Hundredths())
    result_on: Mapped[date]
    method: Mapped[Method | None] = mapped_column(CodeOf(Method, 12))
    evidence_link: Mapped[str] = mapped_column(String(500), default="")
    evidence_file_id: Mapped[int | None] = mapped_column(
        ForeignKey("stored_file.id", ondelete="SET NULL"), index=True
    )
    checked_as: Mapped[Checker] = mapped_column(CodeOf(Checker, 12), default=Checker.NOBODY)
    checked_by_id: Mapped[int | None] = mapped_column(
        ForeignKey("person.id", ondelete="SET NULL"), index=True
    )
    checked_for: Mapped[str] = mapped_column(String(160), default="")
    """For whom they spoke when they checked it: "an officer of Testham"."""
    checked_at: Mapped[datetime | None]
    created_at: Mapped[datetime]

    story: Mapped[Story] = relationship(back_populates="outcomes")
    evidence_file: Mapped[StoredFile | None] = relationship()
    checked_by: Mapped[Person | None] = relationship()


class OutcomeCheck(Base):
    """That somebody checked a result, or took their check back: appended, never changed."""

    __tablename__ = "outcome_check"

    id: Mapped[int] = mapped_column(primary_key=True)
    outcome_id: Mapped[int] = mapped_column(ForeignKey("outcome.id", ondelete="CASCADE"), index=True)
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    checked_as: Mapped[Checker] = mapped_column(CodeOf(Checker, 12))
    created_at: Mapped[datetime]


class Lesson(Base):
    """One thing that was learned."""

    __tablename__ = "lesson"
    __table_args__ = (Index("ix_lesson_story", "story_id", "id"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    story_id: Mapped[int] = mapped_column(ForeignKey("story.id", ondelete="CASCADE"))
    kind: Mapped[LessonKind] = mapped_column(CodeOf(LessonKind, 12))
    words: Mapped[str] = mapped_column(String(LONGEST_LESSON))


class BarrierMet(Base):
    """A barrier that a project met, and how it got past it."""

    __tablename__ = "barrier_met"
    __table_args__ = (UniqueConstraint("story_id", "barrier_id"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    story_id: Mapped[int] = mapped_column(ForeignKey("story.id", ondelete="CASCADE"))
    barrier_id: Mapped[int] = mapped_column(ForeignKey("barrier.id", ondelete="CASCADE"), index=True)
    how: Mapped[str] = mapped_column(String(LONGEST_LESSON), default="")

    story: Mapped[Story] = relationship(back_populates="barriers_met")
    barrier: Mapped[Barrier] = relationship()


class StoryImport(Base):
    """The published grant that a stub was made from. Never counted as told by its group."""

    __tablename__ = "story_import"

    story_id: Mapped[int] = mapped_column(ForeignKey("story.id", ondelete="CASCADE"), primary_key=True)
    grant_id: Mapped[str] = mapped_column(String(200), unique=True)
    """The grant's identifier in the 360Giving Data Standard."""
    funder: Mapped[str] = mapped_column(String(200))
    recipient: Mapped[str] = mapped_column(String(200))
    amount_pounds: Mapped[Decimal | None] = mapped_column(Hundredths())
    awarded_on: Mapped[date | None]
    source: Mapped[str] = mapped_column(String(500), default="")
    licence: Mapped[str] = mapped_column(String(300), default="")
    file_name: Mapped[str] = mapped_column(String(200), default="")
    imported_at: Mapped[datetime]

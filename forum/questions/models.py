"""The tables of questions: what was asked, the labels of advice, offers of help and the requests they get."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import ForeignKey, Index, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from forum.accounts.models import Person
from forum.core.column_types import CodeOf, StoredHtml
from forum.core.db import Base
from forum.councils.models import Area, Council
from forum.groups.models import Group
from forum.questions.mutual_consent import MatchState
from forum.questions.vocabulary import AdviceKind, Basis, QuestionState
from forum.threads.models import Comment, Thread


class Question(Thread):
    """A thread that asks peers; about another thread or none, to everybody or to one group first."""

    __tablename__ = "question"
    __table_args__ = (
        Index("ix_question_state_asked", "state", "asked_at", "id"),
        Index("ix_question_category", "category", "id"),
    )

    id: Mapped[int] = mapped_column(ForeignKey("thread.id", ondelete="CASCADE"), primary_key=True)
    __mapper_args__ = {"polymorphic_identity": "question", "inherit_condition": id == Thread.id}  # noqa: A003  # the column
    state: Mapped[QuestionState] = mapped_column(CodeOf(QuestionState, 10), default=QuestionState.WAITING)
    category: Mapped[str | None] = mapped_column(String(30))
    asked_at: Mapped[datetime]
    """The same as created_at: here, so that the oldest that wait are found by one index."""
    about_thread_id: Mapped[int | None] = mapped_column(
        ForeignKey("thread.id", ondelete="SET NULL"), index=True
    )
    asked_group_id: Mapped[int | None] = mapped_column(ForeignKey("community_group.id"), index=True)
    asks_reporter: Mapped[bool] = mapped_column(default=False)
    """Asked of whoever posted the thread it is about, where no group may be named: who that is stands nowhere here."""
    answered_at: Mapped[datetime | None]
    used_words: Mapped[str] = mapped_column(Text, default="")
    used_html: Mapped[str] = mapped_column(StoredHtml(), default="")
    used_told_at: Mapped[datetime | None]
    used_asked_at: Mapped[datetime | None]

    asked_group: Mapped[Group | None] = relationship(foreign_keys=[asked_group_id])


class Advice(Base):
    """The label of a comment that answers: what it is, how its writer knows, and for which group they speak."""

    __tablename__ = "advice"

    comment_id: Mapped[int] = mapped_column(ForeignKey("comment.id", ondelete="CASCADE"), primary_key=True)
    kind: Mapped[AdviceKind] = mapped_column(CodeOf(AdviceKind, 20))
    basis: Mapped[Basis] = mapped_column(CodeOf(Basis, 20))
    group_id: Mapped[int | None] = mapped_column(ForeignKey("community_group.id"), index=True)
    name_taken_back_at: Mapped[datetime | None]
    """When the organisers of the group took back that it speaks for it."""

    comment: Mapped[Comment] = relationship()
    group: Mapped[Group | None] = relationship()


class AnswerMark(Base):
    """That the asker says: this answered it, or later: this is what we used."""

    __tablename__ = "answer_mark"
    __table_args__ = (Index("ix_answer_mark_question", "question_id", "comment_id"),)

    comment_id: Mapped[int] = mapped_column(ForeignKey("comment.id", ondelete="CASCADE"), primary_key=True)
    question_id: Mapped[int] = mapped_column(ForeignKey("question.id", ondelete="CASCADE"))
    is_answer: Mapped[bool] = mapped_column(default=True)
    was_used: Mapped[bool] = mapped_column(default=False)
    created_at: Mapped[datetime]


class Offer(Base):
    """That a group, or a person, will help others with some kinds of barriers: so many conversations a month."""

    __tablename__ = "offer"
    __table_args__ = (
        Index("ix_offer_council", "council_id", "id"),
        Index("ix_offer_area", "area_id", "id"),
        Index("ix_offer_group", "group_id", "id"),
        Index("ix_offer_standing", "stopped_at", "paused_at", "id"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id", ondelete="CASCADE"), index=True)
    group_id: Mapped[int | None] = mapped_column(ForeignKey("community_group.id"))
    council_id: Mapped[int | None] = mapped_column(ForeignKey("council.id"))
    area_id: Mapped[int | None] = mapped_column(ForeignKey("area.id"))
    words: Mapped[str] = mapped_column(String(300))
    a_month: Mapped[int] = mapped_column(default=2)
    """How many conversations in thirty days."""
    created_at: Mapped[datetime]
    paused_at: Mapped[datetime | None]
    stopped_at: Mapped[datetime | None]
    name_taken_back_at: Mapped[datetime | None]
    """When the organisers of the group took back that it is the group's; it is stopped then."""

    person: Mapped[Person] = relationship()
    group: Mapped[Group | None] = relationship()
    council: Mapped[Council | None] = relationship()
    area: Mapped[Area | None] = relationship()
    topics: Mapped[list[OfferTopic]] = relationship(
        cascade="all, delete-orphan", lazy="selectin", order_by="OfferTopic.category"
    )

    @property
    def stands(self) -> bool:
        """Whether it can be asked for now, capacity aside."""
        return self.paused_at is None and self.stopped_at is None


class OfferTopic(Base):
    """A category of barriers that an offer is about."""

    __tablename__ = "offer_topic"
    __table_args__ = (Index("ix_offer_topic_category", "category", "offer_id"),)

    offer_id: Mapped[int] = mapped_column(ForeignKey("offer.id", ondelete="CASCADE"), primary_key=True)
    category: Mapped[str] = mapped_column(String(30), primary_key=True)


class Match(Base):
    """That an asker wants the help of one offer. What each typed for the other is read after both said yes."""

    __tablename__ = "match"
    __table_args__ = (
        UniqueConstraint("question_id", "offer_id"),
        Index("ix_match_offer", "offer_id", "state", "answered_at"),
        Index("ix_match_asker", "asker_id", "asked_at"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    question_id: Mapped[int] = mapped_column(ForeignKey("question.id", ondelete="CASCADE"))
    offer_id: Mapped[int] = mapped_column(ForeignKey("offer.id", ondelete="CASCADE"))
    asker_id: Mapped[int] = mapped_column(ForeignKey("person.id", ondelete="CASCADE"))
    state: Mapped[MatchState] = mapped_column(CodeOf(MatchState, 12), default=MatchState.ASKED)
    asker_words: Mapped[str] = mapped_column(Text)
    offerer_words: Mapped[str] = mapped_column(Text, default="")
    asked_at: Mapped[datetime]
    answered_at: Mapped[datetime | None]

    question: Mapped[Question] = relationship()
    offer: Mapped[Offer] = relationship()
    asker: Mapped[Person] = relationship()

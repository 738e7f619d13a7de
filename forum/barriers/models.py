"""The tables of the core loop: barriers, who is affected, what the council said, whether it is gone."""

from __future__ import annotations

from datetime import date, datetime
from decimal import Decimal
from typing import ClassVar

from sqlalchemy import ColumnElement, ForeignKey, Index, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from forum.accounts.models import Person
from forum.barriers.lifecycle.confirmation_outcome import Answer
from forum.barriers.lifecycle.reasons import Reason, sentence
from forum.barriers.lifecycle.responses import ResponseKind
from forum.barriers.lifecycle.roles import Role
from forum.barriers.lifecycle.states import State
from forum.barriers.vocabulary import HintKind
from forum.core.column_types import CodeOf, JsonOf, StoredHtml
from forum.core.db import Base, Hundredths
from forum.councils.models import Council, Department, Officer
from forum.groups.models import Group
from forum.threads.models import Thread


class Barrier(Thread):
    """A thread about one obstacle met at one council or another named body.

    `number_of_affected` counts active affected, the reporter's own among them.
    """

    __tablename__ = "barrier"
    __mapper_args__ = {"polymorphic_identity": "barrier"}
    __table_args__ = (
        Index("ix_barrier_state", "state", "id"),
        Index("ix_barrier_category", "category", "id"),
        Index("ix_barrier_affected", "number_of_affected", "id"),
        Index("ix_barrier_department", "department_id", "id"),
        # The inbox: in order of days, and with what it is narrowed by, so that the index alone is read.
        Index(
            "ix_barrier_due", "owed_by_id", "due_on", "id", "state", "officer_id", "department_id", "category"
        ),
    )

    id: Mapped[int] = mapped_column(ForeignKey("thread.id", ondelete="CASCADE"), primary_key=True)
    state: Mapped[State] = mapped_column(CodeOf(State, 20), default=State.OPEN)
    state_changed_at: Mapped[datetime]
    category: Mapped[str] = mapped_column(String(30))
    trying_to: Mapped[str] = mapped_column(String(300), default="")
    rule_source: Mapped[str] = mapped_column(String(30), default="unknown")
    rule_words: Mapped[str] = mapped_column(Text, default="")
    would_help: Mapped[str] = mapped_column(Text, default="")
    other_body: Mapped[str] = mapped_column(String(160), default="")
    department_id: Mapped[int | None] = mapped_column(ForeignKey("department.id"))
    officer_id: Mapped[int | None] = mapped_column(ForeignKey("officer.id"), index=True)
    promised_on: Mapped[date | None]
    review_on: Mapped[date | None]
    state_before_question: Mapped[State | None] = mapped_column(CodeOf(State, 20))
    number_of_affected: Mapped[int] = mapped_column(default=0)
    first_affected_at: Mapped[datetime | None]
    last_affected_at: Mapped[datetime | None]
    claimed_at: Mapped[datetime | None]
    """When the removal or the way through that is being checked was claimed."""
    removed_at: Mapped[datetime | None]

    # Kept by actions.deadline alone, from the transitions and the council's rules; `flask barriers check-deadlines` proves it.
    public_since: Mapped[datetime | None]
    """When others could first read it, from when the council's clock runs; NULL for those of before it was kept: when it was reported."""
    owed_by_id: Mapped[int | None] = mapped_column(ForeignKey("council.id"))
    """The council that has to do something next; NULL when it is somebody else's turn, or nobody's."""
    due_on: Mapped[date | None]
    """The last day on which that is in time; NULL while the council's clock stands still. Ask is_overdue."""
    reported_to_id: Mapped[int | None] = mapped_column(ForeignKey("council.id"))
    """The council it was reported to, where another has taken that one's place; NULL while it is still there."""
    passed_on_at: Mapped[datetime | None]
    """When it went from there to the council that has it now."""
    same_as_id: Mapped[int | None] = mapped_column(ForeignKey("barrier.id"), index=True)
    """The barrier of the same council where this one is dealt with."""
    number_of_linked: Mapped[int] = mapped_column(default=0, server_default="0")
    """How many are dealt with at this one."""
    number_of_revisions: Mapped[int] = mapped_column(default=0, server_default="0")
    """How many earlier words are kept (Revision); most barriers have none, and their page asks for none."""

    department: Mapped[Department | None] = relationship()
    officer: Mapped[Officer | None] = relationship()
    reported_to: Mapped[Council | None] = relationship(foreign_keys=[reported_to_id])
    hint_answers: Mapped[list[HintAnswer]] = relationship(
        cascade="all, delete-orphan", passive_deletes=True, order_by="HintAnswer.key"
    )

    def is_overdue(self, today: date) -> bool:
        """Whether the council owes a step whose last day has passed: so in the inbox, on pages, in mails and figures."""
        return self.owed_by_id is not None and self.due_on is not None and self.due_on < today

    @classmethod
    def overdue_on(cls, today: date) -> ColumnElement[bool]:
        """Say the same of rows, as a condition."""
        return cls.owed_by_id.is_not(None) & (cls.due_on < today)

    hidden_people: ClassVar[frozenset[int] | None] = None
    """Not stored: who of the affected asked not to be named, where a page has read it already."""


class HintAnswer(Base):
    """An answer to one of the questions that only the barrier's category raises (vocabulary.Hint)."""

    __tablename__ = "hint_answer"

    barrier_id: Mapped[int] = mapped_column(ForeignKey("barrier.id", ondelete="CASCADE"), primary_key=True)
    key: Mapped[str] = mapped_column(String(30), primary_key=True)
    """Of the category's hints; "unread-1" and so on where a migration could not tell which question it was."""
    kind: Mapped[HintKind] = mapped_column(CodeOf(HintKind, 10))
    number: Mapped[Decimal | None] = mapped_column(Hundredths)
    """Pounds, days, a number, or 1 for yes and 0 for no; NULL for a text, and for words that no number was read from."""
    words: Mapped[str] = mapped_column(Text, default="")
    """As it was typed, where that says it in another way than the number does; it is what people are shown."""


class Affected(Base):
    """One group's (or lone person's) own experience of a barrier. Never merged away."""

    __tablename__ = "affected"
    __table_args__ = (
        UniqueConstraint("barrier_id", "group_id"),
        UniqueConstraint("barrier_id", "person_id"),
        Index("ix_affected_barrier", "barrier_id", "id"),
        Index("ix_affected_group", "group_id", "id"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    barrier_id: Mapped[int] = mapped_column(ForeignKey("barrier.id", ondelete="CASCADE"))
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"), index=True)
    group_id: Mapped[int | None] = mapped_column(ForeignKey("community_group.id"))
    is_reporter: Mapped[bool] = mapped_column(default=False)
    is_nameless: Mapped[bool] = mapped_column(default=False)
    effect: Mapped[str | None] = mapped_column(String(20))
    cost_pounds: Mapped[int | None]
    delay_days: Mapped[int | None]
    people_affected: Mapped[int | None]
    words: Mapped[str] = mapped_column(Text, default="")
    created_at: Mapped[datetime]
    withdrawn_at: Mapped[datetime | None]

    barrier: Mapped[Barrier] = relationship()
    person: Mapped[Person] = relationship()
    group: Mapped[Group | None] = relationship()
    excluded: Mapped[list[Exclusion]] = relationship(cascade="all, delete-orphan", lazy="selectin")


class Exclusion(Base):
    """That one affected said whom the barrier leaves out."""

    __tablename__ = "exclusion"

    affected_id: Mapped[int] = mapped_column(ForeignKey("affected.id", ondelete="CASCADE"), primary_key=True)
    code: Mapped[str] = mapped_column(String(40), primary_key=True)  # of barriers.vocabulary.EXCLUDED


class Transition(Base):
    """One change of a barrier's state: appended, never changed. Every figure is a query over these rows."""

    __tablename__ = "transition"
    __table_args__ = (
        Index("ix_transition_barrier", "barrier_id", "id"),
        Index("ix_transition_to_state", "to_state", "created_at"),
        Index("ix_transition_takes_back_id", "takes_back_id", unique=True),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    barrier_id: Mapped[int] = mapped_column(ForeignKey("barrier.id", ondelete="CASCADE"))
    person_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    role: Mapped[Role] = mapped_column(CodeOf(Role, 20))
    from_state: Mapped[State | None] = mapped_column(CodeOf(State, 20))
    to_state: Mapped[State] = mapped_column(CodeOf(State, 20))
    public_note: Mapped[str] = mapped_column(Text, default="")
    """What somebody wrote: a council's word, cut short, or a group's answer to its question."""
    reason: Mapped[Reason | None] = mapped_column(CodeOf(Reason, 40))
    """Why it changed where nobody wrote it; reason_params are what the sentence of that reason takes."""
    reason_params: Mapped[dict[str, str | int]] = mapped_column(
        JsonOf(dict), default=dict, server_default="{}"
    )
    created_at: Mapped[datetime]
    takes_back_id: Mapped[int | None] = mapped_column(ForeignKey("transition.id"))
    """The change that this one takes back; neither of the two counts in any clock or figure (`stands`)."""

    @property
    def note(self) -> str:
        """Return what is shown with this change: the words that somebody wrote, or the sentence of its reason."""
        return self.public_note or (sentence(Reason(self.reason), self.reason_params) if self.reason else "")


class Response(Base):
    """A council's official word on a barrier."""

    __tablename__ = "response"
    __table_args__ = (
        Index("ix_response_barrier", "barrier_id", "id"),
        Index("ix_response_council", "council_id", "id"),
        Index("ix_response_council_newest", "council_id", "created_at"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    barrier_id: Mapped[int] = mapped_column(ForeignKey("barrier.id", ondelete="CASCADE"))
    council_id: Mapped[int] = mapped_column(ForeignKey("council.id"))
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    transition_id: Mapped[int | None] = mapped_column(ForeignKey("transition.id"))
    kind: Mapped[ResponseKind] = mapped_column(CodeOf(ResponseKind, 30))
    body: Mapped[str] = mapped_column(Text)
    body_html: Mapped[str] = mapped_column(StoredHtml())
    html_version: Mapped[int]
    link: Mapped[str] = mapped_column(String(500), default="")
    promised_on: Mapped[date | None]
    review_on: Mapped[date | None]
    rule_source_before: Mapped[str | None] = mapped_column(String(30))
    """Who owned the rule before this answer said otherwise, for when it is taken back."""
    created_at: Mapped[datetime]
    corrected_at: Mapped[datetime | None]
    taken_back_at: Mapped[datetime | None]
    taken_back_reason: Mapped[str] = mapped_column(Text, default="", server_default="")

    council: Mapped[Council] = relationship()
    person: Mapped[Person] = relationship()


class QuestionAnswer(Base):
    """What the reporter or an affected group answered to the council's question, as it stands now.

    The change of state that came with it keeps what was said first.
    """

    __tablename__ = "question_answer"
    __table_args__ = (Index("ix_question_answer_barrier", "barrier_id", "id"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    barrier_id: Mapped[int] = mapped_column(ForeignKey("barrier.id", ondelete="CASCADE"))
    transition_id: Mapped[int] = mapped_column(ForeignKey("transition.id", ondelete="CASCADE"), unique=True)
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    words: Mapped[str] = mapped_column(Text)
    created_at: Mapped[datetime]
    corrected_at: Mapped[datetime | None]
    taken_back_at: Mapped[datetime | None]
    taken_back_reason: Mapped[str] = mapped_column(Text, default="", server_default="")


class ConfirmationRequest(Base):
    """That one affected was asked whether the barrier is really gone.

    `claim_id` is the transition that made the claim, so that a second claim asks anew; `round` is 1 for
    the first question and 2 for the one six months after.
    """

    __tablename__ = "confirmation_request"
    __table_args__ = (UniqueConstraint("claim_id", "affected_id", "round"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    barrier_id: Mapped[int] = mapped_column(ForeignKey("barrier.id", ondelete="CASCADE"), index=True)
    claim_id: Mapped[int] = mapped_column(ForeignKey("transition.id"))
    affected_id: Mapped[int] = mapped_column(ForeignKey("affected.id", ondelete="CASCADE"), index=True)
    round: Mapped[int] = mapped_column(default=1)
    asked_at: Mapped[datetime]
    answer: Mapped[Answer | None] = mapped_column(CodeOf(Answer, 12))
    """The last answer given; all of them stand in ConfirmationAnswer."""
    words: Mapped[str] = mapped_column(Text, default="")
    answered_at: Mapped[datetime | None]
    is_independent: Mapped[bool] = mapped_column(default=True)
    """False when whoever answered works for the council that made the claim."""

    affected: Mapped[Affected] = relationship()
    barrier: Mapped[Barrier] = relationship()


class ConfirmationAnswer(Base):
    """One answer to one question, in the order they were given: appended, never changed. The last one counts."""

    __tablename__ = "confirmation_answer"
    __table_args__ = (Index("ix_confirmation_answer_request", "request_id", "id"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    request_id: Mapped[int] = mapped_column(ForeignKey("confirmation_request.id", ondelete="CASCADE"))
    answer: Mapped[Answer] = mapped_column(CodeOf(Answer, 12))
    words: Mapped[str] = mapped_column(Text, default="")
    created_at: Mapped[datetime]


class Revision(Base):
    """What stood there before whoever said it corrected it.

    That is a council's answer, one group's words, a group's answer to a question, or else the report itself.
    """

    __tablename__ = "revision"
    __table_args__ = (Index("ix_revision_barrier", "barrier_id", "id"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    barrier_id: Mapped[int] = mapped_column(ForeignKey("barrier.id", ondelete="CASCADE"))
    response_id: Mapped[int | None] = mapped_column(ForeignKey("response.id", ondelete="CASCADE"), index=True)
    affected_id: Mapped[int | None] = mapped_column(ForeignKey("affected.id", ondelete="CASCADE"), index=True)
    question_answer_id: Mapped[int | None] = mapped_column(ForeignKey("question_answer.id"), index=True)
    person_id: Mapped[int | None] = mapped_column(ForeignKey("person.id", ondelete="SET NULL"))
    was: Mapped[dict[str, str]] = mapped_column(JsonOf(dict))
    """Earlier words by the name of their field, those alone that changed."""
    created_at: Mapped[datetime]


class PrivateNote(Base):
    """What officers write down for each other; nobody else reads it."""

    __tablename__ = "private_note"
    __table_args__ = (Index("ix_private_note_barrier", "barrier_id", "id"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    barrier_id: Mapped[int] = mapped_column(ForeignKey("barrier.id", ondelete="CASCADE"))
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    body: Mapped[str] = mapped_column(Text)
    created_at: Mapped[datetime]

    person: Mapped[Person] = relationship()


class CaseChange(Base):
    """What officers changed among themselves: who deals with a barrier, and where. Appended, never changed."""

    __tablename__ = "case_change"
    __table_args__ = (Index("ix_case_change_barrier", "barrier_id", "id"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    barrier_id: Mapped[int] = mapped_column(ForeignKey("barrier.id", ondelete="CASCADE"))
    person_id: Mapped[int | None] = mapped_column(ForeignKey("person.id", ondelete="SET NULL"))
    what: Mapped[str] = mapped_column(String(40))  # of barriers.vocabulary.CASE_FIELDS
    was: Mapped[str] = mapped_column(String(300), default="")
    """What it was called then: the name of a department, an officer or a council, or the title of a barrier."""
    was_id: Mapped[int | None]
    """Its number then; NULL where there was none, or where the row is older than the column. Points to nothing."""
    became: Mapped[str] = mapped_column(String(300), default="")
    became_id: Mapped[int | None]
    created_at: Mapped[datetime]

    person: Mapped[Person | None] = relationship()


class CaseOpening(Base):
    """When an officer last opened a barrier to answer it, so that two do not write at once."""

    __tablename__ = "case_opening"

    barrier_id: Mapped[int] = mapped_column(ForeignKey("barrier.id", ondelete="CASCADE"), primary_key=True)
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id", ondelete="CASCADE"), primary_key=True)
    opened_at: Mapped[datetime]

    person: Mapped[Person] = relationship()

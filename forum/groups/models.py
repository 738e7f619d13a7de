"""The tables of groups and their members."""

from __future__ import annotations

from datetime import date, datetime
from enum import StrEnum

from sqlalchemy import ForeignKey, Index, String, Text, UniqueConstraint, false
from sqlalchemy.orm import Mapped, mapped_column, relationship

from forum.accounts.models import Person
from forum.core.column_types import CodeOf
from forum.core.db import Base
from forum.councils.models import Area, Council

UNCLAIMED = "not yet claimed"


class GroupHold(StrEnum):
    """Why a group is in no list although somebody wanted it there."""

    WAITING = "waiting"
    """It has words of the moderators' list, and a moderator has not looked at it yet."""
    REFUSED = "refused"


class Group(Base):
    """A community group, made by a member or imported from published grants."""

    __tablename__ = "community_group"
    __table_args__ = (
        Index("ix_community_group_council_name", "council_id", "name", "id"),
        Index("ix_community_group_name", "name", "id"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    name: Mapped[str] = mapped_column(String(160))
    normalised_name: Mapped[str] = mapped_column(String(160), index=True)
    slug: Mapped[str] = mapped_column(String(80))
    summary: Mapped[str] = mapped_column(Text, default="")
    legal_form: Mapped[str | None] = mapped_column(String(40))
    council_id: Mapped[int | None] = mapped_column(ForeignKey("council.id"))
    area_id: Mapped[int | None] = mapped_column(ForeignKey("area.id"), index=True)
    org_id: Mapped[str | None] = mapped_column(String(120), unique=True)
    """An org-id.guide identifier such as GB-CHC-1234567."""
    website: Mapped[str] = mapped_column(String(300), default="")
    imported_from: Mapped[str | None] = mapped_column(String(200))
    claimed_at: Mapped[datetime | None]
    email_domain: Mapped[str | None] = mapped_column(String(120))
    """People with a confirmed address of this domain join at once, while organisers speak for the group."""
    right_at: Mapped[datetime | None]
    """When somebody of it last said that its page is right."""
    created_at: Mapped[datetime]
    is_unlisted: Mapped[bool] = mapped_column(default=False, server_default=false())
    """It was named only where its name is not shown, so its members alone may know that it is here."""
    left_at: Mapped[datetime | None]
    """When its last organiser left: what it said is still under its name, so that a moderator says who speaks for it next."""
    hold: Mapped[GroupHold | None] = mapped_column(CodeOf(GroupHold, 10))
    queued_at: Mapped[datetime | None] = mapped_column(index=True)
    """Since when it waits for a moderator."""

    council: Mapped[Council | None] = relationship()
    area: Mapped[Area | None] = relationship()
    topics: Mapped[list[GroupTopic]] = relationship(cascade="all, delete-orphan", order_by="GroupTopic.topic")

    @property
    def is_listed(self) -> bool:
        """Whether everyone may know that it is here; `queries.LISTED` is the same for statements."""
        return not self.is_unlisted and self.hold is None

    @property
    def is_open(self) -> bool:
        """Whether anyone may join it, since no organiser speaks for it or ever did."""
        return self.claimed_at is None and self.left_at is None

    @property
    def spoken_name(self) -> str:
        """Return its name, marked where anyone may have joined it."""
        return f"{self.name} ({UNCLAIMED})" if self.is_open else self.name


class GroupKnownAs(Base):
    """The identifier and the name under which a group came in: an identifier may be shared by branches."""

    __tablename__ = "group_known_as"
    __table_args__ = (UniqueConstraint("org_id", "normalised_name"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    group_id: Mapped[int] = mapped_column(ForeignKey("community_group.id", ondelete="CASCADE"), index=True)
    org_id: Mapped[str] = mapped_column(String(120))
    """In small letters: some registers' prefixes are written in either case."""
    normalised_name: Mapped[str] = mapped_column(String(160))


class DuplicateReason(StrEnum):
    """Why two groups may be one."""

    IDENTIFIER = "identifier"
    NUMBERS = "numbers"
    NAME = "name"


class SameGroup(Base):
    """That two groups may be one, and what a person decided; the group that was made first is `group`."""

    __tablename__ = "same_group"
    __table_args__ = (
        UniqueConstraint("group_id", "other_id"),
        Index("ix_same_group_open", "settled_at", "id"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    group_id: Mapped[int] = mapped_column(ForeignKey("community_group.id", ondelete="CASCADE"))
    other_id: Mapped[int] = mapped_column(ForeignKey("community_group.id", ondelete="CASCADE"), index=True)
    likeness: Mapped[DuplicateReason] = mapped_column(CodeOf(DuplicateReason, 12))
    created_at: Mapped[datetime]
    settled_at: Mapped[datetime | None]
    settled_by_id: Mapped[int | None] = mapped_column(ForeignKey("person.id", ondelete="SET NULL"))

    group: Mapped[Group] = relationship(foreign_keys=[group_id])
    other: Mapped[Group] = relationship(foreign_keys=[other_id])


class GroupMoved(Base):
    """That a group was joined to another: its old address leads there, and who joined them is written down."""

    __tablename__ = "group_moved"

    old_id: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    group_id: Mapped[int] = mapped_column(ForeignKey("community_group.id", ondelete="CASCADE"), index=True)
    name: Mapped[str] = mapped_column(String(160))
    org_id: Mapped[str] = mapped_column(String(120), default="")
    joined_by_id: Mapped[int | None] = mapped_column(ForeignKey("person.id", ondelete="SET NULL"))
    joined_at: Mapped[datetime] = mapped_column(index=True)

    group: Mapped[Group] = relationship()
    joined_by: Mapped[Person | None] = relationship()


class GroupTopic(Base):
    """That a group does something of a kind, of groups.vocabulary.TOPICS."""

    __tablename__ = "group_topic"
    __table_args__ = (Index("ix_group_topic", "topic", "group_id"),)

    group_id: Mapped[int] = mapped_column(
        ForeignKey("community_group.id", ondelete="CASCADE"), primary_key=True
    )
    topic: Mapped[str] = mapped_column(String(20), primary_key=True)


class Membership(Base):
    """A person's place in a group."""

    __tablename__ = "membership"
    __table_args__ = (UniqueConstraint("group_id", "person_id"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    group_id: Mapped[int] = mapped_column(ForeignKey("community_group.id", ondelete="CASCADE"))
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id", ondelete="CASCADE"), index=True)
    is_organiser: Mapped[bool] = mapped_column(default=False)
    is_shown: Mapped[bool] = mapped_column(default=False)
    created_at: Mapped[datetime]

    group: Mapped[Group] = relationship(lazy="joined")
    person: Mapped[Person] = relationship()


class JoinRequest(Base):
    """That somebody asks to be let into a group that organisers speak for; gone once it is answered."""

    __tablename__ = "group_join_request"
    __table_args__ = (UniqueConstraint("group_id", "person_id"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    group_id: Mapped[int] = mapped_column(ForeignKey("community_group.id", ondelete="CASCADE"))
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id", ondelete="CASCADE"), index=True)
    created_at: Mapped[datetime]

    group: Mapped[Group] = relationship(lazy="joined")
    person: Mapped[Person] = relationship(lazy="joined")


class GroupInvitation(Base):
    """A link by which people join a group at once; its token is stored as a hash."""

    __tablename__ = "group_invitation"
    __table_args__ = (Index("ix_group_invitation_group", "group_id", "id"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    group_id: Mapped[int] = mapped_column(ForeignKey("community_group.id", ondelete="CASCADE"))
    made_by_id: Mapped[int] = mapped_column(ForeignKey("person.id", ondelete="CASCADE"))
    token_hash: Mapped[str] = mapped_column(String(64), unique=True)
    uses_left: Mapped[int]
    created_at: Mapped[datetime]
    expires_at: Mapped[datetime]
    revoked_at: Mapped[datetime | None]

    group: Mapped[Group] = relationship()
    made_by: Mapped[Person] = relationship()


class GroupClaim(Base):
    """That somebody says an imported group is theirs, and what a moderator decided."""

    __tablename__ = "group_claim"
    __table_args__ = (Index("ix_group_claim_open", "settled_at", "id"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    group_id: Mapped[int] = mapped_column(ForeignKey("community_group.id", ondelete="CASCADE"), index=True)
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id", ondelete="CASCADE"), index=True)
    words: Mapped[str] = mapped_column(Text, default="")
    created_at: Mapped[datetime]
    settled_at: Mapped[datetime | None]
    settled_by_id: Mapped[int | None] = mapped_column(ForeignKey("person.id", ondelete="SET NULL"))
    was_granted: Mapped[bool] = mapped_column(default=False)

    group: Mapped[Group] = relationship(lazy="joined")
    person: Mapped[Person] = relationship(foreign_keys=[person_id], lazy="joined")


class Direction(StrEnum):
    """Which way a resource goes."""

    OFFERED = "offered"
    NEEDED = "needed"


class Resource(Base):
    """Something a group can lend or give, or needs: listed until its day has come or somebody ends it."""

    __tablename__ = "resource"
    __table_args__ = (
        Index("ix_resource_open", "direction", "ended_at", "until", "id"),
        Index("ix_resource_council", "council_id", "direction", "id"),
        Index("ix_resource_group", "group_id", "id"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    group_id: Mapped[int] = mapped_column(ForeignKey("community_group.id", ondelete="CASCADE"))
    direction: Mapped[Direction] = mapped_column(CodeOf(Direction, 8))
    kind: Mapped[str] = mapped_column(String(20))  # of groups.vocabulary.RESOURCE_KINDS
    words: Mapped[str] = mapped_column(String(300))
    terms: Mapped[str] = mapped_column(String(20))  # of groups.vocabulary.TERMS
    council_id: Mapped[int | None] = mapped_column(ForeignKey("council.id"))
    area_id: Mapped[int | None] = mapped_column(ForeignKey("area.id"), index=True)
    until: Mapped[date]
    created_at: Mapped[datetime]
    ended_at: Mapped[datetime | None]

    group: Mapped[Group] = relationship()
    council: Mapped[Council | None] = relationship()
    area: Mapped[Area | None] = relationship()

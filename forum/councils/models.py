"""The tables of councils, their names, departments, areas, officers and settings."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

from sqlalchemy import ForeignKey, Index, LargeBinary, String, Text, UniqueConstraint, false, text
from sqlalchemy.orm import Mapped, mapped_column, relationship, validates

from forum.accounts.models import Person
from forum.core import clock
from forum.core.column_types import JsonOf
from forum.core.db import Base
from forum.councils.name_matching import normalise


class Council(Base):
    """A local authority, present or former. It is claimed when somebody from it has signed in here."""

    __tablename__ = "council"
    __table_args__ = (Index("ix_council_name", "name", "id"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    code: Mapped[str] = mapped_column(String(10), unique=True)
    gss_code: Mapped[str | None] = mapped_column(String(9), unique=True)
    slug: Mapped[str] = mapped_column(String(80), unique=True)
    name: Mapped[str] = mapped_column(String(120))
    official_name: Mapped[str] = mapped_column(String(200))
    kind: Mapped[str] = mapped_column(String(60), default="")
    nation: Mapped[str] = mapped_column(String(40), default="")
    region: Mapped[str] = mapped_column(String(60), default="")
    population: Mapped[int | None]
    started_on: Mapped[date | None]
    ended_on: Mapped[date | None]
    successor_id: Mapped[int | None] = mapped_column(ForeignKey("council.id"), index=True)
    contact_name: Mapped[str] = mapped_column(String(120), default="")
    contact_email: Mapped[str] = mapped_column(String(254), default="")
    website: Mapped[str] = mapped_column(String(300), default="")
    claimed_at: Mapped[datetime | None]
    number_of_barriers: Mapped[int] = mapped_column(default=0)
    overdue_told_on: Mapped[date | None]
    """When its officers were last told what is overdue."""
    # What the council set for itself; empty means as the installation does. Ask councils.rules.council_rules.
    holiday_calendar: Mapped[str] = mapped_column(String(20), default="", server_default="")
    response_target_days: Mapped[int | None]
    answer_target_days: Mapped[int | None]
    recurrence_groups: Mapped[int | None]
    recurrence_months: Mapped[int | None]
    brand_colour: Mapped[str] = mapped_column(String(7), default="", server_default="")
    brand_ink: Mapped[str] = mapped_column(String(7), default="", server_default="")
    brand_version: Mapped[int] = mapped_column(default=0, server_default="0")
    """Grows with each change of colours or logo; 0 while the council looks as everybody does."""
    has_logo: Mapped[bool] = mapped_column(default=False, server_default=false())

    successor: Mapped[Council | None] = relationship(remote_side="Council.id")

    @property
    def has_closed(self) -> bool:
        """Whether its last day has passed: another council may have taken its place."""
        return self.ended_on is not None and self.ended_on <= clock.today()


class CouncilSuccessor(Base):
    """That a council takes the place of another when that one closes; `place` is the order in which they are named."""

    __tablename__ = "council_successor"

    council_id: Mapped[int] = mapped_column(ForeignKey("council.id", ondelete="CASCADE"), primary_key=True)
    successor_id: Mapped[int] = mapped_column(
        ForeignKey("council.id", ondelete="CASCADE"), primary_key=True, index=True
    )
    place: Mapped[int] = mapped_column(default=0)


class CouncilName(Base):
    """One of the names people use for a council: official, short, alternative, former."""

    __tablename__ = "council_name"
    __table_args__ = (UniqueConstraint("council_id", "normalised"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    council_id: Mapped[int] = mapped_column(ForeignKey("council.id", ondelete="CASCADE"))
    name: Mapped[str] = mapped_column(String(200))
    normalised: Mapped[str] = mapped_column(String(200), index=True)


class Department(Base):
    """A part of a council that owns rules, with the person to ask."""

    __tablename__ = "department"
    __table_args__ = (UniqueConstraint("council_id", "code"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    council_id: Mapped[int] = mapped_column(ForeignKey("council.id", ondelete="CASCADE"))
    code: Mapped[str] = mapped_column(
        String(40)
    )  # of councils.vocabulary.DEPARTMENTS; a council's own may be added
    name: Mapped[str] = mapped_column(String(120))
    contact_name: Mapped[str] = mapped_column(String(120), default="")
    contact_email: Mapped[str] = mapped_column(String(254), default="")
    retired_at: Mapped[datetime | None]
    """Since when nothing new goes there; what it did stays under its name."""


class Area(Base):
    """A ward or other place of a council, with its GSS code and, where imported, its boundary."""

    __tablename__ = "area"
    __table_args__ = (
        Index(
            "uq_area_name_now",
            "council_id",
            "name",
            unique=True,
            sqlite_where=text("ended_on IS NULL"),
            postgresql_where=text("ended_on IS NULL"),
        ),
        Index("ix_area_council_name", "council_id", "name", "id"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    council_id: Mapped[int] = mapped_column(ForeignKey("council.id", ondelete="CASCADE"))
    name: Mapped[str] = mapped_column(String(120))
    slug: Mapped[str] = mapped_column(String(80))
    kind: Mapped[str] = mapped_column(String(20), default="ward")
    name_welsh: Mapped[str] = mapped_column(String(120), default="", server_default="")
    normalised: Mapped[str] = mapped_column(String(200), default="", server_default="", index=True)
    """The name as it is compared; written with it, as the Welsh one is."""
    normalised_welsh: Mapped[str] = mapped_column(String(200), default="", server_default="", index=True)
    gss_code: Mapped[str | None] = mapped_column(String(9), unique=True)
    started_on: Mapped[date | None]
    ended_on: Mapped[date | None]
    """The first day on which it was a ward no more; what happened there stays under its name."""
    boundary: Mapped[dict[str, Any] | None] = mapped_column(JsonOf(dict), deferred=True)
    """GeoJSON geometry, longitude and latitude in degrees."""

    council: Mapped[Council] = relationship()
    successors: Mapped[list[Area]] = relationship(
        secondary="area_successor",
        primaryjoin="Area.id == AreaSuccessor.area_id",
        secondaryjoin="Area.id == AreaSuccessor.successor_id",
        order_by="Area.name",
    )

    @validates("name", "name_welsh")
    def _normalise(self, column: str, name: str) -> str:
        setattr(self, column.replace("name", "normalised"), normalise(name))
        return name

    @property
    def has_ended(self) -> bool:
        """Whether it is a ward no more."""
        return self.ended_on is not None and self.ended_on <= clock.today()

    @property
    def label(self) -> str:
        """The name as it is chosen from a list: of a ward that has ended, with the day."""
        ended = self.ended_on
        return (
            f"{self.name} (until {ended.day} {ended:%B %Y})" if ended and self.has_ended else self.full_name
        )

    @property
    def full_name(self) -> str:
        """The name with the Welsh one beside it, where that is another."""
        is_same = self.name_welsh in {"", self.name}
        return self.name if is_same else f"{self.name} / {self.name_welsh}"


class AreaSuccessor(Base):
    """That a ward took over some of the place of one that ended."""

    __tablename__ = "area_successor"

    area_id: Mapped[int] = mapped_column(ForeignKey("area.id", ondelete="CASCADE"), primary_key=True)
    successor_id: Mapped[int] = mapped_column(
        ForeignKey("area.id", ondelete="CASCADE"), primary_key=True, index=True
    )


class FormerCode(Base):
    """A GSS code that a council had before its boundary was drawn anew."""

    __tablename__ = "council_former_code"

    gss_code: Mapped[str] = mapped_column(String(9), primary_key=True)
    council_id: Mapped[int] = mapped_column(ForeignKey("council.id", ondelete="CASCADE"), index=True)


class PlaceCode(Base):
    """In which ward and council a smaller place lies: a postcode, or an area of the census (LSOA, data zone)."""

    __tablename__ = "place_code"

    code: Mapped[str] = mapped_column(String(20), primary_key=True)
    ward_code: Mapped[str] = mapped_column(String(9), default="")
    council_code: Mapped[str] = mapped_column(String(9), default="")


class Officer(Base):
    """A person's place at a council. A lead may also decide that a rule stays, and change settings."""

    __tablename__ = "officer"
    __table_args__ = (UniqueConstraint("person_id", "council_id"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id", ondelete="CASCADE"))
    council_id: Mapped[int] = mapped_column(ForeignKey("council.id", ondelete="CASCADE"), index=True)
    department_id: Mapped[int | None] = mapped_column(ForeignKey("department.id"))
    is_lead: Mapped[bool] = mapped_column(default=False)
    job_title: Mapped[str] = mapped_column(String(120), default="")
    created_at: Mapped[datetime]
    left_at: Mapped[datetime | None]

    person: Mapped[Person] = relationship(lazy="joined")
    council: Mapped[Council] = relationship(lazy="joined")


class Route(Base):
    """Where a council sends one kind of barrier: to a department, and to somebody with a name."""

    __tablename__ = "council_route"
    __table_args__ = (UniqueConstraint("council_id", "category"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    council_id: Mapped[int] = mapped_column(ForeignKey("council.id", ondelete="CASCADE"))
    category: Mapped[str] = mapped_column(String(30))  # of barriers.vocabulary.CATEGORIES
    department_id: Mapped[int | None] = mapped_column(ForeignKey("department.id"), index=True)
    contact_name: Mapped[str] = mapped_column(String(120), default="")
    contact_email: Mapped[str] = mapped_column(String(254), default="")

    department: Mapped[Department | None] = relationship(lazy="joined")


class WardRoute(Base):
    """Where a council sends what is reported in one ward: one kind of barrier, or every kind ("")."""

    __tablename__ = "council_ward_route"
    __table_args__ = (UniqueConstraint("area_id", "category"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    council_id: Mapped[int] = mapped_column(ForeignKey("council.id", ondelete="CASCADE"), index=True)
    area_id: Mapped[int] = mapped_column(ForeignKey("area.id", ondelete="CASCADE"))
    category: Mapped[str] = mapped_column(String(30), default="")
    department_id: Mapped[int] = mapped_column(ForeignKey("department.id", ondelete="CASCADE"), index=True)

    area: Mapped[Area] = relationship(lazy="joined")
    department: Mapped[Department] = relationship(lazy="joined")


class ReplyTemplate(Base):
    """Words a council keeps for a kind of answer; for one kind of barrier, or for all ("")."""

    __tablename__ = "reply_template"
    __table_args__ = (Index("ix_reply_template_council", "council_id", "response_kind", "id"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    council_id: Mapped[int] = mapped_column(ForeignKey("council.id", ondelete="CASCADE"))
    category: Mapped[str] = mapped_column(String(30), default="")
    response_kind: Mapped[str] = mapped_column(String(30))  # of barriers.lifecycle.ResponseKind
    name: Mapped[str] = mapped_column(String(80))
    body: Mapped[str] = mapped_column(Text)


class Logo(Base):
    """A council's picture beside its name: drawn anew by us from what was sent."""

    __tablename__ = "council_logo"

    council_id: Mapped[int] = mapped_column(ForeignKey("council.id", ondelete="CASCADE"), primary_key=True)
    content: Mapped[bytes] = mapped_column(LargeBinary)
    width: Mapped[int]
    height: Mapped[int]


class CouncilChange(Base):
    """Who changed which setting of a council, when, from what to what; appended, never changed."""

    __tablename__ = "council_change"
    __table_args__ = (Index("ix_council_change_council", "council_id", "id"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    council_id: Mapped[int] = mapped_column(ForeignKey("council.id", ondelete="CASCADE"))
    person_id: Mapped[int | None] = mapped_column(ForeignKey("person.id", ondelete="SET NULL"))
    setting: Mapped[str] = mapped_column(String(80))
    """A code; councils.setting_changes puts it into words, with the three that follow."""
    about: Mapped[dict[str, str | int | None]] = mapped_column(JsonOf(dict), default=dict)
    """Which one of several it is about, such as the category of a route."""
    was: Mapped[dict[str, str | int | None]] = mapped_column(JsonOf(dict), default=dict)
    became: Mapped[dict[str, str | int | None]] = mapped_column(JsonOf(dict), default=dict)
    created_at: Mapped[datetime]

    person: Mapped[Person | None] = relationship()

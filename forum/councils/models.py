"""The tables of councils, their names, departments, areas and officers."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

from sqlalchemy import JSON, ForeignKey, Index, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from forum.accounts.models import Person
from forum.core.db import Base


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

    successor: Mapped[Council | None] = relationship(remote_side="Council.id")


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


class Area(Base):
    """A ward or other place of a council, with its GSS code and, where imported, its boundary."""

    __tablename__ = "area"
    __table_args__ = (UniqueConstraint("council_id", "name"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    council_id: Mapped[int] = mapped_column(ForeignKey("council.id", ondelete="CASCADE"))
    name: Mapped[str] = mapped_column(String(120))
    slug: Mapped[str] = mapped_column(String(80))
    kind: Mapped[str] = mapped_column(String(20), default="ward")
    gss_code: Mapped[str | None] = mapped_column(String(9), unique=True)
    boundary: Mapped[dict[str, Any] | None] = mapped_column(JSON, deferred=True)
    """GeoJSON geometry, longitude and latitude in degrees."""

    council: Mapped[Council] = relationship()


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


class AuditNote(Base):
    """Who changed what in a council's settings, and when; never changed afterwards."""

    __tablename__ = "council_audit_note"
    __table_args__ = (Index("ix_council_audit_note_council", "council_id", "id"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    council_id: Mapped[int] = mapped_column(ForeignKey("council.id", ondelete="CASCADE"))
    person_id: Mapped[int | None] = mapped_column(ForeignKey("person.id", ondelete="SET NULL"))
    text: Mapped[str] = mapped_column(Text)
    created_at: Mapped[datetime]

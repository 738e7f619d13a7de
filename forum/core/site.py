"""What a site is, written once in its own database: a demonstration, or real.

It is a property of the data, so that no flag, no file and no later start can turn one into the other, and a backup
stays what it was wherever it is restored (ADR 0024).
"""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime
from pathlib import Path

from flask import Flask, current_app
from sqlalchemy import NullPool, create_engine, make_url, select
from sqlalchemy.exc import DBAPIError
from sqlalchemy.orm import Mapped, mapped_column

from config import Settings
from forum.core import clock
from forum.core.db import Base, db

IS_DEMO = "clearway_is_demo"
CONNECT_SECONDS = 5
THE_ROW = 1


class SiteRecord(Base):
    """What this database was created as; one row, which is never changed."""

    __tablename__ = "site"

    id: Mapped[int] = mapped_column(primary_key=True)
    is_demo: Mapped[bool]
    created_at: Mapped[datetime]


def find_site() -> SiteRecord | None:
    """Find what this database was created as; None for one that was migrated, but never started."""
    return db.session.get(SiteRecord, THE_ROW)


def record_site(*, is_demo: bool) -> None:
    """Write what this database is, in the current transaction. Raises IntegrityError where that is written already."""
    db.session.add(SiteRecord(id=THE_ROW, is_demo=is_demo, created_at=clock.real_now()))
    db.session.flush()


def is_demo() -> bool:
    """Return whether the running application serves a demonstration."""
    return bool(current_app.extensions.get(IS_DEMO))


def use_site(app: Flask, settings: Settings) -> Settings:
    """Have the application know what its database is; gives the settings, with the movable clock of a demonstration."""
    app.extensions[IS_DEMO] = read_is_demo(settings)
    if app.extensions[IS_DEMO] and settings.clock_file is None:
        return replace(settings, clock_file=settings.instance_folder / "clock")
    return settings


def read_is_demo(settings: Settings) -> bool:
    """Read from the database, before there is an application, whether it is a demonstration's; when in doubt it is real."""
    options = {"connect_timeout": CONNECT_SECONDS} if settings.is_postgresql else {}
    if not settings.is_postgresql and not Path(make_url(settings.sqlalchemy_url).database or "").is_file():
        return False
    engine = create_engine(settings.sqlalchemy_url, poolclass=NullPool, connect_args=options)
    try:
        with engine.connect() as connection:
            return bool(connection.scalar(select(SiteRecord.is_demo).where(SiteRecord.id == THE_ROW)))
    except DBAPIError:
        return False  # not migrated yet, or not there

"""How often somebody may do something: counted in the database, so that all processes agree."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import String, delete
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.orm import Mapped, mapped_column

from forum.core import clock
from forum.core.db import Base, db


class RateCount(Base):
    """How often one key was used in one window of time."""

    __tablename__ = "rate_count"

    key: Mapped[str] = mapped_column(String(200), primary_key=True)
    window_ends_at: Mapped[datetime] = mapped_column(primary_key=True, index=True)
    number_of_hits: Mapped[int]


@dataclass(frozen=True, slots=True)
class Rate:
    """So many times in each window."""

    times: int
    window: timedelta


def hit(key: str, rate: Rate) -> timedelta | None:
    """Count one use. Gives None while it is within the rate, else how long to wait.

    Windows are fixed (the count starts anew when one ends): one row and one statement a use.
    """
    now = clock.now()
    seconds = rate.window.total_seconds()
    ends_at = datetime.fromtimestamp((now.timestamp() // seconds + 1) * seconds, tz=now.tzinfo)
    insert = postgresql.insert if db.engine.dialect.name == "postgresql" else sqlite.insert
    counted = (
        insert(RateCount)
        .values(key=key[:200], window_ends_at=ends_at, number_of_hits=1)
        .on_conflict_do_update(
            index_elements=["key", "window_ends_at"],
            set_={"number_of_hits": RateCount.number_of_hits + 1},
        )
        .returning(RateCount.number_of_hits)
    )
    hits = db.session.execute(counted).scalar_one()
    return None if hits <= rate.times else ends_at - now


def forget(key: str) -> None:
    """Begin to count one key anew."""
    db.session.execute(delete(RateCount).where(RateCount.key == key[:200]))


def forget_old() -> None:
    """Delete the windows that have ended."""
    db.session.execute(delete(RateCount).where(RateCount.window_ends_at < clock.now()))

"""How often somebody may do something: counted in the database, so that all processes agree."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import cast

from sqlalchemy import String, delete, func, select, text
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.orm import Mapped, mapped_column

from forum.core import clock
from forum.core.db import Base, change_rows, db, upsert
from forum.core.settings import settings


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


def hit(key: str, rate: Rate, *, ends_at: datetime | None = None) -> timedelta | None:
    """Count one use. Gives None while it is within the rate, else how long to wait.

    Windows are fixed (the count starts anew when one ends): one row and one statement a use.
    """
    ends_at = ends_at or end_of_window(rate.window)
    counted = counting(key, ends_at, 1).returning(RateCount.number_of_hits)
    hits = db.session.execute(counted).scalar_one()
    return None if hits <= rate.times else ends_at - clock.now()


def counting(key: str, ends_at: datetime, uses: int) -> postgresql.Insert | sqlite.Insert:
    """Return the statement that counts so many uses of a key in a window."""
    return (
        upsert(RateCount)
        .values(key=key[:200], window_ends_at=ends_at, number_of_hits=uses)
        .on_conflict_do_update(
            index_elements=["key", "window_ends_at"],
            set_={"number_of_hits": RateCount.number_of_hits + uses},
        )
    )


def used(key: str, ends_at: datetime) -> int:
    """Return how often a key was used in a window so far."""
    number = select(RateCount.number_of_hits).where(
        RateCount.key == key[:200], RateCount.window_ends_at == ends_at
    )
    return db.session.scalar(number) or 0


def full_until(key: str, rate: Rate) -> datetime | None:
    """Return when one more use will be within the rate, and None where it is now. Counts nothing."""
    ends_at = end_of_window(rate.window)
    return ends_at if used(key, ends_at) >= rate.times else None


def hit_in_any(key: str, rate: Rate) -> timedelta | None:
    """Count one use where it is within the rate in whatever window, not only in one that the clock gives.

    Gives None then, else how long to wait. A row for each use: for rates of a few times alone.
    """
    if db.engine.dialect.name == "postgresql":  # SQLite has one writer
        turn = text("SELECT pg_advisory_xact_lock(hashtextextended(:turn, 0))")
        db.session.execute(turn, {"turn": f"rate:{key}"})
    now = clock.now()
    used = select(
        func.coalesce(func.sum(RateCount.number_of_hits), 0), func.min(RateCount.window_ends_at)
    ).where(RateCount.key == key[:200], RateCount.window_ends_at > now)
    number, first_ends_at = db.session.execute(used).one()
    if number >= rate.times:
        return cast("datetime", first_ends_at) - now
    return hit(key, rate, ends_at=now + rate.window)


def end_of_window(window: timedelta) -> datetime:
    """Return when the window ends that it is now."""
    now, seconds = clock.now(), window.total_seconds()
    return datetime.fromtimestamp((now.timestamp() // seconds + 1) * seconds, tz=now.tzinfo)


def forget(key: str) -> None:
    """Begin to count one key anew."""
    db.session.execute(delete(RateCount).where(RateCount.key == key[:200]))


def forget_old() -> int:
    """Delete the windows that ended longer ago than counters are kept; returns how many."""
    old = delete(RateCount).where(RateCount.window_ends_at < clock.now() - settings().counters_kept)
    return change_rows(old)

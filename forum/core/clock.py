"""The only place that asks what time it is.

In demo and tests the clock can be moved: the number of seconds in CLOCK_FILE is added to the real
time, so that eight weeks pass when somebody says so (`flask clock forward 8w`).
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

from forum.core.settings import settings

LOCAL = ZoneInfo("Europe/London")  # the people we serve live there; days begin and end by its clock
_elsewhen: ContextVar[datetime | None] = ContextVar("elsewhen", default=None)
_shifts: dict[Path, tuple[float, timedelta]] = {}


def now() -> datetime:
    """Return the moment, aware and in UTC."""
    return _elsewhen.get() or datetime.now(UTC) + _shift(settings().clock_file)  # noqa: TID251  # the one place


def real_now() -> datetime:
    """Return the moment that other devices know too, however this site's clock was moved: for one-time codes, sessions."""
    return datetime.now(UTC)  # noqa: TID251  # the one place


@contextmanager
def travelled_to(moment: datetime) -> Iterator[None]:
    """Have it be that moment while this lasts: for demo content that has a past."""
    token = _elsewhen.set(moment)
    try:
        yield
    finally:
        _elsewhen.reset(token)


def today() -> date:
    """Return the date in the United Kingdom."""
    return now().astimezone(LOCAL).date()


def forward(by: timedelta) -> timedelta:
    """Move the clock of this installation on; gives the whole shift. Raises RuntimeError where no CLOCK_FILE is set."""
    file = settings().clock_file
    if file is None:
        raise RuntimeError("This installation uses the real clock: CLOCK_FILE is not set.")
    shift = _shift(file) + by
    file.parent.mkdir(parents=True, exist_ok=True)
    replacement = file.with_suffix(".new")
    replacement.write_text(str(shift.total_seconds()))
    replacement.replace(file)
    _shifts.pop(file, None)
    return shift


def _shift(file: Path | None) -> timedelta:
    if file is None:
        return timedelta()
    try:
        changed = file.stat().st_mtime
    except FileNotFoundError:
        return timedelta()
    known = _shifts.get(file)
    if known is None or known[0] != changed:
        known = _shifts[file] = (changed, timedelta(seconds=float(file.read_text() or 0)))
    return known[1]

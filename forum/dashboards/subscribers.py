"""What follows from changes below: whose facts must be extracted again, and which month will be mailed.

Changes of rows are heard from the session and not from events, on purpose (ADR 0020): figures follow rows, and a
new way of changing a row must not be able to forget them.
"""

from __future__ import annotations

from sqlalchemy import event, inspect
from sqlalchemy.orm import Session, UOWTransaction

from forum.barriers.models import Affected, Barrier, Response, Transition
from forum.core import clock
from forum.core.events import subscribe
from forum.councils.events import CouncilReplaced
from forum.councils.models import Council
from forum.councils.setting_changes import SettingWords, Values, add_setting_words, joined
from forum.dashboards.actions import plan_month_mails
from forum.dashboards.engine.snapshot_sync import enqueue_rebuild, enqueue_refresh
from forum.dashboards.month import Month
from forum.follows.events import FollowStarted
from forum.follows.models import FollowKind

_COUNTED = (
    "council_id",
    "area_id",
    "department_id",
    "category",
    "rule_source",
    "visibility",
    "hidden_at",
    "held_at",
    "created_at",
    "public_since",
)
_CALENDAR = ("holiday_calendar", "nation")


def register() -> None:
    """Listen to what is written, and to who follows a council: its month will be mailed when it is over."""
    subscribe(FollowStarted, plan_this_month)
    subscribe(CouncilReplaced, recount)
    add_setting_words({"month_note": SettingWords(_words_about_a_month, joined)})
    if not event.contains(Session, "after_flush", notice_changes):
        event.listen(Session, "after_flush", notice_changes)


def _words_about_a_month(about: Values) -> str:
    month = Month.read(str(about["month"]))
    return f"Words about {month.name if month else about['month']}"


def plan_this_month(event: FollowStarted) -> None:
    """Plan the first summary of a council that somebody follows; each one plans the next."""
    if event.follow.kind == FollowKind.COUNCIL:
        plan_month_mails(council_id=int(event.follow.key), month=Month.of(clock.today()))


def recount(replaced: CouncilReplaced) -> None:
    """The barriers of a council that closed count for those that took its place, and not for it."""
    for council in (replaced.council, *(part.successor for part in replaced.parts)):
        enqueue_rebuild(council.id)


def notice_changes(session: Session, _context: UOWTransaction) -> None:
    """Enqueue each barrier with a row that figures count and that was added, changed or deleted."""
    found = {_counted_in(one) for one in (*session.new, *session.deleted)}
    found |= {_counted_in(one) for one in session.dirty if _matters(one)}
    for number in sorted(found - {0}):
        enqueue_refresh(number)
    for council in session.dirty:
        if isinstance(council, Council) and _has_changed(council, _CALENDAR):
            enqueue_rebuild(council.id)


def _counted_in(row: object) -> int:
    """Return the id of the barrier that a row is counted with; 0 for none."""
    if isinstance(row, Barrier):
        return row.id
    if isinstance(row, Affected | Transition | Response):
        return row.barrier_id
    return 0


def _matters(row: object) -> bool:
    """Return whether a change can change a figure: of a barrier only some columns can; comments and views cannot."""
    return not isinstance(row, Barrier) or _has_changed(row, _COUNTED)


def _has_changed(row: object, names: tuple[str, ...]) -> bool:
    known = inspect(row)
    return known is not None and any(known.attrs[name].history.has_changes() for name in names)

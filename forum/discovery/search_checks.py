"""Looks whether something new fits the searches that people follow: each morning, and within the hour for who asks for that.

Searching takes its time, so nothing is locked meanwhile: what was found is written in a transaction of its own, together
with until when it was looked, so that a repeat after a kill tells nothing twice.
"""

from __future__ import annotations

from datetime import datetime, time, timedelta

from forum.core import clock
from forum.core.db import db, transaction
from forum.core.outbox import OutboxRow, caused_by_no_one, enqueue
from forum.councils.identity import identity_of
from forum.discovery.news import FOUND, FoundParams
from forum.follows.followables import list_followables
from forum.follows.models import FollowKind, Frequency
from forum.follows.queries import get_follow, has_searches_at_once, list_searches_to_check
from forum.notifications.actions import notify_of_follow
from forum.threads.events import ThreadPosted

CHECK_SEARCHES = "check_searches"
BATCH = 25
EARLY = time(6)
"""Before the digests of the morning, on the clock of the United Kingdom."""
AT_ONCE_AFTER = timedelta(minutes=5)
"""After a full hour: by then the index knows what came in it."""


def plan_morning_check() -> None:
    """Write down the next morning's look, once."""
    local = clock.now().astimezone(clock.LOCAL)
    day = local.date() + timedelta(days=local.time() >= EARLY)
    due_at = datetime.combine(day, EARLY, tzinfo=clock.LOCAL)
    _plan(due_at, is_morning=True)


def plan_check_at_once(_event: ThreadPosted) -> None:
    """Look within the hour for those who want to hear at once, where there are any."""
    if has_searches_at_once():
        hour = clock.now().replace(minute=0, second=0, microsecond=0) + timedelta(hours=1)
        _plan(hour + AT_ONCE_AFTER, is_morning=False)


def _plan(due_at: datetime, *, is_morning: bool) -> None:
    payload = {"before": due_at.isoformat(), "is_morning": is_morning, "after": 0}
    with caused_by_no_one():
        enqueue(CHECK_SEARCHES, payload, due_at=due_at, key=f"{CHECK_SEARCHES}:{due_at:%Y-%m-%dT%H%z}")


def check_searches(rows: list[OutboxRow]) -> None:
    """Look for what is new in a batch of searches, and write it down; a row for the rest, and for the next morning."""
    for payload in [dict(row.payload) for row in rows]:
        due_at, looked_at = datetime.fromisoformat(payload["before"]), clock.now()
        found, last = _count_new(_told_before(due_at, is_morning=payload["is_morning"]), payload["after"])
        with transaction():
            for number, new in found.items():
                _write_down(number, new, due_at, looked_at)
            if last is not None:
                enqueue(CHECK_SEARCHES, payload | {"after": last})
            elif payload["is_morning"]:
                plan_morning_check()


def _told_before(due_at: datetime, *, is_morning: bool) -> dict[Frequency, datetime]:
    """Return which searches are looked at: by how often they are told, those last looked at before a moment.

    The weekly ones wait for a Monday; one that the worker missed is made up for on the next day.
    """
    if not is_morning:
        return {Frequency.AT_ONCE: due_at}
    today = clock.today()
    monday = datetime.combine(today - timedelta(days=today.weekday()), EARLY, tzinfo=clock.LOCAL)
    each_day = (Frequency.AT_ONCE, Frequency.DAILY, Frequency.ONLY_HERE)
    return dict.fromkeys(each_day, due_at) | {Frequency.WEEKLY: monday}


def _count_new(before: dict[Frequency, datetime], after: int) -> tuple[dict[int, int], int | None]:
    """Count what is new for each follow of a batch, by its id; and the last one, where there may be more."""
    searches = list_followables()[FollowKind.SEARCH]
    follows = list_searches_to_check(before=before, after=after, limit=BATCH)
    found = {
        one.id: searches.count_new(identity_of(one.person), one.key, one.checked_at or one.created_at)
        for one in follows
    }
    last = follows[-1].id if len(follows) == BATCH else None
    db.session.rollback()
    return found, last


def _write_down(number: int, new: int, due_at: datetime, looked_at: datetime) -> None:
    follow = get_follow(number)
    if follow is None or (follow.checked_at is not None and follow.checked_at >= looked_at):
        return
    follow.checked_at = looked_at
    if new:
        params = FoundParams(number=new)
        notify_of_follow(follow=follow, kind=FOUND, about=int(follow.key), at=due_at, params=params)

"""What the worker does: keeps the figures up to date, and mails the months of councils."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from forum.core import clock
from forum.core.db import db
from forum.core.outbox import OutboxRow, enqueue
from forum.councils.models import Council
from forum.dashboards.actions import MAIL_MONTH, plan_month_mails
from forum.dashboards.emails import write_month
from forum.dashboards.engine.snapshot_sync import (
    CHECK,
    REBUILD,
    REFRESH,
    check_and_repair,
    rebuild_council,
    refresh,
)
from forum.dashboards.month import Month
from forum.dashboards.month_summary import summarise
from forum.follows.models import FollowKind
from forum.follows.queries import has_followers, list_mail_followers

BATCH = 100


def refresh_figures(rows: list[OutboxRow]) -> None:
    """Update the snapshots to the barriers as they are now: later changes are in them too, doubles do no harm."""
    refresh(row.payload["barrier"] for row in rows)


def rebuild_figures(rows: list[OutboxRow]) -> None:
    """Rebuild the snapshots of councils."""
    for row in rows:
        rebuild_council(int(row.payload["council"]))


def check_figures(_rows: list[OutboxRow]) -> None:
    """Compare a part of the snapshots with the rows, and repair it."""
    check_and_repair()


def mail_months(rows: list[OutboxRow]) -> None:
    """Mail the summaries of months that are over."""
    for row in rows:
        mail_month(row.payload)


def mail_month(payload: dict[str, Any]) -> None:
    """Write a month's summary to a batch of those who follow the council; a row for the rest, and for the next month.

    A month in which nothing happened is not written about.
    """
    council, month = db.session.get(Council, payload["council"]), Month.read(payload["month"])
    if council is None or month is None:
        return
    kind, key = FollowKind.COUNCIL, str(council.id)
    if has_followers(kind=kind, key=key):
        plan_month_mails(council_id=council.id, month=max(month.next, Month.of(clock.today())))
    summary = summarise(council, month)
    if not summary.has_news:
        return
    people = list_mail_followers(kind=kind, key=key, after=payload["after"], limit=BATCH)
    for person in people:
        write_month(summary, person)
    if len(people) == BATCH:
        after = people[-1].id
        enqueue(MAIL_MONTH, payload | {"after": after}, key=f"{MAIL_MONTH}:{council.id}:{month}:{after}")


HANDLERS: Mapping[str, Callable[[list[OutboxRow]], None]] = {
    REFRESH: refresh_figures,
    REBUILD: rebuild_figures,
    CHECK: check_figures,
    MAIL_MONTH: mail_months,
}

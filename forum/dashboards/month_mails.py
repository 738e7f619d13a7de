"""What the worker does for the pages about councils when the time has come."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from forum.core import clock
from forum.core.db import db
from forum.core.outbox import OutboxRow, enqueue
from forum.councils.models import Council
from forum.councils.queries import has_council_followers, list_council_followers
from forum.dashboards.actions import MAIL_MONTH, plan_month_mails
from forum.dashboards.month import Month
from forum.dashboards.month_letter import write_month
from forum.dashboards.month_summary import summarise

BATCH = 100


def mail_month(payload: dict[str, Any]) -> None:
    """Write a month's summary to a batch of those who follow the council; a row for the rest, and for the next month.

    A month in which nothing happened is not written about.
    """
    council, month = db.session.get(Council, payload["council"]), Month.read(payload["month"])
    if council is None or month is None:
        return
    if has_council_followers(council.id):
        plan_month_mails(council_id=council.id, month=max(month.next, Month.of(clock.today())))
    summary = summarise(council, month)
    if not summary.has_news:
        return
    people = list_council_followers(council_id=council.id, after=payload["after"], limit=BATCH)
    for person in people:
        write_month(summary, person)
    if len(people) == BATCH:
        after = people[-1].id
        enqueue(MAIL_MONTH, payload | {"after": after}, key=f"{MAIL_MONTH}:{council.id}:{month}:{after}")


def _each(work: Callable[[dict[str, Any]], None]) -> Callable[[list[OutboxRow]], None]:
    def do(rows: list[OutboxRow]) -> None:
        for row in rows:
            work(row.payload)

    return do


HANDLERS: Mapping[str, Callable[[list[OutboxRow]], None]] = {MAIL_MONTH: _each(mail_month)}

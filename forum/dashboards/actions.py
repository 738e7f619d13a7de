"""The months of a council: its own words about one, and the timed row by which they are mailed."""

from __future__ import annotations

from forum.accounts.models import Person
from forum.core import clock
from forum.core.db import db
from forum.core.outbox import enqueue
from forum.core.text import PIPELINE_VERSION, render
from forum.councils.actions import record_change
from forum.councils.models import Council
from forum.councils.setting_changes import filled
from forum.dashboards.models import MonthNote
from forum.dashboards.month import Month
from forum.dashboards.queries.months import find_month_note

MAIL_MONTH = "mail_month"


def plan_month_mails(*, council_id: int, month: Month) -> None:
    """Queue a month's summary for when it is over; once for each council and month, however often it is asked."""
    payload = {"council": council_id, "month": str(month), "after": 0}
    enqueue(MAIL_MONTH, payload, due_at=month.mailed_at, key=f"{MAIL_MONTH}:{council_id}:{month}")


def write_month_note(*, council: Council, month: Month, body: str, by: Person) -> None:
    """Put a council's own words on a month, or take them away when they are empty; its history says who did.

    Raises TextRefused when the words are too long.
    """
    html = render(body)
    note = find_month_note(council, month)
    before = note.body if note else ""
    if body == before:
        return
    if note is not None and not body:
        db.session.delete(note)
    elif note is None:
        note = MonthNote(council_id=council.id, month=month.first)
        db.session.add(note)
    if body and note is not None:
        note.body, note.body_html, note.html_version = body, html, PIPELINE_VERSION
        note.person_id, note.written_at = by.id, clock.now()
    record_change(
        council=council,
        by=by,
        setting="month_note",
        about={"month": str(month)},
        was=filled(words=before),
        became=filled(words=body),
    )
    db.session.flush()

"""The mail about a council's month: its subject on the template's first line, one press to stop it."""

from __future__ import annotations

from forum.accounts.models import Person
from forum.barriers.lifecycle.labels import STATE_LABELS
from forum.barriers.lifecycle.states import State
from forum.core.emails import Colours, write_mail
from forum.core.text import plain
from forum.core.urls import absolute_url, with_host
from forum.dashboards.month_summary import MonthSummary
from forum.dashboards.stop_links import stop_path
from forum.threads.kinds import path_of

MOST_TITLES = 5


def write_month(summary: MonthSummary, person: Person) -> None:
    """Write a month's summary to a person, once for each council and month."""
    council, month = summary.council, summary.month
    stop_url = with_host(stop_path(person_id=person.id, council_id=council.id))
    lists = [
        ("What was reported", [(one.title, with_host(path_of(one))) for one in summary.reported]),
        (
            "What the council answered",
            [(one.title, with_host(path_of(one))) for _, one in summary.answered],
        ),
        (
            STATE_LABELS[State.REMOVED],
            [(one.title, with_host(path_of(one))) for one in summary.removed],
        ),
    ]
    write_mail(
        "dashboards-month",
        to=person.email,
        key=f"mail:month:{council.id}:{month}:{person.id}",
        stop_url=stop_url,
        colours=Colours(council.brand_colour, council.brand_ink),
        council=council,
        month=month,
        lines=summary.lines,
        note=plain(summary.note.body_html) if summary.note else "",
        lists=[(title, rows[:MOST_TITLES], max(0, len(rows) - MOST_TITLES)) for title, rows in lists if rows],
        address=absolute_url("months.month", slug=council.slug, month=month),
    )

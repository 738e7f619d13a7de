"""The email about a council's month: its subject on the template's first line, and a signed link that stops it."""

from __future__ import annotations

from flask import url_for

from forum.accounts.models import Person
from forum.barriers.lifecycle.labels import STATE_LABELS
from forum.barriers.lifecycle.states import State
from forum.core.emails import Colours, write_mail
from forum.core.outbox import Rank
from forum.core.signed_links import SignedLink
from forum.core.text import plain
from forum.core.urls import absolute_url, with_host
from forum.dashboards.month_summary import MonthSummary
from forum.threads.kinds import path_of

MOST_TITLES = 5
_STOP_LINK = SignedLink("stop-summaries", int, int)


def write_month(summary: MonthSummary, person: Person) -> None:
    """Write a month's summary to a person, once for each council and month."""
    council, month = summary.council, summary.month
    titles = (
        ("What was reported", summary.reported),
        ("What the council answered", [barrier for _, barrier in summary.answered]),
        (STATE_LABELS[State.REMOVED], summary.removed),
    )
    lists = [
        (
            title,
            [(one.title, with_host(path_of(one))) for one in barriers[:MOST_TITLES]],
            max(0, len(barriers) - MOST_TITLES),
        )
        for title, barriers in titles
        if barriers
    ]
    write_mail(
        "dashboards-month",
        to=person.email,
        person=person,
        key=f"mail:month:{council.id}:{month}:{person.id}",
        stop_url=with_host(stop_path(person_id=person.id, council_id=council.id)),
        colours=Colours(council.brand_colour, council.brand_ink),
        rank=Rank.DIGEST,
        council=council,
        month=month,
        lines=summary.lines,
        note=plain(summary.note.body_html) if summary.note else "",
        lists=lists,
        address=absolute_url("months.month", slug=council.slug, month=month),
    )


def stop_path(*, person_id: int, council_id: int) -> str:
    """Return the address at which this person stops this council's summaries."""
    return url_for("council_follows.stop_summaries", token=_STOP_LINK.sign(person_id, council_id))


def read_stop_token(token: str) -> tuple[int, int] | None:
    """Read the ids of the person and of the council out of a link; None when we did not sign it."""
    return _STOP_LINK.read(token)

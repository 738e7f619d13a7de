"""Whom a barrier was sent to, and who can read it, in plain words."""

from __future__ import annotations

from forum.barriers.models import Barrier
from forum.core.formatting import day


def passed_on(barrier: Barrier) -> str:
    """Return a sentence saying that another council has taken the place of the one it was reported to; empty where that is still there."""
    was, now = barrier.reported_to, barrier.council
    if was is None or now is None or was.id == now.id:
        return ""
    when = f" on {day(was.ended_on)}" if was.ended_on else ""
    if was.successor_id == now.id:
        return f"Reported to {was.name}, which became {now.name}{when}."
    return f"Reported to {was.name}, which closed{when}. {now.name} deals with it now."


def where_it_went(barrier: Barrier) -> str:
    """Return who was told, and whether anybody from the council is here to answer."""
    passed = passed_on(barrier)
    return f"{passed} {_told_now(barrier)}".strip()


def _told_now(barrier: Barrier) -> str:
    if barrier.council is None:
        return "The group was not sure which council this is about, so it has not been sent to a council yet."
    to = barrier.council.name + (f", {barrier.department.name}" if barrier.department else "")
    if barrier.council.claimed_at is not None:
        return f"Sent to {to}."
    written = " We have written to its public address." if barrier.council.contact_email else ""
    return f"Sent to {to}; no one from the council has joined yet.{written}"


def who_reads_it(barrier: Barrier) -> str:
    """Return who else can read it; empty for what everybody can."""
    if not barrier.is_council_only:
        return ""
    council = barrier.council.name if barrier.council else "the council, once it is known"
    return (
        f"This page is not public. Only {council}, the group that reported it and the moderators can read it."
    )

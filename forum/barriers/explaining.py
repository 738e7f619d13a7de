"""What a barrier's state means, in plain words, for people who see the page for the first time. Pure."""

from __future__ import annotations

from forum.barriers.lifecycle import State
from forum.barriers.models import Barrier
from forum.threads.models import Visibility
from forum.web.pages import day

MEANINGS: dict[State, str] = {
    State.OPEN: "It is reported. The council has not answered yet.",
    State.ACKNOWLEDGED: "The council has seen it and knows which of its teams will deal with it.",
    State.NEEDS_INFO: "The council needs an answer before it can continue. Until then the council’s deadline is paused.",
    State.UNDER_REVIEW: "The council is looking into it.",
    State.REOPENED: "The council had given its answer. The groups affected say that it is still there, so it is open again and "
    "the council has to answer again.",
    State.CHANGE_AGREED: "The council has said that it will change this, and by when.",
    State.WAY_THROUGH: "The council keeps the rule, and says how groups can get past it. We ask those affected whether that works.",
    State.KEPT: "The council keeps the rule and says why. It has set a date to review it.",
    State.REDIRECTED: "The council says that somebody else owns this rule.",
    State.REMOVAL_CLAIMED: "The council says that it is gone. We are asking every affected group whether it really is.",
    State.REMOVED: "It is gone, and groups that were affected have said so.",
    State.REMOVED_UNCONFIRMED: "The council says that it is gone. We asked the groups affected, and nobody could confirm it.",
    State.WITHDRAWN: "The group that reported it has withdrawn it. It stays here so that the figures are honest.",
}


def explain_state(barrier: Barrier) -> str:
    """Say what the state means."""
    return MEANINGS[State(barrier.state)]


def passed_on(barrier: Barrier) -> str:
    """Say that another council has taken the place of the one it was reported to; empty where that is still there."""
    was, now = barrier.reported_to, barrier.council
    if was is None or now is None or was.id == now.id:
        return ""
    when = f" on {day(was.ended_on)}" if was.ended_on else ""
    if was.successor_id == now.id:
        return f"Reported to {was.name}, which became {now.name}{when}."
    return f"Reported to {was.name}, which closed{when}. {now.name} deals with it now."


def where_it_went(barrier: Barrier) -> str:
    """Say who was told, and whether anybody from the council is here to answer."""
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
    """Say who else can read it; empty for what everybody can."""
    if barrier.visibility != Visibility.COUNCIL:
        return ""
    council = barrier.council.name if barrier.council else "the council, once it is known"
    return (
        f"This page is not public. Only {council}, the group that reported it and the moderators can read it."
    )

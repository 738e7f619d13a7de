"""What follows a change of state by itself, whoever made it: asking, and setting the clock."""

from __future__ import annotations

from sqlalchemy import select

from forum.barriers.actions.counters import count_barriers_anew
from forum.barriers.actions.deadline import set_deadlines_later, start_clock
from forum.barriers.actions.removal import (
    ask_affected,
    ask_again_later,
    ask_newcomer,
    go_on_as_before,
)
from forum.barriers.actions.rule_review import review_later
from forum.barriers.actions.succession import pass_barriers
from forum.barriers.actions.unassignment import unassign_cases
from forum.barriers.events import AffectedAdded, BarrierPublished, StateChanged
from forum.barriers.lifecycle.states import CLAIM_STATES, State
from forum.barriers.models import Affected, Barrier
from forum.barriers.setting_words import SETTING_WORDS
from forum.core import events
from forum.core.db import db
from forum.core.outbox import enqueue
from forum.councils.events import CouncilReplaced, CouncilRulesChanged, DepartmentRetired, OfficerLeft
from forum.councils.setting_changes import add_setting_words
from forum.groups.events import GroupsJoined, GroupsStayApartError
from forum.threads.events import ThreadHiddenOrShown


def register() -> None:
    """Listen to what happens to barriers, and say how settings about them are put into words."""
    events.subscribe(StateChanged, go_on)
    events.subscribe(BarrierPublished, start_the_clock)
    events.subscribe(AffectedAdded, ask_too)
    events.subscribe(CouncilRulesChanged, count_anew)
    events.subscribe(DepartmentRetired, give_on)
    events.subscribe(CouncilReplaced, pass_barriers)
    events.subscribe(OfficerLeft, give_cases_back)
    events.subscribe(GroupsJoined, pass_affected)
    events.subscribe(ThreadHiddenOrShown, count_anew_when_hidden)
    add_setting_words(SETTING_WORDS)


def go_on(event: StateChanged) -> None:
    """Ask those affected at a claim; set the clock for a second round, or for the day of a review."""
    if event.transition.takes_back_id is not None:
        go_on_as_before(barrier=event.barrier, transition=event.transition)
    elif event.transition.to_state in CLAIM_STATES:
        ask_affected(barrier=event.barrier, claim=event.transition)
    elif event.transition.to_state == State.REMOVED:
        ask_again_later(barrier=event.barrier)
    elif event.transition.to_state == State.KEPT:
        review_later(barrier=event.barrier, kept=event.transition)
    elif event.transition.to_state == State.WITHDRAWN:
        count_barriers_anew(council_id=event.barrier.council_id)


def start_the_clock(event: BarrierPublished) -> None:
    """The days of a council count from when it could read what was reported."""
    start_clock(barrier=event.barrier)


def ask_too(event: AffectedAdded) -> None:
    """Ask also whoever joins while the others are being asked."""
    ask_newcomer(barrier=event.affected.barrier)


def count_anew_when_hidden(event: ThreadHiddenOrShown) -> None:
    """What a moderator hides is not counted at its council."""
    if isinstance(event.thread, Barrier):
        count_barriers_anew(council_id=event.thread.council_id)


def count_anew(event: CouncilRulesChanged) -> None:
    """The days of a council's open barriers follow its own numbers."""
    set_deadlines_later(council_id=event.council.id)


def give_on(event: DepartmentRetired) -> None:
    """The open barriers of a retired department go to whoever takes over, a batch at a time."""
    to = event.to.id if event.to else None
    enqueue("give_on", {"department": event.department.id, "to": to, "by": event.by.id})


def give_cases_back(event: OfficerLeft) -> None:
    """What somebody had who left goes back to nobody."""
    unassign_cases(officer=event.officer, by=event.by)


def pass_affected(event: GroupsJoined) -> None:
    """A joined group's experience is the other's; two experiences of one barrier are never merged away."""
    ours = select(Affected.barrier_id).where(Affected.group_id == event.kept.id)
    known = set(db.session.scalars(ours))
    rows = db.session.scalars(select(Affected).where(Affected.group_id == event.gone.id)).all()
    if any(one.barrier_id in known for one in rows):
        raise GroupsStayApartError(
            "Both groups said how one barrier affected them, and neither account may be merged away."
        )
    for one in rows:
        one.group_id = event.kept.id
    db.session.flush()

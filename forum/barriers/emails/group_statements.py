"""Which of what is said about barriers in the name of groups their organisers hear of."""

from __future__ import annotations

from forum.barriers.events import (
    AffectedAdded,
    AffectedAnswered,
    BarrierReported,
    QuestionAnswerCorrected,
    ReportCorrected,
    StateChanged,
)
from forum.barriers.lifecycle.roles import Role
from forum.barriers.lifecycle.states import State
from forum.core import events
from forum.notifications.group_statement_emails import notify_organisers


def register() -> None:
    """Listen to what is said about barriers."""
    events.subscribe(BarrierReported, notify_of_report)
    events.subscribe(AffectedAdded, notify_of_affected)
    events.subscribe(AffectedAnswered, notify_of_answer)
    events.subscribe(StateChanged, notify_of_answer_to_council)
    events.subscribe(ReportCorrected, notify_of_correction)
    events.subscribe(QuestionAnswerCorrected, notify_of_corrected_answer)


def notify_of_report(event: BarrierReported) -> None:
    """Somebody reported a barrier for a group."""
    notify_organisers(thread=event.barrier, group_id=event.barrier.group_id, what="reported a barrier")


def notify_of_affected(event: AffectedAdded) -> None:
    """Somebody said for a group that a barrier affects it too."""
    said = event.affected
    if not said.is_nameless and not said.barrier.is_council_only:
        notify_organisers(
            thread=said.barrier,
            group_id=said.group_id,
            what="said “this affects us too”",
            by_id=said.person_id,
        )


def notify_of_answer(event: AffectedAnswered) -> None:
    """Somebody answered for a group whether a barrier is gone; changing the answer is not told again."""
    said = event.request.affected
    if not said.is_nameless and not said.barrier.is_council_only:
        what = "answered the council’s claim"
        notify_organisers(
            thread=said.barrier,
            group_id=said.group_id,
            what=what,
            by_id=said.person_id,
            key=f"answer:{event.request.claim_id}",
        )


def notify_of_answer_to_council(event: StateChanged) -> None:
    """Whoever reported a barrier for a group answered the council's question; it is shown under the group's name."""
    move = event.transition
    if move.role == Role.REPORTER and move.from_state == State.NEEDS_INFO and move.public_note:
        what = "answered the council’s question"
        notify_organisers(
            thread=event.barrier, group_id=event.barrier.group_id, what=what, key=f"move:{move.id}"
        )


def notify_of_correction(event: ReportCorrected) -> None:
    """Whoever reported a barrier for a group corrected the report."""
    key = f"corrected:{event.revision.id}"
    notify_organisers(
        thread=event.barrier, group_id=event.barrier.group_id, what="corrected a report", key=key
    )


def notify_of_corrected_answer(event: QuestionAnswerCorrected) -> None:
    """Whoever reported a barrier for a group corrected its answer to the council; another's answer names no group."""
    if event.revision.person_id == event.barrier.author_id:
        key = f"corrected:{event.revision.id}"
        notify_organisers(
            thread=event.barrier,
            group_id=event.barrier.group_id,
            what="corrected an answer to the council",
            key=key,
        )

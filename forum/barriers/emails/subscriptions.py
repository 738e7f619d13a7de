"""Which events of barriers are told to whom: rows for those who follow, letters to officers and those affected."""

from __future__ import annotations

from forum.barriers.emails.overdue import notify_overdue_later
from forum.barriers.events import (
    CORRECTION_MAILED_AFTER,
    AffectedAdded,
    AffectedAsked,
    BarrierAssigned,
    BarrierLinked,
    BarrierReported,
    OfficerNamed,
    QuestionAnswerCorrected,
    RemovalConfirmed,
    ReportCorrected,
    ResponseCorrected,
    ResponseGiven,
    ResponseTakenBack,
    StateChanged,
)
from forum.barriers.lifecycle.roles import COUNCIL_ROLES
from forum.barriers.lifecycle.states import State
from forum.barriers.news import ResponseParams, StateParams
from forum.core import clock, events
from forum.core.outbox import enqueue
from forum.councils.events import CouncilReplaced
from forum.notifications.actions import notify_followers


def register() -> None:
    """Listen to what happens to barriers."""
    events.subscribe(BarrierReported, notify_the_council)
    events.subscribe(AffectedAdded, notify_of_one_more)
    events.subscribe(ResponseGiven, notify_of_a_response)
    events.subscribe(ResponseCorrected, notify_of_a_correction)
    events.subscribe(ResponseTakenBack, notify_what_was_taken_back)
    events.subscribe(ReportCorrected, notify_of_a_corrected_report)
    events.subscribe(QuestionAnswerCorrected, notify_of_a_corrected_answer)
    events.subscribe(StateChanged, notify_of_a_change)
    events.subscribe(AffectedAsked, ask_those_affected)
    events.subscribe(RemovalConfirmed, notify_those_elsewhere)
    events.subscribe(BarrierAssigned, notify_who_has_it)
    events.subscribe(BarrierLinked, notify_of_a_link)
    events.subscribe(OfficerNamed, notify_who_is_named)
    events.subscribe(CouncilReplaced, notify_successors)


def notify_the_council(event: BarrierReported) -> None:
    """The officers of its department are told, or the council's public contact where nobody is here yet."""
    if event.barrier.council_id is not None:
        enqueue("tell_council", {"barrier": event.barrier.id}, key=f"tell_council:{event.barrier.id}")
        notify_overdue_later(council_id=event.barrier.council_id, due_on=event.barrier.due_on)


def notify_of_one_more(event: AffectedAdded) -> None:
    """Those who follow hear that another group met it."""
    notify_followers(thread=event.affected.barrier, kind="affected", about=event.affected.id)


def notify_of_a_response(event: ResponseGiven) -> None:
    """Those who follow hear what the council said."""
    params = ResponseParams(kind=event.response.kind)
    notify_followers(thread=event.barrier, kind="response", about=event.response.id, params=params)


def notify_of_a_correction(event: ResponseCorrected) -> None:
    """Those who heard of an answer hear once what it says now, when it has not been corrected for a while."""
    notify_followers(
        thread=event.barrier,
        kind="correction",
        about=event.revision.id,
        due_at=clock.now() + CORRECTION_MAILED_AFTER,
    )


def notify_what_was_taken_back(event: ResponseTakenBack) -> None:
    """Those who heard of an answer hear that it does not stand."""
    params = ResponseParams(kind=event.response.kind)
    notify_followers(thread=event.barrier, kind="taken-back", about=event.response.id, params=params)


def notify_of_a_corrected_report(event: ReportCorrected) -> None:
    """The officers who were mailed a report hear once what it says now, when it has not been corrected for a while."""
    about = {"revision": event.revision.id}
    enqueue("tell_officers_corrected", about, due_at=clock.now() + CORRECTION_MAILED_AFTER)


def notify_of_a_corrected_answer(event: QuestionAnswerCorrected) -> None:
    """The officers who were mailed a group's answer to their question hear once what it says now, in the same way."""
    about = {"revision": event.revision.id}
    enqueue("tell_officers_corrected", about, due_at=clock.now() + CORRECTION_MAILED_AFTER)


def notify_of_a_change(event: StateChanged) -> None:
    """A change that the council did not make itself is told to it, and to those who follow."""
    if event.barrier.owed_by_id is not None:
        notify_overdue_later(council_id=event.barrier.owed_by_id, due_on=event.barrier.due_on)
    if event.transition.role in COUNCIL_ROLES:
        return  # its words are told with the response
    enqueue("tell_officers", {"transition": event.transition.id})
    about_an_answer = State.NEEDS_INFO in {event.transition.from_state, event.transition.to_state}
    if not about_an_answer or event.transition.to_state == State.WITHDRAWN:  # of answers only officers hear
        params = StateParams(state=event.transition.to_state)
        notify_followers(thread=event.barrier, kind="state", about=event.transition.id, params=params)


def ask_those_affected(event: AffectedAsked) -> None:
    """Everybody who was asked gets the question with its four links, or is reminded of it."""
    payload = {"claim": event.claim.id, "round": event.round, "reminder": event.is_reminder, "after": 0}
    enqueue("tell_asked", payload)


def notify_those_elsewhere(event: RemovalConfirmed) -> None:
    """Every group that met it elsewhere hears that it can be removed."""
    enqueue("tell_elsewhere", {"barrier": event.barrier.id, "after": 0})


def notify_who_has_it(event: BarrierAssigned) -> None:
    """An officer hears that a colleague gave them a barrier."""
    if event.officer.person_id != event.by.id:
        words = {"barrier": event.barrier.id, "officer": event.officer.id, "by": event.by.id}
        enqueue("tell_assigned", words | {"at": clock.now().isoformat()})


def notify_successors(event: CouncilReplaced) -> None:
    """The officers of a council that took over hear the next morning what is overdue there."""
    for part in event.parts:
        notify_overdue_later(council_id=part.successor.id, due_on=clock.today())


def notify_who_is_named(event: OfficerNamed) -> None:
    """An officer hears that a colleague named them in a note."""
    enqueue("tell_named", {"note": event.note.id, "officer": event.officer.id})


def notify_of_a_link(event: BarrierLinked) -> None:
    """Those who follow hear, once, that the council deals with it together with another."""
    notify_followers(thread=event.barrier, kind="linked", about=event.barrier.id)

"""What was said in a group's name leads to a mail to its organisers; what was said without a name does not."""

from __future__ import annotations

from typing import Any

from flask import url_for
from sqlalchemy import select

from forum.accounts.models import Person
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
from forum.core.db import db
from forum.core.outbox import enqueue
from forum.core.urls import absolute_url, with_host
from forum.groups.events import ResourceListed
from forum.groups.models import Group, Membership
from forum.groups.resources import get_resource
from forum.questions.events import AdviceGiven, HelpOffered, QuestionAsked
from forum.questions.models import Offer
from forum.stories.events import OutcomeAdded, StoryTold
from forum.threads.emails import write_to_person
from forum.threads.events import StatementRetracted
from forum.threads.kinds import path_of
from forum.threads.models import GroupStatementRetraction, StatementKind, Thread, Visibility

MOST_TOLD = 50


def register() -> None:
    """Listen to what is said in the name of groups."""
    events.subscribe(
        BarrierReported, lambda event: _tell(event.barrier, event.barrier.group_id, "reported a barrier")
    )
    events.subscribe(AffectedAdded, notify_of_affected)
    events.subscribe(AffectedAnswered, notify_of_answer)
    events.subscribe(HelpOffered, notify_of_offer)
    events.subscribe(StatementRetracted, notify_of_taking_back)
    events.subscribe(StoryTold, lambda event: _tell(event.story, event.story.group_id, "told a story"))
    events.subscribe(OutcomeAdded, notify_of_result)
    events.subscribe(
        QuestionAsked, lambda event: _tell(event.question, event.question.group_id, "asked a question")
    )
    events.subscribe(AdviceGiven, notify_of_advice)
    events.subscribe(StateChanged, notify_of_answer_to_council)
    events.subscribe(ReportCorrected, notify_of_correction)
    events.subscribe(QuestionAnswerCorrected, notify_of_corrected_answer)
    events.subscribe(ResourceListed, notify_of_resource)


def notify_of_affected(event: AffectedAdded) -> None:
    """Somebody said for a group that a barrier affects it too."""
    said = event.affected
    if not said.is_nameless and said.barrier.visibility != Visibility.COUNCIL:
        _tell(said.barrier, said.group_id, "said “this affects us too”", by_id=said.person_id)


def notify_of_answer(event: AffectedAnswered) -> None:
    """Somebody answered for a group whether a barrier is gone; changing the answer is not told again."""
    said = event.request.affected
    if not said.is_nameless and said.barrier.visibility != Visibility.COUNCIL:
        what = "answered the council’s claim"
        _tell(said.barrier, said.group_id, what, by_id=said.person_id, key=f"answer:{event.request.claim_id}")


def notify_of_offer(event: HelpOffered) -> None:
    """Somebody offered help for a group."""
    offer = event.offer
    if offer.group_id is not None:
        payload = {"group": offer.group_id, "offer": offer.id, "by": offer.person_id}
        enqueue("tell_of_words_for_group", payload | {"what": "offered help"})


def notify_of_result(event: OutcomeAdded) -> None:
    """Someone added a result to a story of a group."""
    story, key = event.outcome.story, f"outcome:{event.outcome.id}"
    _tell(story, story.group_id, "added a result", by_id=event.by.id, key=key)


def notify_of_advice(event: AdviceGiven) -> None:
    """Someone answered a question for a group."""
    said = event.comment
    thread = db.session.get_one(Thread, said.thread_id)
    _tell(thread, event.group_id, "gave advice", by_id=said.author_id, key=f"advice:{said.id}")


def notify_of_answer_to_council(event: StateChanged) -> None:
    """Whoever reported a barrier for a group answered the council's question; it is shown under the group's name."""
    move = event.transition
    if move.role == Role.REPORTER and move.from_state == State.NEEDS_INFO and move.public_note:
        what = "answered the council’s question"
        _tell(event.barrier, event.barrier.group_id, what, key=f"move:{move.id}")


def notify_of_correction(event: ReportCorrected) -> None:
    """Whoever reported a barrier for a group corrected the report."""
    key = f"corrected:{event.revision.id}"
    _tell(event.barrier, event.barrier.group_id, "corrected a report", key=key)


def notify_of_corrected_answer(event: QuestionAnswerCorrected) -> None:
    """Whoever reported a barrier for a group corrected its answer to the council; another's answer names no group."""
    if event.revision.person_id == event.barrier.author_id:
        key = f"corrected:{event.revision.id}"
        _tell(event.barrier, event.barrier.group_id, "corrected an answer to the council", key=key)


def notify_of_resource(event: ResourceListed) -> None:
    """Someone listed what a group can lend or needs."""
    listed = event.resource
    payload = {"group": listed.group_id, "resource": listed.id, "by": event.by.id}
    enqueue("tell_of_words_for_group", payload | {"what": "listed something to lend or to find"})


def _tell(
    thread: Thread, group_id: int | None, what: str, *, by_id: int | None = None, key: str = ""
) -> None:
    if group_id is None or (by_id is None and thread.is_nameless):
        return
    payload = {"group": group_id, "thread": thread.id, "by": by_id or thread.author_id, "what": what}
    enqueue("tell_of_words_for_group", payload | {"key": key})


def write_of_words(payload: dict[str, Any]) -> None:
    """Write to the organisers of a group, other than whoever said it."""
    group, by = db.session.get(Group, payload["group"]), db.session.get(Person, payload["by"])
    about = _about(payload)
    if group is None or by is None or about is None:
        return
    title, path, what = about
    words = {"group": group, "who": by.name, "what": payload["what"], "title": title}
    words |= {
        "address": with_host(path),
        "said": absolute_url("group_words.said", number=group.id),
        "members": absolute_url("groups.members", number=group.id),
    }
    for organiser in _organisers(group):
        if organiser.gets_news and organiser.id != by.id:
            key = f"for-group:{group.id}:{what}:{by.id}"
            write_to_person("groups-spoke", person=organiser, key=key, **words)


def _about(payload: dict[str, Any]) -> tuple[str, str, str] | None:
    """Return title, address and key of what was said; None where it is not to be seen any more."""
    if "offer" in payload:
        offer = db.session.get(Offer, payload["offer"])
        return (
            None
            if offer is None or not offer.stands
            else (offer.words, url_for("offers.offers"), f"offer:{offer.id}")
        )
    if "resource" in payload:
        listed = get_resource(payload["resource"])
        if listed is None or listed.ended_at is not None:
            return None
        address = url_for(
            "group_pages.group", number=listed.group_id, slug=listed.group.slug, _anchor="resources"
        )
        return listed.words, address, f"resource:{listed.id}"
    thread = db.session.get(Thread, payload["thread"])
    if thread is None or not thread.is_in_sight:
        return None
    key = f"{thread.id}:{payload['key']}" if payload.get("key") else str(thread.id)
    return thread.title, path_of(thread), key


def notify_of_taking_back(event: StatementRetracted) -> None:
    """Whoever said it, and the organisers, hear that it was taken back."""
    enqueue("tell_of_words_taken_back", {"record": event.record.id})


def write_of_taking_back(payload: dict[str, Any]) -> None:
    """Write to whoever said it, news wanted or not: it is about their own words; and to the group's organisers."""
    record = db.session.get(GroupStatementRetraction, payload["record"])
    if record is None:
        return
    words = {
        "group": record.group,
        "title": record.title,
        "what": WHAT_WORDS[StatementKind(record.kind)],
        "by": record.taken_back_by.name if record.taken_back_by else "An organiser",
        "who": record.author.name if record.author else "Someone",
        "address": with_host(path_of(record.thread) if record.thread else url_for("offers.offers")),
        "said": absolute_url("group_words.said", number=record.group_id),
    }
    key = f"taken-back:{record.id}"
    if record.author is not None and record.author.suspended_at is None:
        write_to_person("groups-words-not-yours", person=record.author, key=key, **words)
    for organiser in _organisers(record.group):
        if organiser.gets_news and organiser.id != record.author_id:
            write_to_person("groups-words-taken-back", person=organiser, key=key, **words)


WHAT_WORDS = {
    StatementKind.THREAD: "what was posted",
    StatementKind.STATEMENT: "the statement “this affects us too”",
    StatementKind.CONFIRMATION: "the answer to the council’s claim",
    StatementKind.ADVICE: "the advice",
    StatementKind.OFFER: "the offer of help",
}


def _organisers(group: Group) -> list[Person]:
    query = select(Person).join(Membership, Membership.person_id == Person.id)
    query = query.where(Membership.group_id == group.id, Membership.is_organiser)
    return list(db.session.scalars(query.order_by(Person.id).limit(MOST_TOLD)))

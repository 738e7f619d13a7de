"""The mails about questions and help: to whom was asked, to who offers, to both, and weeks later to the asker."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from flask import url_for

from forum.accounts.models import Person
from forum.core import events
from forum.core.db import db
from forum.core.outbox import enqueue
from forum.core.urls import absolute_url
from forum.core.worker import Handler, for_each_payload
from forum.groups.queries import list_members_to_tell
from forum.notifications.group_statement_emails import notify_organisers, write_about
from forum.questions.events import (
    AdviceGiven,
    HelpAnswered,
    HelpAskedFor,
    HelpOffered,
    QuestionAsked,
    WhatWasUsedAsked,
)
from forum.questions.models import Match, Offer, Question
from forum.questions.mutual_consent import LASTS, MatchState
from forum.questions.presenters import offerer_name
from forum.questions.queries.matches import get_match
from forum.questions.recipients import is_named
from forum.questions.vocabulary import QuestionState
from forum.threads.emails import write_thread_email
from forum.threads.models import Thread
from forum.threads.news import quoted

MOST_MEMBERS = 200


def register() -> None:
    """Listen to what happens to questions and offers."""
    events.subscribe(QuestionAsked, notify_whom_was_asked)
    events.subscribe(QuestionAsked, notify_asking_group)
    events.subscribe(AdviceGiven, notify_advising_group)
    events.subscribe(HelpOffered, notify_offering_group)
    events.subscribe(HelpAskedFor, notify_who_offers)
    events.subscribe(HelpAnswered, notify_who_asked)
    events.subscribe(WhatWasUsedAsked, ask_the_asker)


def notify_whom_was_asked(event: QuestionAsked) -> None:
    """The group that was asked hears of it, or whoever posted what it is about."""
    if event.question.asked_group_id is not None or event.question.asks_reporter:
        number = event.question.id
        enqueue("tell_asked_group", {"question": number}, key=f"tell_asked_group:{number}")


def notify_asking_group(event: QuestionAsked) -> None:
    """The organisers of the group for which it was asked hear of it."""
    notify_organisers(thread=event.question, group_id=event.question.group_id, what="asked a question")


def notify_advising_group(event: AdviceGiven) -> None:
    """The organisers of the group for which somebody answered hear of it."""
    said = event.comment
    thread = db.session.get_one(Thread, said.thread_id)
    key = f"advice:{said.id}"
    notify_organisers(
        thread=thread, group_id=event.group_id, what="gave advice", by_id=said.author_id, key=key
    )


def notify_offering_group(event: HelpOffered) -> None:
    """The organisers of the group for which somebody offered help hear of it."""
    offer = event.offer
    if offer.group_id is not None:
        payload = {"group": offer.group_id, "offer": offer.id, "by": offer.person_id}
        enqueue("tell_of_offer", payload | {"what": "offered help"})


def write_of_offer(payload: dict[str, Any]) -> None:
    """Write to the organisers of a group of an offer in its name, while it stands."""
    offer = db.session.get(Offer, payload["offer"])
    if offer is not None and offer.stands:
        write_about(payload, title=offer.words, path=url_for("offers.offers"), key=f"offer:{offer.id}")


def notify_who_offers(event: HelpAskedFor) -> None:
    """Whoever made the offer is asked."""
    enqueue("tell_offerer", {"match": event.match.id}, key=f"tell_offerer:{event.match.id}")


def notify_who_asked(event: HelpAnswered) -> None:
    """A yes goes to both sides, a no to the asker alone."""
    enqueue("tell_help_answered", {"match": event.match.id}, key=f"tell_help_answered:{event.match.id}")


def ask_the_asker(event: WhatWasUsedAsked) -> None:
    """Some weeks after an answer the asker is asked how it went."""
    number = event.question.id
    enqueue("tell_asker_used", {"question": number}, key=f"tell_asker_used:{number}")


def write_to_asked(payload: dict[str, Any]) -> None:
    """Write to the members of the group that was asked, or to the one who posted what it is about."""
    question = db.session.get(Question, payload["question"])
    if question is None or not question.is_in_sight or question.state == QuestionState.CLOSED:
        return
    about = db.session.get(Thread, question.about_thread_id) if question.about_thread_id else None
    words: dict[str, object] = {
        "quote": quoted(question.body_html),
        "asked": question.asked_group.spoken_name if question.asked_group else "",
        "about": about.title if about is not None and about.is_in_sight else "",
        "is_nameless": question.asked_group_id is None and about is not None and not is_named(about),
        "advise_url": absolute_url("advice.advise", number=question.id),
    }
    for person in _asked_people(question, about):
        if person.id != question.author_id:
            key = f"asked-group:{question.id}"
            write_thread_email("questions-asked", person=person, thread=question, key=key, **words)


def write_to_offerer(payload: dict[str, Any]) -> None:
    """Ask the one who offers for a yes or a no; what the asker typed stays where it is."""
    match = get_match(payload["match"])
    if match is not None and match.state == MatchState.ASKED:
        words = {"offer": match.offer.words, "quote": quoted(match.question.body_html), "lasts": LASTS}
        _write_about(match, "questions-help-asked", match.offer.person, "asked", **words)


def write_of_answer(payload: dict[str, Any]) -> None:
    """Say that there is a yes or a no, and where to read it; nothing that was typed is in a mail."""
    match = get_match(payload["match"])
    if match is None or match.state not in {MatchState.AGREED, MatchState.DECLINED}:
        return
    is_agreed = match.state == MatchState.AGREED
    words = {"offerer": offerer_name(match.offer), "is_agreed": is_agreed}
    _write_about(match, "questions-help-answered", match.asker, "answered", is_asker=True, **words)
    if is_agreed:
        person = match.offer.person
        _write_about(match, "questions-help-answered", person, "answered", is_asker=False, **words)


def write_what_was_used(payload: dict[str, Any]) -> None:
    """Ask the asker what was used."""
    question = db.session.get(Question, payload["question"])
    is_due = question is not None and question.state == QuestionState.ANSWERED
    if question is None or not is_due or not question.is_in_sight or not question.author.gets_news:
        return
    address = absolute_url("advice.what_was_used", number=question.id)
    key = f"used:{question.id}"
    write_thread_email("questions-used", person=question.author, thread=question, key=key, used_url=address)


def _asked_people(question: Question, about: Thread | None) -> list[Person]:
    if question.asked_group_id is not None:
        return list(list_members_to_tell(question.asked_group_id, limit=MOST_MEMBERS))
    return [about.author] if about is not None and about.author.gets_news else []


def _write_about(match: Match, template: str, person: Person, key: str, **words: object) -> None:
    if person.gets_news:
        address = absolute_url("matches.request_for_help", number=match.id)
        thread, name = match.question, f"help-{key}:{match.id}"
        write_thread_email(template, person=person, thread=thread, key=name, request_url=address, **words)


HANDLERS: Mapping[str, Handler] = {
    "tell_of_offer": for_each_payload(write_of_offer),
    "tell_asked_group": for_each_payload(write_to_asked),
    "tell_offerer": for_each_payload(write_to_offerer),
    "tell_help_answered": for_each_payload(write_of_answer),
    "tell_asker_used": for_each_payload(write_what_was_used),
}

"""What the worker does with the rows that notifications wrote: a batch of mails each, and a row for the rest."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from forum.accounts.models import Person
from forum.barriers.confirmation_links import token_of
from forum.barriers.lifecycle.confirmation_outcome import Answer
from forum.barriers.lifecycle.confirmation_text import again, question
from forum.barriers.lifecycle.labels import STATE_LABELS, STATE_MEANINGS, answer_labels
from forum.barriers.lifecycle.rules import lifecycle_rules
from forum.barriers.lifecycle.states import State
from forum.barriers.models import Barrier, ConfirmationRequest, PrivateNote, Revision, Transition
from forum.barriers.queries.confirmations import FIRST_ROUND, find_round, is_open_round, list_unanswered
from forum.barriers.queries.responses import (
    find_newest_answer_revision,
    find_newest_report_revision,
    find_question_answer,
    find_question_answer_of,
    find_response_of,
    find_revision,
)
from forum.barriers.reporter_display import reporter_name
from forum.core.db import db
from forum.core.outbox import enqueue
from forum.core.text import excerpt
from forum.core.urls import absolute_url, with_host
from forum.core.worker import Handler, for_each_payload
from forum.councils.identity import identity_of
from forum.councils.models import Officer
from forum.notifications import group_emails, group_statement_emails
from forum.notifications.overdue_emails import notify_overdue
from forum.notifications.queries import (
    get_comment,
    has_officers,
    list_affected_elsewhere,
    list_followers,
    list_officers_to_tell,
)
from forum.threads.emails import write_thread_email, write_to_address
from forum.threads.kinds import can_read, path_of
from forum.threads.manifest import ThreadFeature
from forum.threads.models import Thread, Visibility
from forum.threads.news import News, quoted
from forum.web.manifest import list_features

BATCH = 100
LONGEST_NOTE = 500
COMMENT = "comment"


def notify_followers(payload: dict[str, Any]) -> None:
    """Write to a batch of those who follow a thread and may read it."""
    thread = db.session.get(Thread, payload["thread"])
    news = _news(payload["topic"], payload["about"])
    if thread is None or news is None or not thread.is_in_sight:
        return
    people = list_followers(thread_id=thread.id, after=payload["after"], limit=BATCH, since=news.since)
    ids = [person.id for person in people]
    left_out = news.told_otherwise(ids) | {news.by}
    for person in people:
        if person.id not in left_out and can_read(identity_of(person), thread):
            write_thread_email(news.template, person=person, thread=thread, key=news.key, **news.words)
    _go_on("tell_followers", payload, ids)


def _news(topic: str, about: int) -> News | None:
    """Read what happened: a comment, or what a feature knows by this topic. Raises KeyError where none does."""
    if topic == COMMENT:
        return _comment(about)
    topics = {name: read for feature in list_features(ThreadFeature) for name, read in feature.news.items()}
    return topics[topic](about)


def _comment(number: int) -> News | None:
    comment = get_comment(number)
    if comment is None:
        return None
    words = {"quote": quoted(comment.body_html), "is_official": comment.is_official}
    return News("threads-comment", f"comment:{number}", comment.author_id, words)


def notify_council(payload: dict[str, Any]) -> None:
    """Tell the officers of a new barrier, or the council's public contact where nobody is here yet."""
    barrier = db.session.get(Barrier, payload["barrier"])
    if barrier is None or barrier.council is None or not barrier.is_in_sight:
        return
    if not has_officers(barrier.council.id):
        _notify_public_contact(barrier)
        return
    for person in list_officers_to_tell(barrier):
        who = reporter_name(identity_of(person), barrier)
        words = {"who": who, "quote": quoted(barrier.body_html), "council": barrier.council.name}
        write_thread_email(
            "barriers-reported", person=person, thread=barrier, key=f"reported:{barrier.id}", **words
        )


def notify_officers(payload: dict[str, Any]) -> None:
    """Tell the officers who have it of a change that somebody else made."""
    moved = db.session.get(Transition, payload["transition"])
    barrier = db.session.get(Barrier, moved.barrier_id) if moved else None
    if moved is None or barrier is None or not barrier.is_in_sight:
        return
    state, answer = State(moved.to_state), find_question_answer_of(moved)
    if answer is not None and answer.taken_back_at is not None:
        return  # it is told that it was withdrawn
    words = {
        "label": STATE_LABELS[state],
        "meaning": STATE_MEANINGS[state],
        "note": answer.words if answer is not None else moved.note,
        "is_answer": moved.from_state == State.NEEDS_INFO and state != State.WITHDRAWN,
        "is_withdrawn_answer": state == State.NEEDS_INFO and moved.takes_back_id is not None,
    }
    for person in list_officers_to_tell(barrier):
        key = f"officers:{moved.id}"
        write_thread_email("barriers-for-officers", person=person, thread=barrier, key=key, **words)


def notify_officers_corrected(payload: dict[str, Any]) -> None:
    """Tell the officers who have it what a report says now; once, when its reporter has stopped correcting it."""
    revision = find_revision(payload["revision"])
    barrier = db.session.get(Barrier, revision.barrier_id) if revision else None
    if revision is None or barrier is None or not barrier.is_in_sight:
        return
    if barrier.state == State.WITHDRAWN:
        return
    if revision.question_answer_id is not None:
        _notify_of_corrected_answer(barrier, revision)
        return
    newest = find_newest_report_revision(barrier)
    if newest is None or newest.id != revision.id:
        return
    words = {"quote": quoted(barrier.body_html), "title_before": revision.was.get("title", "")}
    for person in list_officers_to_tell(barrier):
        key = f"report-corrected:{revision.id}"
        write_thread_email("barriers-report-corrected", person=person, thread=barrier, key=key, **words)


def _notify_of_corrected_answer(barrier: Barrier, revision: Revision) -> None:
    """Tell the officers what a group's answer to their question says now, if this is its newest correction."""
    answer = find_question_answer(revision.question_answer_id or 0)
    newest = find_newest_answer_revision(answer) if answer is not None else None
    if answer is None or answer.taken_back_at is not None or newest is None or newest.id != revision.id:
        return
    for person in list_officers_to_tell(barrier):
        key, quote = f"answer-corrected:{revision.id}", excerpt(answer.words, LONGEST_NOTE)
        write_thread_email("barriers-answer-corrected", person=person, thread=barrier, key=key, quote=quote)


def notify_assigned(payload: dict[str, Any]) -> None:
    """Tell an officer that a colleague gave them a barrier, if they still have it."""
    barrier = db.session.get(Barrier, payload["barrier"])
    officer, by = db.session.get(Officer, payload["officer"]), db.session.get(Person, payload["by"])
    if barrier is None or officer is None or barrier.officer_id != officer.id or officer.left_at is not None:
        return
    person = officer.person
    if barrier.is_in_sight and person.gets_news:
        words = {"by": by.name if by else "A colleague", "due_on": barrier.due_on}
        key = f"assigned:{barrier.id}:{officer.id}:{payload['at']}"
        write_thread_email("barriers-assigned", person=person, thread=barrier, key=key, **words)


def notify_named(payload: dict[str, Any]) -> None:
    """Tell an officer who was named in a note, while they still answer for that council."""
    note, officer = db.session.get(PrivateNote, payload["note"]), db.session.get(Officer, payload["officer"])
    barrier = db.session.get(Barrier, note.barrier_id) if note else None
    if note is None or barrier is None or officer is None or not _still_answers(officer, barrier):
        return
    words = {"by": note.person.name, "quote": excerpt(note.body, LONGEST_NOTE)}
    words |= {"notes_url": absolute_url("barrier_casework.notes", number=barrier.id)}
    key = f"named:{note.id}:{officer.id}"
    write_thread_email("barriers-named", person=officer.person, thread=barrier, key=key, **words)


def _still_answers(officer: Officer, barrier: Barrier) -> bool:
    person = officer.person
    is_there = officer.left_at is None and officer.council_id == barrier.council_id
    return is_there and barrier.is_in_sight and person.wants_mail and person.suspended_at is None


def notify_asked(payload: dict[str, Any]) -> None:
    """Send the question to a batch of those who were asked and have not answered."""
    claim = db.session.get(Transition, payload["claim"])
    barrier = db.session.get(Barrier, claim.barrier_id) if claim else None
    if claim is None or barrier is None or not _still_asks(barrier, claim, payload["round"]):
        return
    unanswered = list_unanswered(
        claim_id=claim.id, number=payload["round"], after=payload["after"], limit=BATCH
    )
    for request in unanswered:
        _ask(barrier, claim, request, is_reminder=payload["reminder"])
    _go_on("tell_asked", payload, [request.id for request in unanswered])


def notify_elsewhere(payload: dict[str, Any]) -> None:
    """Tell a batch of those who meet the same barrier at other councils that it was removed at this one."""
    removed = db.session.get(Barrier, payload["barrier"])
    if removed is None or removed.council is None or not removed.is_in_sight:
        return
    if removed.visibility == Visibility.COUNCIL or removed.state != State.REMOVED:
        return
    met = list_affected_elsewhere(removed=removed, after=payload["after"], limit=BATCH)
    for affected in met:
        words = {
            "own": affected.barrier,
            "council": removed.council.name,
            "removed_url": with_host(path_of(removed)),
        }
        write_thread_email(
            "barriers-removed-elsewhere",
            person=affected.person,
            thread=affected.barrier,
            key=f"elsewhere:{removed.id}",
            **words,
        )
    _go_on("tell_elsewhere", payload, [affected.id for affected in met])


def _notify_public_contact(barrier: Barrier) -> None:
    """Say what this site is; what is for the council only is not in a mail to an address that anybody may read."""
    council, department = barrier.council, barrier.department
    to = (department.contact_email if department else "") or (council.contact_email if council else "")
    if not to or council is None:
        return
    is_private = barrier.visibility == Visibility.COUNCIL
    words = {"council": council.official_name or council.name, "is_private": is_private}
    words |= {"quote": "" if is_private else quoted(barrier.body_html)}
    write_to_address("barriers-unclaimed", to=to, thread=barrier, key=f"unclaimed:{barrier.id}", **words)


def _still_asks(barrier: Barrier, claim: Transition, number: int) -> bool:
    current = find_round(barrier)
    newest = current is not None and (current.claim_id, current.number) == (claim.id, number)
    return newest and is_open_round(barrier, number)


def _ask(barrier: Barrier, claim: Transition, request: ConfirmationRequest, *, is_reminder: bool) -> None:
    person = request.affected.person
    if not person.gets_news:
        return
    about = State(claim.to_state)
    token = token_of(request)
    labels = answer_labels(about)
    word = find_response_of(claim.id)
    words = {
        "council": barrier.council.name if barrier.council else "The council",
        "question": question(about),
        "claim": quoted(word.body_html) if word else claim.note,
        "links": [
            (
                labels[one],
                absolute_url("barrier_confirm.confirm", token=token, answer=str(one).replace("_", "-")),
            )
            for one in Answer
        ],
        "is_reminder": is_reminder,
        "is_second_round": request.round > FIRST_ROUND,
        "again": again(lifecycle_rules()),
    }
    key = f"{'reminder' if is_reminder else 'asked'}:{request.id}"
    write_thread_email("barriers-confirm", person=person, thread=barrier, key=key, **words)


def _go_on(kind: str, payload: dict[str, Any], ids: list[int]) -> None:
    """Leave the rest to a row of its own, so that a kill repeats one batch at most."""
    if len(ids) == BATCH:
        enqueue(kind, payload | {"after": ids[-1]})


HANDLERS: Mapping[str, Handler] = {
    "tell_followers": for_each_payload(notify_followers),
    "tell_of_claim": for_each_payload(group_emails.write_of_claim),
    "tell_of_join_request": for_each_payload(group_emails.write_of_join_request),
    "tell_of_words_for_group": for_each_payload(group_statement_emails.write_of_words),
    "tell_of_words_taken_back": for_each_payload(group_statement_emails.write_of_taking_back),
    "tell_of_joiner": for_each_payload(group_emails.write_of_joiner),
    "ask_organisers": for_each_payload(group_emails.write_to_organisers),
    "tell_council": for_each_payload(notify_council),
    "tell_officers": for_each_payload(notify_officers),
    "tell_asked": for_each_payload(notify_asked),
    "tell_officers_corrected": for_each_payload(notify_officers_corrected),
    "tell_assigned": for_each_payload(notify_assigned),
    "tell_named": for_each_payload(notify_named),
    "tell_overdue": notify_overdue,
    "tell_elsewhere": for_each_payload(notify_elsewhere),
}

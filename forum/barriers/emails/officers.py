"""Letters to the council: of a new barrier, of what others changed, of what a colleague gave or wrote."""

from __future__ import annotations

from typing import Any

from forum.accounts.models import Person
from forum.barriers.lifecycle.labels import STATE_LABELS, STATE_MEANINGS
from forum.barriers.lifecycle.states import State
from forum.barriers.models import Barrier, PrivateNote, Revision, Transition
from forum.barriers.queries.officers import has_officers, list_officers_to_tell
from forum.barriers.queries.responses import (
    find_newest_answer_revision,
    find_newest_report_revision,
    find_question_answer,
    find_question_answer_of,
    find_revision,
)
from forum.barriers.reporter_display import reporter_name
from forum.core.db import db
from forum.core.text import excerpt
from forum.core.urls import absolute_url
from forum.councils.identity import identity_of
from forum.councils.models import Officer
from forum.threads.emails import write_thread_email, write_to_address
from forum.threads.news import quoted

LONGEST_NOTE = 500


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


def _notify_public_contact(barrier: Barrier) -> None:
    """Say what this site is; what is for the council only is not in a mail to an address that anybody may read."""
    council, department = barrier.council, barrier.department
    to = (department.contact_email if department else "") or (council.contact_email if council else "")
    if not to or council is None:
        return
    is_private = barrier.is_council_only
    words = {"council": council.official_name or council.name, "is_private": is_private}
    words |= {"quote": "" if is_private else quoted(barrier.body_html)}
    write_to_address("barriers-unclaimed", to=to, thread=barrier, key=f"unclaimed:{barrier.id}", **words)


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

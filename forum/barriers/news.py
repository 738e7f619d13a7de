"""What can happen to a barrier that those who follow it are told: its sentence, and what its letter says."""

from __future__ import annotations

from dataclasses import dataclass
from functools import partial

from forum.barriers.lifecycle.labels import RESPONSE_LABELS, STATE_LABELS, STATE_MEANINGS
from forum.barriers.lifecycle.responses import CLAIM_KINDS, ResponseKind
from forum.barriers.lifecycle.states import CLAIM_STATES, State
from forum.barriers.models import Affected, Barrier, Transition
from forum.barriers.queries.confirmations import list_asked_people
from forum.barriers.queries.responses import find_newest_revision, find_revision, get_response
from forum.core.db import db
from forum.core.formatting import count
from forum.threads.news import News, Topic, Topics, nobody, quoted


@dataclass(frozen=True, slots=True)
class ResponseParams:
    """Of an official word: its kind."""

    kind: str


@dataclass(frozen=True, slots=True)
class StateParams:
    """Of a change: what it is now."""

    state: str


def _response(number: int) -> News | None:
    response = get_response(number)
    if response is None or response.taken_back_at is not None:
        return None
    moved = db.session.get(Transition, response.transition_id) if response.transition_id else None
    words = {
        "label": RESPONSE_LABELS[ResponseKind(response.kind)],
        "council": response.council.name,
        "quote": quoted(response.body_html),
        "promised_on": response.promised_on,
        "review_on": response.review_on,
        "is_question": response.kind == ResponseKind.ASK,
        "is_update": response.kind == ResponseKind.UPDATE,
    }
    is_claim = moved is not None and moved.to_state in CLAIM_STATES
    asked = partial(list_asked_people, moved.id) if moved is not None and is_claim else nobody
    summary = f"{response.council.name} answered: {words['label']}."
    return News("barriers-response", f"response:{number}", response.person_id, words, asked, summary)


def _correction(number: int) -> News | None:
    """Return what an answer says now; once for several corrections, with what it said before the first that was not told."""
    revision = find_revision(number)
    response = get_response(revision.response_id) if revision and revision.response_id else None
    if revision is None or response is None or response.taken_back_at is not None:
        return None
    newest = find_newest_revision(response)
    if newest is None or newest.id != revision.id:
        return None
    words = {"council": response.council.name, "quote": quoted(response.body_html), "link": response.link}
    key = f"correction:{revision.id}"
    return News("barriers-corrected", key, response.person_id, words, since=response.created_at)


def _taken_back(number: int) -> News | None:
    response = get_response(number)
    if response is None:
        return None
    words = {
        "council": response.council.name,
        "label": RESPONSE_LABELS[ResponseKind(response.kind)],
        "reason": response.taken_back_reason,
        "was_claim": response.kind in CLAIM_KINDS,
    }
    key = f"taken-back:{number}"
    return News("barriers-taken-back", key, response.person_id, words, since=response.created_at)


def _state(number: int) -> News | None:
    moved = db.session.get(Transition, number)
    if moved is None or not _is_news(moved):
        return None
    state = State(moved.to_state)
    words = {"label": STATE_LABELS[state], "meaning": STATE_MEANINGS[state], "note": moved.note}
    return News("barriers-state", f"state:{number}", moved.person_id, words)


def _is_news(moved: Transition) -> bool:
    """Return whether a change says something that stands: an outcome that is withdrawn mostly leads to another at once."""
    if moved.takes_back_id is None:
        return True
    barrier = db.session.get_one(Barrier, moved.barrier_id)
    return barrier.state == moved.to_state


def _affected(number: int) -> News | None:
    affected = db.session.get(Affected, number)
    if affected is None or affected.withdrawn_at is not None:
        return None
    barrier = db.session.get_one(Barrier, affected.barrier_id)
    key = f"affected:{barrier.id}:{affected.created_at:%Y-%m-%d}"  # one mail a day, however many join
    number = barrier.number_of_affected
    return News(
        "barriers-affected",
        key,
        affected.person_id,
        {"groups": number},
        summary=f"{count(number, 'group is', 'groups are')} affected now.",
    )


def _linked(number: int) -> News | None:
    """Name no other report: who reads this one may not be one who may read that one."""
    barrier = db.session.get(Barrier, number)
    if barrier is None or barrier.same_as_id is None:
        return None
    council = barrier.council.name if barrier.council else "The council"
    return News("barriers-linked", f"linked:{number}:{barrier.same_as_id}", None, {"council": council})


def _answered(given: ResponseParams) -> str:
    return f"The council answered: {RESPONSE_LABELS[ResponseKind(given.kind)]}."


def _withdrew(given: ResponseParams) -> str:
    return f"The council withdrew its answer: {RESPONSE_LABELS[ResponseKind(given.kind)]}."


def _changed(given: StateParams) -> str:
    return f"It is now: {STATE_LABELS[State(given.state)]}."


TOPICS: Topics = {
    "response": Topic(sentence=_answered, params=ResponseParams, read=_response, is_wide=True),
    "correction": Topic(
        sentence=lambda _: "The council corrected its answer.",
        read=_correction,
        plural="The council corrected its answer {number} times.",
    ),
    "taken-back": Topic(sentence=_withdrew, params=ResponseParams, read=_taken_back),
    "state": Topic(sentence=_changed, params=StateParams, read=_state, is_wide=True),
    "affected": Topic(
        sentence=lambda _: "This affects one more group.",
        read=_affected,
        plural="This affects {number} more groups.",
    ),
    "linked": Topic(
        sentence=lambda _: "The council deals with it together with another report.", read=_linked
    ),
}

"""Letters to those affected: the question whether it is really gone, and that it was removed elsewhere."""

from __future__ import annotations

from typing import Any

from forum.barriers.confirmation_links import token_of
from forum.barriers.lifecycle.confirmation_outcome import Answer
from forum.barriers.lifecycle.confirmation_text import again, question
from forum.barriers.lifecycle.labels import answer_labels
from forum.barriers.lifecycle.rules import lifecycle_rules
from forum.barriers.lifecycle.states import State
from forum.barriers.models import Barrier, ConfirmationRequest, Transition
from forum.barriers.queries.confirmations import (
    FIRST_ROUND,
    find_round,
    is_open_round,
    list_affected_elsewhere,
    list_unanswered,
)
from forum.barriers.queries.responses import find_response_of
from forum.core.db import db
from forum.core.outbox import enqueue
from forum.core.urls import absolute_url, with_host
from forum.threads.emails import write_thread_email
from forum.threads.kinds import path_of
from forum.threads.news import quoted

BATCH = 100


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


def notify_elsewhere(payload: dict[str, Any]) -> None:
    """Tell a batch of those who meet the same barrier at other councils that it was removed at this one."""
    removed = db.session.get(Barrier, payload["barrier"])
    if removed is None or removed.council is None or not removed.is_in_sight:
        return
    if removed.is_council_only or removed.state != State.REMOVED:
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


def _go_on(kind: str, payload: dict[str, Any], ids: list[int]) -> None:
    """Leave the rest to a row of its own, so that a kill repeats one batch at most."""
    if len(ids) == BATCH:
        enqueue(kind, payload | {"after": ids[-1]})

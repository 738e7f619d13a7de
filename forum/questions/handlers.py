"""What the worker does for questions when the time has come; each looks again whether it still fits."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from forum.core.db import db
from forum.core.outbox import OutboxRow
from forum.questions.actions.advice import ask_what_was_used
from forum.questions.actions.matches import expire_request
from forum.questions.models import Match, Question


def what_was_used(rows: list[OutboxRow]) -> None:
    """Some weeks after an answer: ask what was used of it."""
    for row in rows:
        question = db.session.get(Question, row.payload["question"])
        if question is not None:
            ask_what_was_used(question=question)


def help_expires(rows: list[OutboxRow]) -> None:
    """Thirty days after a request for help."""
    for row in rows:
        match = db.session.get(Match, row.payload["match"])
        if match is not None:
            expire_request(match=match)


HANDLERS: Mapping[str, Callable[[list[OutboxRow]], None]] = {
    "what_was_used": what_was_used,
    "help_expires": help_expires,
}

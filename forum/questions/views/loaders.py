"""Finding the question of a page, for those who may know that it exists."""

from __future__ import annotations

from flask import abort

from forum.councils.identity import current_identity
from forum.questions.models import Question
from forum.questions.queries.questions import get_question
from forum.threads.kinds import can_read


def readable_question(number: int) -> Question:
    """Read a question; 404 for whoever may not read it."""
    question = get_question(number)
    if question is None or not can_read(current_identity(), question):
        abort(404)
    return question

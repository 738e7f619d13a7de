"""Finds what may answer a question already: threads like the one being written."""

from __future__ import annotations

from sqlalchemy import select

from forum.core.db import db
from forum.councils.standing import VISITOR
from forum.questions.models import Question
from forum.questions.vocabulary import QuestionState
from forum.search.current import engine
from forum.search.documents import PUBLIC
from forum.search.engine import SimilarQuery
from forum.threads.kinds import can_read
from forum.threads.models import Thread
from forum.threads.queries import list_threads_by_number

KINDS = ("question", "story", "barrier", "playbook")
LEAST_LIKE = 0.08  # of the draft's own score; below it, hits share no more than a common word or two
MOST_SHOWN = 6


def find_alike(*, title: str, text: str = "", without: int | None = None) -> list[Thread]:
    """Find public threads of all kinds like a question's words, best first; taken back ones are left out."""
    asked = SimilarQuery(
        title=title,
        text=text,
        readers=frozenset({PUBLIC}),
        filters={"kind": KINDS},
        without=frozenset() if without is None else frozenset({f"thread:{without}"}),
        limit=2 * MOST_SHOWN,
    )
    hits = [hit.id for hit in engine().similar(asked) if hit.likeness >= LEAST_LIKE]
    numbers = [int(one.removeprefix("thread:")) for one in hits if one.startswith("thread:")]
    gone = select(Question.id).where(Question.id.in_(numbers), Question.state == QuestionState.CLOSED)
    taken_back = set(db.session.scalars(gone))
    rows = {row.id: row for row in list_threads_by_number(numbers) if can_read(VISITOR, row)}
    return [rows[one] for one in numbers if one in rows and one not in taken_back][:MOST_SHOWN]

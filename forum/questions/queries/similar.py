"""Finds what may answer a question already: public threads of any kind like the one being written."""

from __future__ import annotations

from forum.councils.standing import VISITOR
from forum.questions.models import Question
from forum.questions.vocabulary import QuestionState
from forum.threads.models import Thread
from forum.threads.similar import MOST_SHOWN, find_similar


def find_alike(*, title: str, text: str = "") -> list[Thread]:
    """Find public threads of all kinds like a question's words, best first; those taken back are left out."""
    found = find_similar(title=title, text=text, standing=VISITOR, limit=2 * MOST_SHOWN)
    stands = [one for one in found if not (isinstance(one, Question) and one.state == QuestionState.CLOSED)]
    return stands[:MOST_SHOWN]

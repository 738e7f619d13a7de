"""A question as it stands in a list."""

from __future__ import annotations

import re
from datetime import datetime

from flask import url_for

from forum.core import clock
from forum.core.text import excerpt, plain
from forum.councils.identity import VISITOR
from forum.questions.models import Question
from forum.questions.vocabulary import STATE_LABELS, QuestionState
from forum.threads.cards import Card
from forum.threads.visibility import known_area

LONGEST_EXCERPT = 160
_CUT_TAG = re.compile(r"<[^>]*$")


def path(question: Question) -> str:
    """Return the address of a question's page within this site."""
    return url_for("question_page.show", number=question.id, slug=question.slug)


def days_since(moment: datetime) -> int:
    """Count whole days since a moment, on the clock of the United Kingdom."""
    return (clock.today() - moment.astimezone(clock.LOCAL).date()).days


def waiting(question: Question) -> str:
    """Return for how long a question has waited; empty for one that does not."""
    if question.state != QuestionState.WAITING:
        return ""
    days = days_since(question.asked_at)
    return f"Waiting {days} {'day' if days == 1 else 'days'}" if days else "Asked today"


def card(question: Question) -> Card:
    """Gather what the component thread_card shows; the same to every reader."""
    state = QuestionState(question.state)
    html = _CUT_TAG.sub("", (question.body_html or "")[: 6 * LONGEST_EXCERPT])
    age = waiting(question)
    area = known_area(VISITOR, question)
    return Card(
        url=path(question),
        title=question.title,
        kind_label="Question",
        state=str(state),
        state_label=STATE_LABELS[state],
        council=question.council.name if question.council else "",
        area=area.name if area else "",
        when=question.created_at,
        number_of_comments=question.number_of_comments,
        excerpt=excerpt(plain(html), LONGEST_EXCERPT),
        facts=(age,) if age else (),
    )

"""Makes questions, advice and offers through the real actions."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from forum.accounts.models import Person
from forum.core import clock
from forum.core.db import commit
from forum.core.worker import Worker
from forum.features import HANDLERS
from forum.groups.models import Group
from forum.questions.actions.advice import advise
from forum.questions.actions.offers import offer_help
from forum.questions.actions.questions import Asking, ask_question
from forum.questions.models import Offer, Question
from forum.questions.vocabulary import AdviceKind, Basis
from forum.threads.models import Comment
from tests.support.factories import make_person

WORK = {kind: work for kind, work in HANDLERS.items() if kind not in {"mail", "index"}}


def make_question(
    title: str = "How did you get a street closed?", *, days: int = 0, **given: Any
) -> Question:
    asking = Asking(
        title=title,
        body=given.pop("body", "We want to play out for an afternoon."),
        category=given.pop("category", "insurance"),
        tags=given.pop("tags", ()),
    )
    given.setdefault("author", None)
    given["author"] = given["author"] or make_person()
    with clock.travelled_to(clock.now() - timedelta(days=days)):
        question = ask_question(asking=asking, **given)
    commit()
    return question


def make_advice(question: Question, body: str = "Ask the council's events desk.", **given: Any) -> Comment:
    given.setdefault("author", None)
    given["author"] = given["author"] or make_person()
    given.setdefault("kind", AdviceKind.SUGGESTION)
    given.setdefault("basis", Basis.DID_IT)
    comment = advise(question=question, body=body, **given)
    commit()
    return comment


def make_offer(person: Person | None = None, group: Group | None = None, **given: Any) -> Offer:
    given.setdefault("topics", ["insurance"])
    given.setdefault("a_month", 2)
    offer = offer_help(
        person=person or make_person(),
        group=group,
        words=given.pop("words", "We found cheap cover and can show you where."),
        **given,
    )
    commit()
    return offer


def work() -> None:
    """Let the worker do all that is due, but send nothing and index nothing."""
    Worker(WORK).drain()

"""Asking, changing and taking back a question."""

from __future__ import annotations

from dataclasses import dataclass

from forum.accounts.models import Person
from forum.core import clock
from forum.core.db import db
from forum.core.slugs import slug
from forum.core.text import PIPELINE_VERSION, render
from forum.councils.models import Area, Council
from forum.follows.actions import follow
from forum.groups.models import Group
from forum.questions.models import Question
from forum.questions.recipients import QuestionAudience
from forum.questions.vocabulary import QuestionState
from forum.threads.actions.tags import set_tags
from forum.threads.holds.screening import publish_or_hold, screen_again
from forum.threads.models import Thread
from forum.threads.reindex import enqueue_reindex

DRAFT_KIND = "question"


@dataclass(frozen=True, slots=True, kw_only=True)
class Asking:
    """What a question says, checked and ready to be stored; `category` is a code or empty, `tags` are as typed."""

    title: str
    body: str
    category: str = ""
    tags: tuple[str, ...] = ()


def ask_question(
    *,
    asking: Asking,
    author: Person,
    group: Group | None = None,
    council: Council | None = None,
    area: Area | None = None,
    about: Thread | None = None,
    asked: QuestionAudience | None = None,
) -> Question:
    """Publish a question.

    Raises TextRefused when it is too long.
    """
    question = _question(asking, author, about, asked or QuestionAudience())
    question.group, question.council, question.area = group, council, area
    db.session.add(question)
    db.session.flush()
    follow(thread=question, person=author)
    set_tags(thread=question, names=list(asking.tags))
    enqueue_reindex(f"thread:{question.id}")
    publish_or_hold(question)
    return question


def change_question(
    *, question: Question, asking: Asking, council: Council | None, area: Area | None
) -> None:
    """Change a question's words and place. Raises TextRefused when they are too long."""
    question.body, question.body_html, question.html_version = (
        asking.body,
        render(asking.body),
        PIPELINE_VERSION,
    )
    question.title, question.slug = asking.title, slug(asking.title)
    question.category = asking.category or None
    question.council, question.area = council, area
    question.edited_at = clock.now()
    question.version += 1
    set_tags(thread=question, names=list(asking.tags))
    enqueue_reindex(f"thread:{question.id}")
    screen_again(question)


def close_question(*, question: Question) -> None:
    """Take a question back: it leaves the lists; its page and the advice of others stay."""
    if question.state == QuestionState.CLOSED:
        return
    question.state = QuestionState.CLOSED
    question.version += 1
    enqueue_reindex(f"thread:{question.id}")


def _question(asking: Asking, author: Person, about: Thread | None, asked: QuestionAudience) -> Question:
    now = clock.now()
    return Question(
        author=author,
        title=asking.title,
        slug=slug(asking.title),
        body=asking.body,
        body_html=render(asking.body),
        html_version=PIPELINE_VERSION,
        state=QuestionState.WAITING,
        category=asking.category or None,
        about_thread_id=about.id if about is not None else None,
        asked_group=asked.group,
        asks_reporter=asked.reporter,
        asked_at=now,
        created_at=now,
        last_activity_at=now,
    )

"""Giving advice, saying what answered a question, and later what was used of it."""

from __future__ import annotations

from collections.abc import Collection
from datetime import timedelta

from sqlalchemy import select

from forum.accounts.models import Person
from forum.core import clock
from forum.core.db import db
from forum.core.events import send
from forum.core.outbox import enqueue
from forum.core.text import render
from forum.groups.models import Group
from forum.questions.events import WhatWasUsedAsked
from forum.questions.models import Advice, AnswerMark, Question
from forum.questions.queries.advice import find_mark, has_answer, list_comments_in_force
from forum.questions.vocabulary import AdviceKind, Basis, QuestionState
from forum.threads.actions.comments import post_comment
from forum.threads.kinds import kind_of
from forum.threads.models import Comment
from forum.threads.reindex import enqueue_reindex

ASKED_AFTER = timedelta(weeks=4)


def advise(
    *,
    question: Question,
    author: Person,
    body: str,
    kind: AdviceKind,
    basis: Basis,
    group: Group | None = None,
    form_key: str | None = None,
    is_official: bool = False,
) -> Comment:
    """Answer a question with a comment that says what it is and how its writer knows.

    Somebody who is asked without their name speaks for no group here: it would say who they are.
    Raises TextRefused for a text that is too long.
    """

    def with_advice(comment: Comment) -> None:
        is_hidden = author.id in kind_of(question).hidden_people(question)
        speaks_for = None if is_hidden or group is None else group.id
        db.session.add(Advice(comment_id=comment.id, kind=kind, basis=basis, group_id=speaks_for))
        db.session.flush()

    return post_comment(
        thread=question,
        author=author,
        body=body,
        form_key=form_key,
        is_official=is_official,
        with_it=with_advice,
    )


def mark_answer(*, question: Question, comment: Comment) -> None:
    """Record that a comment answered the question; several may."""
    mark = _mark(question, comment)
    mark.is_answer = True
    db.session.flush()
    _settle(question)


def unmark_answer(*, question: Question, comment: Comment) -> None:
    """Record that it did not after all; without any answer the question waits again."""
    mark = find_mark(comment)
    if mark is not None:
        mark.is_answer, mark.was_used = False, False
        db.session.flush()
    _settle(question)


def tell_what_was_used(*, question: Question, used: Collection[int], words: str) -> None:
    """Record which advice was used (numbers of comments), and in words how it went. Raises TextRefused."""
    question.used_words, question.used_html = words, render(words) if words else ""
    question.used_told_at = clock.now()
    question.version += 1
    for comment in list_comments_in_force(question):
        mark = find_mark(comment)
        if comment.id in used:
            mark = mark or _mark(question, comment, is_answer=False)
        if mark is not None:
            mark.was_used = comment.id in used
    enqueue_reindex(f"thread:{question.id}")


def ask_what_was_used(*, question: Question) -> None:
    """Ask the asker, once, what was used; not where it was told or the answer was taken back meanwhile."""
    is_due = question.state == QuestionState.ANSWERED and question.used_told_at is None
    if is_due and question.used_asked_at is None:
        question.used_asked_at = clock.now()
        send(WhatWasUsedAsked(question=question))


def _mark(question: Question, comment: Comment, *, is_answer: bool = True) -> AnswerMark:
    mark = db.session.scalar(select(AnswerMark).where(AnswerMark.comment_id == comment.id))
    if mark is None:
        mark = AnswerMark(
            comment_id=comment.id,
            question_id=question.id,
            is_answer=is_answer,
            was_used=False,
            created_at=clock.now(),
        )
        db.session.add(mark)
    return mark


def _settle(question: Question) -> None:
    """Let the state follow from the marks, and set the clock for asking what was used."""
    is_answered = has_answer(question)
    was_answered = question.state == QuestionState.ANSWERED
    if question.state == QuestionState.CLOSED or is_answered == was_answered:
        return
    question.state = QuestionState.ANSWERED if is_answered else QuestionState.WAITING
    question.answered_at = clock.now() if is_answered else None
    question.version += 1
    enqueue_reindex(f"thread:{question.id}")
    if is_answered:
        due_at = clock.now() + ASKED_AFTER
        enqueue("what_was_used", {"question": question.id}, due_at=due_at, key=f"what_was_used:{question.id}")

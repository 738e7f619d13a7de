"""Reads advice and what the asker says of it."""

from __future__ import annotations

from collections.abc import Sequence

from sqlalchemy import select
from sqlalchemy.orm import joinedload

from forum.core.db import db
from forum.questions.models import AnswerMark, Question
from forum.threads.models import Comment

MOST_ANSWERS = 100


def get_comment_under(question: Question, number: int) -> Comment | None:
    """Read a comment under a question that stands."""
    query = select(Comment).where(
        Comment.id == number,
        Comment.thread_id == question.id,
        Comment.deleted_at.is_(None),
        Comment.is_in_sight,
    )
    return db.session.scalar(query)


def find_mark(comment: Comment) -> AnswerMark | None:
    """Read what the asker says of a comment."""
    return db.session.get(AnswerMark, comment.id)


def has_answer(question: Question) -> bool:
    """Return whether anything is marked as what answered it."""
    query = select(AnswerMark.comment_id).where(AnswerMark.question_id == question.id, AnswerMark.is_answer)
    return db.session.scalar(query.limit(1)) is not None


def list_comments_in_force(question: Question) -> Sequence[Comment]:
    """List the comments of others under a question that the asker may have used, oldest first."""
    query = (
        select(Comment)
        .where(
            Comment.thread_id == question.id,
            Comment.author_id != question.author_id,
            Comment.deleted_at.is_(None),
            Comment.is_in_sight,
        )
        .options(joinedload(Comment.author))
        .order_by(Comment.id)
    )
    return db.session.scalars(query.limit(MOST_ANSWERS)).all()


def list_used(question: Question) -> Sequence[int]:
    """List the numbers of the comments that the asker used."""
    query = select(AnswerMark.comment_id).where(AnswerMark.question_id == question.id, AnswerMark.was_used)
    return db.session.scalars(query.order_by(AnswerMark.comment_id).limit(MOST_ANSWERS)).all()

"""What a question tells the features that know threads only: who is hidden under it, its labels, how it is found."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any, cast

from sqlalchemy import select

from forum.barriers.vocabulary import CATEGORY_BY_CODE
from forum.core.db import db
from forum.core.text import plain
from forum.councils.identity import VISITOR, Identity
from forum.groups.display_names import author_name, taken_back_words
from forum.groups.models import Group
from forum.questions import cards
from forum.questions.models import Advice, AnswerMark, Question
from forum.questions.permissions import may_mark_answer
from forum.questions.recipients import is_named
from forum.questions.vocabulary import (
    BASIS_LABELS,
    KIND_LABELS,
    STATE_LABELS,
    AdviceKind,
    Basis,
    QuestionState,
)
from forum.search.documents import Document
from forum.threads.kinds import CommentLabel, ThreadKind, case_of_words, labels_of
from forum.threads.models import Comment, Thread
from forum.threads.similarity import Case
from forum.threads.visibility import known_area, public_area_id, readers_of

ASKED = "The group that was asked"


def hidden_people(thread: Thread) -> frozenset[int]:
    """Give who was asked because of what they posted without their name: they answer without it too."""
    question = cast("Question", thread)
    if not question.asks_reporter or question.about_thread_id is None:
        return frozenset()
    about = db.session.get(Thread, question.about_thread_id)
    if about is None or is_named(about):
        return frozenset()
    return frozenset({about.author_id})


def is_party(_thread: Thread, _person_id: int) -> bool:
    """Questions are for everybody, so that nobody needs to be a party to one."""
    return False


def document(thread: Thread) -> Document:
    """Make the search document of a question."""
    question = cast("Question", thread)
    words = (plain(question.body_html), plain(question.used_html))
    category = CATEGORY_BY_CODE.get(question.category or "")
    return Document(
        id=f"thread:{question.id}",
        kind="question",
        title=question.title,
        text="\n".join(filter(None, words)),
        readers=readers_of(question),
        created_at=question.created_at,
        council_id=question.council_id,
        area_id=public_area_id(question),
        category=question.category,
        tags=tuple(tag.name for tag in question.tags),
        state=str(question.state),
        year=question.created_at.year,
        author=author_name(question.group, question.author.name, question.name_taken_back_at),
        labels=labels_of(
            question,
            category.label if category else None,
            STATE_LABELS[question.state],
            area.name if (area := known_area(VISITOR, question)) else None,
        ),
        version=question.version,
    )


def case_of(thread: Thread) -> Case:
    """Return what is compared of a question; its kind of obstacle is one of a barrier's."""
    return replace(case_of_words(thread), category=cast("Question", thread).category or "")


def card(thread: Thread, identity: Identity) -> dict[str, Any]:
    """Give what a list shows of a question."""
    del identity  # every reader of a question may see all of this
    return cards.card(cast("Question", thread))


def label_comments(
    thread: Thread, identity: Identity, comments: Sequence[Comment]
) -> Mapping[int, CommentLabel]:
    """Say of each comment what it is, how its writer knows, and what the asker says of it; in one statement."""
    question = cast("Question", thread)
    query = (
        select(Comment.id, Advice, AnswerMark, Group)
        .outerjoin(Advice, Advice.comment_id == Comment.id)
        .outerjoin(AnswerMark, AnswerMark.comment_id == Comment.id)
        .outerjoin(Group, Group.id == Advice.group_id)
        .where(Comment.id.in_([one.id for one in comments]))
    )
    rows = {row[0]: row[1:] for row in db.session.execute(query)} if comments else {}
    hidden = hidden_people(question)
    may_mark = may_mark_answer(identity, question)
    labels = {}
    for one in comments:
        advice, mark, group = rows.get(one.id, (None, None, None))
        is_hidden = one.author_id in hidden
        labels[one.id] = CommentLabel(
            tags=_tags(advice, is_asked=_is_asked(question, one, advice, hidden)),
            speaks_for="" if is_hidden or group is None else group.spoken_name,
            mark=_mark(mark),
            buttons=_buttons(question, one, mark) if may_mark else (),
        )
    return labels


def _is_asked(question: Question, comment: Comment, advice: Advice | None, hidden: frozenset[int]) -> bool:
    """Tell whether this is the answer of whom was asked, as they say themselves: membership is nobody's business."""
    if question.asked_group_id is not None:
        return advice is not None and advice.group_id == question.asked_group_id
    if not question.asks_reporter or question.about_thread_id is None or comment.author_id in hidden:
        return False  # a hidden one is called so already
    about = db.session.get(Thread, question.about_thread_id)
    return about is not None and about.author_id == comment.author_id and is_named(about)


def _tags(advice: Advice | None, *, is_asked: bool) -> tuple[str, ...]:
    asked = (ASKED,) if is_asked else ()
    if advice is None:
        return asked
    taken_back = advice.name_taken_back_at
    trace = (taken_back_words(taken_back),) if taken_back is not None else ()
    return (*asked, KIND_LABELS[AdviceKind(advice.kind)], BASIS_LABELS[Basis(advice.basis)], *trace)


def _mark(mark: AnswerMark | None) -> str:
    if mark is None or not (mark.is_answer or mark.was_used):
        return ""
    return "They used this" if mark.was_used else "This answered it"


def _buttons(question: Question, comment: Comment, mark: AnswerMark | None) -> tuple[tuple[str, str], ...]:
    if comment.deleted_at is not None or comment.hidden_at is not None:
        return ()
    is_answer = mark is not None and mark.is_answer
    verb = "unmark-answer" if is_answer else "mark-answer"
    words = "It did not answer it after all" if is_answer else "This answered it"
    return ((words, f"/questions/{question.id}/{verb}/{comment.id}"),)


KIND = ThreadKind(
    name="question",
    label="Question",
    path="/questions",
    hidden_people=hidden_people,
    is_party=is_party,
    document=document,
    card=card,
    case=case_of,
    is_taken_back=lambda thread: cast("Question", thread).state == QuestionState.CLOSED,
    label_comments=label_comments,
    comment_form=lambda thread: f"/questions/{thread.id}/advise",
    hidden_name=ASKED,
    states={str(state): label for state, label in STATE_LABELS.items()},
)

"""What a question tells the features that know threads only: who is hidden under it, its labels, how it is found."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from flask import url_for
from sqlalchemy import select

from forum.barriers.vocabulary import CATEGORY_BY_CODE
from forum.core.db import db
from forum.core.events import Event
from forum.core.text import plain
from forum.councils.identity import Identity
from forum.groups.display_names import taken_back_words
from forum.groups.models import Group
from forum.questions import cards
from forum.questions.actions.questions import Asking, ask_question
from forum.questions.events import AdviceGiven, QuestionAsked
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
from forum.threads.cards import Card
from forum.threads.kinds import CommentLabel, Passage, SplitOff, ThreadKind
from forum.threads.models import Comment, Thread

ASKED = "The group that was asked"
Row = tuple[Advice | None, AnswerMark | None, Group | None]


class QuestionKind(ThreadKind[Question]):
    """The kind of all questions: they are for everybody, so that nobody needs to be a party to one."""

    name = "question"
    label = "Question"
    endpoint = "question_page.show"
    hidden_name = ASKED
    facet_labels = {"state": {str(state): label for state, label in STATE_LABELS.items()}}  # never changed

    def card(self, thread: Question, _standing: Identity) -> Card:
        """Return what a list shows of a question: every reader may see all of it."""
        return cards.card(thread)

    def published_events(self, thread: Question) -> Sequence[Event]:
        """Those who can answer it are to be told."""
        return (QuestionAsked(question=thread),)

    def comment_events(self, thread: Question, comment: Comment) -> Sequence[Event]:
        """An answer says for which group it speaks."""
        advice = db.session.get(Advice, comment.id)
        given = (AdviceGiven(comment=comment, group_id=advice.group_id),) if advice is not None else ()
        return (*super().comment_events(thread, comment), *given)

    def hidden_people(self, thread: Question) -> frozenset[int]:
        """Return who was asked because of what they posted without their name: they answer without it too."""
        if not thread.asks_reporter or thread.about_thread_id is None:
            return frozenset()
        about = db.session.get(Thread, thread.about_thread_id)
        if about is None or is_named(about):
            return frozenset()
        return frozenset({about.author_id})

    def passages(self, thread: Question) -> Iterator[Passage]:
        """Return what was asked, and how it went."""
        yield Passage("", plain(thread.body_html))
        yield Passage("How it went", plain(thread.used_html))

    def labels(self, thread: Question) -> Iterator[str | None]:
        """Return the names of its category and its state."""
        category = CATEGORY_BY_CODE.get(thread.category or "")
        yield category.label if category else None
        yield STATE_LABELS[thread.state]

    def category(self, thread: Question) -> str:
        """Return the kind of obstacle it is about: one of a barrier's."""
        return thread.category or ""

    def state(self, thread: Question) -> str:
        """Return the code of its state."""
        return str(thread.state)

    def is_taken_back(self, thread: Question) -> bool:
        """Closed ones wait for nothing."""
        return thread.state == QuestionState.CLOSED

    def label_comments(
        self, thread: Question, identity: Identity, comments: Sequence[Comment]
    ) -> Mapping[int, CommentLabel]:
        """Say of each comment what it is, how its writer knows, and what the asker says of it; in one statement."""
        query = (
            select(Comment.id, Advice, AnswerMark, Group)
            .outerjoin(Advice, Advice.comment_id == Comment.id)
            .outerjoin(AnswerMark, AnswerMark.comment_id == Comment.id)
            .outerjoin(Group, Group.id == Advice.group_id)
            .where(Comment.id.in_([one.id for one in comments]))
        )
        found = db.session.execute(query).tuples() if comments else ()
        rows = {number: (advice, mark, group) for number, advice, mark, group in found}
        hidden = self.hidden_people(thread)
        may_mark = may_mark_answer(identity, thread)
        return {
            one.id: _label(thread, one, rows.get(one.id, (None, None, None)), hidden, may_mark=may_mark)
            for one in comments
        }

    def comment_form(self, thread: Question) -> str:
        """Return the address of the form that asks also what the advice is and how its writer knows."""
        return url_for("advice.advise", number=thread.id)

    def open_for_comments(self, split: SplitOff) -> Question:
        """Open a question for comments that a moderator splits off another thread."""
        tags = tuple(tag.name for tag in split.left.tags)
        asking = Asking(title=split.title, body=split.body, tags=tags)
        return ask_question(asking=asking, author=split.author, council=split.left.council)


def _label(
    question: Question, comment: Comment, row: Row, hidden: frozenset[int], *, may_mark: bool
) -> CommentLabel:
    advice, mark, group = row
    return CommentLabel(
        tags=_tags(advice, is_asked=_is_asked(question, comment, advice, hidden)),
        speaks_for="" if group is None or comment.author_id in hidden else group.spoken_name,
        mark=_mark(mark),
        buttons=_buttons(question, comment, mark) if may_mark else (),
    )


def _is_asked(question: Question, comment: Comment, advice: Advice | None, hidden: frozenset[int]) -> bool:
    """Return whether this is the answer of whom was asked, as they say themselves: membership is nobody's business."""
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
    if comment.deleted_at is not None or not comment.is_in_sight:
        return ()
    is_answer = mark is not None and mark.is_answer
    endpoint = "advice.unmark_answer" if is_answer else "advice.mark_answer"
    words = "It did not answer it after all" if is_answer else "This answered it"
    return ((words, url_for(endpoint, number=question.id, comment_id=comment.id)),)

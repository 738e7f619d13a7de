"""What can happen to questions and offers of help."""

from __future__ import annotations

from dataclasses import dataclass

from forum.core.events import Event
from forum.questions.models import Match, Offer, Question
from forum.threads.models import Comment


@dataclass(frozen=True, slots=True)
class QuestionAsked(Event):
    """Somebody asked their peers."""

    question: Question


@dataclass(frozen=True, slots=True)
class AdviceGiven(Event):
    """Someone answered a question with advice, for their group or for themselves."""

    comment: Comment
    group_id: int | None


@dataclass(frozen=True, slots=True)
class WhatWasUsedAsked(Event):
    """Some weeks after an answer: the asker is asked what was used of it."""

    question: Question


@dataclass(frozen=True, slots=True)
class HelpAskedFor(Event):
    """An asker wants the help of one offer."""

    match: Match


@dataclass(frozen=True, slots=True)
class HelpAnswered(Event):
    """The other side said yes or no."""

    match: Match


@dataclass(frozen=True, slots=True)
class HelpOffered(Event):
    """Somebody offered help, for their group or for themselves."""

    offer: Offer

"""Who a question is asked of first, and how that is said without a name that may not be known."""

from __future__ import annotations

from dataclasses import dataclass

from forum.councils.identity import VISITOR
from forum.groups.display_names import speaker_name
from forum.groups.models import Group
from forum.questions.models import Question
from forum.threads.kinds import kind_of
from forum.threads.models import Thread
from forum.threads.visibility import may_know_author

THEY = "the group that got past it"


@dataclass(frozen=True, slots=True)
class QuestionAudience:
    """Whom a question is for: a group that may be named, or whoever posted what it is about, or everybody."""

    group: Group | None = None
    reporter: bool = False


def whom_to_ask(about: Thread) -> QuestionAudience:
    """Return who is behind a thread, as everybody may know it: the group by name, or only that there is somebody."""
    if is_named(about) and about.group is not None:
        return QuestionAudience(group=about.group)
    return QuestionAudience(reporter=True)


def is_named(about: Thread) -> bool:
    """Return whether everybody may know who posted a thread."""
    return may_know_author(VISITOR, about) and about.author_id not in kind_of(about).hidden_people(about)


def asked_name(question: Question, about: Thread | None) -> str:
    """Name whom a question is asked of, the same to every reader; empty where it is everybody."""
    if question.asked_group is not None:
        return question.asked_group.spoken_name
    if not question.asks_reporter:
        return ""
    return author_of(about) if about is not None else THEY


def author_of(about: Thread) -> str:
    """Name the person who posted what a question is about, where everybody may know them."""
    return speaker_name(None, about.author.name, about.name_taken_back_at) if is_named(about) else THEY

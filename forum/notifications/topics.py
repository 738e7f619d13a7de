"""What people can be told of: the topics of all features, and those of every thread."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import asdict, dataclass
from functools import partial
from typing import Any

from forum.core.db import db
from forum.notifications.models import Notification
from forum.notifications.queries import get_comment, list_told_of
from forum.threads.kinds import kind_of
from forum.threads.manifest import ThreadFeature
from forum.threads.models import Thread
from forum.threads.news import News, Topic, Topics, quoted
from forum.web.manifest import list_features

COMMENT, POSTED, MENTION = "comment", "posted", "mention"
UNKNOWN = "Something is new here."


@dataclass(frozen=True, slots=True)
class CommentParams:
    """Of a comment: whether it is the council's."""

    is_official: bool


@dataclass(frozen=True, slots=True)
class PostedParams:
    """Of a new post: the label of its kind, such as Barrier."""

    label: str


@dataclass(frozen=True, slots=True)
class MentionParams:
    """Of a comment that names somebody: whether it only quotes them."""

    is_quote: bool


def topic_of(kind: str) -> Topic | None:
    """Return the topic of this name; None where no feature of this application brings it."""
    for feature in list_features(ThreadFeature):
        if kind in feature.news:
            return feature.news[kind]
    return None


def sentence_of(row: Notification) -> str:
    """Return what a person is told, in a sentence. A row that cannot be read says that something is new."""
    topic = topic_of(row.kind)
    try:
        return topic.sentence(topic.params(**row.params)) if topic else UNKNOWN
    except (TypeError, KeyError, ValueError):
        return UNKNOWN


def sentences_of(
    rows: Sequence[tuple[Notification, int]], say: Callable[[Notification], str] = sentence_of
) -> tuple[list[str], int]:
    """Return in few sentences, oldest first, what rows tell; and how many things these sentences tell of.

    Each row, the newest first, comes with how many there are of its kind.
    """
    said: dict[str, int] = {}
    for row, number in reversed(rows):
        topic = topic_of(row.kind)
        if topic is not None and topic.plural and number > 1:
            said[topic.plural.format(number=number)] = number
        else:
            sentence = say(row)
            said[sentence] = said.get(sentence, 0) + 1
    return list(said), sum(said.values())


def path_of_notice(row: Notification) -> str:
    """Return the address that a row about no thread leads to; empty for none."""
    topic = topic_of(row.kind)
    try:
        return topic.path(topic.params(**row.params)) if topic and topic.path else ""
    except (TypeError, KeyError, ValueError):
        return ""


def news_of(row: Notification) -> News | None:
    """Read what a row is about for its letter; None where that is not to be told any more."""
    topic = topic_of(row.kind)
    return topic.read(row.about) if topic else None


def stored(params: object) -> dict[str, Any]:
    """Return parameters as a row holds them."""
    return asdict(params)  # type: ignore[call-overload, no-any-return]  # always a dataclass


def _comment_sentence(given: CommentParams) -> str:
    return "The council wrote a comment." if given.is_official else "There is a new comment."


def _comment(number: int) -> News | None:
    comment = get_comment(number)
    if comment is None:
        return None
    words = {"quote": quoted(comment.body_html), "is_official": comment.is_official}
    named = partial(list_told_of, comment=comment, kind=MENTION)
    return News("threads-comment", f"comment:{number}", comment.author_id, words, named)


def _mention(number: int) -> News | None:
    comment = get_comment(number)
    if comment is None:
        return None
    return News(
        "threads-mention", f"mention:{number}", comment.author_id, {"quote": quoted(comment.body_html)}
    )


def _posted(number: int) -> News | None:
    thread = db.session.get(Thread, number)
    if thread is None:
        return None
    words = {"quote": quoted(thread.body_html), "label": kind_of(thread).label}
    return News("notifications-news", f"posted:{number}", thread.author_id, words)


TOPICS: Topics = {
    COMMENT: Topic(
        sentence=_comment_sentence, params=CommentParams, read=_comment, plural="{number} new comments."
    ),
    MENTION: Topic(
        sentence=lambda given: "Someone quoted you." if given.is_quote else "Someone named you in a comment.",
        params=MentionParams,
        read=_mention,
    ),
    POSTED: Topic(
        sentence=lambda given: f"New {given.label.lower()}.", params=PostedParams, read=_posted, is_wide=True
    ),
}

"""Hiding, showing, closing and opening posts."""

from __future__ import annotations

from forum.accounts.models import Person
from forum.core import clock
from forum.core.db import db
from forum.core.events import send
from forum.moderation.actions.records import write_decision
from forum.moderation.models import ModerationAct
from forum.moderation.reasons import GivenReason
from forum.moderation.things import Post, name_of
from forum.moderation.vocabulary import Verb
from forum.threads.actions.counters import count_comment
from forum.threads.events import ThreadHiddenOrShown
from forum.threads.models import Comment, Thread
from forum.threads.reindex import enqueue_reindex


def hide_post(*, post: Post, person: Person, reason: GivenReason) -> ModerationAct | None:
    """Take a post out of sight of all but its author and moderators."""
    if post.hidden_at is not None:
        return None
    post.hidden_at = clock.now()
    tell_of_sight(post)
    return write_decision(verb=Verb.HIDE, about=post, by=person, reason=reason)


def show_post(
    *, post: Post, person: Person, reason: GivenReason, undoes: ModerationAct | None = None
) -> ModerationAct | None:
    """Let a hidden post be seen again."""
    if post.hidden_at is None:
        return None
    post.hidden_at = None
    tell_of_sight(post)
    return write_decision(
        verb=Verb.SHOW, about=post, by=person, reason=reason, undoes=undoes, tells=undoes is None
    )


def lock_thread(*, thread: Thread, person: Person, reason: GivenReason) -> ModerationAct | None:
    """Close a thread to new comments."""
    if thread.locked_at is not None:
        return None
    thread.locked_at = clock.now()
    return write_decision(verb=Verb.LOCK, about=thread, by=person, reason=reason)


def unlock_thread(
    *, thread: Thread, person: Person, reason: GivenReason, undoes: ModerationAct | None = None
) -> ModerationAct | None:
    """Open a thread to comments again."""
    if thread.locked_at is None:
        return None
    thread.locked_at = None
    return write_decision(
        verb=Verb.UNLOCK, about=thread, by=person, reason=reason, undoes=undoes, tells=undoes is None
    )


def tell_of_sight(post: Post) -> None:
    """Have the index forget or find a post again, and for a thread its comments too, and tell who counts it."""
    post.version += 1
    enqueue_reindex(name_of(post))
    if isinstance(post, Comment) and post.held_at is None and post.deleted_at is None:
        count_comment(thread=post.thread, by=1 if post.hidden_at is None else -1)
    if isinstance(post, Thread):
        enqueue_reindex(f"comments-of:{post.id}")
        db.session.flush()
        send(ThreadHiddenOrShown(thread=post))

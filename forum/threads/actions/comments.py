"""Writing, changing and taking back comments."""

from __future__ import annotations

import hashlib
from collections.abc import Callable

from sqlalchemy import select
from sqlalchemy.exc import IntegrityError

from forum.accounts.models import Person
from forum.core import clock
from forum.core.db import db
from forum.core.text import PIPELINE_VERSION, render
from forum.threads.actions.counters import count_comment
from forum.threads.holds.screening import publish_or_hold, screen_again
from forum.threads.models import Comment, CommentRevision, Thread
from forum.threads.reindex import enqueue_reindex


def post_comment(
    *,
    thread: Thread,
    author: Person,
    body: str,
    form_key: str | None = None,
    is_official: bool = False,
    with_it: Callable[[Comment], None] | None = None,
) -> Comment:
    """Add a comment. The same form sent twice gives the comment that it made the first time.

    It may have to wait for a moderator. `with_it` adds what belongs to it, before others are told of it.
    Raises TextRefused for a text that is too long.
    """
    key = form_key and _own_key(thread, author, form_key)
    made = _made_by(key)
    if made is not None:
        return made
    comment = _comment(thread, author, body, key, is_official=is_official)
    try:
        with db.session.begin_nested():
            db.session.add(comment)
    except IntegrityError:  # the same form, sent twice at once
        made = _made_by(key)
        if made is None:
            raise
        return made
    enqueue_reindex(f"comment:{comment.id}")
    if with_it is not None:
        with_it(comment)
    if publish_or_hold(comment):
        count_comment(thread=thread, by=1)
        thread.last_activity_at = comment.created_at
        enqueue_reindex(f"thread:{thread.id}")
    return comment


def edit_comment(*, comment: Comment, body: str) -> Comment:
    """Change a comment's words; what they were is kept as a revision. The same words change nothing."""
    if body == comment.body:
        return comment
    written_at = comment.edited_at or comment.created_at
    db.session.add(
        CommentRevision(
            comment_id=comment.id, body=comment.body, body_html=comment.body_html, written_at=written_at
        )
    )
    comment.body, comment.body_html, comment.html_version = body, render(body), PIPELINE_VERSION
    comment.edited_at = clock.now()
    comment.version += 1
    enqueue_reindex(f"comment:{comment.id}")
    screen_again(comment)
    return comment


def delete_comment(*, comment: Comment) -> None:
    """Take a comment's words away for all; its place stays, and its revisions for moderators."""
    if comment.deleted_at is not None:
        return
    edit_comment(comment=comment, body="(taken back)")
    comment.deleted_at = clock.now()
    if comment.held_at is None:  # one that waits was never counted
        count_comment(thread=comment.thread, by=-1)
    enqueue_reindex(f"comment:{comment.id}")


def _own_key(thread: Thread, author: Person, form_key: str) -> str:
    """Make the key that is kept: another person's form, or one for another thread, never meets this one."""
    return hashlib.sha256(f"{thread.id}:{author.id}:{form_key}".encode()).hexdigest()[:32]


def _made_by(key: str | None) -> Comment | None:
    return None if key is None else db.session.scalar(select(Comment).where(Comment.form_key == key))


def _comment(thread: Thread, author: Person, body: str, key: str | None, *, is_official: bool) -> Comment:
    return Comment(
        thread=thread,
        author=author,
        body=body,
        body_html=render(body),
        html_version=PIPELINE_VERSION,
        is_official=is_official,
        form_key=key,
        created_at=clock.now(),
    )

"""What a moderator changes of where posts stand: a thread's council, two threads that are one, comments on their own."""

from __future__ import annotations

from collections.abc import Sequence

from sqlalchemy import func, select, update

from forum.accounts.models import Person
from forum.core.db import db
from forum.councils.models import Council, Department
from forum.threads.kinds import kind_of
from forum.threads.models import Comment, Thread
from forum.threads.reindex import enqueue_reindex
from forum.threads.visibility import comment_shown


def move_thread(
    *, thread: Thread, council: Council | None, department: Department | None, by: Person
) -> None:
    """Give a thread to another council or department; its ward goes with a council that has it, and else is left out."""
    was = thread.council
    thread.council = council
    if thread.area is not None and (council is None or thread.area.council_id != council.id):
        thread.area = None
    db.session.flush()
    kind_of(thread).after_move(thread, was, department, by)
    thread.version += 1
    enqueue_reindex(f"thread:{thread.id}")
    enqueue_reindex(f"comments-of:{thread.id}")


def move_comments(*, comments: Sequence[Comment], to: Thread) -> None:
    """Move comments to another thread. Their words, writers and times stay."""
    threads = {comment.thread_id for comment in comments} | {to.id}
    for comment in comments:
        comment.thread_id = to.id
        comment.version += 1
        enqueue_reindex(f"comment:{comment.id}")
    db.session.flush()
    for number in sorted(threads):
        shown = select(func.count(Comment.id)).where(Comment.thread_id == number, comment_shown())
        counted = update(Thread).where(Thread.id == number)
        db.session.execute(counted.values(number_of_comments=db.session.scalar(shown) or 0))
    db.session.expire(to, ["number_of_comments"])
    for comment in comments:
        db.session.expire(comment, ["thread"])

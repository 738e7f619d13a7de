"""Who may do what to threads and comments. Pure: a standing and a thing, no database."""

from __future__ import annotations

from forum.councils.identity import Standing
from forum.threads.models import Comment, Thread


def may_comment(standing: Standing, thread: Thread) -> bool:
    """Whoever is signed in and reads the thread, until it is locked or hidden."""
    return standing.person is not None and thread.locked_at is None and thread.hidden_at is None


def may_edit_comment(standing: Standing, comment: Comment) -> bool:
    """One's own, while it stands and its thread is open."""
    return _is_own(standing, comment) and comment.deleted_at is None and comment.thread.locked_at is None


def may_delete_comment(standing: Standing, comment: Comment) -> bool:
    """One's own. A council cannot delete a group's words; what breaks the rules is hidden by moderators."""
    return _is_own(standing, comment) and comment.deleted_at is None


def may_read_revisions(standing: Standing, comment: Comment) -> bool:
    """What a comment said before is for its author and for moderators."""
    return _is_own(standing, comment) or standing.is_moderator


def may_follow(standing: Standing) -> bool:
    """Whoever is signed in."""
    return standing.person is not None


def may_set_tags(standing: Standing, thread: Thread) -> bool:
    """The author and moderators."""
    return standing.is_moderator or (
        standing.person_id is not None and standing.person_id == thread.author_id
    )


def may_change(standing: Standing, thread: Thread) -> bool:
    """The author and moderators, where the kind says nothing else."""
    return may_set_tags(standing, thread)


def _is_own(standing: Standing, comment: Comment) -> bool:
    return standing.person_id is not None and standing.person_id == comment.author_id

"""Who may do what to threads and comments. Pure: an identity and a thing, no database."""

from __future__ import annotations

from forum.councils.identity import Identity
from forum.threads.models import Comment, Thread


def may_comment(identity: Identity, thread: Thread) -> bool:
    """Whoever is signed in and not suspended, until the thread is locked or hidden."""
    return identity.may_post and thread.locked_at is None and thread.is_in_sight


def may_edit_comment(identity: Identity, comment: Comment) -> bool:
    """One's own, while it stands and its thread is open."""
    return _is_own(identity, comment) and comment.deleted_at is None and comment.thread.locked_at is None


def may_delete_comment(identity: Identity, comment: Comment) -> bool:
    """One's own. A council cannot delete a group's words; what breaks the rules is hidden by moderators."""
    return _is_own(identity, comment) and comment.deleted_at is None


def may_read_revisions(identity: Identity, comment: Comment) -> bool:
    """What a comment said before is for its author and for moderators."""
    return _is_own(identity, comment) or identity.is_moderator


def may_set_tags(identity: Identity, thread: Thread) -> bool:
    """The author and moderators."""
    return identity.is_moderator or (
        identity.person_id is not None and identity.person_id == thread.author_id
    )


def may_change(identity: Identity, thread: Thread) -> bool:
    """The author and moderators, where the kind says nothing else."""
    return may_set_tags(identity, thread)


def _is_own(identity: Identity, comment: Comment) -> bool:
    return identity.person_id is not None and identity.person_id == comment.author_id

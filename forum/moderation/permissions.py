"""Who may look after the site. Pure."""

from __future__ import annotations

from forum.councils.identity import Identity


def may_report_post(identity: Identity) -> bool:
    """Whoever is signed in may ask a moderator to look."""
    return identity.person is not None


def may_settle_report(identity: Identity) -> bool:
    """Moderators."""
    return identity.is_moderator


def may_hide_post(identity: Identity) -> bool:
    """Moderators; a council cannot make a group's words go away."""
    return identity.is_moderator


def may_lock_thread(identity: Identity) -> bool:
    """Moderators."""
    return identity.is_moderator


def may_join_tags(identity: Identity) -> bool:
    """Moderators keep the synonyms."""
    return identity.is_moderator


def may_send_restored_mails(identity: Identity) -> bool:
    """Administrators say what becomes of the mails that a restore set aside."""
    return identity.is_administrator


def may_retry_dead_letter(identity: Identity) -> bool:
    """Administrators."""
    return identity.is_administrator


def may_retry_all_dead_letters(identity: Identity) -> bool:
    """Administrators."""
    return may_retry_dead_letter(identity)


def may_discard_dead_letter(identity: Identity) -> bool:
    """Administrators."""
    return may_retry_dead_letter(identity)


def may_discard_all_dead_letters(identity: Identity) -> bool:
    """Administrators."""
    return may_retry_dead_letter(identity)


def may_discard_restored_mails(identity: Identity) -> bool:
    """Administrators say what becomes of the mails that a restore set aside."""
    return may_send_restored_mails(identity)

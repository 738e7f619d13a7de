"""Who may look after the site. Pure."""

from __future__ import annotations

from forum.councils.identity import Standing


def may_report_post(standing: Standing) -> bool:
    """Whoever is signed in may ask a moderator to look."""
    return standing.person is not None


def may_settle_report(standing: Standing) -> bool:
    """Moderators."""
    return standing.is_moderator


def may_hide_post(standing: Standing) -> bool:
    """Moderators; a council cannot make a group's words go away."""
    return standing.is_moderator


def may_lock_thread(standing: Standing) -> bool:
    """Moderators."""
    return standing.is_moderator


def may_join_tags(standing: Standing) -> bool:
    """Moderators keep the synonyms."""
    return standing.is_moderator


def may_send_restored_mails(standing: Standing) -> bool:
    """Administrators say what becomes of the mails that a restore set aside."""
    return standing.is_administrator


def may_retry_dead_letter(standing: Standing) -> bool:
    """Administrators."""
    return standing.is_administrator


def may_discard_restored_mails(standing: Standing) -> bool:
    """Administrators say what becomes of the mails that a restore set aside."""
    return may_send_restored_mails(standing)

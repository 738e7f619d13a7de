"""The signed link under each mail, by which its reader stops such mails with one press."""

from __future__ import annotations

from flask import url_for

from forum.core.signed_links import SignedLink

_LINK = SignedLink("stop-mails", int, int)


def unsubscribe_path(*, person_id: int, thread_id: int) -> str:
    """Return the address at which this person stops mails about this thread."""
    return url_for("notifications.stop_mails", token=_LINK.sign(person_id, thread_id))


def read_unsubscribe_token(token: str) -> tuple[int, int] | None:
    """Read the numbers of the person and of the thread out of a link; None when we did not make it."""
    return _LINK.read(token)

"""The signed link under each mail about what somebody follows, by which one press stops such mails."""

from __future__ import annotations

from flask import url_for

from forum.core.signed_links import SignedLink
from forum.core.urls import with_host

DIGEST = "digest"
"""Stands in the place of a kind of follow, for all mails about what somebody follows."""
_LINK = SignedLink("stop-follow", int, str, str)


def follow_stop_url(*, person_id: int, kind: str, key: str = "") -> str:
    """Return the address at which this person stops mails about one thing they follow; DIGEST is all of them."""
    return with_host(url_for("notifications.stop_following", token=_LINK.sign(person_id, str(kind), key)))


def read_follow_token(token: str) -> tuple[int, str, str] | None:
    """Read the person's id, the kind and the key out of a link; None when we did not make it."""
    return _LINK.read(token)

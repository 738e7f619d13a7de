"""The signed link under each mail about what somebody follows, by which one press stops such mails."""

from __future__ import annotations

from flask import url_for
from itsdangerous import BadSignature, URLSafeSerializer

from forum.core.settings import settings
from forum.core.urls import with_host

DIGEST = "digest"
"""Stands in the place of a kind of follow, for all mails about what somebody follows."""
LONGEST_TOKEN = 400


def follow_stop_url(*, person_id: int, kind: str, key: str = "") -> str:
    """Return the address at which this person stops mails about one thing they follow; DIGEST is all of them."""
    token = str(_signer().dumps([person_id, str(kind), key]))
    return with_host(url_for("notifications.stop_following", token=token))


def read_follow_token(token: str) -> tuple[int, str, str] | None:
    """Read the person's id, the kind and the key out of a link; None when we did not make it."""
    if len(token) > LONGEST_TOKEN:
        return None
    try:
        person_id, kind, key = _signer().loads(token)
    except (BadSignature, ValueError, TypeError):
        return None
    return int(person_id), str(kind), str(key)


def _signer() -> URLSafeSerializer:
    return URLSafeSerializer(settings().secret(), salt="stop-follow")

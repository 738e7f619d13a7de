"""The signed link under each mail, by which its reader stops such mails with one press."""

from __future__ import annotations

from flask import url_for
from itsdangerous import BadSignature, URLSafeSerializer

from forum.core.settings import settings

LONGEST_TOKEN = 200


def unsubscribe_path(*, person_id: int, thread_id: int) -> str:
    """Return the address at which this person stops mails about this thread."""
    return url_for("notifications.stop_mails", token=str(_signer().dumps([person_id, thread_id])))


def read_unsubscribe_token(token: str) -> tuple[int, int] | None:
    """Read the numbers of the person and of the thread out of a link; None when we did not make it."""
    if len(token) > LONGEST_TOKEN:
        return None
    try:
        person_id, thread_id = _signer().loads(token)
    except (BadSignature, ValueError, TypeError):
        return None
    return int(person_id), int(thread_id)


def _signer() -> URLSafeSerializer:
    return URLSafeSerializer(settings().signing_keys(), salt="stop-mails")

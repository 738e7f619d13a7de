"""The signed link under each monthly summary, by which its reader stops them with one press."""

from __future__ import annotations

from flask import url_for
from itsdangerous import BadSignature, URLSafeSerializer

from forum.core.settings import settings

LONGEST_TOKEN = 200


def stop_path(*, person_id: int, council_id: int) -> str:
    """Give the address at which this person stops this council's summaries."""
    return url_for("council_follows.stop_summaries", token=str(_signer().dumps([person_id, council_id])))


def read_stop_token(token: str) -> tuple[int, int] | None:
    """Read the numbers of the person and of the council out of a link; None when we did not make it."""
    if len(token) > LONGEST_TOKEN:
        return None
    try:
        person_id, council_id = _signer().loads(token)
    except (BadSignature, ValueError, TypeError):
        return None
    return int(person_id), int(council_id)


def _signer() -> URLSafeSerializer:
    return URLSafeSerializer(settings().secret(), salt="stop-summaries")

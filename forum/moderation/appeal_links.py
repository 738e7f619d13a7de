"""The signed address in the mail about a decision, by which its reader sees it and appeals without signing in."""

from __future__ import annotations

from flask import url_for
from itsdangerous import BadSignature, URLSafeSerializer

from forum.core.settings import settings

LONGEST_TOKEN = 200


def decision_path(act_id: int) -> str:
    """Return the address of a decision, for whom it is about."""
    return url_for("decisions.show", token=str(_signer().dumps(act_id)))


def read_decision_token(token: str) -> int | None:
    """Read the number of a decision out of an address; None when we did not make it."""
    if len(token) > LONGEST_TOKEN:
        return None
    try:
        return int(_signer().loads(token))
    except (BadSignature, ValueError, TypeError):
        return None


def _signer() -> URLSafeSerializer:
    return URLSafeSerializer(settings().secret(), salt="moderation-decision")

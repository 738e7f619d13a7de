"""The signed address at which whoever reported a post, with an account or without, sees what came of it."""

from __future__ import annotations

from flask import url_for
from itsdangerous import BadSignature, URLSafeSerializer

from forum.core.settings import settings

LONGEST_TOKEN = 200


def report_path(report_id: int) -> str:
    """Return the address of a report, for whoever made it."""
    return url_for("reports.sent", token=str(_signer().dumps(report_id)))


def read_report_token(token: str) -> int | None:
    """Read the number of a report out of an address; None when we did not make it."""
    if len(token) > LONGEST_TOKEN:
        return None
    try:
        return int(_signer().loads(token))
    except (BadSignature, ValueError, TypeError):
        return None


def _signer() -> URLSafeSerializer:
    return URLSafeSerializer(settings().secret(), salt="report")

"""The signed link by which one affected answers "is it really gone?" without signing in."""

from __future__ import annotations

from itsdangerous import BadSignature, URLSafeSerializer

from forum.barriers.models import ConfirmationRequest
from forum.core.settings import settings

LONGEST_TOKEN = 200


def token_of(request: ConfirmationRequest) -> str:
    """Sign the number of the question together with whom it is for."""
    return _signer().dumps([request.id, request.affected_id])


def read_token(token: str) -> tuple[int, int] | None:
    """Read the numbers of the question and of the affected out of a link; None when we did not make it."""
    if len(token) > LONGEST_TOKEN:
        return None
    try:
        request_id, affected_id = _signer().loads(token)
    except (BadSignature, ValueError, TypeError):
        return None
    return int(request_id), int(affected_id)


def _signer() -> URLSafeSerializer:
    return URLSafeSerializer(settings().signing_keys(), salt="confirm-removal")

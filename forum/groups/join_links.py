"""The signed link by which one organiser lets somebody into a group without signing in."""

from __future__ import annotations

from itsdangerous import BadSignature, URLSafeSerializer

from forum.core.settings import settings

LONGEST_TOKEN = 200


def token_of(*, request_id: int, organiser_id: int) -> str:
    """Sign the number of the request together with the organiser whom the mail is for."""
    return str(_signer().dumps([request_id, organiser_id]))


def read_token(token: str) -> tuple[int, int] | None:
    """Return the numbers of the request and of the organiser; None when we did not make the link."""
    if len(token) > LONGEST_TOKEN:
        return None
    try:
        request_id, organiser_id = _signer().loads(token)
    except (BadSignature, ValueError, TypeError):
        return None
    return int(request_id), int(organiser_id)


def _signer() -> URLSafeSerializer:
    return URLSafeSerializer(settings().signing_keys(), salt="let-in")

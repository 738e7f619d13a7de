"""The signed link by which one affected answers "is it really gone?" without signing in."""

from __future__ import annotations

from forum.barriers.models import ConfirmationRequest
from forum.core.signed_links import SignedLink

_LINK = SignedLink("confirm-removal", int, int)


def token_of(request: ConfirmationRequest) -> str:
    """Sign the number of the question together with whom it is for."""
    return _LINK.sign(request.id, request.affected_id)


def read_token(token: str) -> tuple[int, int] | None:
    """Read the numbers of the question and of the affected out of a link; None when we did not make it."""
    return _LINK.read(token)

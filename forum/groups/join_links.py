"""The signed link by which one organiser lets somebody into a group without signing in."""

from __future__ import annotations

from forum.core.signed_links import SignedLink

_LINK = SignedLink("let-in", int, int)


def token_of(*, request_id: int, organiser_id: int) -> str:
    """Sign the number of the request together with the organiser whom the mail is for."""
    return _LINK.sign(request_id, organiser_id)


def read_token(token: str) -> tuple[int, int] | None:
    """Return the numbers of the request and of the organiser; None when we did not make the link."""
    return _LINK.read(token)

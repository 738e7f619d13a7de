"""What a link in a mail carries, signed, so that nobody but us can have made it; it outlives a change of the key."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from itsdangerous import BadSignature, URLSafeSerializer

from forum.core.settings import settings

LONGEST_TOKEN = 400


class SignedLink:
    """One sort of link: `salt` tells it from other sorts, `parts` are the types of what it carries, in order."""

    def __init__(self, salt: str, *parts: Callable[[Any], Any]) -> None:
        self.salt, self.parts = salt, parts

    def sign(self, *values: object) -> str:
        """Return the token of a link that carries these values."""
        return str(self._signer().dumps(values if len(self.parts) > 1 else values[0]))

    def read(self, token: str) -> tuple[Any, ...] | None:
        """Return what a token carries; None when we did not make it."""
        if len(token) > LONGEST_TOKEN:
            return None
        try:
            read = self._signer().loads(token)
            values = read if len(self.parts) > 1 else [read]
            return tuple(part(one) for part, one in zip(self.parts, values, strict=True))
        except (BadSignature, ValueError, TypeError):
            return None

    def _signer(self) -> URLSafeSerializer:
        return URLSafeSerializer(settings().signing_keys(), salt=self.salt)

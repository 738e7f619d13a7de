"""When a form was opened, signed, inside the key that the form carries anyway: no field more, and nothing to forge."""

from __future__ import annotations

import hashlib
import hmac
import secrets
from datetime import timedelta

from forum.core import clock
from forum.core.settings import settings

MOMENT, CHANCE, SIGNATURE = 8, 10, 14
"""Characters of each part of the key, which has 32 as ever."""


def new_form_key() -> str:
    """Make the key by which a form that is sent twice is known, and which says when it was opened."""
    moment = f"{int(clock.now().timestamp()):0{MOMENT}x}"
    told = moment + secrets.token_hex(CHANCE // 2)
    return told + _sign(told)


def time_since(key: str) -> timedelta | None:
    """Return how long ago a form with this key was opened; None where the key is not one of ours."""
    told, signature = key[: MOMENT + CHANCE], key[MOMENT + CHANCE :]
    if not hmac.compare_digest(_sign(told).encode(), signature.encode()):
        return None
    return timedelta(seconds=clock.now().timestamp() - int(told[:MOMENT], 16))


def _sign(told: str) -> str:
    key = settings().secret().encode()
    return hmac.new(key, f"form:{told}".encode(), hashlib.sha256).hexdigest()[:SIGNATURE]

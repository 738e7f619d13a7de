"""A signed cookie that says for which addresses somebody has signed in by password in this browser before.

It signs nobody in. It says that wrong passwords typed elsewhere are no reason to keep this browser out, and it is counted by
itself, so that whoever steals it gains as many tries as one browser has.
"""

from __future__ import annotations

import hashlib
import secrets
from datetime import timedelta
from typing import Any

from flask import Response, after_this_request, request
from itsdangerous import BadData, URLSafeTimedSerializer

from forum.core.address_keys import address_key
from forum.core.settings import settings

LASTS = timedelta(days=180)
MOST_ADDRESSES = 5
COOKIE = "known_device"


def device_known_for(email: str) -> str | None:
    """Return the name of this browser, to count by, when somebody has signed in to this address in it; else None."""
    name, addresses = _read()
    return name if name and _mark(name, email) in addresses else None


def remember_device(email: str) -> None:
    """Know this browser from the answer to this request on: somebody has signed in to the address, or read its mail."""
    name, addresses = _read()
    name = name or secrets.token_urlsafe(12)
    mark = _mark(name, email)
    addresses = [mark, *(one for one in addresses if one != mark)][:MOST_ADDRESSES]

    @after_this_request
    def keep(response: Response) -> Response:
        site = settings()
        response.set_cookie(
            site.cookie_name(COOKIE),
            _serializer().dumps({"name": name, "for": addresses}),
            max_age=LASTS,
            path=site.prefix or "/",
            secure=site.is_https,
            httponly=True,
            samesite="Lax",
        )
        return response


def _read() -> tuple[str, list[str]]:
    try:
        found: Any = _serializer().loads(
            request.cookies.get(settings().cookie_name(COOKIE), ""), max_age=int(LASTS.total_seconds())
        )
    except BadData:
        return "", []
    return str(found["name"]), list(found["for"])


def _mark(name: str, email: str) -> str:
    """Stand for an address in this browser's cookie, so that the next person at a shared computer reads none in it."""
    return hashlib.sha256(f"{name}:{address_key(email)}".encode()).hexdigest()[:16]


def _serializer() -> URLSafeTimedSerializer:
    return URLSafeTimedSerializer(settings().signing_keys(), salt="known-device")

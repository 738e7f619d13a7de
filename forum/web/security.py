"""The headers that every answer carries."""

from __future__ import annotations

from flask import Flask, Response, request

POLICY = "default-src 'self'; base-uri 'none'; form-action 'self'; frame-ancestors 'none'; object-src 'none'"


HEADERS = {
    "Content-Security-Policy": POLICY,
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    "Referrer-Policy": "same-origin",
    "Permissions-Policy": "camera=(), microphone=(), geolocation=()",
    "Cross-Origin-Opener-Policy": "same-origin",
}
"""Our own files alone, no framing, no sniffing, no referrer to others."""
HTTPS_FOR_GOOD = {"Strict-Transport-Security": "max-age=31536000"}


def security_headers(*, is_secure: bool) -> dict[str, str]:
    """Return what an answer carries where it does not say otherwise."""
    return HEADERS | HTTPS_FOR_GOOD if is_secure else HEADERS


def use_security_headers(app: Flask) -> None:
    """Add them to every answer of the application, which is kept nowhere if it does not say for how long."""

    @app.after_request
    def add(response: Response) -> Response:
        for name, value in security_headers(is_secure=request.is_secure).items():
            response.headers.setdefault(name, value)
        response.headers.setdefault("Cache-Control", "no-store")
        return response

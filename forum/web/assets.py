"""Our static files, under addresses that change with their content, so that browsers may keep them for ever."""

from __future__ import annotations

import hashlib
from functools import lru_cache
from pathlib import Path

from flask import Flask, current_app, request, url_for
from flask.typing import ResponseReturnValue
from flask.wrappers import Response

from forum.web.stylesheet import ENDPOINT as STYLESHEET
from forum.web.stylesheet import use_stylesheet

A_YEAR = 31_536_000
KEPT = frozenset({"static", STYLESHEET})
"""What may be kept for a year when its address holds its fingerprint."""


@lru_cache(maxsize=256)
def fingerprint(folder: str, name: str) -> str:
    """Return the first characters of the file's SHA-256; empty for a file that is not there."""
    file = Path(folder) / name
    return hashlib.sha256(file.read_bytes()).hexdigest()[:12] if file.is_file() else ""


def static_url(name: str) -> str:
    """Return the address of a static file."""
    return url_for("static", filename=name, v=fingerprint(str(current_app.static_folder), name))


def use_assets(app: Flask) -> None:
    """Offer static_url to templates, and let browsers keep fingerprinted files for a year."""
    app.jinja_env.globals["static_url"] = static_url
    use_stylesheet(app)
    if app.debug:
        app.before_request(_forget_fingerprints)

    @app.after_request
    def keep(response: Response) -> Response:
        if request.endpoint in KEPT and request.args.get("v"):
            response.cache_control.max_age = A_YEAR
            response.cache_control.public = True
            response.cache_control.immutable = True
        return response


def _forget_fingerprints() -> ResponseReturnValue | None:
    fingerprint.cache_clear()
    return None

"""What people see when something does not work: plain words, and a way on."""

from __future__ import annotations

import contextlib

from flask import Flask, Response, g, render_template, request, session
from flask.typing import ResponseReturnValue
from sqlalchemy.exc import DBAPIError
from werkzeug.exceptions import HTTPException, InternalServerError, Unauthorized

from forum.core.db import db
from forum.core.outages import Outage, outage_of
from forum.core.storage import StorageDownError
from forum.web.interrupted_forms import typed_here
from forum.web.transactions import SAFE_METHODS, stop_writing

PAGES = {400, 403, 404, 405, 409, 413, 415, 429, 500, 503}
TOO_MANY, UNAVAILABLE = 429, 503
RETRY_AFTER_SECONDS = {Outage.LOCKED: 5, Outage.FULL: 300, Outage.DOWN: 30, Outage.FILES_DOWN: 60}


def use_error_pages(app: Flask) -> None:
    """Show our own page for every error, and log what went wrong inside."""

    @app.errorhandler(HTTPException)
    def show(error: HTTPException) -> ResponseReturnValue:
        if isinstance(error, Unauthorized):
            return app.login_manager.unauthorized()  # type: ignore[attr-defined, no-any-return]
        if isinstance(error, InternalServerError):
            _forget_changes()
        code = error.code or 500
        if error.response is not None and code not in PAGES:
            return error.get_response()
        page = code if code in PAGES else 400
        typed = typed_here() if code == TOO_MANY else None
        answer = Response(render_template(f"errors/{page}.html", error=error, typed=typed), status=code)
        retry_after = getattr(error, "retry_after", None)
        if retry_after is not None:
            answer.headers["Retry-After"] = str(retry_after)
        if code == 405 and error.valid_methods:  # type: ignore[attr-defined]  # noqa: PLR2004
            answer.headers["Allow"] = ", ".join(error.valid_methods)  # type: ignore[attr-defined]
        return answer

    @app.errorhandler(DBAPIError)
    @app.errorhandler(OSError)
    @app.errorhandler(StorageDownError)
    def show_outage(error: Exception) -> ResponseReturnValue:
        outage = outage_of(error)
        if outage is None:
            raise error
        app.logger.error("%s is answered with 503: %s", outage, getattr(error, "orig", None) or error)
        return outage_page(outage)


def outage_page(outage: Outage) -> Response:
    """Say what could not be done and why; a form that was sent comes back with what was typed, to be sent again."""
    _forget_changes()
    typed = typed_here() if request.method not in SAFE_METHODS else None
    page = render_template(
        "errors/outage.html", outage=outage.value, sent=request.method == "POST", typed=typed
    )
    session.modified = False  # the cookie must not speak of what was never stored
    wait = RETRY_AFTER_SECONDS[outage]
    return Response(page, status=UNAVAILABLE, headers={"Retry-After": str(wait)})


def _forget_changes() -> None:
    """Undo what the request has done so far, in the database and in what it was about to tell."""
    with contextlib.suppress(DBAPIError):
        db.session.rollback()
    stop_writing()
    session.pop("_flashes", None)
    for name in ("identity", "keep"):
        g.pop(name, None)

"""What people see when something does not work: plain words, and a way on."""

from __future__ import annotations

from flask import Flask, Response, render_template, request
from flask.typing import ResponseReturnValue
from werkzeug.exceptions import HTTPException, InternalServerError, ServiceUnavailable, Unauthorized

from forum.core.db import db
from forum.core.storage import StorageDownError

PAGES = {400, 403, 404, 405, 409, 413, 415, 429, 500, 503}


def use_error_pages(app: Flask) -> None:
    """Show our own page for every error, and log what went wrong inside."""

    @app.errorhandler(HTTPException)
    def show(error: HTTPException) -> ResponseReturnValue:
        if isinstance(error, Unauthorized):
            return app.login_manager.unauthorized()  # type: ignore[attr-defined, no-any-return]
        if isinstance(error, InternalServerError):
            db.session.rollback()
        code = error.code or 500
        if error.response is not None and code not in PAGES:
            return error.get_response()
        page = code if code in PAGES else 400
        answer = Response(render_template(f"errors/{page}.html", error=error), status=code)
        retry_after = getattr(error, "retry_after", None)
        if retry_after is not None:
            answer.headers["Retry-After"] = str(retry_after)
        if code == 405 and error.valid_methods:  # type: ignore[attr-defined]  # noqa: PLR2004
            answer.headers["Allow"] = ", ".join(error.valid_methods)  # type: ignore[attr-defined]
        return answer

    @app.errorhandler(StorageDownError)
    def show_storage_down(error: StorageDownError) -> ResponseReturnValue:
        app.logger.error("files cannot be kept or read: %s", error)
        return show(
            ServiceUnavailable("We cannot reach our pictures and files at the moment. Please try again soon.")
        )


def wants_fragment() -> bool:
    """Return whether a script of ours asks for a part of a page."""
    return request.headers.get("X-Requested-With") == "fetch"

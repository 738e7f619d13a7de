"""One transaction for each request: committed when the view returned well, rolled back otherwise."""

from __future__ import annotations

from contextlib import ExitStack

from flask import Flask, Response, g, request
from sqlalchemy.exc import DBAPIError

from forum.core.db import REQUEST_WAITS_SECONDS, commit, db, waiting_for, writing

SAFE_METHODS = {"GET", "HEAD", "OPTIONS"}
WAITED = "clearway.waited"
"""Where the web server writes how many seconds a request has waited for its turn."""


def use_transactions(app: Flask) -> None:
    """Open a writing transaction for requests that may change something, and end it with the request.

    Two writes to the same thing, such as two saves of one form, run one after the other, so that the second sees what
    the first stored (forum.web.conflicts). A form that comes back with errors (status 400 and above) changes nothing. Safe methods never commit.
    """

    @app.before_request
    def begin() -> None:
        g.transaction = ExitStack()
        waited = float(request.environ.get(WAITED, 0.0))
        g.transaction.enter_context(waiting_for(REQUEST_WAITS_SECONDS - waited))
        if request.method not in SAFE_METHODS:
            g.transaction.enter_context(writing(request.path if request.view_args else ""))

    @app.after_request
    def end(response: Response) -> Response:
        if request.method in SAFE_METHODS or response.status_code >= 400:  # noqa: PLR2004  # HTTP's first error
            db.session.rollback()
            return response
        try:
            commit()
        except DBAPIError as error:  # the page says that nothing was stored, where that is nobody's fault
            _answer_instead(response, app.make_response(app.handle_user_exception(error)))
        return response

    @app.teardown_request
    def close(_error: BaseException | None) -> None:
        stop_writing()


def stop_writing() -> None:
    """Wait for no write lock any more: what is read from here on is for a page that says what went wrong."""
    if "transaction" in g:
        g.transaction.close()


def _answer_instead(response: Response, other: Response) -> None:
    """Turn an answer into another, and keep the headers that every answer has."""
    response.set_data(other.get_data())
    response.status_code = other.status_code
    response.headers.pop("Location", None)
    response.headers.update(other.headers)

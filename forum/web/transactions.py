"""One transaction for each request: committed when the view returned well, rolled back otherwise."""

from __future__ import annotations

from contextlib import ExitStack

from flask import Flask, Response, g, request

from forum.core.db import commit, db, writing

SAFE_METHODS = {"GET", "HEAD", "OPTIONS"}


def use_transactions(app: Flask) -> None:
    """Open a writing transaction for requests that may change something, and end it with the request.

    Two writes to the same thing, such as two saves of one form, run one after the other, so that the second sees what
    the first stored (forum.web.conflicts). A form that comes back with errors (status 400 and above) changes nothing. Safe methods never commit.
    """

    @app.before_request
    def begin() -> None:
        g.transaction = ExitStack()
        if request.method not in SAFE_METHODS:
            g.transaction.enter_context(writing(request.path if request.view_args else ""))

    @app.after_request
    def end(response: Response) -> Response:
        if request.method in SAFE_METHODS or response.status_code >= 400:  # noqa: PLR2004  # HTTP's first error
            db.session.rollback()
        else:
            commit()
        return response

    @app.teardown_request
    def close(_error: BaseException | None) -> None:
        if "transaction" in g:
            g.transaction.close()

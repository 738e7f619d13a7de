"""The address of a page that was merged with another leads there, for everyone who may no longer see what is left of it."""

from __future__ import annotations

from http import HTTPStatus

from flask import Flask, Response, redirect, request

from forum.councils.identity import current_identity
from forum.moderation.queries.decisions import find_merged_into
from forum.threads.kinds import list_kinds, path_of
from forum.threads.queries import get_readable_thread


def use_merged_addresses(app: Flask) -> None:
    """Look for where a page went only once it was not found: pages that are there pay nothing for it."""

    @app.after_request
    def lead_on(response: Response) -> Response:
        if response.status_code != HTTPStatus.NOT_FOUND or request.method != "GET":
            return response
        number = (request.view_args or {}).get("number")
        if number is None or request.endpoint not in {kind.endpoint for kind in list_kinds()}:
            return response
        into = find_merged_into(number)
        thread = get_readable_thread(current_identity(), into) if into else None
        return redirect(path_of(thread), HTTPStatus.MOVED_PERMANENTLY) if thread else response  # type: ignore[return-value]  # a response of Flask's own

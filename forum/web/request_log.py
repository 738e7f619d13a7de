"""Each request's id, its line in the log, and its place in what is counted: around everything else, kept pages too."""

from __future__ import annotations

import logging
import re
import secrets
import time
from collections.abc import Iterable
from typing import TYPE_CHECKING, Any

from flask import Flask, request

from config import Settings
from forum.core.logs import log_as_json, request_id
from forum.core.metrics import count_request

if TYPE_CHECKING:
    from _typeshed.wsgi import StartResponse, WSGIApplication, WSGIEnvironment

HEADER = "X-Request-ID"
NOTES = "clearway.notes"
"""Where the application writes what the layers around it want to know: a dictionary in the request's environment."""
ROUTE, UNKNOWN = "route", "unknown"
"""The note of which rule of our addresses a request met: an address itself may hold a token."""
_PROXYS = re.compile(r"[A-Za-z0-9-]{8,64}")
log = logging.getLogger("forum.requests")


class RequestLog:
    """A WSGI middleware. A proxy's own id is kept, where there is a proxy that we know of."""

    def __init__(self, app: WSGIApplication, *, trusts_proxy: bool, writes_lines: bool) -> None:
        self._app = app
        self._trusts_proxy = trusts_proxy
        self._writes_lines = writes_lines

    def __call__(self, environ: WSGIEnvironment, start_response: StartResponse) -> Iterable[bytes]:
        """Answer a request under its id."""
        given = environ.get("HTTP_X_REQUEST_ID", "") if self._trusts_proxy else ""
        own = given if _PROXYS.fullmatch(given) else secrets.token_hex(8)
        token = request_id.set(own)
        environ[NOTES] = {}
        began, status = time.monotonic(), "500"

        def start(given: str, headers: list[tuple[str, str]], *more: Any) -> Any:  # noqa: ANN401  # as WSGI has it
            nonlocal status
            status = given[:3]
            return start_response(given, [*headers, (HEADER, own)], *more)

        try:
            return self._app(environ, start)
        finally:
            self._note(environ, status, time.monotonic() - began)
            request_id.reset(token)

    def _note(self, environ: WSGIEnvironment, status: str, seconds: float) -> None:
        method, route = environ["REQUEST_METHOD"], environ[NOTES].get(ROUTE, UNKNOWN)
        count_request(method=method, route=route, status=status, seconds=seconds)
        if self._writes_lines:
            told = {"method": method, "route": route, "status": int(status), "ms": round(1000 * seconds)}
            log.info("request", extra=told)


def note(name: str, value: object) -> None:
    """Tell the layers around the application something of this request."""
    request.environ.setdefault(NOTES, {})[name] = value


def noted(name: str) -> object:
    """Return what was told of this request; None for nothing."""
    return request.environ.get(NOTES, {}).get(name)


def use_request_log(app: Flask, settings: Settings) -> None:
    """Put it around the application, and write the log as the settings say. Call it last."""
    is_json = settings.log_format == "json"
    if is_json:
        log_as_json(settings.log_level)
        app.logger.handlers.clear()
    app.jinja_env.globals["request_id"] = request_id.get

    @app.before_request
    def name_route() -> None:
        note(ROUTE, request.url_rule.rule if request.url_rule else UNKNOWN)

    app.before_request_funcs[None].insert(0, app.before_request_funcs[None].pop())
    app.wsgi_app = RequestLog(  # type: ignore[method-assign]
        app.wsgi_app, trusts_proxy=settings.behind_proxies > 0, writes_lines=is_json
    )

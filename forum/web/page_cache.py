"""Keeps the pages that visitors see for a few seconds, so that a link that travels does not bring the site down.

Only for requests without our cookies and answers that set none: nobody's own page is ever kept.

A page is kept under everything of the request that can change it; a request that names our cookie in any
spelling, `clearway =x` too, which Werkzeug reads as `clearway=x`, is made for it alone.
"""

from __future__ import annotations

import gzip
import time
from collections import OrderedDict
from collections.abc import Iterable
from dataclasses import dataclass
from http import HTTPStatus
from typing import TYPE_CHECKING

from flask import Flask, Response, g, session

from forum.web.request_log import NOTES, ROUTE, UNKNOWN, note

if TYPE_CHECKING:
    from _typeshed.wsgi import StartResponse, WSGIApplication, WSGIEnvironment

KEPT_PAGES = 500
MAY_KEEP = "may_keep"
"""The note in which the application says that an answer is the same for all visitors: beside it, not in a header that others see."""
LARGEST_PAGE = 500_000
SMALLEST_COMPRESSED = 500
MADE_OF = ("HTTP_HOST", "SCRIPT_NAME", "PATH_INFO", "QUERY_STRING")
Headers = list[tuple[str, str]]
Key = tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Kept:
    """One page, until when it serves, and its compressed form."""

    until: float
    status: str
    headers: Headers
    body: bytes
    compressed: bytes
    route: str


class PageCache:
    """A WSGI middleware: least recently used pages go first. One for each process; no lock, one thread."""

    def __init__(self, app: WSGIApplication, *, seconds: float, cookies: tuple[str, ...]) -> None:
        self._app = app
        self._seconds = seconds
        self._cookies = cookies
        self._pages: OrderedDict[Key, Kept] = OrderedDict()

    def __call__(self, environ: WSGIEnvironment, start_response: StartResponse) -> Iterable[bytes]:
        """Answer from what is kept, or ask the application and keep its answer where it allows that."""
        if environ["REQUEST_METHOD"] != "GET" or self._is_known(environ):
            return self._app(environ, start_response)
        key = tuple(environ.get(name, "") for name in MADE_OF)
        kept = self._pages.get(key)
        if kept is None or kept.until < time.monotonic():
            kept = self._ask(environ, key)
        else:
            self._pages.move_to_end(key)
            environ.setdefault(NOTES, {})[ROUTE] = kept.route
        zipped = bool(kept.compressed) and "gzip" in environ.get("HTTP_ACCEPT_ENCODING", "")
        body = kept.compressed if zipped else kept.body
        headers = [*kept.headers, ("Content-Length", str(len(body)))]
        if zipped:
            headers.append(("Content-Encoding", "gzip"))
        start_response(kept.status, headers)
        return [body]

    def _is_known(self, environ: WSGIEnvironment) -> bool:
        cookies = environ.get("HTTP_COOKIE", "")
        return any(cookie in cookies for cookie in self._cookies)

    def _ask(self, environ: WSGIEnvironment, key: Key) -> Kept:
        notes = environ.setdefault(NOTES, {})
        answer = Response.from_app(self._app, environ)
        body = answer.get_data()
        may_keep = (
            answer.status_code == HTTPStatus.OK and notes.get(MAY_KEEP) and "Set-Cookie" not in answer.headers
        )
        answer.headers.pop("Content-Length", None)
        small = not may_keep or not SMALLEST_COMPRESSED <= len(body) <= LARGEST_PAGE
        compressed = b"" if small else gzip.compress(body, 6, mtime=0)
        if compressed:
            answer.vary.add("Accept-Encoding")
        until, route = time.monotonic() + self._seconds, notes.get(ROUTE, UNKNOWN)
        kept = Kept(until, answer.status, list(answer.headers), body, compressed, route)
        if may_keep and len(body) <= LARGEST_PAGE:
            self._pages[key] = kept
            while len(self._pages) > KEPT_PAGES:
                self._pages.popitem(last=False)
        return kept


def keep_for_visitors() -> None:
    """Say, in a view, that a page may be kept for those without a session: it is the same for all of them."""
    g.keep = True


def use_page_cache(app: Flask, *, seconds: float) -> None:
    """Add the page cache to the application; without seconds there is none."""
    if not seconds:
        return

    @app.after_request
    def allow(response: Response) -> Response:
        if g.get("keep") and not session:
            note(MAY_KEEP, value=True)
            response.headers["Cache-Control"] = "private, no-cache"
        return response

    cookies = (str(app.config["SESSION_COOKIE_NAME"]), "remember_token")
    app.wsgi_app = PageCache(app.wsgi_app, seconds=seconds, cookies=cookies)  # type: ignore[method-assign]

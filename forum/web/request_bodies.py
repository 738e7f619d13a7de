"""What may be sent to a view: a form, and how large it may be. Decided before anything of it is read."""

from __future__ import annotations

from collections.abc import Callable
from typing import ParamSpec, TypeVar

from flask import Flask, request
from werkzeug.exceptions import RequestEntityTooLarge, UnsupportedMediaType

from forum.core.settings import settings
from forum.web.guards import GUARD

P = ParamSpec("P")
R = TypeVar("R")
LARGEST = "__largest__"
FILES = "__files__"

ENCODED, IN_PARTS = "application/x-www-form-urlencoded", "multipart/form-data"
FORMS = frozenset({ENCODED, IN_PARTS})
"""All that our pages send. JSON and the rest would go round the cleaning of texts."""
SMALL = 50_000
"""Bytes that a visitor may send: a name, an address, a few words. 9 bytes are one letter of Bengali."""
WHOLE_TEXTS = 300_000
MOST_PAIRS = 2_000
"""Names and values of one form; the longest of ours has some two hundred."""


def takes_files(most_bytes: int) -> Callable[[Callable[P, R]], Callable[P, R]]:
    """Let requests to this view be so large. Put it under the guard: nothing of the body is read before that."""

    def decorate(view: Callable[P, R]) -> Callable[P, R]:
        setattr(view, LARGEST, most_bytes)
        setattr(view, FILES, True)
        return view

    return decorate


def takes_texts(view: Callable[P, R]) -> Callable[P, R]:
    """Let visitors send this view whole texts, as large as members may."""
    setattr(view, LARGEST, WHOLE_TEXTS)
    return view


def largest_body(view: object) -> int:
    """Return how many bytes a request to this view may bring; only a form in parts brings files."""
    most = settings().maximum_request_bytes
    if hasattr(view, FILES):
        return int(getattr(view, LARGEST)) if request.mimetype == IN_PARTS else most
    given = getattr(view, LARGEST, SMALL if getattr(view, GUARD, None) == "public" else most)
    return min(int(given), most)


def use_request_sizes(app: Flask) -> None:
    """Refuse what is no form (415), and a body that is too large (413), before any view reads a part of it."""

    @app.before_request
    def measure() -> None:
        if request.method != "POST" or request.url_rule is None:
            return
        if request.mimetype not in FORMS and (request.mimetype or request.content_length):
            raise UnsupportedMediaType
        view = app.view_functions.get(request.endpoint or "")
        request.max_content_length = largest_body(view)
        if request.mimetype == ENCODED and request.get_data().count(b"&") >= MOST_PAIRS:
            raise RequestEntityTooLarge
        if not hasattr(view, FILES):  # else it is read by the view, after its guard and its rate limit
            _ = request.form

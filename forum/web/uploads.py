"""Views that take files: their requests may be larger than others, once it is known who sends them."""

from __future__ import annotations

from collections.abc import Callable
from typing import ParamSpec, TypeVar

from flask import Flask, request

P = ParamSpec("P")
R = TypeVar("R")
LARGEST = "__largest__"


def takes_files(most_bytes: int) -> Callable[[Callable[P, R]], Callable[P, R]]:
    """Let requests to this view be so large. Put it under the guard: nothing of the body is read before that."""

    def decorate(view: Callable[P, R]) -> Callable[P, R]:
        setattr(view, LARGEST, most_bytes)
        return view

    return decorate


def use_request_sizes(app: Flask) -> None:
    """Refuse a body that is too large before any view reads a part of it (413)."""

    @app.before_request
    def measure() -> None:
        if request.method != "POST":
            return
        view = app.view_functions.get(request.endpoint or "")
        largest = getattr(view, LARGEST, None)
        if largest is None:
            _ = request.form
        else:
            request.max_content_length = largest  # read by the view, after its guard and its rate limit

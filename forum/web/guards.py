"""Every view says who may use it; a view that says nothing is refused, to everybody."""

from __future__ import annotations

from collections.abc import Callable
from typing import ParamSpec, TypeVar

from flask import Flask, current_app, request
from werkzeug.exceptions import Forbidden

P = ParamSpec("P")
R = TypeVar("R")
GUARD = "__guard__"
RATES = "__rates__"
OPEN_TO_SUSPENDED = "__open_to_suspended__"


def mark(view: Callable[P, R], guard: str) -> Callable[P, R]:
    """Write the guard's name on the view, where the architecture test and `require_guard` look for it."""
    setattr(view, GUARD, guard)
    return view


def public(view: Callable[P, R]) -> Callable[P, R]:
    """Everybody may use this view; what it shows is decided row by row, by permissions in its queries."""
    return mark(view, "public")


def open_to_suspended(view: Callable[P, R]) -> Callable[P, R]:
    """Let somebody who is suspended from posting use a form: one that publishes nothing, such as an appeal."""
    setattr(view, OPEN_TO_SUSPENDED, True)
    return view


def require_guard(app: Flask) -> None:
    """Refuse every request whose view carries no guard."""

    @app.before_request
    def refuse_unguarded() -> None:
        if request.endpoint in {None, "static"}:
            return
        if not hasattr(current_app.view_functions[request.endpoint], GUARD):
            raise Forbidden(f"{request.endpoint} has no guard")

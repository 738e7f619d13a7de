"""Guards for views that need somebody who is signed in; row by row, permissions decide further."""

from __future__ import annotations

import functools
from collections.abc import Callable
from typing import ParamSpec, TypeVar

from flask import flash, redirect, request, url_for
from werkzeug.exceptions import Forbidden

from forum.accounts.current import signed_in_person
from forum.accounts.models import Person, SiteRole
from forum.accounts.sessions import hold_request, is_confirmed
from forum.web.guards import mark

P = ParamSpec("P")
R = TypeVar("R")

KEPT_UNTIL_CONFIRMED = "What you typed is kept: confirm that it is you, and it is in the form again."
PRESS_AGAIN = "Confirm that it is you. Then press the button again."


def signed_in(view: Callable[P, R]) -> Callable[P, R]:
    """Somebody must be signed in; a visitor is led to the sign-in page and back."""
    return _guarded(view, "signed_in", lambda _person: True)


def moderators_only(view: Callable[P, R]) -> Callable[P, R]:
    """Moderators and administrators."""
    roles = {SiteRole.MODERATOR, SiteRole.ADMINISTRATOR}
    return _guarded(view, "moderators_only", lambda person: person.role in roles)


def administrators_only(view: Callable[P, R]) -> Callable[P, R]:
    """Administrators."""
    return _guarded(view, "administrators_only", lambda person: person.role == SiteRole.ADMINISTRATOR)


def recently_confirmed(view: Callable[P, R]) -> Callable[P, R]:
    """The person must have shown who they are in the last minutes; else they are asked, and come back to this page.

    For what cannot be undone, or hands power over. Put it under the guard that says who may use the view. What was
    sent stands in the form again afterwards; nothing is sent by itself.
    """

    @functools.wraps(view)
    def confirmed(*args: P.args, **kwargs: P.kwargs) -> R:
        signed_in_person()
        if is_confirmed():
            return view(*args, **kwargs)
        path, is_held = hold_request()
        if request.method == "POST":
            flash(KEPT_UNTIL_CONFIRMED if is_held else PRESS_AGAIN, "info")
        return redirect(url_for("reauthentication.confirm", next=path), 303)  # type: ignore[return-value]

    return confirmed


def _guarded(view: Callable[P, R], name: str, admits: Callable[[Person], bool]) -> Callable[P, R]:
    @functools.wraps(view)
    def guarded(*args: P.args, **kwargs: P.kwargs) -> R:
        if not admits(signed_in_person()):
            raise Forbidden
        return view(*args, **kwargs)

    return mark(guarded, name)

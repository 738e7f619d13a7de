"""Guards for views that need somebody who is signed in; row by row, permissions decide further."""

from __future__ import annotations

import functools
from collections.abc import Callable
from typing import ParamSpec, TypeVar

from werkzeug.exceptions import Forbidden

from forum.accounts.current import signed_in_person
from forum.accounts.models import Person, SiteRole
from forum.web.guards import mark

P = ParamSpec("P")
R = TypeVar("R")


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


def _guarded(view: Callable[P, R], name: str, admits: Callable[[Person], bool]) -> Callable[P, R]:
    @functools.wraps(view)
    def guarded(*args: P.args, **kwargs: P.kwargs) -> R:
        if not admits(signed_in_person()):
            raise Forbidden
        return view(*args, **kwargs)

    return mark(guarded, name)

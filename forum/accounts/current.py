"""Who is asking: the only place that reads it from the session."""

from __future__ import annotations

from flask_login import current_user  # noqa: TID251  # the one place
from werkzeug.exceptions import Unauthorized

from forum.accounts.models import Person


def current_person() -> Person | None:
    """Return who is signed in in this request; None for a visitor, and outside of a request."""
    found = current_user._get_current_object()  # noqa: SLF001  # the object behind Flask-Login's proxy
    return found if isinstance(found, Person) else None


def signed_in_person() -> Person:
    """Return who is signed in. Raises Unauthorized (which leads to the sign-in page) for a visitor."""
    person = current_person()
    if person is None:
        raise Unauthorized
    return person

"""Where somebody goes after signing in: only to a page of ours."""

from __future__ import annotations

from urllib.parse import urlsplit

from flask import current_app

from forum.accounts.models import Person

LANDING = "clearway_landing"

LONGEST_PATH = 500
FIRST_VISIBLE, DELETE = 0x21, 0x7F


def local_path(text: str | None) -> str:
    """Give the path if it can only be one of ours, else the start page.

    Refused are other sites in every spelling that browsers know: a scheme, `//`, a backslash, and the controls
    and spaces that browsers leave out. The sign-in pages themselves would lead in circles.
    """
    if not text or len(text) > LONGEST_PATH or not text.startswith("/") or text.startswith("//"):
        return "/"
    if "\\" in text or any(ord(letter) < FIRST_VISIBLE or ord(letter) == DELETE for letter in text):
        return "/"
    try:
        parts = urlsplit(text)
    except ValueError:
        return "/"
    first = parts.path.split("/")[1]
    if parts.scheme or parts.netloc or first in {"sign-in", "sign-out", "invitations"}:
        return "/"
    return text


def after_sign_in(person: Person, next_path: str) -> str:
    """Give where somebody goes who has just signed in: where they wanted to, else where their day begins."""
    begins = current_app.extensions.get(LANDING)
    return next_path if next_path != "/" or begins is None else begins(person) or "/"

"""Where somebody goes after signing in: only to a page of ours."""

from __future__ import annotations

from urllib.parse import unquote, urlsplit

from flask import current_app, url_for

from forum.accounts.models import Person

LANDING = "clearway_landing"
SIGN_IN_PAGES = frozenset({"sign-in", "sign-out", "invitations"})
"""The first part of the addresses that would lead in circles."""

LONGEST_PATH = 500
FIRST_VISIBLE, DELETE = 0x21, 0x7F


def start_page() -> str:
    """Return the path of the start page: where somebody goes who wanted to go nowhere else."""
    return url_for("home.home")


def wanted(next_path: str) -> str | None:
    """Return where somebody wanted to go, for a query string; None for the start page, which needs no words."""
    return next_path if next_path != start_page() else None


def local_path(text: str | None, start: str | None = None) -> str:
    """Return the path if it can only be one of ours, else the start page.

    Refused are other sites in every spelling that browsers know: a scheme, `//`, a backslash, and the controls
    and spaces that browsers leave out. So is what lies beside our start page. The sign-in pages themselves would lead in circles.
    """
    start = start or start_page()
    if not text or len(text) > LONGEST_PATH or not text.startswith(start) or text.startswith("//"):
        return start
    if "\\" in text or any(ord(letter) < FIRST_VISIBLE or ord(letter) == DELETE for letter in text):
        return start
    try:
        parts = urlsplit(text)
    except ValueError:
        return start
    first = parts.path.removeprefix(start).partition("/")[0]
    if parts.scheme or parts.netloc or ".." in unquote(parts.path).split("/") or first in SIGN_IN_PAGES:
        return start
    return text


def after_sign_in(person: Person, next_path: str) -> str:
    """Return where somebody goes who has just signed in: where they wanted to, else where their day begins."""
    begins = current_app.extensions.get(LANDING)
    return next_path if wanted(next_path) or begins is None else begins(person) or next_path

"""What is typed survives signing in, in every form.

A form that is sent after the session ended is held on the server (`core.held`), for this browser's session, a day
and LONGEST_HELD at most. After signing in, the page shows it in the form; it is never sent by itself. Passwords,
codes and files are not held. What another site makes a browser send is not either.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from urllib.parse import urlsplit

from flask import Flask, Response, flash, g, request, session
from werkzeug.datastructures import MultiDict
from werkzeug.exceptions import HTTPException

from forum.core.interrupted_forms import (
    InterruptedForm,
    delete_interrupted_form,
    find_interrupted_form,
    store_interrupted_form,
)
from forum.core.text import clean
from forum.web.urls import current_address, current_path

SESSION_KEY = "kept_form"  # forum.accounts.sessions carries it through signing in
LONGEST_HELD = 200_000  # characters of all fields together
LARGEST_READ = 1_000_000  # bytes of a whole request, with its files: nobody is known yet
LONGEST_PATH = 500
MOST_FIELDS = 200
NEVER_HELD = frozenset({"csrf_token", "password", "current", "again", "code", "token"})
BUTTON = ["1"]
_SPACE = re.compile(
    r"\s|@"
)  # what people type has one, but for a single word; what pages send along has none
SIGNED_OUT = "You were signed out. What you typed is kept: sign in, and it is in the form again."
BACK_AGAIN = "This is what you typed. Check it, and send it again."
FILES = " Choose your files again: they are not kept."


def use_held_forms(app: Flask) -> None:
    """Forget a held form as soon as it was sent and taken."""

    @app.after_request
    def forget(response: Response) -> Response:
        if request.method == "POST" and response.status_code < 400 and not g.get("was_held"):  # noqa: PLR2004
            held = find_interrupted_form(session.get(SESSION_KEY)) if SESSION_KEY in session else None
            if held is not None and held.action == current_path():
                delete_interrupted_form(session.pop(SESSION_KEY))
        return response


def store_sent_form(page: str) -> bool:
    """Hold the form of this request, which stands on `page`; tells whether there was anything that may be held."""
    if (request.content_length or 0) > LARGEST_READ:
        return False
    fields = {
        name: [clean(one) for one in values]
        for name, values in request.form.lists()
        if name not in NEVER_HELD
    }
    size = sum(len(name) + sum(map(len, values)) for name, values in fields.items())
    if not any(map(any, fields.values())) or size > LONGEST_HELD or len(fields) > MOST_FIELDS:
        return False
    if not _is_sent_from_here() or max(len(page), len(current_path())) > LONGEST_PATH:
        return False
    number = str(session.get("_user_id", "")).partition(".")[0]
    session[SESSION_KEY] = store_interrupted_form(
        key=session.get(SESSION_KEY),
        person_id=int(number) if number.isdecimal() else None,
        action=current_path(),
        page=page,
        fields=fields,
        has_files=any(file.filename for file in request.files.values()),
    )
    g.was_held = True
    return True


@dataclass(frozen=True, slots=True)
class TypedForm:
    """A form that could not be taken: all that a button needs to send it again, and those of the words that people know as theirs."""

    method: str
    action: str
    fields: list[tuple[str, str]]
    words: list[str]
    has_files: bool


def typed_here() -> TypedForm | None:
    """Return what the form of this request holds; None for one with a password, from elsewhere, or too large to show."""
    asks = request.method == "GET"
    try:
        typed, files = request.args if asks else request.form, list(request.files.values())
        fields = list(typed.items(multi=True))
    except HTTPException:
        return None
    size = sum(len(name) + len(value) for name, value in fields)
    secret = NEVER_HELD - {"csrf_token", "token"}
    if not fields or size > LONGEST_HELD or not (asks or _is_sent_from_here()):
        return None
    if secret & {name for name, _ in fields}:
        return None
    words = [
        clean(value)
        for name, value in fields
        if name == "q" or (name not in NEVER_HELD and _SPACE.search(value.strip()))
    ]
    return TypedForm(
        method="get" if asks else "post",
        action=current_path() if asks else current_address(),
        fields=fields,
        words=words,
        has_files=any(one.filename for one in files),
    )


def restored_answers(names: set[str]) -> MultiDict[str, str] | None:
    """Return what is held for a form with fields of these names on the page that is asked for, and say that it is back."""
    held = _held_here()
    if held is None:
        return None
    typed = {name for name, values in held.fields.items() if values != BUTTON}
    if 2 * len(typed & names) <= len(typed):  # a visitor's form asks for a little more than a member's
        return None
    if not g.get("says_held"):
        g.says_held = True
        flash(BACK_AGAIN + (FILES if held.has_files else ""), "info")
    return MultiDict((name, one) for name in names & held.fields.keys() for one in held.fields[name])


def _held_here() -> InterruptedForm | None:
    if request.method != "GET" or SESSION_KEY not in session:
        return None
    number = str(session.get("_user_id", "")).partition(".")[0]
    if not number:
        return None
    held = find_interrupted_form(session[SESSION_KEY])
    if held is None or current_path() not in {held.page, held.action}:
        return None
    return held if held.person_id is None or str(held.person_id) == number else None


def _is_sent_from_here() -> bool:
    """Return whether the form stood on a page of ours, as far as the browser says."""
    sent_from = request.headers.get("Origin") or request.referrer
    return sent_from is None or urlsplit(sent_from).netloc == request.host

"""Who is signed in, from one request to the next: how a session begins, what it holds, when it ends."""

from __future__ import annotations

from datetime import timedelta
from urllib.parse import urlsplit

from flask import Flask, Response, flash, g, has_request_context, redirect, request, session, url_for
from flask.typing import ResponseReturnValue
from flask_login import LoginManager, login_user

from forum.accounts.current import current_person
from forum.accounts.devices import device_of
from forum.accounts.known_devices import remember_device
from forum.accounts.models import Person, SignInMethod, SignInSession
from forum.accounts.networks import network_of_request
from forum.accounts.next_paths import local_path, start_page
from forum.accounts.queries import get_person
from forum.accounts.sign_in_sessions import end_session_of, find_session, is_use_due, note_use, start_session
from forum.core import clock
from forum.core.db import db
from forum.core.outbox import ask_for_cause
from forum.web.interrupted_forms import SIGNED_OUT, store_sent_form
from forum.web.transactions import SAFE_METHODS
from forum.web.urls import current_address

# What a visitor began here and goes on with once signed in; nothing else outlives the change of person.
KEPT_PREFIX = "kept_"
CODE_WITHIN = timedelta(minutes=10)
PASSWORD_WITHIN = timedelta(hours=1)
FIRST_ERROR = 400
CONFIRMED_FOR = timedelta(minutes=15)


def use_sessions(app: Flask) -> None:
    """Let Flask-Login read people by the rows of their sessions; what ends a row ends every copy of its cookie."""
    manager = LoginManager()
    manager.init_app(
        app, add_context_processor=False
    )  # templates have `person`, which needs no database to fail
    manager.session_protection = None
    manager.user_loader(_load)
    app.before_request(lambda: ask_for_cause(_person_of_session))
    manager.unauthorized_handler(_lead_to_sign_in)
    app.after_request(_note_use)


def _person_of_session() -> int | None:
    """Return the number of the person whose session this is, without asking the database."""
    number = str(session.get("_user_id", "")).partition(".")[0] if has_request_context() else ""
    return int(number) if number.isdecimal() else None


def begin_session(person: Person, *, method: SignInMethod) -> None:
    """Sign somebody in. Whatever the browser brought along is dropped, so that a planted session gains nothing.

    Members are remembered for `member_session_lasts` after each use; staff until the browser closes, and for
    `staff_session_lasts` at most.
    """
    _end_row()
    _begin_anew()
    login_user(person)
    g.sign_in_session, key = start_session(
        person=person,
        method=method,
        device=device_of(request.user_agent.string),
        network=network_of_request(),
    )
    session["_user_id"] = f"{person.id}.{key}"
    mark_confirmed()
    if person.password_hash is not None:
        remember_device(person.email)
    if method == SignInMethod.LINK:
        session["by_link_at"] = _seconds()
    session.permanent = not person.is_staff


def mark_confirmed() -> None:
    """Remember that the person has just shown who they are: by a password, a code or a mailed link."""
    session["confirmed_at"] = _seconds()


def is_confirmed() -> bool:
    """Return whether the person has shown a short while ago who they are, and not only that a browser is open."""
    return bool(session.get("confirmed_at", 0) + CONFIRMED_FOR.total_seconds() > _seconds())


def end_session() -> None:
    """Sign out in this browser, and leave nothing behind: a copy of its cookie is worth nothing any more."""
    _end_row()
    session.clear()


def current_session() -> SignInSession | None:
    """Return the row of the session that this request belongs to; None for a visitor."""
    return g.get("sign_in_session") if current_person() is not None else None


def came_by_link() -> bool:
    """Return whether the person came by a mailed link a short while ago: then no old password is asked for.

    Not for the whole month that members stay signed in: whoever finds a device open must not take the account.
    """
    return bool(session.get("by_link_at", 0) + PASSWORD_WITHIN.total_seconds() > _seconds())


def await_code(person: Person, *, next_path: str) -> None:
    """Remember for a few minutes that the password was right and the code is still to come."""
    _begin_anew()
    until = _seconds() + int(CODE_WITHIN.total_seconds())
    session["awaits_code"] = {"person": _state_of(person), "until": until, "next_path": next_path}


def person_awaiting_code() -> tuple[Person, str] | None:
    """Return who has typed the right password a few minutes ago, and where they are going."""
    waiting = session.get("awaits_code")
    if not waiting or waiting["until"] < _seconds():
        return None
    person = get_person(int(waiting["person"].partition(".")[0]))
    if person is None or not person.is_active or _state_of(person) != waiting["person"]:
        return None
    return person, waiting["next_path"]


def is_awaiting_code() -> bool:
    """Return whether a right password was typed in this browser a few minutes ago."""
    return person_awaiting_code() is not None


def _begin_anew() -> None:
    kept = {name: value for name, value in session.items() if name.startswith(KEPT_PREFIX)}
    session.clear()
    session.update(kept)


def _seconds() -> int:
    return int(clock.real_now().timestamp())


def _state_of(person: Person) -> str:
    """Name the person as they are now: a changed password ends what waits for a code."""
    return f"{person.id}.{person.session_version}"


def _load(key: str) -> Person | None:
    """Read the person of the session's key, by one statement."""
    number, _, token = key.partition(".")
    row = find_session(token) if number.isdecimal() and token.isascii() else None
    if row is None or str(row.person_id) != number:
        return None
    g.sign_in_session, g.is_use_due = row, is_use_due(row, is_writing=_is_writing())
    return row.person


def _end_row() -> None:
    key = str(session.get("_user_id", "")).partition(".")[2]
    row = find_session(key) if key else None
    if row is not None:
        end_session_of(person=row.person, number=row.id)
    g.pop("sign_in_session", None)


def _note_use(response: Response) -> Response:
    """Write down now and then that a session is in use, and have a member's cookie last as long again."""
    row: SignInSession | None = g.get("sign_in_session") if g.get("is_use_due") else None
    if row is None or response.status_code >= FIRST_ERROR or row not in db.session:
        return response
    if note_use(row, is_writing=_is_writing()) and session.permanent:
        session.modified = True
    return response


def _is_writing() -> bool:
    return request.method not in SAFE_METHODS


def _lead_to_sign_in() -> ResponseReturnValue:
    """Send a visitor to the sign-in page, and from there back to the page they were on; what they sent is held."""
    path, is_held = hold_request()
    if is_held:
        flash(SIGNED_OUT, "info")
    return redirect(url_for("accounts.sign_in", next=path))


def hold_request() -> tuple[str, bool]:
    """Return the page to come back to, and whether what was sent there is held until then."""
    page = urlsplit(_page_of_request())
    path = f"{page.path}?{page.query}" if page.query else page.path
    return local_path(path), request.method == "POST" and store_sent_form(page.path)


def _page_of_request() -> str:
    """Return the address of the page that was asked for, or on which the form stands that was sent."""
    here = current_address()
    if request.method == "GET":
        return here
    came_from = urlsplit(request.referrer or "")
    if came_from.netloc == request.host:
        return came_from._replace(scheme="", netloc="").geturl()
    can_be_shown = request.url_rule is not None and "GET" in (request.url_rule.methods or ())
    return here if can_be_shown and not request.referrer else start_page()

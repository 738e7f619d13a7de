"""Who is signed in, from one request to the next: how a session begins, what it holds, when it ends."""

from __future__ import annotations

from datetime import timedelta
from urllib.parse import urlsplit

from flask import Flask, flash, has_request_context, redirect, request, session, url_for
from flask.typing import ResponseReturnValue
from flask_login import LoginManager, login_user

from forum.accounts.models import Person
from forum.accounts.next_paths import local_path, start_page
from forum.core import clock
from forum.core.db import db
from forum.core.outbox import ask_for_cause
from forum.core.settings import settings
from forum.web.interrupted_forms import SIGNED_OUT, store_sent_form
from forum.web.urls import current_address

# What a visitor began here and goes on with once signed in; nothing else outlives the change of person.
KEPT_PREFIX = "kept_"
CODE_WITHIN = timedelta(minutes=10)
PASSWORD_WITHIN = timedelta(hours=1)
CONFIRMED_FOR = timedelta(minutes=15)


def use_sessions(app: Flask) -> None:
    """Let Flask-Login read people from our table; a changed password cuts every older session."""
    manager = LoginManager()
    manager.init_app(
        app, add_context_processor=False
    )  # templates have `person`, which needs no database to fail
    manager.session_protection = None
    manager.user_loader(_load)
    app.before_request(lambda: ask_for_cause(_person_of_session))
    manager.unauthorized_handler(_lead_to_sign_in)


def _person_of_session() -> int | None:
    """Return the number of the person whose session this is, without asking the database."""
    number = str(session.get("_user_id", "")).partition(".")[0] if has_request_context() else ""
    return int(number) if number.isdecimal() else None


def begin_session(person: Person, *, by_link: bool = False) -> None:
    """Sign somebody in. Whatever the browser brought along is dropped, so that a planted session gains nothing.

    Members are remembered for `member_session_lasts`; staff until the browser closes, and for
    `staff_session_lasts` at most. `by_link` says that they have just shown that they read their mail.
    """
    _begin_anew()
    login_user(person)
    mark_confirmed()
    if by_link:
        session["by_link_at"] = _seconds()
    if person.is_staff:
        session["ends_at"] = _seconds() + int(settings().staff_session_lasts.total_seconds())
    session.permanent = not person.is_staff


def mark_confirmed() -> None:
    """Remember that the person has just shown who they are: by a password, a code or a mailed link."""
    session["confirmed_at"] = _seconds()


def is_confirmed() -> bool:
    """Return whether the person has shown a short while ago who they are, and not only that a browser is open."""
    return bool(session.get("confirmed_at", 0) + CONFIRMED_FOR.total_seconds() > _seconds())


def end_session() -> None:
    """Sign out in this browser, and leave nothing behind."""
    session.clear()


def came_by_link() -> bool:
    """Return whether the person came by a mailed link a short while ago: then no old password is asked for.

    Not for the whole month that members stay signed in: whoever finds a device open must not take the account.
    """
    return bool(session.get("by_link_at", 0) + PASSWORD_WITHIN.total_seconds() > _seconds())


def await_code(person: Person, *, next_path: str) -> None:
    """Remember for a few minutes that the password was right and the code is still to come."""
    _begin_anew()
    until = _seconds() + int(CODE_WITHIN.total_seconds())
    session["awaits_code"] = {"person": person.get_id(), "until": until, "next_path": next_path}


def person_awaiting_code() -> tuple[Person, str] | None:
    """Return who has typed the right password a few minutes ago, and where they are going."""
    waiting = session.get("awaits_code")
    if not waiting or waiting["until"] < _seconds():
        return None
    person = _find(waiting["person"])
    return None if person is None else (person, waiting["next_path"])


def _begin_anew() -> None:
    kept = {name: value for name, value in session.items() if name.startswith(KEPT_PREFIX)}
    session.clear()
    session.update(kept)


def _seconds() -> int:
    return int(clock.real_now().timestamp())


def _load(key: str) -> Person | None:
    person = _find(key)
    if person is not None and person.is_staff and session.get("ends_at", 0) < _seconds():
        return None
    return person


def _find(key: str) -> Person | None:
    """Read the person of a session's key, unless the password was changed or they were suspended since."""
    number, _, version = key.partition(".")
    person = db.session.get(Person, int(number)) if number.isdecimal() else None
    return (
        person
        if person is not None and person.get_id() == f"{number}.{version}" and person.is_active
        else None
    )


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

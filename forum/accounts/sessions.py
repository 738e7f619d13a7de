"""Who is signed in, from one request to the next."""

from __future__ import annotations

from flask import Flask
from flask_login import LoginManager

from forum.accounts.models import Person
from forum.core.db import db


def use_sessions(app: Flask) -> None:
    """Let Flask-Login read people from our table; a changed password cuts every older session."""
    manager = LoginManager(app)
    manager.login_view = "accounts.sign_in"
    manager.login_message = None
    manager.session_protection = None

    @manager.user_loader  # type: ignore[untyped-decorator]
    def load(key: str) -> Person | None:
        number, _, version = key.partition(".")
        person = db.session.get(Person, int(number)) if number.isdecimal() else None
        if person is None or str(person.session_version) != version or not person.is_active:
            return None
        return person

"""Somebody who is suspended from posting reads and downloads as ever; every other form says why it is closed to them.

The rule is the other way round from a list of what is forbidden: a new form is closed unless its view says
`open_to_suspended`, or is below the page of one's own account.
"""

from __future__ import annotations

from flask import Flask, current_app, render_template, request, url_for
from flask.typing import ResponseReturnValue

from forum.accounts.current import current_person
from forum.web.guards import OPEN_TO_SUSPENDED
from forum.web.urls import current_path


def use_suspensions(app: Flask) -> None:
    """Close the forms of this application to those who are suspended from posting."""

    @app.before_request
    def close() -> ResponseReturnValue | None:
        if not _is_form():
            return None
        person = current_person()
        if person is None or not person.is_suspended_from_posting:
            return None
        return render_template("moderation/suspended.html", until=person.posting_suspended_until), 403


def _is_form() -> bool:
    """Return whether the page that is asked for, or sent, writes something that is not about one's own account."""
    rule = request.url_rule
    if rule is None or "POST" not in (rule.methods or ()) or request.endpoint is None:
        return False
    if f"{current_path()}/".startswith(f"{url_for('account.show')}/"):
        return False
    return not hasattr(current_app.view_functions[request.endpoint], OPEN_TO_SUSPENDED)

"""Where somebody is signed in, and how they end that."""

from __future__ import annotations

from flask import Blueprint, flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from forum.accounts.current import signed_in_person
from forum.accounts.guards import signed_in
from forum.accounts.sessions import current_session, end_session
from forum.accounts.sign_in_sessions import end_session_of, end_sessions, list_sessions
from forum.web.forms import check_button
from forum.web.rate_limits import limit, per_hour

blueprint = Blueprint("account_sessions", __name__)


@blueprint.get("/account/sessions")
@signed_in
def show_sessions() -> ResponseReturnValue:
    """List the devices on which somebody is signed in, this one first."""
    here = current_session()
    found = sorted(list_sessions(person=signed_in_person()), key=lambda one: one is not here)
    return render_template("accounts/sessions.html", sessions=found, here=here)


@blueprint.post("/account/sessions/<int:number>/end")
@signed_in
@limit(per_hour(120), name="end_session")
def end(number: int) -> ResponseReturnValue:
    """Sign out on one device."""
    _checked()
    here = current_session()
    if here is not None and here.id == number:
        end_session()
        flash("You have signed out.", "success")
        return redirect(url_for("accounts.sign_in"), 303)
    if end_session_of(person=signed_in_person(), number=number):
        flash("You have been signed out on that device.", "success")
    return redirect(url_for("account_sessions.show_sessions"), 303)


@blueprint.post("/account/sessions/end-others")
@signed_in
@limit(per_hour(60), name="end_other_sessions")
def end_others() -> ResponseReturnValue:
    """Sign out on all devices but this one."""
    _checked()
    end_sessions(person=signed_in_person(), keep=current_session())
    flash("You have been signed out on all other devices.", "success")
    return redirect(url_for("account_sessions.show_sessions"), 303)


def _checked() -> None:
    check_button()

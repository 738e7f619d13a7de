"""Asks somebody who is signed in to show once more that it is them, before what `recently_confirmed` guards."""

from __future__ import annotations

from datetime import timedelta

from flask import Blueprint, abort, redirect, request, session, url_for
from flask.typing import ResponseReturnValue

from forum.accounts.actions import ask_for_link
from forum.accounts.current import signed_in_person
from forum.accounts.forms import ReauthenticationForm
from forum.accounts.guards import signed_in
from forum.accounts.link_limits import count_link
from forum.accounts.next_paths import local_path, wanted
from forum.accounts.permissions import may_sign_in_by_link
from forum.accounts.sessions import mark_confirmed
from forum.core.rate_limits import Rate
from forum.web.forms import check_button, form_page
from forum.web.guards import open_to_suspended
from forum.web.rate_limits import limit, per_hour

blueprint = Blueprint("reauthentication", __name__)

PASSWORDS_TYPED = Rate(10, timedelta(minutes=15))
"""By somebody who is signed in: no stranger can use them up."""


@blueprint.route("/sign-in/confirm", methods=["GET", "POST"])
@open_to_suspended
@signed_in
@limit(PASSWORDS_TYPED, name="confirm_it_is_you")
def confirm() -> ResponseReturnValue:
    """Take the password; who has none has a link mailed."""
    person = signed_in_person()
    form = ReauthenticationForm(person=person, next_path=request.args.get("next"))
    if request.method == "POST" and person.password_hash is None:
        abort(400)
    if form.validate_on_submit():
        mark_confirmed()
        return redirect(form.next_path, 303)
    return form_page("accounts/confirm.html", form, by_link=may_sign_in_by_link(person))


@blueprint.post("/sign-in/confirm/link")
@open_to_suspended
@signed_in
@limit(per_hour(10), name="confirm_by_link")
def send_link() -> ResponseReturnValue:
    """Have a link mailed that signs in anew, and leads to the page that asked."""
    person, next_path = signed_in_person(), local_path(request.form.get("next"))
    check_button()
    if not may_sign_in_by_link(person):
        abort(403)
    count_link(person.email)
    ask_for_link(email=person.email, next_path=next_path)
    session["asked_for"] = person.email
    return redirect(url_for("accounts.sent", next=wanted(next_path)), 303)

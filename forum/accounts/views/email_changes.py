"""Changing one's e-mail address, with a press at the old one and at the new one."""

from __future__ import annotations

from datetime import timedelta

from flask import Blueprint, flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from forum.accounts.current import signed_in_person
from forum.accounts.email_changes import (
    AddressSide,
    ask_email_change,
    cancel_email_change,
    confirm_email_change,
    find_email_change,
    find_waiting_change,
)
from forum.accounts.forms import EmailChangeForm
from forum.accounts.guards import recently_confirmed, signed_in
from forum.accounts.link_limits import count_link
from forum.core.rate_limits import Rate
from forum.web.forms import ButtonForm, check_button, form_page
from forum.web.guards import open_to_suspended, public
from forum.web.rate_limits import limit, per_hour

blueprint = Blueprint("email_changes", __name__)

A_DAY = Rate(5, timedelta(days=1))
GONE = 410


@blueprint.route("/account/email", methods=["GET", "POST"])
@signed_in
@recently_confirmed
@limit(A_DAY, name="change_email")
def change() -> ResponseReturnValue:
    """Ask for the new address; the page says the same whether it is somebody's already or not."""
    person = signed_in_person()
    form = EmailChangeForm(person=person)
    if form.validate_on_submit():
        count_link(form.email.data or "")
        ask_email_change(person=person, email=form.email.data or "")
        return redirect(url_for("email_changes.change"), 303)
    waiting = find_waiting_change(person)
    return form_page("accounts/email_change.html", form, waiting=waiting)


@blueprint.post("/account/email/cancel")
@signed_in
@limit(per_hour(20), name="cancel_email_change")
def cancel() -> ResponseReturnValue:
    """Leave the address as it is."""
    check_button()
    cancel_email_change(person=signed_in_person())
    flash("Your email address stays as it is.", "success")
    return redirect(url_for("account.show"), 303)


@blueprint.route("/account/email/<token>", methods=["GET", "POST"])
@public
@open_to_suspended
@limit(per_hour(60), name="confirm_email_change")
def confirm(token: str) -> ResponseReturnValue:
    """Show one button, for mail programs look at links before people do; both addresses must press theirs."""
    found = find_email_change(token)
    if found is None:
        return render_template("accounts/email_change_gone.html"), GONE
    waiting, side = found
    form = ButtonForm()
    if form.validate_on_submit():
        new, is_done = waiting.email, confirm_email_change(change=waiting, side=side)
        return render_template("accounts/email_change_pressed.html", new=new, side=side, is_done=is_done)
    is_old = side is AddressSide.OLD
    return form_page("accounts/email_change_confirm.html", form, waiting=waiting, is_old=is_old)

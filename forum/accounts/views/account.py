"""A person's own account."""

from __future__ import annotations

from flask import Blueprint, flash, redirect, url_for
from flask.typing import ResponseReturnValue

from forum.accounts.actions import change_account, change_password, mark_address_works, sign_out_everywhere
from forum.accounts.current import signed_in_person
from forum.accounts.forms import AccountForm, ChangePasswordForm
from forum.accounts.guards import signed_in
from forum.accounts.models import SignInMethod
from forum.accounts.permissions import may_have_recovery_codes, may_manage_people
from forum.accounts.recovery_codes import count_recovery_codes
from forum.accounts.sessions import begin_session, came_by_link, end_session
from forum.web.forms import check_button, form_page
from forum.web.rate_limits import limit, per_hour

blueprint = Blueprint("account", __name__)


@blueprint.route("/account", methods=["GET", "POST"])
@signed_in
@limit(per_hour(60), name="change_account")
def show() -> ResponseReturnValue:
    """Show a person's name, address and wishes, and change them."""
    person = signed_in_person()
    form = AccountForm(obj=person)
    if form.validate_on_submit():
        change_account(person=person, name=form.name.data or "", wants_mail=form.wants_mail.data)
        flash("Your account has been updated.", "success")
        return redirect(url_for("account.show"), 303)
    has_codes = may_have_recovery_codes(person)
    return form_page(
        "accounts/account.html",
        form,
        looks_after=may_manage_people(person),
        has_codes=has_codes,
        recovery_codes_left=count_recovery_codes(person=person) if has_codes else 0,
    )


@blueprint.route("/account/password", methods=["GET", "POST"])
@signed_in
@limit(per_hour(20), name="change_password")
def password() -> ResponseReturnValue:
    """Set or change the password; every other session ends."""
    person = signed_in_person()
    asks_current = person.password_hash is not None and not came_by_link()
    form = ChangePasswordForm(person=person, asks_current=asks_current)
    if form.validate_on_submit():
        change_password(person=person, password=form.password.data or "")
        begin_session(person, method=SignInMethod.CODE if person.is_staff else SignInMethod.PASSWORD)
        flash("Your password has been saved. You have been signed out on all other devices.", "success")
        return redirect(url_for("account.show"), 303)
    return form_page("accounts/change_password.html", form)


@blueprint.post("/account/try-email-again")
@signed_in
@limit(per_hour(3), name="try_email_again")
def try_email_again() -> ResponseReturnValue:
    """Send emails to an address again that took none; where they come back once more, they end again."""
    person = signed_in_person()
    check_button()
    mark_address_works(person=person)
    flash(
        f"We will send emails to {person.email} again. If they come back, we will tell you here.", "success"
    )
    return redirect(url_for("account.show"), 303)


@blueprint.post("/account/sign-out-everywhere")
@signed_in
@limit(per_hour(20), name="sign_out_everywhere")
def leave_everywhere() -> ResponseReturnValue:
    """End every session of this person, this one too."""
    check_button()
    sign_out_everywhere(person=signed_in_person())
    end_session()
    flash("You have been signed out on all devices.", "success")
    return redirect(url_for("accounts.sign_in"), 303)

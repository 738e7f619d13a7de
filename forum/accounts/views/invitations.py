"""What invited people set up: a password, and an app that shows codes."""

from __future__ import annotations

from flask import Blueprint, flash, redirect, render_template
from flask.typing import ResponseReturnValue

from forum.accounts.actions import accept_invitation
from forum.accounts.forms import InvitationForm
from forum.accounts.models import LinkPurpose, MailedLink, SignInMethod
from forum.accounts.next_paths import after_sign_in, start_page
from forum.accounts.one_time_codes import WRONG_CODE, in_groups, matching_step, picture, secret_for
from forum.accounts.queries import find_link
from forum.accounts.sessions import begin_session
from forum.web.forms import form_page
from forum.web.guards import public
from forum.web.rate_limits import limit, per_hour

blueprint = Blueprint("invitations", __name__)

GONE = 410


@blueprint.route("/invitations/<token>", methods=["GET", "POST"])
@public
@limit(per_hour(60), name="accept_invitation")
def accept(token: str) -> ResponseReturnValue:
    """Show what there is to set up, and take it in; nothing is kept before all of it is right."""
    found = find_link(token, LinkPurpose.INVITATION)
    if found is None:
        return render_template("accounts/invitation_gone.html"), GONE
    form, secret = InvitationForm(person=found.person), secret_for(token)
    if form.validate_on_submit():
        step = matching_step(secret, form.code.data or "", after=None)
        if step is not None:
            return _accept(found, form, secret, step)
        form.code.errors = [WRONG_CODE]
    return form_page(
        "accounts/invitation.html",
        form,
        link=found,
        picture=picture(secret, email=found.person.email),
        secret=in_groups(secret),
    )


def _accept(found: MailedLink, form: InvitationForm, secret: str, step: int) -> ResponseReturnValue:
    name, password = form.name.data or "", form.password.data or ""
    if not accept_invitation(link=found, name=name, password=password, secret=secret, step=step):
        return render_template("accounts/invitation_gone.html"), GONE
    begin_session(found.person, method=SignInMethod.CODE)
    flash("You are all set. From now on, sign in with your password and a code.", "success")
    flash("In case you lose your phone, make recovery codes in your account and print them.", "info")
    return redirect(after_sign_in(found.person, start_page()), 303)

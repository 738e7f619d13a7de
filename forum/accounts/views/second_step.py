"""The second step of staff: a code from the phone of somebody whose password was right a moment ago."""

from __future__ import annotations

from flask import Blueprint, abort, current_app, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from forum.accounts.actions import use_code, warn_of_codes
from forum.accounts.email_addresses import is_made_up
from forum.accounts.forms import CodeForm, RecoveryCodeForm
from forum.accounts.lockout import Cause, Lockout, count_code, forget_codes
from forum.accounts.lockout_page import show_lockout
from forum.accounts.models import Person, SignInMethod
from forum.accounts.next_paths import after_sign_in
from forum.accounts.one_time_codes import WRONG_CODE, code_now, matching_step
from forum.accounts.recovery_codes import count_recovery_codes, use_recovery_code
from forum.accounts.sessions import begin_session, is_awaiting_code, person_awaiting_code
from forum.core.db import commit
from forum.core.encryption import UnreadableSecretError
from forum.core.formatting import count as number_of
from forum.core.settings import settings
from forum.core.site import is_demo
from forum.web.forms import ButtonForm, form_page
from forum.web.guards import open_to_suspended, public
from forum.web.rate_limits import limit, per_hour

blueprint = Blueprint("second_step", __name__)

WRONG_RECOVERY_CODE = (
    "This is not one of your recovery codes, or it was used before. Check it, or try another."
)


@blueprint.route("/sign-in/code", methods=["GET", "POST"])
@open_to_suspended
@public
@limit(per_hour(60), name="sign_in_by_code", unless=is_awaiting_code)
def code() -> ResponseReturnValue:
    """Take the code from the phone."""
    waiting = person_awaiting_code()
    if waiting is None or waiting[0].sealed_totp_secret is None:
        return begin_again()
    (person, next_path), form = waiting, CodeForm()
    try:
        secret = person.totp_secret or ""
    except UnreadableSecretError:
        current_app.logger.exception(
            "the secret of a code app cannot be read (docs/deploying.md, A new signing key)"
        )
        return render_template("accounts/codes_unreadable.html", contact=settings().administrator_email), 503
    if form.validate_on_submit():
        lockout = count_code(person)
        if lockout is not None:
            return show_codes_lockout(lockout, person, next_path)
        step = matching_step(secret, form.code.data or "", after=person.last_totp_step)
        if step is not None and use_code(person=person, step=step):
            return let_in(person, next_path, method=SignInMethod.CODE)
        form.code.errors = [WRONG_CODE]
    return form_page("accounts/code.html", form, demo_code=demo_code(person, secret))


@blueprint.route("/sign-in/recovery-code", methods=["GET", "POST"])
@open_to_suspended
@public
@limit(per_hour(60), name="sign_in_by_code", unless=is_awaiting_code)
def recovery_code() -> ResponseReturnValue:
    """Take one of the codes that were printed, from somebody whose phone is gone."""
    waiting = person_awaiting_code()
    if waiting is None:
        return begin_again()
    (person, next_path), form = waiting, RecoveryCodeForm()
    if form.validate_on_submit():
        lockout = count_code(person)
        if lockout is not None:
            return show_codes_lockout(lockout, person, next_path)
        if use_recovery_code(person=person, typed=form.code.data or ""):
            answer = let_in(person, next_path, method=SignInMethod.RECOVERY_CODE)
            flash(codes_left(count_recovery_codes(person=person)), "info")
            return answer
        form.code.errors = [WRONG_RECOVERY_CODE]
    return render_template("accounts/recovery_code.html", form=form), 422 if form.errors else 200


def codes_left(number: int) -> str:
    """Return what is left, and where new ones and a new phone are set up."""
    left = (
        f"You have {number_of(number, 'recovery code')} left."
        if number
        else "That was your last recovery code."
    )
    return f"{left} In your account you can make new ones, and move your codes to another phone."


def begin_again() -> ResponseReturnValue:
    """Send somebody back who has not typed a password, or too long ago."""
    if request.method == "POST" and not ButtonForm().validate():
        abort(400)
    flash("Please begin again: type your address and your password.", "info")
    return redirect(url_for("accounts.password"), 303)


def show_codes_lockout(lockout: Lockout, person: Person, next_path: str) -> ResponseReturnValue:
    """Say so; and to the person by mail, when many codes were typed behind their right password."""
    if lockout.cause == Cause.ADDRESS:
        warn_of_codes(person=person)
        commit()
    return show_lockout(lockout, email=person.email, next_path=next_path, what="codes")


def let_in(person: Person, next_path: str, *, method: SignInMethod) -> ResponseReturnValue:
    """Sign in somebody who has shown both."""
    forget_codes(person)
    begin_session(person, method=method)
    flash(f"You are signed in, {person.name}.", "success")
    return redirect(after_sign_in(person, next_path), 303)


def demo_code(person: Person, secret: str) -> str | None:
    """Return the code of a made-up person of a demo site: their secret is in the program, and no mail reaches them."""
    return code_now(secret) if is_demo() and is_made_up(person.email) else None

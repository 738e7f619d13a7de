"""Moving one's sign-in codes to another phone."""

from __future__ import annotations

import secrets

from flask import Blueprint, abort, flash, redirect, session, url_for
from flask.typing import ResponseReturnValue

from forum.accounts.actions import replace_code_app
from forum.accounts.current import signed_in_person
from forum.accounts.forms import CodeForm
from forum.accounts.guards import recently_confirmed, signed_in
from forum.accounts.models import Person
from forum.accounts.one_time_codes import WRONG_CODE, in_groups, matching_step, picture, secret_for
from forum.accounts.permissions import may_have_recovery_codes
from forum.accounts.sessions import current_session
from forum.web.forms import form_page
from forum.web.rate_limits import limit, per_hour

blueprint = Blueprint("code_app", __name__)

TOKEN = "new_code_app"  # noqa: S105  # the name in the session; the secret follows from it and the site's key


@blueprint.route("/account/code-app", methods=["GET", "POST"])
@signed_in
@recently_confirmed
@limit(per_hour(30), name="set_up_code_app")
def set_up() -> ResponseReturnValue:
    """Show the new secret, and keep it once the app has shown a code of it; until then the old phone works."""
    person = signed_in_person()
    if not may_have_recovery_codes(person):
        abort(403)
    secret = secret_for(f"{person.id}|{session.setdefault(TOKEN, secrets.token_urlsafe(32))}")
    form = CodeForm()
    if form.validate_on_submit():
        step = matching_step(secret, form.code.data or "", after=None)
        if step is not None:
            return _replace(person, secret, step)
        form.code.errors = [WRONG_CODE]
    return form_page(
        "accounts/code_app.html", form, picture=picture(secret, email=person.email), secret=in_groups(secret)
    )


def _replace(person: Person, secret: str, step: int) -> ResponseReturnValue:
    replace_code_app(person=person, secret=secret, step=step, keep=current_session())
    del session[TOKEN]
    flash(
        "From now on, your codes come from this phone. You have been signed out on all other devices.",
        "success",
    )
    return redirect(url_for("account.show"), 303)

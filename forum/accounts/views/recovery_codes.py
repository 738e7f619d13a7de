"""Recovery codes: made, shown this once, and made anew."""

from __future__ import annotations

from flask import Blueprint, abort, render_template
from flask.typing import ResponseReturnValue

from forum.accounts.current import signed_in_person
from forum.accounts.guards import recently_confirmed, signed_in
from forum.accounts.models import Person
from forum.accounts.permissions import may_have_recovery_codes
from forum.accounts.recovery_codes import count_recovery_codes, make_recovery_codes
from forum.web.forms import check_button
from forum.web.rate_limits import limit, per_hour

blueprint = Blueprint("recovery_codes", __name__)


@blueprint.get("/account/recovery-codes")
@signed_in
def show_codes() -> ResponseReturnValue:
    """Show how many codes are left, and offer new ones."""
    return render_template("accounts/recovery_codes.html", left=count_recovery_codes(person=_person()))


@blueprint.post("/account/recovery-codes/make")
@signed_in
@recently_confirmed
@limit(per_hour(20), name="make_recovery_codes")
def make() -> ResponseReturnValue:
    """Make new codes, and show them: on this answer alone, for only their hashes are kept."""
    person = _person()
    check_button()
    return render_template("accounts/new_recovery_codes.html", codes=make_recovery_codes(person=person))


def _person() -> Person:
    person = signed_in_person()
    if not may_have_recovery_codes(person):
        abort(403)
    return person

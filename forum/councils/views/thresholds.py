"""By which days a council counts, and what it calls recurring."""

from __future__ import annotations

from flask import Blueprint
from flask.typing import ResponseReturnValue

from forum.accounts.current import signed_in_person
from forum.accounts.guards import signed_in
from forum.core.settings import settings
from forum.councils.actions import change_numbers
from forum.councils.forms import NumbersForm
from forum.councils.views.loaders import done, settings_council, settings_form, typed
from forum.web.rate_limits import limit, per_hour

blueprint = Blueprint("council_numbers", __name__)


@blueprint.route("/councils/<slug>/settings/times", methods=["GET", "POST"])
@signed_in
@limit(per_hour(60), name="council settings")
def times(slug: str) -> ResponseReturnValue:
    """Set the targets, whose bank holidays are kept, and what counts as recurring."""
    council, site = settings_council(slug), settings()
    form = NumbersForm(obj=council)
    form.say_what_is_usual(site)
    if form.validate_on_submit():
        change_numbers(council=council, by=signed_in_person(), **typed(form))
        return done(council, "Saved. The inbox is being recalculated.")
    return settings_form("Times and numbers", council, form)

"""A lead ends somebody's access, and reads first how many cases become unassigned."""

from __future__ import annotations

from http import HTTPStatus

from flask import Blueprint, abort, render_template
from flask.typing import ResponseReturnValue

from forum.accounts.current import signed_in_person
from forum.accounts.guards import signed_in
from forum.barriers.queries.casework import count_open_cases
from forum.councils.actions import LastLeadError, end_officer
from forum.councils.models import Council, Officer
from forum.councils.queries import get_officer
from forum.councils.views.loaders import done, settings_council
from forum.web.forms import ButtonForm
from forum.web.rate_limits import limit, per_hour

blueprint = Blueprint("officer_access", __name__)


@blueprint.route("/councils/<slug>/settings/officers/<int:officer_id>/end", methods=["GET", "POST"])
@signed_in
@limit(per_hour(60), name="council settings")
def remove(slug: str, officer_id: int) -> ResponseReturnValue:
    """End somebody's part in a council's answers; their cases go back to nobody."""
    council = settings_council(slug)
    officer = get_officer(council, officer_id) or abort(404)
    form = ButtonForm()
    if not form.is_submitted():
        return _page(council, officer)
    if not form.validate():
        abort(400)
    number, name = count_open_cases(officer), officer.person.name
    try:
        end_officer(council=council, officer=officer, by=signed_in_person())
    except LastLeadError as error:
        return _page(council, officer, error=str(error)), HTTPStatus.CONFLICT
    moved = f" {number:,} open {'case is' if number == 1 else 'cases are'} unassigned now." if number else ""
    return done(council, f"{name} no longer answers for the council.{moved}")


def _page(council: Council, officer: Officer, *, error: str = "") -> str:
    number = count_open_cases(officer)
    return render_template(
        "barriers/remove_access.html", council=council, officer=officer, number=number, error=error
    )

"""A council's lead sets where what is reported in a ward goes."""

from __future__ import annotations

from flask import Blueprint, abort
from flask.typing import ResponseReturnValue

from forum.accounts.current import signed_in_person
from forum.accounts.guards import signed_in
from forum.barriers.actions.council_settings import (
    WardRouteRefusedError,
    add_ward_route,
    remove_ward_route,
)
from forum.barriers.forms.settings import WardRouteForm
from forum.barriers.queries.council_settings import get_ward_route
from forum.councils.queries import get_department, list_areas, list_departments
from forum.councils.views.loaders import done, settings_council, settings_form
from forum.web.forms import check_button
from forum.web.rate_limits import limit, per_hour

blueprint = Blueprint("ward_routes", __name__)
HEADING = "Send reports from a ward to a department"


@blueprint.route("/councils/<slug>/settings/routing/wards/add", methods=["GET", "POST"])
@signed_in
@limit(per_hour(240), name="council settings")
def add(slug: str) -> ResponseReturnValue:
    """Record where one ward goes, for one kind of barrier or for every kind."""
    council = settings_council(slug)
    areas = {str(one.id): one for one in list_areas(council)}
    form = WardRouteForm()
    form.offer(list(areas.values()), list_departments(council))
    if form.validate_on_submit():
        department = get_department(council, int(form.department.data)) or abort(404)
        try:
            add_ward_route(
                council=council,
                by=signed_in_person(),
                area=areas[form.area.data],
                category=form.category.data or "",
                department=department,
            )
        except WardRouteRefusedError as error:
            form.area.errors = [str(error)]
        else:
            return done(council, "Saved. New reports from that ward go to it.", "barrier_settings.routing")
    return settings_form(HEADING, council, form)


@blueprint.post("/councils/<slug>/settings/routing/wards/<int:number>/remove")
@signed_in
@limit(per_hour(240), name="council settings")
def remove(slug: str, number: int) -> ResponseReturnValue:
    """Take such a rule away."""
    council = settings_council(slug)
    route = get_ward_route(council, number) or abort(404)
    check_button()
    remove_ward_route(council=council, route=route, by=signed_in_person())
    return done(council, "The rule has been removed.", "barrier_settings.routing")

"""A council's lead sets where each kind of barrier goes, and keeps words for answers."""

from __future__ import annotations

from flask import Blueprint, abort, render_template
from flask.typing import ResponseReturnValue

from forum.accounts.current import signed_in_person
from forum.accounts.guards import signed_in
from forum.barriers.actions import council_settings as actions
from forum.barriers.forms.settings import RouteForm, TemplateForm
from forum.barriers.lifecycle.labels import RESPONSE_LABELS
from forum.barriers.queries.council_settings import (
    get_template,
    list_all_templates,
    list_routes,
    list_ward_routes,
)
from forum.barriers.vocabulary import CATEGORY_BY_CODE, CATEGORY_GROUPS
from forum.councils.queries import get_department, list_departments
from forum.councils.views.loaders import done, settings_council, settings_form, typed
from forum.web.forms import check_button
from forum.web.rate_limits import limit, per_hour

blueprint = Blueprint("barrier_settings", __name__)


@blueprint.get("/councils/<slug>/settings/routing")
@signed_in
def routing(slug: str) -> ResponseReturnValue:
    """Show where each kind of barrier goes."""
    council = settings_council(slug)
    return render_template(
        "barriers/routing.html",
        council=council,
        groups=CATEGORY_GROUPS,
        routes=list_routes(council),
        ward_routes=list_ward_routes(council),
        categories=CATEGORY_BY_CODE,
    )


@blueprint.route("/councils/<slug>/settings/routing/<category>", methods=["GET", "POST"])
@signed_in
@limit(per_hour(240), name="council settings")
def set_route(slug: str, category: str) -> ResponseReturnValue:
    """Record where one kind of barrier goes."""
    council = settings_council(slug)
    kind = CATEGORY_BY_CODE.get(category) or abort(404)
    route = list_routes(council).get(category)
    form = RouteForm(obj=route, department=str(route.department_id or "") if route else "")
    form.offer(list_departments(council))
    if form.validate_on_submit():
        answers = typed(form)
        number = answers.pop("department")
        department = get_department(council, int(number)) if number else None
        actions.set_route(
            council=council, by=signed_in_person(), category=category, department=department, **answers
        )
        return done(council, "Saved. New barriers of this kind will go there.", "barrier_settings.routing")
    return settings_form(f"Who handles it: {kind.label}", council, form)


@blueprint.get("/councils/<slug>/settings/templates")
@signed_in
def templates(slug: str) -> ResponseReturnValue:
    """Show the words that a council keeps for its answers."""
    council = settings_council(slug)
    return render_template(
        "barriers/templates.html",
        council=council,
        templates=list_all_templates(council),
        labels=RESPONSE_LABELS,
        categories=CATEGORY_BY_CODE,
    )


@blueprint.route("/councils/<slug>/settings/templates/new", methods=["GET", "POST"])
@signed_in
@limit(per_hour(120), name="council settings")
def add_template(slug: str) -> ResponseReturnValue:
    """Store new words."""
    council = settings_council(slug)
    form = TemplateForm()
    if form.validate_on_submit():
        try:
            actions.add_template(council=council, by=signed_in_person(), **typed(form))
        except actions.TooManyTemplatesError as error:
            form.form_errors.append(str(error))
        else:
            return done(council, "The template has been saved.", "barrier_settings.templates")
    return settings_form("A new reply template", council, form)


@blueprint.route("/councils/<slug>/settings/templates/<int:number>", methods=["GET", "POST"])
@signed_in
@limit(per_hour(120), name="council settings")
def change_template(slug: str, number: int) -> ResponseReturnValue:
    """Change words."""
    council = settings_council(slug)
    template = get_template(council, number) or abort(404)
    form = TemplateForm(obj=template)
    if form.validate_on_submit():
        actions.change_template(council=council, template=template, by=signed_in_person(), **typed(form))
        return done(council, "The template has been updated.", "barrier_settings.templates")
    return settings_form(template.name, council, form)


@blueprint.post("/councils/<slug>/settings/templates/<int:number>/remove")
@signed_in
@limit(per_hour(120), name="council settings")
def remove_template(slug: str, number: int) -> ResponseReturnValue:
    """Take words away."""
    council = settings_council(slug)
    template = get_template(council, number) or abort(404)
    check_button()
    actions.remove_template(council=council, template=template, by=signed_in_person())
    return done(council, "The template has been deleted.", "barrier_settings.templates")

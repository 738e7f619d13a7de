"""What groups can lend and need: the list, and a group's own."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from flask import Blueprint, abort, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from forum.accounts.current import signed_in_person
from forum.accounts.guards import signed_in
from forum.core import clock
from forum.councils.identity import current_identity
from forum.councils.models import Area
from forum.councils.queries import find_councils, list_areas
from forum.groups.models import Direction, Group, Resource
from forum.groups.permissions import may_change_resource, may_offer_resource
from forum.groups.queries import get_known_group, get_membership
from forum.groups.resource_forms import LONGEST_TIME, ResourceFilterForm, ResourceForm
from forum.groups.resources import (
    ResourceFilters,
    TooManyResourcesError,
    add_resource,
    change_resource,
    end_resource,
    get_resource,
    list_resources,
)
from forum.groups.vocabulary import RESOURCE_LABELS, TERM_LABELS
from forum.web.forms import check_button, form_page
from forum.web.guards import open_to_suspended, public
from forum.web.list_pages import links
from forum.web.page_cache import keep_for_visitors
from forum.web.rate_limits import limit, per_hour

blueprint = Blueprint("resources", __name__)

NAMES = ("direction", "kind", "council")


@blueprint.get("/resources")
@public
def resources() -> ResponseReturnValue:
    """List what groups offer and need, narrowed by what the address says, 20 a page."""
    keep_for_visitors()
    form = ResourceFilterForm(formdata=request.args)
    form.validate()
    found = find_councils(form.council.data or "", limit=1)
    council = found[0] if found else None
    if form.council.data and council is None:
        form.council.errors = ["We cannot find a council with that name. Check the spelling."]
    filters = ResourceFilters(
        direction="" if form.direction.errors else form.direction.data or "",
        kind="" if form.kind.errors else form.kind.data or "",
        council_id=council.id if council else None,
    )
    page = list_resources(filters, request.args.get("page"))
    kept = {name: value for name in NAMES if (value := request.args.get(name))}
    return render_template(
        "groups/resources.html",
        form=form,
        rows=page.rows,
        kinds=RESOURCE_LABELS,
        terms=TERM_LABELS,
        narrows=bool(kept),
        pages=links(page, **kept),
    )


@blueprint.route("/groups/<int:number>/resources/add", methods=["GET", "POST"])
@signed_in
@limit(per_hour(60), name="add_resource")
def add(number: int) -> ResponseReturnValue:
    """List something that a group of one's own can lend or needs."""
    group = _own(number)
    areas = list(list_areas(group.council)) if group.council else []
    form = ResourceForm()
    form.offer_areas(areas)
    if form.validate_on_submit():
        try:
            add_resource(group=group, by=signed_in_person(), **_typed(form, areas))
        except TooManyResourcesError as refused:
            form.words.errors = [str(refused)]
        else:
            flash("It has been added to the list.", "success")
            return _to(group)
    return form_page("groups/resource_form.html", form, group=group, longest=LONGEST_TIME, is_new=True)


@blueprint.route("/resources/<int:number>/edit", methods=["GET", "POST"])
@signed_in
@limit(per_hour(60), name="add_resource")
def edit(number: int) -> ResponseReturnValue:
    """Correct what is said of something that is listed."""
    resource, group = _changeable(number)
    areas = list(list_areas(group.council, kept=resource.area_id)) if group.council else []
    form = ResourceForm(data=_listed(resource))
    form.offer_areas(areas)
    if form.validate_on_submit():
        change_resource(resource=resource, **_typed(form, areas))
        flash("Your changes have been saved.", "success")
        return _to(group)
    return form_page("groups/resource_form.html", form, group=group, longest=LONGEST_TIME, is_new=False)


def _listed(resource: Resource) -> dict[str, Any]:
    said = {name: getattr(resource, name) for name in ("direction", "kind", "words", "terms", "until")}
    return said | {
        "area": str(resource.area_id or ""),
        "anywhere": resource.council_id is None and resource.group.council_id is not None,
    }


def _typed(form: ResourceForm, areas: Sequence[Area]) -> dict[str, Any]:
    return {
        "direction": Direction(form.direction.data),
        "kind": form.kind.data,
        "words": form.words.data or "",
        "terms": form.terms.data,
        "until": form.until.data,
        "area": next((one for one in areas if str(one.id) == form.area.data), None),
        "is_local": not form.anywhere.data,
    }


@blueprint.post("/resources/<int:number>/end")
@open_to_suspended
@signed_in
@limit(per_hour(60), name="add_resource")
def end(number: int) -> ResponseReturnValue:
    """Take something off the lists."""
    resource, group = _changeable(number)
    check_button()
    end_resource(resource=resource)
    flash("It has been removed from the list.", "success")
    return _to(group)


def _own(number: int) -> Group:
    group = get_known_group(current_identity(), number) or abort(404)
    membership = get_membership(group, signed_in_person())
    if not may_offer_resource(current_identity(), group, membership):
        abort(403)
    return group


def _changeable(number: int) -> tuple[Resource, Group]:
    resource = get_resource(number) or abort(404)
    group = get_known_group(current_identity(), resource.group_id) or abort(404)
    if resource.ended_at is not None or resource.until < clock.today():
        abort(404, "This is no longer listed.")
    if not may_change_resource(current_identity(), get_membership(group, signed_in_person()), resource):
        abort(403)
    return resource, group


def _to(group: Group) -> ResponseReturnValue:
    return redirect(url_for("group_pages.group", number=group.id, slug=group.slug) + "#resources", 303)

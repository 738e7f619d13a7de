"""Finding councils while people type, and a council's settings."""

from __future__ import annotations

from typing import Any

from flask import Blueprint, abort, flash, jsonify, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from forum.accounts.current import signed_in_person
from forum.accounts.guards import signed_in
from forum.core.text import clean_line
from forum.councils import actions
from forum.councils.forms import ContactForm, DepartmentForm, InviteOfficerForm
from forum.councils.models import Council
from forum.councils.permissions import may_change_settings
from forum.councils.queries import (
    LONGEST_QUESTION,
    find_councils,
    get_council,
    get_department,
    get_officer,
    list_changes,
    list_departments,
    list_officers,
)
from forum.councils.standing import current_standing
from forum.web.forms import ButtonForm
from forum.web.guards import public
from forum.web.rates import limit, per_hour

blueprint = Blueprint("councils", __name__)

SUGGESTED = 8


@blueprint.get("/councils/suggest")
@public
def suggest() -> ResponseReturnValue:
    """Give councils whose names fit what is being typed, as a JSON list of value (its slug) and label (its name)."""
    asked = clean_line(request.args.get("q", "")[:LONGEST_QUESTION])
    return jsonify([{"value": one.slug, "label": one.name} for one in find_councils(asked, SUGGESTED)])


@blueprint.get("/councils/<slug>/settings")
@signed_in
def settings(slug: str) -> ResponseReturnValue:
    """Show what a council says of itself, who answers for it, and what was changed lately."""
    council = _council(slug)
    return render_template(
        "councils/settings.html",
        council=council,
        departments=list_departments(council),
        officers=list_officers(council),
        changes=list_changes(council),
    )


@blueprint.route("/councils/<slug>/settings/contact", methods=["GET", "POST"])
@signed_in
@limit(per_hour(60), name="council settings")
def change_contact(slug: str) -> ResponseReturnValue:
    """Say whom to write to at a council."""
    council = _council(slug)
    form = ContactForm(obj=council)
    if form.validate_on_submit():
        actions.change_contact(council=council, by=signed_in_person(), **_typed(form))
        return _done(council, "The contact is changed.")
    return _form("Contact", council, form)


@blueprint.route("/councils/<slug>/settings/departments/new", methods=["GET", "POST"])
@signed_in
@limit(per_hour(60), name="council settings")
def add_department(slug: str) -> ResponseReturnValue:
    """Add a department."""
    council = _council(slug)
    form = DepartmentForm()
    if form.validate_on_submit():
        actions.add_department(council=council, by=signed_in_person(), **_typed(form))
        return _done(council, "The department is added.")
    return _form("Add a department", council, form)


@blueprint.route("/councils/<slug>/settings/departments/<int:number>", methods=["GET", "POST"])
@signed_in
@limit(per_hour(60), name="council settings")
def change_department(slug: str, number: int) -> ResponseReturnValue:
    """Rename a department or change its contact."""
    council = _council(slug)
    department = get_department(council, number) or abort(404)
    form = DepartmentForm(obj=department)
    if form.validate_on_submit():
        actions.change_department(
            council=council, department=department, by=signed_in_person(), **_typed(form)
        )
        return _done(council, "The department is changed.")
    return _form(department.name, council, form)


@blueprint.route("/councils/<slug>/settings/officers/invite", methods=["GET", "POST"])
@signed_in
@limit(per_hour(30), name="invite officer")
def invite_officer(slug: str) -> ResponseReturnValue:
    """Invite somebody to answer for a council."""
    council = _council(slug)
    form = InviteOfficerForm()
    form.offer(list_departments(council))
    if form.validate_on_submit():
        typed = _typed(form)
        number = typed.pop("department")
        department = get_department(council, int(number)) if number else None
        officer = actions.invite_officer(
            council=council, by=signed_in_person(), department=department, **typed
        )
        return _done(council, f"An invitation is on its way to {officer.person.email}.")
    return _form("Invite somebody", council, form)


@blueprint.post("/councils/<slug>/settings/officers/<int:officer_id>/end")
@signed_in
@limit(per_hour(60), name="council settings")
def end_officer(slug: str, officer_id: int) -> ResponseReturnValue:
    """End somebody's part in a council's answers."""
    council = _council(slug)
    officer = get_officer(council, officer_id) or abort(404)
    if not ButtonForm().validate_on_submit():
        abort(400)
    actions.end_officer(council=council, officer=officer, by=signed_in_person())
    return _done(council, f"{officer.person.name} no longer answers for the council.")


def _council(slug: str) -> Council:
    council = get_council(slug) or abort(404)
    if not may_change_settings(current_standing(), council):
        abort(403)
    return council


def _typed(form: Any) -> dict[str, Any]:  # noqa: ANN401  # WTForms has no types
    return {name: value for name, value in form.data.items() if name != "csrf_token"}


def _form(heading: str, council: Council, form: Any) -> ResponseReturnValue:  # noqa: ANN401  # the same
    page = render_template("councils/settings_form.html", heading=heading, council=council, form=form)
    return page, 422 if form.is_submitted() else 200


def _done(council: Council, words: str) -> ResponseReturnValue:
    flash(words, "success")
    return redirect(url_for("councils.settings", slug=council.slug), 303)

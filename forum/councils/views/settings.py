"""Finding councils while people type, and a council's settings."""

from __future__ import annotations

from flask import Blueprint, abort, jsonify, render_template, request
from flask.typing import ResponseReturnValue

from forum.accounts.current import signed_in_person
from forum.accounts.guards import signed_in
from forum.core.dead_letters import find_undelivered
from forum.core.text import clean_line
from forum.councils import actions
from forum.councils.forms import ContactForm, DepartmentForm, InviteOfficerForm, OfficerForm, RetireForm
from forum.councils.queries import (
    LONGEST_QUESTION,
    find_councils,
    get_department,
    get_officer,
    list_changes,
    list_departments,
    list_officers,
    list_retired_departments,
    page_changes,
)
from forum.councils.setting_changes import show_change
from forum.councils.thresholds import calendar_of, council_rules
from forum.councils.views.loaders import done, settings_council, settings_form, typed
from forum.councils.working_days import CALENDAR_LABELS
from forum.web.guards import public
from forum.web.list_pages import links
from forum.web.rate_limits import limit, per_hour

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
    council = settings_council(slug)
    return render_template(
        "councils/settings.html",
        council=council,
        officers=list_officers(council),
        number_of_departments=len(list_departments(council)),
        rules=council_rules(council),
        calendar=CALENDAR_LABELS[calendar_of(council)],
        changes=[show_change(one) for one in list_changes(council, limit=5)],
        undelivered=find_undelivered([council.contact_email]),
    )


@blueprint.get("/councils/<slug>/settings/departments")
@signed_in
def departments(slug: str) -> ResponseReturnValue:
    """Show a council's departments, those that were retired below."""
    council = settings_council(slug)
    found = list_departments(council)
    return render_template(
        "councils/departments.html",
        council=council,
        departments=found,
        retired=list_retired_departments(council),
        undelivered=find_undelivered([one.contact_email for one in found if one.contact_email]),
    )


@blueprint.get("/councils/<slug>/settings/changes")
@signed_in
def changes(slug: str) -> ResponseReturnValue:
    """Show who changed which setting, when, from what to what."""
    council = settings_council(slug)
    page = page_changes(council, cursor=request.args.get("page"))
    return render_template(
        "councils/changes.html",
        council=council,
        changes=[show_change(one) for one in page.rows],
        pages=links(page),
    )


@blueprint.route("/councils/<slug>/settings/contact", methods=["GET", "POST"])
@signed_in
@limit(per_hour(60), name="council settings")
def change_contact(slug: str) -> ResponseReturnValue:
    """Record whom to write to at a council."""
    council = settings_council(slug)
    form = ContactForm(obj=council)
    if form.validate_on_submit():
        actions.change_contact(council=council, by=signed_in_person(), **typed(form))
        return done(council, "The contact has been updated.")
    return settings_form("Contact", council, form)


@blueprint.route("/councils/<slug>/settings/departments/new", methods=["GET", "POST"])
@signed_in
@limit(per_hour(60), name="council settings")
def add_department(slug: str) -> ResponseReturnValue:
    """Add a department."""
    council = settings_council(slug)
    form = DepartmentForm()
    if form.validate_on_submit():
        actions.add_department(council=council, by=signed_in_person(), **typed(form))
        return done(council, "The department has been added.", "councils.departments")
    return settings_form("Add a department", council, form)


@blueprint.route("/councils/<slug>/settings/departments/<int:number>", methods=["GET", "POST"])
@signed_in
@limit(per_hour(60), name="council settings")
def change_department(slug: str, number: int) -> ResponseReturnValue:
    """Rename a department or change its contact."""
    council = settings_council(slug)
    department = get_department(council, number) or abort(404)
    form = DepartmentForm(obj=department)
    if form.validate_on_submit():
        actions.change_department(
            council=council, department=department, by=signed_in_person(), **typed(form)
        )
        return done(council, "The department has been updated.", "councils.departments")
    return settings_form(department.name, council, form)


@blueprint.route("/councils/<slug>/settings/departments/<int:number>/retire", methods=["GET", "POST"])
@signed_in
@limit(per_hour(60), name="council settings")
def retire_department(slug: str, number: int) -> ResponseReturnValue:
    """Send nothing new to a department, and give what it has to another."""
    council = settings_council(slug)
    department = get_department(council, number) or abort(404)
    form = RetireForm()
    form.offer([one for one in list_departments(council) if one.id != department.id])
    if form.validate_on_submit():
        to = get_department(council, int(form.to.data)) if form.to.data else None
        actions.retire_department(council=council, department=department, by=signed_in_person(), to=to)
        return done(council, f"{department.name} is retired.", "councils.departments")
    return settings_form(f"Retire {department.name}", council, form, button="Retire it")


@blueprint.post("/councils/<slug>/settings/departments/<int:number>/bring-back")
@signed_in
@limit(per_hour(60), name="council settings")
def bring_back_department(slug: str, number: int) -> ResponseReturnValue:
    """Let new barriers go to a retired department again."""
    council = settings_council(slug)
    department = get_department(council, number) or abort(404)
    actions.bring_back_department(council=council, department=department, by=signed_in_person())
    return done(
        council, f"{department.name} is back. No barriers are routed to it yet.", "councils.departments"
    )


@blueprint.route("/councils/<slug>/settings/officers/<int:officer_id>", methods=["GET", "POST"])
@signed_in
@limit(per_hour(60), name="council settings")
def change_officer(slug: str, officer_id: int) -> ResponseReturnValue:
    """Change somebody's part: officer or lead, department, job title."""
    council = settings_council(slug)
    officer = get_officer(council, officer_id) or abort(404)
    form = OfficerForm(obj=officer, department=str(officer.department_id or ""))
    form.offer(list_departments(council))
    if form.validate_on_submit():
        part = typed(form)
        number = part.pop("department")
        department = get_department(council, int(number)) if number else None
        try:
            actions.change_officer(
                council=council, officer=officer, by=signed_in_person(), department=department, **part
            )
        except actions.LastLeadError as error:
            form.is_lead.errors = [str(error)]
        else:
            return done(council, f"{officer.person.name}’s role has been changed.")
    return settings_form(officer.person.name, council, form)


@blueprint.route("/councils/<slug>/settings/officers/invite", methods=["GET", "POST"])
@signed_in
@limit(per_hour(30), name="invite officer")
def invite_officer(slug: str) -> ResponseReturnValue:
    """Invite somebody to answer for a council."""
    council = settings_council(slug)
    form = InviteOfficerForm()
    form.offer(list_departments(council))
    if form.validate_on_submit():
        about = typed(form)
        number = about.pop("department")
        department = get_department(council, int(number)) if number else None
        officer = actions.invite_officer(
            council=council, by=signed_in_person(), department=department, **about
        )
        return done(
            council,
            f"We are sending an invitation to {officer.person.email}. If it cannot be delivered, this page says so.",
        )
    return settings_form("Invite someone", council, form)

"""The people of this site, for its administrators."""

from __future__ import annotations

from typing import Any

from flask import Blueprint, abort, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from forum.accounts.actions import invite_staff, reset_code, resume, suspend, withdraw_invitation
from forum.accounts.administrators import LastAdministratorError
from forum.accounts.current import signed_in_person
from forum.accounts.forms import AccountSuspensionForm, InviteForm, RoleForm
from forum.accounts.guards import administrators_only, recently_confirmed
from forum.accounts.models import Person, SiteRole
from forum.accounts.permissions import may_change_role, may_manage_people, may_reset_code, may_suspend
from forum.accounts.queries import find_invitation, get_person, list_people
from forum.accounts.roles import PLACES, change_role
from forum.core.text import clean_line
from forum.web.forms import Form, check_button
from forum.web.list_pages import links
from forum.web.rate_limits import limit, per_hour

blueprint = Blueprint("people", __name__)

LAST = "There has to be another administrator who can sign in. Make someone else an administrator first."
INVITED = "{name} needs a password and a code first. We have sent an invitation: once they accept it, they are {role}."
RESET = (
    "We are sending {email} a link to set up password and code. If it cannot be delivered, this page says so."
)


@blueprint.get("/people")
@administrators_only
def show_people() -> ResponseReturnValue:
    """List people, newest first, and find one by name or address."""
    text = clean_line(request.args.get("q", ""))
    staff = request.args.get("staff") == "1"
    page = list_people(text=text, staff=staff, cursor=request.args.get("cursor"))
    asked: dict[str, Any] = {"q": text or None, "staff": "1" if staff else None}
    pages = links(page, by="cursor", **asked)
    return render_template("accounts/people.html", people=page.rows, pages=pages, text=text, staff=staff)


@blueprint.get("/people/<int:number>/account")
@administrators_only
def show_person(number: int) -> ResponseReturnValue:
    """Show one person, with what can be done for them."""
    return _show(_person(number))


def _show(found: Person, *, wrong: Form | None = None) -> ResponseReturnValue:
    """Show one person; with the form that came back with errors, if one did."""
    person = signed_in_person()
    page = render_template(
        "accounts/person.html",
        found=found,
        invitation=find_invitation(found),
        role_form=wrong if isinstance(wrong, RoleForm) else RoleForm(formdata=None, role=str(found.role)),
        suspension_form=wrong
        if isinstance(wrong, AccountSuspensionForm)
        else AccountSuspensionForm(formdata=None),
        form=wrong,
        may_change_role=may_change_role(person, found),
        may_suspend=may_suspend(person, found),
        may_reset=may_reset_code(person, found),
    )
    return page, 422 if wrong is not None else 200


@blueprint.route("/people/invite", methods=["GET", "POST"])
@administrators_only
@recently_confirmed
@limit(per_hour(30), name="invite_staff")
def invite() -> ResponseReturnValue:
    """Invite a moderator or an administrator."""
    form = InviteForm()
    if not form.validate_on_submit():
        return render_template("accounts/invite.html", form=form), 422 if form.errors else 200
    role = SiteRole(form.role.data)
    invite_staff(
        name=form.name.data or "",
        email=form.email.data or "",
        place=PLACES[role],
        role=role,
        by=signed_in_person(),
    )
    flash(
        f"We are sending an invitation to {form.email.data}. If it cannot be delivered, this page says so.",
        "success",
    )
    return redirect(url_for("people.show_people", staff=1), 303)


@blueprint.post("/people/<int:number>/change-role")
@administrators_only
@recently_confirmed
@limit(per_hour(60), name="change_role")
def set_role(number: int) -> ResponseReturnValue:
    """Make somebody a moderator or an administrator, or take that away."""
    found, person, form = _person(number), signed_in_person(), RoleForm()
    if not may_change_role(person, found):
        abort(403)
    if not form.validate_on_submit():
        return _show(found, wrong=form)
    role = SiteRole(form.role.data)
    try:
        is_changed = change_role(person=found, role=role, by=person)
    except LastAdministratorError:
        form.role.errors = [LAST]
        return _show(found, wrong=form)
    name = found.name or found.email
    flash(
        f"{name} is now {PLACES[role]}." if is_changed else INVITED.format(name=name, role=PLACES[role]),
        "success",
    )
    if not may_manage_people(person):
        return redirect(url_for("account.show"), 303)
    return redirect(url_for("people.show_person", number=number), 303)


@blueprint.post("/people/<int:number>/withdraw-invitation")
@administrators_only
@limit(per_hour(60), name="withdraw_invitation")
def withdraw(number: int) -> ResponseReturnValue:
    """Have an invitation work no more."""
    withdraw_invitation(person=_checked(number), by=signed_in_person())
    flash("The invitation has been withdrawn. Its link no longer works.", "success")
    return redirect(url_for("people.show_person", number=number), 303)


@blueprint.post("/people/<int:number>/suspend")
@administrators_only
@limit(per_hour(60), name="suspend")
def pause(number: int) -> ResponseReturnValue:
    """Suspend somebody from signing in."""
    found, form = _person(number), AccountSuspensionForm()
    if not may_suspend(signed_in_person(), found):
        abort(403)
    if not form.validate_on_submit():
        return _show(found, wrong=form)
    try:
        suspend(person=found, by=signed_in_person(), reason=form.reason.data or "")
    except LastAdministratorError:
        form.reason.errors = [LAST]
        return _show(found, wrong=form)
    flash(f"{found.name or found.email} can no longer sign in, and gets an email that says why.", "success")
    return redirect(url_for("people.show_person", number=number), 303)


@blueprint.post("/people/<int:number>/resume")
@administrators_only
@limit(per_hour(60), name="suspend")
def let_in(number: int) -> ResponseReturnValue:
    """Let somebody sign in again."""
    found = _checked(number)
    if not may_suspend(signed_in_person(), found):
        abort(403)
    resume(person=found, by=signed_in_person())
    flash(f"{found.name or found.email} can sign in again.", "success")
    return redirect(url_for("people.show_person", number=number), 303)


@blueprint.post("/people/<int:number>/reset-code")
@administrators_only
@recently_confirmed
@limit(per_hour(30), name="reset_code")
def reset(number: int) -> ResponseReturnValue:
    """Let somebody who lost phone or password set up both again."""
    found = _checked(number)
    if not may_reset_code(signed_in_person(), found):
        abort(403)
    try:
        reset_code(person=found, by=signed_in_person())
    except LastAdministratorError:
        flash(LAST, "error")
    else:
        flash(RESET.format(email=found.email), "success")
    return redirect(url_for("people.show_person", number=number), 303)


def _checked(number: int) -> Person:
    check_button()
    return _person(number)


def _person(number: int) -> Person:
    return get_person(number) or abort(404)

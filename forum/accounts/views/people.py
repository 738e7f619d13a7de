"""The people of this site, for its administrators."""

from __future__ import annotations

from typing import Any

from flask import Blueprint, abort, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from forum.accounts.actions import invite_staff, reset_code, resume, suspend
from forum.accounts.current import signed_in_person
from forum.accounts.forms import InviteForm
from forum.accounts.guards import administrators_only, recently_confirmed
from forum.accounts.models import Person, SiteRole
from forum.accounts.permissions import may_reset_code, may_suspend
from forum.accounts.queries import get_person, list_people
from forum.core.text import clean_line
from forum.web.forms import ButtonForm
from forum.web.rate_limits import limit, per_hour

blueprint = Blueprint("people", __name__)

PLACES = {SiteRole.MODERATOR: "a moderator", SiteRole.ADMINISTRATOR: "an administrator"}


@blueprint.get("/people")
@administrators_only
def show_people() -> ResponseReturnValue:
    """List people, newest first, and find one by name or address."""
    text = clean_line(request.args.get("q", ""))
    staff = request.args.get("staff") == "1"
    page = list_people(text=text, staff=staff, cursor=request.args.get("cursor"))
    asked: dict[str, Any] = {"q": text or None, "staff": "1" if staff else None}
    pages = {
        "newer_url": page.previous and url_for("people.show_people", **asked, cursor=page.previous),
        "older_url": page.next and url_for("people.show_people", **asked, cursor=page.next),
    }
    return render_template("accounts/people.html", people=page.rows, pages=pages, text=text, staff=staff)


@blueprint.get("/people/<int:number>/account")
@administrators_only
def show_person(number: int) -> ResponseReturnValue:
    """Show one person, with what can be done for them."""
    found, person = _person(number), signed_in_person()
    return render_template(
        "accounts/person.html",
        found=found,
        may_suspend=may_suspend(person, found),
        may_reset=may_reset_code(person, found),
    )


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
    invite_staff(name=form.name.data or "", email=form.email.data or "", place=PLACES[role], role=role)
    flash(
        f"We are sending an invitation to {form.email.data}. If it cannot be delivered, this page says so.",
        "success",
    )
    return redirect(url_for("people.show_people", staff=1), 303)


@blueprint.post("/people/<int:number>/suspend")
@administrators_only
@limit(per_hour(60), name="suspend")
def pause(number: int) -> ResponseReturnValue:
    """Keep somebody from signing in."""
    found = _checked(number)
    if not may_suspend(signed_in_person(), found):
        abort(403)
    suspend(person=found)
    flash(f"{found.name or found.email} can no longer sign in.", "success")
    return redirect(url_for("people.show_person", number=number), 303)


@blueprint.post("/people/<int:number>/resume")
@administrators_only
@limit(per_hour(60), name="resume")
def let_in(number: int) -> ResponseReturnValue:
    """Let somebody sign in again."""
    found = _checked(number)
    if not may_suspend(signed_in_person(), found):
        abort(403)
    resume(person=found)
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
    reset_code(person=found)
    flash(
        f"We are sending {found.email} a link to set up password and code. If it cannot be delivered, this page says so.",
        "success",
    )
    return redirect(url_for("people.show_person", number=number), 303)


def _checked(number: int) -> Person:
    if not ButtonForm().validate_on_submit():
        abort(400)
    return _person(number)


def _person(number: int) -> Person:
    return get_person(number) or abort(404)

"""How organisers let people into their group: from its list of members, or from a link in a mail."""

from __future__ import annotations

from flask import Blueprint, abort, flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from forum.accounts.current import signed_in_person
from forum.accounts.guards import signed_in
from forum.accounts.models import Person
from forum.core.db import db
from forum.groups.actions import let_in, refuse_to_let_in
from forum.groups.join_links import read_token
from forum.groups.models import JoinRequest
from forum.groups.permissions import may_let_in
from forum.groups.queries import get_join_request, get_membership
from forum.web.forms import check_button
from forum.web.guards import public
from forum.web.rate_limits import limit, per_hour

blueprint = Blueprint("group_joining", __name__)
ANSWERED = "This request has been answered already, or you are no longer an organiser of the group."


@blueprint.post("/groups/join-requests/<int:number>/let-in")
@signed_in
@limit(per_hour(200), name="let into group")
def accept(number: int) -> ResponseReturnValue:
    """Let somebody in."""
    asked = _asked_of_me(number)
    let_in(request=asked)
    flash(f"{asked.person.name} is in the group now.", "success")
    return redirect(url_for("groups.members", number=asked.group_id), 303)


@blueprint.post("/groups/join-requests/<int:number>/refuse")
@signed_in
@limit(per_hour(200), name="let into group")
def refuse(number: int) -> ResponseReturnValue:
    """Leave somebody out."""
    asked = _asked_of_me(number)
    refuse_to_let_in(request=asked)
    flash(f"{asked.person.name} is not let in.", "success")
    return redirect(url_for("groups.members", number=asked.group_id), 303)


@blueprint.get("/groups/let-in/<token>")
@public
def from_mail(token: str) -> ResponseReturnValue:
    """Show who asks, with one button: mail scanners open links, and must not let anybody in."""
    asked = _asked_by_mail(token) or abort(404, ANSWERED)
    return render_template("groups/let_in.html", asked=asked, token=token)


@blueprint.post("/groups/let-in/<token>")
@public
@limit(per_hour(60), name="let into group by email")
def accept_from_mail(token: str) -> ResponseReturnValue:
    """Let somebody in: the link speaks for the organiser whom the mail was for."""
    asked = _asked_by_mail(token) or abort(404, ANSWERED)
    check_button()
    group = asked.group
    let_in(request=asked)
    flash(f"{asked.person.name} is in {group.name} now.", "success")
    return redirect(url_for("group_pages.group", number=group.id, slug=group.slug), 303)


def _asked_of_me(number: int) -> JoinRequest:
    asked = get_join_request(number) or abort(404, ANSWERED)
    if not may_let_in(get_membership(asked.group, signed_in_person())):
        abort(403)
    check_button()
    return asked


def _asked_by_mail(token: str) -> JoinRequest | None:
    numbers = read_token(token)
    asked = get_join_request(numbers[0]) if numbers else None
    organiser = db.session.get(Person, numbers[1]) if numbers else None
    if asked is None or organiser is None or organiser.suspended_at is not None:
        return None
    return asked if may_let_in(get_membership(asked.group, organiser)) else None

"""How organisers let in people whom they need not see one by one: by a link, or by the domain of their address."""

from __future__ import annotations

from flask import Blueprint, abort, flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from forum.accounts.current import current_person, signed_in_person
from forum.accounts.guards import signed_in
from forum.core.urls import absolute_url
from forum.councils.identity import current_identity
from forum.groups.actions import set_email_domain
from forum.groups.forms import EmailDomainForm
from forum.groups.invitations import (
    TooManyInvitationsError,
    accept_invitation,
    cancel_invitation,
    find_invitation,
    get_invitation,
    invite_to_group,
)
from forum.groups.models import Group
from forum.groups.permissions import may_let_in
from forum.groups.queries import get_known_group, get_membership
from forum.web.forms import check_button
from forum.web.guards import open_to_suspended, public
from forum.web.rate_limits import limit, per_hour
from forum.web.urls import current_path

blueprint = Blueprint("group_invitations", __name__)
NOT_WORKING = "This invitation does not work any more. Ask whoever sent it to you for a new one."


@blueprint.post("/groups/<int:number>/invitations")
@signed_in
@limit(per_hour(20), name="invite to group")
def invite(number: int) -> ResponseReturnValue:
    """Make a link, and show it this once."""
    group = _own(number)
    _check_button()
    try:
        invitation, token = invite_to_group(group=group, by=signed_in_person())
    except TooManyInvitationsError as problem:
        flash(str(problem), "error")
        return redirect(url_for("groups.members", number=number), 303)
    link = absolute_url("group_invitations.accept", token=token)
    return render_template("groups/invitation_made.html", group=group, invitation=invitation, link=link)


@blueprint.post("/groups/invitations/<int:number>/cancel")
@open_to_suspended
@signed_in
@limit(per_hour(60), name="cancel group invitation")
def cancel(number: int) -> ResponseReturnValue:
    """Cancel a link."""
    invitation = get_invitation(number) or abort(404)
    group = _own(invitation.group_id)
    _check_button()
    cancel_invitation(invitation=invitation)
    flash("The link does not work any more.", "success")
    return redirect(url_for("groups.members", number=group.id), 303)


@blueprint.get("/groups/invitation/<token>")
@public
def accept(token: str) -> ResponseReturnValue:
    """Show what the link is for, with one button for whoever is signed in."""
    invitation = find_invitation(token) or abort(404, NOT_WORKING)
    return render_template(
        "groups/invitation.html",
        group=invitation.group,
        token=token,
        membership=get_membership(invitation.group, current_person()),
        sign_in_url=url_for("accounts.sign_in", next=current_path()),
    )


@blueprint.post("/groups/invitation/<token>")
@signed_in
@limit(per_hour(30), name="join group")
def accept_now(token: str) -> ResponseReturnValue:
    """Join at once."""
    _check_button()
    membership = accept_invitation(token=token, person=signed_in_person()) or abort(404, NOT_WORKING)
    group = membership.group
    flash(f"You are in {group.name} now.", "success")
    return redirect(url_for("group_pages.group", number=group.id, slug=group.slug), 303)


@blueprint.route("/groups/<int:number>/email-domain", methods=["GET", "POST"])
@signed_in
@limit(per_hour(30), name="set group email domain")
def email_domain(number: int) -> ResponseReturnValue:
    """Set the domain whose people join at once; a blank field ends it."""
    group = _own(number)
    form = EmailDomainForm(domain=group.email_domain or "")
    form.person = signed_in_person()
    if form.validate_on_submit():
        set_email_domain(group=group, domain=form.domain.data or None)
        flash(
            f"People with a confirmed address at {group.email_domain} join at once."
            if group.email_domain
            else "No one joins by their email address now.",
            "success",
        )
        return redirect(url_for("groups.members", number=number), 303)
    page = render_template("groups/email_domain.html", form=form, group=group)
    return page, 422 if form.is_submitted() else 200


def _own(number: int) -> Group:
    group = get_known_group(current_identity(), number) or abort(404)
    if group.claimed_at is None or not may_let_in(get_membership(group, signed_in_person())):
        abort(403)
    return group


def _check_button() -> None:
    check_button()

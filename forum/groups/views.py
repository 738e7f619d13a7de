"""Making, changing, joining and claiming groups. Their public pages are in discovery."""

from __future__ import annotations

from typing import Any

from flask import Blueprint, abort, flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from forum.accounts.current import signed_in_person
from forum.accounts.guards import moderators_only, signed_in
from forum.councils.identity import current_identity
from forum.councils.models import Area
from forum.councils.queries import list_areas
from forum.groups import actions, permissions
from forum.groups.forms import ClaimForm, GroupForm
from forum.groups.invitations import LASTS, MOST_USES, list_open_invitations
from forum.groups.models import Group, Membership
from forum.groups.queries import (
    find_group,
    get_claim,
    get_known_group,
    get_member,
    get_membership,
    list_join_requests,
    list_members,
    list_open_claims,
)
from forum.groups.yearly_check import confirm_group
from forum.web.forms import check_button
from forum.web.guards import open_to_suspended
from forum.web.rate_limits import limit, per_hour

blueprint = Blueprint("groups", __name__)
HELD = "Thank you. Your group has been saved. A moderator looks at it before others see it."


@blueprint.route("/groups/new", methods=["GET", "POST"])
@signed_in
@limit(per_hour(10), name="create group")
def create() -> ResponseReturnValue:
    """Add a group; one of the same name at the same council is shown in its place."""
    form = GroupForm()
    form.offer([])
    if not form.validate_on_submit():
        return _form("Add your group", form, None)
    council = form.found_council
    known = find_group(name=form.name.data or "", council=council, person=signed_in_person())
    if known is not None:
        # Whoever knows of one that is in no list yet is in it, and wants it listed.
        actions.list_group(known, by=signed_in_person())
        flash(f"{known.name} is here already. You can join it on this page.", "info")
        return _to(known)
    group = actions.create_group(person=signed_in_person(), **_typed(form, None))
    flash("Your group is here now." if group.is_listed else HELD, "success")
    return _to(group)


@blueprint.route("/groups/<int:number>/edit", methods=["GET", "POST"])
@signed_in
@limit(per_hour(60), name="change group")
def edit(number: int) -> ResponseReturnValue:
    """Correct what a group says of itself."""
    group, membership = _group(number)
    if not permissions.may_change_group(current_identity(), membership):
        abort(403)
    form = GroupForm(
        name=group.name,
        council=group.council.name if group.council else "",
        area=str(group.area_id or ""),
        summary=group.summary,
        legal_form=group.legal_form or "",
        topics=[one.topic for one in group.topics],
        website=group.website,
    )
    areas = list_areas(group.council, kept=group.area_id) if group.council else []
    form.offer(areas)
    if not form.validate_on_submit():
        return _form("Change this page", form, group)
    chosen = next((one for one in areas if str(one.id) == form.area.data), None)
    actions.change_group(group=group, by=signed_in_person(), **_typed(form, chosen))
    flash("The group's page has been updated." if group.hold is None else HELD, "success")
    return _to(group)


@blueprint.post("/groups/<int:number>/still-right")
@signed_in
@limit(per_hour(60), name="change group")
def still_right(number: int) -> ResponseReturnValue:
    """Record that a group's page is right."""
    group, membership = _pressed(number)
    if not permissions.may_change_group(current_identity(), membership):
        abort(403)
    confirm_group(group=group)
    flash("Thank you. We ask again in a year.", "success")
    return _to(group)


@blueprint.post("/groups/<int:number>/join")
@signed_in
@limit(per_hour(30), name="join group")
def join(number: int) -> ResponseReturnValue:
    """Become a member; in a group that organisers speak for, ask them."""
    group, membership = _pressed(number)
    if permissions.may_ask_to_join_group(current_identity(), group, membership):
        is_in = isinstance(actions.join_or_ask(group=group, person=signed_in_person()), Membership)
        asked = f"We have written to the organisers of {group.name}. You will get an email when you are in."
        flash(f"You are in {group.name} now." if is_in else asked, "success")
    elif permissions.may_join_group(current_identity(), group, membership):
        actions.join_group(group=group, person=signed_in_person())
        flash(f"You are in {group.name} now.", "success")
    return _to(group)


@blueprint.post("/groups/<int:number>/leave")
@open_to_suspended
@signed_in
@limit(per_hour(30), name="join group")
def leave(number: int) -> ResponseReturnValue:
    """Leave a group."""
    group, membership = _pressed(number)
    if membership is not None:
        actions.leave_group(membership=membership)
        flash(f"You have left {group.name}.", "success")
    return _to(group)


@blueprint.post("/groups/<int:number>/show-me")
@signed_in
@limit(per_hour(60), name="show member")
def show_me(number: int) -> ResponseReturnValue:
    """Show one's own name on the group's page."""
    group, membership = _pressed(number)
    if membership is not None:
        actions.show_member(membership=membership)
        flash("Everyone can see your name here now.", "success")
    return _to(group)


@blueprint.post("/groups/<int:number>/hide-me")
@open_to_suspended
@signed_in
@limit(per_hour(60), name="show member")
def hide_me(number: int) -> ResponseReturnValue:
    """Take one's own name off the group's page."""
    group, membership = _pressed(number)
    if membership is not None:
        actions.hide_member(membership=membership)
        flash("Your name is no longer shown here.", "success")
    return _to(group)


@blueprint.get("/groups/<int:number>/members")
@signed_in
def members(number: int) -> ResponseReturnValue:
    """Show organisers who is in their group."""
    group, membership = _group(number)
    if not permissions.may_see_members(current_identity(), membership):
        abort(403)
    return render_template(
        "groups/members.html",
        most_uses=MOST_USES,
        invitation_lasts=LASTS,
        group=group,
        members=list_members(group, only_shown=False),
        may_let_in=permissions.may_let_in(membership) and group.claimed_at is not None,
        invitations=list_open_invitations(group) if permissions.may_let_in(membership) else [],
        asking=list_join_requests(group) if permissions.may_let_in(membership) else [],
    )


@blueprint.post("/groups/<int:number>/members/<int:person_id>/remove")
@signed_in
@limit(per_hour(60), name="remove member")
def remove_member(number: int, person_id: int) -> ResponseReturnValue:
    """Take somebody out of a group."""
    group, membership = _pressed(number)
    if not permissions.may_change_group(current_identity(), membership):
        abort(403)
    member = get_member(group, person_id) or abort(404)
    actions.leave_group(membership=member)
    flash("That person is no longer in the group.", "success")
    return redirect(url_for("groups.members", number=number), 303)


@blueprint.route("/groups/<int:number>/claim", methods=["GET", "POST"])
@signed_in
@limit(per_hour(5), name="claim group")
def claim(number: int) -> ResponseReturnValue:
    """Say that an imported group is one's own; moderators decide."""
    group, _ = _group(number)
    if not permissions.may_claim_group(current_identity(), group):
        flash("Someone speaks for this group already. You can join it.", "info")
        return _to(group)
    form = ClaimForm()
    if form.validate_on_submit():
        actions.claim_group(group=group, person=signed_in_person(), words=form.words.data or "")
        flash("Thank you. A moderator will look at it, usually within a few days.", "success")
        return _to(group)
    page = render_template("groups/claim.html", form=form, group=group)
    return page, 422 if form.is_submitted() else 200


@blueprint.get("/groups/claims")
@moderators_only
def claims() -> ResponseReturnValue:
    """Show moderators who says that a group is theirs."""
    return render_template("groups/claims.html", claims=list_open_claims())


@blueprint.post("/groups/claims/<int:number>/grant")
@moderators_only
@limit(per_hour(200), name="settle claim")
def grant_claim(number: int) -> ResponseReturnValue:
    """Let the person who asked speak for the group."""
    return _settle(number, is_granted=True)


@blueprint.post("/groups/claims/<int:number>/refuse")
@moderators_only
@limit(per_hour(200), name="settle claim")
def refuse_claim(number: int) -> ResponseReturnValue:
    """Leave the group as it is."""
    return _settle(number, is_granted=False)


def _settle(number: int, *, is_granted: bool) -> ResponseReturnValue:
    found = get_claim(number) or abort(404)
    check_button()
    if found.settled_at is not None:
        flash("Another moderator has already dealt with this.", "info")
    elif is_granted:
        actions.grant_claim(claim=found, moderator=signed_in_person())
        flash(f"{found.person.name} speaks for {found.group.name} now.", "success")
    else:
        actions.refuse_claim(claim=found, moderator=signed_in_person())
        flash("The claim is refused.", "success")
    return redirect(url_for("groups.claims"), 303)


def _group(number: int) -> tuple[Group, Membership | None]:
    group = get_known_group(current_identity(), number) or abort(404)
    return group, get_membership(group, signed_in_person())


def _pressed(number: int) -> tuple[Group, Membership | None]:
    """Read the group of a button that was pressed; the button must be ours."""
    found = _group(number)
    check_button()
    return found


def _typed(form: GroupForm, area: Area | None) -> dict[str, Any]:
    in_council = area if area and form.found_council and area.council_id == form.found_council.id else None
    return {
        "name": form.name.data,
        "council": form.found_council,
        "area": in_council,
        "summary": form.summary.data,
        "website": form.website.data,
        "legal_form": form.legal_form.data or None,
        "topics": form.topics.data or (),
    }


def _form(heading: str, form: GroupForm, group: Group | None) -> ResponseReturnValue:
    page = render_template("groups/form.html", heading=heading, form=form, group=group)
    return page, 422 if form.is_submitted() else 200


def _to(group: Group) -> ResponseReturnValue:
    return redirect(url_for("group_pages.group", number=group.id, slug=group.slug), 303)

"""Posts that wait for a moderator: one page, one press for a wave, and a way back."""

from __future__ import annotations

from flask import Blueprint, abort, flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from forum.accounts.current import signed_in_person
from forum.accounts.guards import moderators_only
from forum.core.formatting import count
from forum.core.row_ids import read_id
from forum.groups.holding import list_held_groups
from forum.groups.models import Group
from forum.groups.queries import get_group
from forum.moderation.actions.holds import (
    let_posts_through,
    let_waiting_group_through,
    refuse_posts,
    refuse_waiting_group,
    undo_press,
)
from forum.moderation.held_posts import list_groups, list_settled
from forum.moderation.hold_forms import (
    LET_THROUGH,
    OF_A_WAVE,
    REFUSE_AND_SUSPEND,
    SUSPENDED_DAYS,
    HeldPostsForm,
)
from forum.threads.holds.loaders import usually
from forum.threads.holds.models import Hold
from forum.threads.holds.queries import (
    count_open_holds,
    get_settlement,
    list_open_holds_by_number,
    list_open_holds_of_wave,
)
from forum.web.forms import check_button
from forum.web.rate_limits import limit, per_minute

blueprint = Blueprint("held_posts", __name__)


@blueprint.get("/moderation/waiting")
@moderators_only
def waiting() -> ResponseReturnValue:
    """Show what waits, by waves, and what was decided lately."""
    return _page(HeldPostsForm(formdata=None), HeldPostsForm(formdata=None, **OF_A_WAVE)), 200


@blueprint.post("/moderation/waiting/decide")
@moderators_only
@limit(per_minute(60), name="moderate")
def decide() -> ResponseReturnValue:
    """Let the ticked posts of a group through, or refuse them, and suspend their authors where that was pressed."""
    form = HeldPostsForm()
    if not form.validate():
        return _page(form), 422
    holds = _chosen(form)
    if not holds:
        flash("Tick at least one post that still waits.", "warning")
        return redirect(url_for(".waiting"), 303)
    if form.verdict == LET_THROUGH:
        let_posts_through(holds=holds, by=signed_in_person())
        flash(f"{count(len(holds), 'post')} let through. Others can read them now.", "success")
    else:
        days = SUSPENDED_DAYS if form.verdict == REFUSE_AND_SUSPEND else 0
        settled = refuse_posts(holds=holds, by=signed_in_person(), reason=form.given, days=days)
        people = count(len(settled.suspended_ids), "person", "people")
        told = f"{count(len(holds), 'post')} refused"
        flash(f"{told}, {people} suspended from posting." if days else f"{told}.", "success")
    return redirect(url_for(".waiting", _anchor="decided"), 303)


@blueprint.post("/moderation/waiting/undo/<int:number>")
@moderators_only
@limit(per_minute(60), name="moderate")
def undo(number: int) -> ResponseReturnValue:
    """Have the posts of one press wait again, and lift the suspensions that it made."""
    settlement = get_settlement(number) or abort(404)
    check_button()
    undo_press(settlement=settlement, by=signed_in_person())
    flash("Undone. These posts wait again, and no one is suspended because of them.", "success")
    return redirect(url_for(".waiting"), 303)


@blueprint.post("/moderation/waiting/groups/<int:number>/let-through")
@moderators_only
@limit(per_minute(60), name="moderate")
def let_group_through(number: int) -> ResponseReturnValue:
    """Let everyone know of a group that waited."""
    group = _held_group(number)
    let_waiting_group_through(group=group, by=signed_in_person())
    flash(f"{group.name} is in the lists now.", "success")
    return redirect(url_for(".waiting"), 303)


@blueprint.post("/moderation/waiting/groups/<int:number>/refuse")
@moderators_only
@limit(per_minute(60), name="moderate")
def refuse_group(number: int) -> ResponseReturnValue:
    """Keep a group that waited out of the lists."""
    group = _held_group(number)
    refuse_waiting_group(group=group, by=signed_in_person())
    flash(f"{group.name} stays out of the lists. Its page tells the people in it.", "success")
    return redirect(url_for(".waiting"), 303)


def _held_group(number: int) -> Group:
    group = get_group(number)
    if group is None or group.hold is None:
        abort(404)
    check_button()
    return group


def _chosen(form: HeldPostsForm) -> list[Hold]:
    """Return the ticked ones; of a wave also those that were too many to show, or came meanwhile."""
    wave = read_id(form.wave.data or "")
    if not wave:
        return list(list_open_holds_by_number(form.ticked))
    return [hold for hold in list_open_holds_of_wave(wave) if hold.id not in form.left_out]


def _page(form: HeldPostsForm, form_of_a_wave: HeldPostsForm | None = None) -> str:
    return render_template(
        "moderation/waiting.html",
        form=form,
        form_of_a_wave=form_of_a_wave or form,
        names=list_held_groups(),
        groups=list_groups(),
        number=count_open_holds(),
        usual=usually(),
        settled=list_settled(),
        days=SUSPENDED_DAYS,
        ticked=set(form.ticked) if form.errors else None,
    )

"""Networks and mail domains from which new people are not let in for a while."""

from __future__ import annotations

from flask import Blueprint, abort, flash, redirect, request, url_for
from flask.typing import ResponseReturnValue

from forum.accounts.access_blocks import get_block, list_blocks
from forum.accounts.current import signed_in_person
from forum.accounts.guards import moderators_only
from forum.moderation.actions.holds import block_access, lift_access_block
from forum.moderation.hold_forms import BlockForm
from forum.web.forms import check_button, form_page
from forum.web.rate_limits import limit, per_minute

blueprint = Blueprint("access_blocks", __name__)
LONGEST_VALUE = 253


@blueprint.route("/moderation/blocks", methods=["GET", "POST"])
@moderators_only
@limit(per_minute(60), name="moderate")
def blocks() -> ResponseReturnValue:
    """Show the blocks that stand, and add one."""
    form = BlockForm(value=request.args.get("value", "")[:LONGEST_VALUE])
    if form.validate_on_submit():
        block_access(
            kind=form.kind,
            value=form.value.data or "",
            reason=form.reason.data or "",
            lasts=form.lasts,
            by=signed_in_person(),
        )
        flash(f"{form.value.data} is blocked for new people.", "success")
        return redirect(url_for(".blocks"), 303)
    return form_page("moderation/blocks.html", form, blocks=list_blocks())


@blueprint.post("/moderation/blocks/<int:number>/lift")
@moderators_only
@limit(per_minute(60), name="moderate")
def lift(number: int) -> ResponseReturnValue:
    """End a block before its time."""
    block = get_block(number) or abort(404)
    check_button()
    lift_access_block(block=block, by=signed_in_person())
    flash("The block has been removed.", "success")
    return redirect(url_for(".blocks"), 303)

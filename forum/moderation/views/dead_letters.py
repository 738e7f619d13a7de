"""Work that failed too often, for the administrator."""

from __future__ import annotations

from flask import Blueprint, abort, flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from forum.accounts.current import signed_in_person
from forum.accounts.guards import administrators_only
from forum.accounts.queries import get_people
from forum.core.bounces import list_bounces
from forum.core.dead_letters import count_dead, list_dead
from forum.core.formatting import count as said
from forum.core.metrics import list_damaged_rows
from forum.core.restored_mails import count_set_aside, list_set_aside
from forum.core.waiting_mails import list_waiting_mails
from forum.moderation.actions.upkeep import (
    discard_all_dead_letters,
    discard_dead_letter,
    discard_restored_mails,
    retry_all_dead_letters,
    retry_dead_letter,
    send_restored_mails,
)
from forum.moderation.queries.upkeep import get_dead_letter
from forum.web.forms import check_button
from forum.web.rate_limits import limit, per_minute

blueprint = Blueprint("dead_letters", __name__)


@blueprint.get("/moderation/outbox")
@administrators_only
def dead_letters() -> ResponseReturnValue:
    """Show what could not be done, and why."""
    waiting = list_waiting_mails()
    return render_template(
        "moderation/outbox.html",
        waiting=waiting,
        bounces=list_bounces(),
        causes=get_people([person for one in waiting for person, _ in one.causes]),
        rows=list_dead(),
        number_dead=count_dead(),
        set_aside=list_set_aside(),
        number_set_aside=count_set_aside(),
        damaged=list_damaged_rows(),
    )


@blueprint.post("/moderation/outbox/set-aside/send")
@administrators_only
@limit(per_minute(10), name="moderate")
def send_what_was_set_aside() -> ResponseReturnValue:
    """Send the mails that a restore set aside."""
    check_button()
    number = send_restored_mails(person=signed_in_person())
    flash(f"{said(number, 'mail')} will be sent now.", "success")
    return redirect(url_for(".dead_letters"), 303)


@blueprint.post("/moderation/outbox/set-aside/discard")
@administrators_only
@limit(per_minute(10), name="moderate")
def discard_what_was_set_aside() -> ResponseReturnValue:
    """Never send the mails that a restore set aside."""
    check_button()
    number = discard_restored_mails(person=signed_in_person())
    flash(f"{said(number, 'mail')} will never be sent.", "success")
    return redirect(url_for(".dead_letters"), 303)


@blueprint.post("/moderation/outbox/<int:number>/retry")
@administrators_only
@limit(per_minute(60), name="moderate")
def retry(number: int) -> ResponseReturnValue:
    """Try one again."""
    row = get_dead_letter(number) or abort(404)
    check_button()
    retry_dead_letter(row=row, person=signed_in_person())
    flash("We will try it again straight away.", "success")
    return redirect(url_for(".dead_letters"), 303)


@blueprint.post("/moderation/outbox/<int:number>/discard")
@administrators_only
@limit(per_minute(60), name="moderate")
def discard(number: int) -> ResponseReturnValue:
    """Never try one again."""
    row = get_dead_letter(number) or abort(404)
    check_button()
    discard_dead_letter(row=row, person=signed_in_person())
    flash("We will not try it again.", "success")
    return redirect(url_for(".dead_letters"), 303)


@blueprint.post("/moderation/outbox/retry")
@administrators_only
@limit(per_minute(10), name="moderate")
def retry_all() -> ResponseReturnValue:
    """Try all that failed again."""
    check_button()
    number = retry_all_dead_letters(person=signed_in_person())
    flash(f"We will try {said(number, 'piece')} of work again, the oldest first.", "success")
    return redirect(url_for(".dead_letters"), 303)


@blueprint.post("/moderation/outbox/discard")
@administrators_only
@limit(per_minute(10), name="moderate")
def discard_all() -> ResponseReturnValue:
    """Never try any of it again."""
    check_button()
    number = discard_all_dead_letters(person=signed_in_person())
    flash(f"We will not try {said(number, 'piece')} of work again.", "success")
    return redirect(url_for(".dead_letters"), 303)

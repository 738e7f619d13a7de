"""Officers say that two reports are the same obstacle, and take that back."""

from __future__ import annotations

from flask import Blueprint, abort, flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from forum.accounts.current import signed_in_person
from forum.accounts.guards import signed_in
from forum.barriers.actions.duplicates import LinkRefusedError, link_barrier, unlink_barrier
from forum.barriers.forms.duplicates import DuplicateForm
from forum.barriers.models import Barrier
from forum.barriers.permissions import may_link_barrier, may_read_barrier
from forum.barriers.queries.casework import find_main
from forum.barriers.queries.show import get_barrier
from forum.barriers.queries.similar import find_twins_of
from forum.barriers.views.loaders import readable_barrier
from forum.core.text import quoted
from forum.councils.identity import current_identity
from forum.web.forms import ButtonForm, check_button
from forum.web.rate_limits import limit, per_hour

blueprint = Blueprint("barrier_linking", __name__)


@blueprint.route("/barriers/<int:number>/same-as", methods=["GET", "POST"])
@signed_in
@limit(per_hour(120), name="link_barrier")
def link(number: int) -> ResponseReturnValue:
    """Record that a barrier is the same as another of this council; both keep their affected and their words."""
    barrier = _for_its_officers(number)
    form = DuplicateForm()
    form.offer([(one.thread.id, one.thread.title, one.why) for one in find_twins_of(barrier)])
    main = _chosen(form) if form.validate_on_submit() else None
    if main is not None:
        try:
            link_barrier(barrier=barrier, main=main, by=signed_in_person())
        except LinkRefusedError as refused:
            form.form_errors.append(str(refused))
        else:
            flash(f"It is now merged with {quoted(main.title)}. Those who follow it get an email.", "success")
            return redirect(url_for("barrier_respond.choose_response", number=number), 303)
    page = render_template(
        "barriers/same_as.html", form=form, barrier=barrier, main=find_main(barrier), button=ButtonForm()
    )
    return page, 422 if form.errors or form.form_errors else 200


@blueprint.post("/barriers/<int:number>/not-the-same")
@signed_in
@limit(per_hour(120), name="link_barrier")
def unlink(number: int) -> ResponseReturnValue:
    """Take it back: it is dealt with by itself again."""
    barrier = _for_its_officers(number)
    check_button()
    unlink_barrier(barrier=barrier, by=signed_in_person())
    flash("It is a separate case again, and is back in the inbox.", "success")
    return redirect(url_for("barrier_respond.choose_response", number=number), 303)


def _chosen(form: DuplicateForm) -> Barrier | None:
    """Read the barrier that was chosen, if this officer may know of it."""
    number = form.number()
    if number is None:
        return None
    main = get_barrier(number)
    if main is None or not may_read_barrier(current_identity(), main):
        form.typed.errors = [f"There is no barrier with the number {number}."]
        return None
    return main


def _for_its_officers(number: int) -> Barrier:
    barrier, _own = readable_barrier(number)
    if not may_link_barrier(current_identity(), barrier):
        abort(403, "Only officers of this council can do that.")
    return barrier

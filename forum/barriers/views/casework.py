"""What officers do among themselves, and what moderators may open again."""

from __future__ import annotations

from flask import Blueprint, abort, flash, redirect, url_for
from flask.typing import ResponseReturnValue

from forum.accounts.current import signed_in_person
from forum.accounts.guards import moderators_only, signed_in
from forum.barriers.actions.casework import assign_barrier
from forum.barriers.actions.notes import keep_note
from forum.barriers.actions.rule_review import reopen_kept
from forum.barriers.actions.transition import TransitionRefusedError
from forum.barriers.cards import path
from forum.barriers.forms.respond import AssignForm, NoteForm
from forum.barriers.models import Barrier
from forum.barriers.permissions import may_assign_barrier, may_keep_notes, may_reopen_kept
from forum.barriers.queries.responses import list_notes
from forum.barriers.views.loaders import readable_barrier
from forum.councils.identity import current_identity
from forum.councils.queries import get_department, get_officer, list_departments, list_officers
from forum.threads.mentions import with_name
from forum.web.forms import check_button, form_page
from forum.web.rate_limits import limit, per_hour

blueprint = Blueprint("barrier_casework", __name__)


@blueprint.route("/barriers/<int:number>/notes", methods=["GET", "POST"])
@signed_in
@limit(per_hour(120), name="keep_note")
def notes(number: int) -> ResponseReturnValue:
    """Read and write the notes that only this council's officers see."""
    barrier, _own = readable_barrier(number)
    if not may_keep_notes(current_identity(), barrier):
        abort(404)
    officers = list_officers(barrier.council) if barrier.council else []
    form = NoteForm()
    form.offer(
        officers, next((one for one in officers if one.person_id == current_identity().person_id), None)
    )
    if form.validate_on_submit():
        picked = next((one for one in officers if str(one.id) == form.colleague.data), None)
        body = with_name(form.body.data or "", picked.person if picked else None)
        keep_note(barrier=barrier, person=signed_in_person(), body=body, officers=officers)
        flash("Your note has been saved. Only officers of your council read it.", "success")
        return redirect(url_for("barrier_casework.notes", number=number), 303)
    return form_page("barriers/notes.html", form, barrier=barrier, notes=list_notes(barrier))


@blueprint.route("/barriers/<int:number>/assign", methods=["GET", "POST"])
@signed_in
@limit(per_hour(120), name="assign_barrier")
def assign(number: int) -> ResponseReturnValue:
    """Record which department and which officer deal with it."""
    barrier, _own = readable_barrier(number)
    if barrier.council is None or not may_assign_barrier(current_identity(), barrier):
        abort(404)
    form = AssignForm()
    form.offer(barrier, list_departments(barrier.council), list_officers(barrier.council))
    if form.validate_on_submit():
        _assign(barrier, form)
        flash("Saved.", "success")
        return redirect(path(barrier), 303)
    return form_page("barriers/assign.html", form, barrier=barrier)


@blueprint.post("/barriers/<int:number>/reopen")
@moderators_only
@limit(per_hour(60), name="reopen_kept")
def reopen(number: int) -> ResponseReturnValue:
    """A moderator opens a kept rule again, once enough new groups met it."""
    barrier, _own = readable_barrier(number)
    check_button()
    if not may_reopen_kept(current_identity(), barrier):
        abort(409, "Only a rule that stays can be opened again like this.")
    try:
        reopen_kept(barrier=barrier, person=signed_in_person())
    except TransitionRefusedError as refused:
        abort(409, refused.decision.sentence)
    flash("It is open again. The council and everyone who follows it gets an email.", "success")
    return redirect(path(barrier), 303)


def _assign(barrier: Barrier, form: AssignForm) -> None:
    council = barrier.council
    if council is None:
        return
    assign_barrier(
        barrier=barrier,
        by=signed_in_person(),
        department=get_department(council, int(form.department.data)) if form.department.data else None,
        officer=get_officer(council, int(form.officer.data)) if form.officer.data else None,
    )

"""The page of one barrier, and taking it back."""

from __future__ import annotations

from typing import Any

from flask import Blueprint, abort, flash, redirect, render_template, request
from flask.typing import ResponseReturnValue

from forum.accounts.current import signed_in_person
from forum.accounts.guards import signed_in
from forum.barriers.actions.transition import transition
from forum.barriers.cards import path
from forum.barriers.lifecycle.labels import STATE_LABELS, STATE_MEANINGS
from forum.barriers.lifecycle.roles import Role
from forum.barriers.lifecycle.states import GOT_PAST_STATES, State
from forum.barriers.lifecycle.transition_input import TransitionInput
from forum.barriers.models import Affected, Barrier
from forum.barriers.permissions import (
    may_add_affected,
    may_correct_report,
    may_know_reporter,
    may_read_barrier,
    may_withdraw_affected,
    may_withdraw_barrier,
)
from forum.barriers.presenters import about, corrected_notes, group_path, history, told, totals
from forum.barriers.queries.responses import list_history, list_revisions
from forum.barriers.queries.show import (
    AllAffected,
    find_affected,
    get_barrier,
    list_affected,
)
from forum.barriers.recipients import where_it_went, who_reads_it
from forum.barriers.reporter_display import asked_for_no_name, reporter_name
from forum.barriers.response_panel import response_panel
from forum.barriers.revision_history import earlier_words
from forum.core import clock
from forum.councils.identity import Identity, current_identity
from forum.follows.loaders import around_post
from forum.threads.holds.queries import find_waiting_statement
from forum.threads.manifest import list_related
from forum.threads.permissions import may_change, may_comment
from forum.threads.queries import list_comments, list_pictures, list_undescribed
from forum.threads.retractions import list_traces, name_trace
from forum.threads.visibility import was_hidden_from
from forum.web.forms import ButtonForm, form_page
from forum.web.guards import open_to_suspended, public
from forum.web.list_pages import links
from forum.web.page_cache import keep_for_visitors
from forum.web.rate_limits import limit, per_hour

blueprint = Blueprint("barriers_show", __name__)
HIDDEN = "A moderator has hidden this case. It is in no list and no figure while it is hidden, and you do not need to answer it."


@blueprint.get("/barriers/<int:number>", defaults={"slug": None})
@blueprint.get("/barriers/<int:number>-<slug>")
@public
def show(number: int, slug: str | None) -> ResponseReturnValue:
    """One barrier: what happened, whom it affects, what the council says. An old address leads here."""
    barrier, everyone, own = _read(number)
    if f"{number}-{slug}" != barrier.numbered_slug:
        return redirect(path(barrier), 308 if slug else 302)
    identity = current_identity()
    keep_for_visitors()
    comments = list_comments(thread=barrier, identity=identity, cursor=request.args.get("comments"))
    return render_template(
        "barriers/show.html",
        **_facts(barrier, everyone, own, identity),
        **_around(barrier, identity),
        comments=comments,
        comments_page=links(comments, by="comments", _anchor="comments"),
    )


@blueprint.route("/barriers/<int:number>/withdraw", methods=["GET", "POST"])
@open_to_suspended
@signed_in
@limit(per_hour(20), name="withdraw_barrier")
def withdraw_barrier(number: int) -> ResponseReturnValue:
    """The reporter takes a barrier back, after one question; it stays counted."""
    barrier, _everyone, _own = _read(number)
    if barrier.state == State.WITHDRAWN:
        return redirect(path(barrier), 303)
    if not may_withdraw_barrier(current_identity(), barrier):
        abort(403)
    form = ButtonForm()
    if form.validate_on_submit():
        transition(
            barrier=barrier,
            person=signed_in_person(),
            role=Role.REPORTER,
            target=State.WITHDRAWN,
            given=TransitionInput(today=clock.today()),
        )
        flash("You have withdrawn this. It is still counted, so that the figures are honest.", "success")
        return redirect(path(barrier), 303)
    return form_page("barriers/withdraw.html", form, barrier=barrier)


def _read(number: int) -> tuple[Barrier, AllAffected, Affected | None]:
    """Read the barrier with its affected; 404 for whoever may not know that it exists."""
    barrier, identity = get_barrier(number), current_identity()
    if barrier is None:
        abort(404)
    everyone = list_affected(barrier)
    barrier.hidden_people = everyone.hidden  # type: ignore[misc]  # spares the comments a statement
    own = next((one for one in everyone.rows if one.person_id == identity.person_id), None)
    if own is None and everyone.totals.groups > len(everyone.rows):
        own = find_affected(barrier=barrier, person_id=identity.person_id)
    is_affected = own is not None and own.withdrawn_at is None
    if not may_read_barrier(identity, barrier, is_affected=is_affected):
        abort(404, HIDDEN if was_hidden_from(identity, barrier) else None)
    return barrier, everyone, own


def _facts(
    barrier: Barrier, everyone: AllAffected, own: Affected | None, identity: Identity
) -> dict[str, Any]:
    knows, revisions = may_know_reporter(identity, barrier), list_revisions(barrier)
    moves, updates = list_history(barrier)
    notes = corrected_notes(moves, barrier, identity)
    return {
        "earlier": earlier_words(revisions, identity, is_nameless=barrier.is_nameless),
        "may_correct": may_correct_report(identity, barrier),
        "barrier": barrier,
        "state_label": STATE_LABELS[State(barrier.state)],
        "meaning": STATE_MEANINGS[State(barrier.state)],
        "where": where_it_went(barrier),
        "readers": who_reads_it(barrier),
        "reporter": reporter_name(identity, barrier),
        "reporter_url": group_path(barrier.group) if knows else None,
        "reporter_note": asked_for_no_name(barrier) if identity.person_id == barrier.author_id else "",
        "about": about(barrier, identity),
        "told": told(everyone.rows, barrier, identity, revisions),
        "totals": totals(everyone.totals),
        "everyone": everyone.totals,
        "history": history([move.transition for move in moves], barrier, identity, updates, notes),
        "response_panel": response_panel(barrier, moves, updates, identity, own, revisions),
        "waiting": find_waiting_statement(barrier, identity.person_id),
        "own": own if own is not None and own.withdrawn_at is None else None,
        "may_join": may_add_affected(identity, barrier),
        "may_leave": own is not None and may_withdraw_affected(identity, own),
        "may_withdraw": may_withdraw_barrier(identity, barrier),
    }


def _around(barrier: Barrier, identity: Identity) -> dict[str, Any]:
    """What stands around the barrier: sharing, following, tags, comments."""
    return {
        "taken_back": list_traces(barrier),
        "name_trace": name_trace(barrier),
        **around_post(barrier, identity),
        "may_comment": may_comment(identity, barrier),
        "related_sections": list_related(barrier, identity),
        "pictures": list_pictures(barrier),
        "undescribed": list_undescribed(barrier, may_change=may_change(identity, barrier)),
        "may_change": may_change(identity, barrier),
        "is_got_past": barrier.state in GOT_PAST_STATES,
    }

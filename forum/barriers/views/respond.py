"""The council answers: choose what to say, then say it."""

from __future__ import annotations

from http import HTTPStatus

from flask import Blueprint, abort, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from forum.accounts.current import signed_in_person
from forum.accounts.guards import signed_in
from forum.barriers.actions.respond import answer_question, respond, take_question_back
from forum.barriers.actions.transition import OvertakenError, TransitionRefusedError, newest_transition
from forum.barriers.cards import path
from forum.barriers.forms.respond import FIELDS, KIND_HINTS, AnswerForm, KindForm, RespondForm, respond_form
from forum.barriers.lifecycle import RESPONSE_LABELS, STATE_LABELS, Option, ResponseKind, Role, State, options
from forum.barriers.models import Barrier
from forum.barriers.permissions import (
    may_answer_question,
    may_respond,
    may_take_question_back,
    role_on,
)
from forum.barriers.queries.responses import find_newest_response
from forum.barriers.views.reading import readable_barrier
from forum.councils.queries import list_departments
from forum.councils.standing import current_standing
from forum.web.forms import ButtonForm
from forum.web.rates import limit, per_hour

blueprint = Blueprint("barrier_respond", __name__)


@blueprint.get("/barriers/<int:number>/respond")
@signed_in
def choose_response(number: int) -> ResponseReturnValue:
    """Choose what the council wants to say; only what may be said now is offered."""
    barrier = _for_its_officers(number)
    offered = _offered(barrier)
    form = KindForm(request.args, meta={"csrf": False})
    form.offer(offered)
    if form.kind.data in {str(one.kind).replace("_", "-") for one in offered}:
        return redirect(url_for("barrier_respond.respond_with", number=number, kind=form.kind.data))
    if "go" in request.args:
        form.kind.errors = ["Choose what you want to say."]
    return render_template(
        "barriers/respond.html",
        form=form,
        barrier=barrier,
        state_label=STATE_LABELS[State(barrier.state)],
        hints=KIND_HINTS,
        lead_only=State.KEPT not in {one.target for one in offered},
        may_take_back=may_take_question_back(current_standing(), barrier),
    )


@blueprint.route("/barriers/<int:number>/respond/<kind>", methods=["GET", "POST"])
@signed_in
@limit(per_hour(120), name="respond")
def respond_with(number: int, kind: str) -> ResponseReturnValue:
    """Say it: exactly the fields this answer needs. Who comes second is told, and what was typed is kept."""
    barrier = _for_its_officers(number)
    chosen = _kind(kind)
    option = next((one for one in _offered(barrier) if one.kind == chosen), None)
    known = option or Option(State(barrier.state), chosen, RESPONSE_LABELS[chosen], ())
    departments = list_departments(barrier.council) if barrier.council else []
    form = respond_form(chosen, known, departments, seen=newest_transition(barrier))
    if request.method == "GET" and option is None:
        flash("This cannot be said just now. Choose again.", "info")
        return redirect(url_for("barrier_respond.choose_response", number=number))
    if form.validate_on_submit():
        try:
            return _say(barrier, chosen, form)
        except OvertakenError:
            return _respond_page(barrier, chosen, form, status=HTTPStatus.CONFLICT)
        except TransitionRefusedError as refused:
            form.show_problems(refused.decision)
    return _respond_page(barrier, chosen, form, status=422 if form.errors or form.form_errors else 200)


@blueprint.post("/barriers/<int:number>/take-question-back")
@signed_in
@limit(per_hour(60), name="respond")
def take_back(number: int) -> ResponseReturnValue:
    """Go on without an answer."""
    barrier = _for_its_officers(number)
    if not ButtonForm().validate_on_submit():
        abort(400)
    if not may_take_question_back(current_standing(), barrier):
        abort(409, "The question has been answered already.")
    role = role_on(current_standing(), barrier)
    take_question_back(barrier=barrier, person=signed_in_person(), role=role)
    flash("The question is taken back. Your clock runs again.", "success")
    return redirect(path(barrier), 303)


@blueprint.route("/barriers/<int:number>/answer-question", methods=["GET", "POST"])
@signed_in
@limit(per_hour(60), name="answer_question")
def answer(number: int) -> ResponseReturnValue:
    """The reporter, or a group it affects, answers what the council asked."""
    barrier, own = readable_barrier(number)
    standing, newest = current_standing(), newest_transition(barrier)
    form = AnswerForm(seen=newest)
    if not may_answer_question(standing, barrier, is_affected=own is not None):
        return _no_question(barrier, form)
    question = find_newest_response(barrier)
    if form.validate_on_submit():
        role = Role.REPORTER if standing.person_id == barrier.author_id else Role.AFFECTED
        answer_question(barrier=barrier, person=signed_in_person(), role=role, words=form.answer.data or "")
        flash("Thank you. The council can go on now.", "success")
        return redirect(path(barrier), 303)
    page = render_template("barriers/answer_question.html", form=form, barrier=barrier, question=question)
    return page, 422 if form.errors else 200


def _for_its_officers(number: int) -> Barrier:
    barrier, _own = readable_barrier(number)
    if not may_respond(current_standing(), barrier):
        abort(403, "Only officers of this council can answer here.")
    return barrier


def _kind(text: str) -> ResponseKind:
    try:
        return ResponseKind(text.replace("-", "_"))
    except ValueError:
        abort(404)


def _offered(barrier: Barrier) -> tuple[Option, ...]:
    """List what this officer may say now."""
    role = role_on(current_standing(), barrier)
    return tuple(one for one in options(role, State(barrier.state)) if one.kind)


def _say(barrier: Barrier, kind: ResponseKind, form: RespondForm) -> ResponseReturnValue:
    respond(
        barrier=barrier,
        person=signed_in_person(),
        role=role_on(current_standing(), barrier),
        kind=kind,
        given=form.given(),
        seen=form.seen_number(),
    )
    flash("Your answer is on the page, and everybody who follows it gets a mail.", "success")
    return redirect(path(barrier), 303)


def _respond_page(
    barrier: Barrier, kind: ResponseKind, form: RespondForm, *, status: int
) -> ResponseReturnValue:
    is_overtaken = status == HTTPStatus.CONFLICT
    if is_overtaken:
        form.seen.data = str(newest_transition(barrier))
    page = render_template(
        "barriers/respond_with.html",
        form=form,
        barrier=barrier,
        kind=kind,
        heading=RESPONSE_LABELS[kind],
        fields=FIELDS[kind],
        state_label=STATE_LABELS[State(barrier.state)],
        overtaken=is_overtaken,
        newest=find_newest_response(barrier) if is_overtaken else None,
        response_labels=RESPONSE_LABELS,
    )
    return page, status


def _no_question(barrier: Barrier, form: AnswerForm) -> ResponseReturnValue:
    """Say that nothing is asked (any more), and keep what somebody had typed."""
    own = current_standing().person_id == barrier.author_id
    if barrier.state == State.NEEDS_INFO and not own:
        abort(403, "Only the groups this affects can answer the council's question.")
    page = render_template("barriers/answer_question.html", form=form, barrier=barrier, question=None)
    return page, HTTPStatus.CONFLICT

"""The council answers: choose what to say, then say it."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import timedelta
from http import HTTPStatus

from flask import Blueprint, abort, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from forum.accounts.current import signed_in_person
from forum.accounts.guards import signed_in
from forum.barriers.actions.casework import open_case
from forum.barriers.actions.respond import (
    answer_question,
    check_response,
    respond_with_linked,
    take_question_back,
)
from forum.barriers.actions.transition import OvertakenError, TransitionRefusedError, newest_transition
from forum.barriers.cards import path
from forum.barriers.case_panel import case_panel, what_changed_since
from forum.barriers.forms.respond import FIELDS, AnswerForm, KindForm, RespondForm, kind_hint, respond_form
from forum.barriers.lifecycle.labels import RESPONSE_LABELS
from forum.barriers.lifecycle.responses import ResponseKind
from forum.barriers.lifecycle.roles import Role
from forum.barriers.lifecycle.states import State
from forum.barriers.models import Barrier
from forum.barriers.permissions import (
    may_answer_question,
    may_respond,
    may_take_question_back,
    response_options,
    role_on,
)
from forum.barriers.queries.casework import find_opening, list_linked_open_to, list_templates
from forum.barriers.queries.responses import find_newest_response
from forum.barriers.reply_templates import WORDS_FIELD, filled, inserted
from forum.barriers.response_preview import preview
from forum.barriers.views.loaders import readable_barrier
from forum.core import clock
from forum.core.db import transaction
from forum.core.text import TextRefused
from forum.councils.identity import current_identity
from forum.councils.queries import list_departments
from forum.web.forms import check_button, form_page
from forum.web.rate_limits import limit, per_hour

blueprint = Blueprint("barrier_respond", __name__)

MARK_AGAIN_AFTER = timedelta(minutes=1)


@blueprint.get("/barriers/<int:number>/respond")
@signed_in
def choose_response(number: int) -> ResponseReturnValue:
    """Show the evidence, and choose what the council wants to say; only what may be said now is offered."""
    barrier = _opened(number)
    offered = response_options(current_identity(), barrier)
    form = KindForm(request.args, meta={"csrf": False})
    form.offer(offered)
    back = _back()
    if form.kind.data in {str(one.kind).replace("_", "-") for one in offered}:
        chosen = {"number": number, "kind": form.kind.data, "back": back or None}
        return redirect(url_for("barrier_respond.respond_with", **chosen))
    if "go" in request.args:
        form.kind.errors = ["Choose what you want to say."]
    return render_template(
        "barriers/respond.html",
        form=form,
        barrier=barrier,
        hints={str(one.kind).replace("_", "-"): kind_hint(one) for one in offered},
        lead_only=State.KEPT not in {one.target for one in offered},
        may_take_back=may_take_question_back(current_identity(), barrier),
        back=back,
        case=case_panel(barrier, current_identity()),
    )


@blueprint.route("/barriers/<int:number>/respond/<kind>", methods=["GET", "POST"])
@signed_in
@limit(per_hour(240), name="respond")
def respond_with(number: int, kind: str) -> ResponseReturnValue:
    """Say it: exactly the fields this answer needs. Who comes second is told, and what was typed is kept."""
    barrier, chosen = _opened(number), _kind(kind)
    option = next((one for one in response_options(current_identity(), barrier) if one.kind == chosen), None)
    if request.method == "GET" and option is None:
        flash("You cannot give this answer at the moment. Choose again.", "info")
        return redirect(url_for("barrier_respond.choose_response", number=number))
    form = _form(barrier, chosen, option.needs if option else ())
    if "insert" in request.form:
        return _with_words_put_in(barrier, chosen, form)
    if "change" in request.form:
        return _respond_page(barrier, chosen, form, status=HTTPStatus.OK)
    if form.validate_on_submit():
        try:
            return _say(barrier, chosen, form) if "send" in request.form else _preview(barrier, chosen, form)
        except OvertakenError:
            return _respond_page(barrier, chosen, form, status=HTTPStatus.CONFLICT)
        except TransitionRefusedError as refused:
            form.show_problems(refused.decision)
        except TextRefused as refused:
            form.form_errors.append(str(refused))
    return _respond_page(barrier, chosen, form, status=422 if form.errors or form.form_errors else 200)


@blueprint.post("/barriers/<int:number>/take-question-back")
@signed_in
@limit(per_hour(60), name="respond")
def take_back(number: int) -> ResponseReturnValue:
    """Go on without an answer."""
    barrier = _for_its_officers(number)
    check_button()
    if not may_take_question_back(current_identity(), barrier):
        abort(409, "The question has been answered already.")
    role = role_on(current_identity(), barrier)
    take_question_back(barrier=barrier, person=signed_in_person(), role=role)
    flash("The question has been withdrawn. Your deadline counts again.", "success")
    return redirect(path(barrier), 303)


@blueprint.route("/barriers/<int:number>/answer-question", methods=["GET", "POST"])
@signed_in
@limit(per_hour(60), name="answer_question")
def answer(number: int) -> ResponseReturnValue:
    """The reporter, or a group it affects, answers what the council asked."""
    barrier, own = readable_barrier(number)
    identity, newest = current_identity(), newest_transition(barrier)
    form = AnswerForm(seen=newest)
    if not may_answer_question(identity, barrier, is_affected=own is not None):
        return _no_question(barrier, form)
    question = find_newest_response(barrier)
    if form.validate_on_submit():
        role = Role.REPORTER if identity.person_id == barrier.author_id else Role.AFFECTED
        answer_question(barrier=barrier, person=signed_in_person(), role=role, words=form.answer.data or "")
        flash("Thank you. The council can continue now.", "success")
        return redirect(path(barrier), 303)
    return form_page("barriers/answer_question.html", form, barrier=barrier, question=question)


def _for_its_officers(number: int) -> Barrier:
    barrier, _own = readable_barrier(number)
    if not may_respond(current_identity(), barrier):
        abort(403, "Only officers of this council can answer here.")
    return barrier


def _opened(number: int) -> Barrier:
    """Read the barrier for one of its officers, and let their colleagues know that they have it open.

    A page that is read commits nothing, so this small mark is a transaction of its own, once in a while.
    """
    barrier = _for_its_officers(number)
    person = signed_in_person()
    last = find_opening(barrier, person)
    if request.method == "GET" and (last is None or last < clock.now() - MARK_AGAIN_AFTER):
        with transaction():
            open_case(barrier=barrier, person=person)
        barrier = _for_its_officers(number)
    return barrier


def _back() -> str:
    """Return whether somebody came from the inbox and wants to go back there."""
    return "inbox" if request.args.get("back") == "inbox" else ""


def _form(barrier: Barrier, kind: ResponseKind, needs: Sequence[str]) -> RespondForm:
    council = barrier.council
    return respond_form(
        kind,
        needs,
        list_departments(council) if council else [],
        seen=newest_transition(barrier),
        department=barrier.department_id,
        templates=list_templates(council, kind, barrier.category) if council else [],
        number_of_linked=barrier.number_of_linked,
        is_unassigned=barrier.officer_id is None,
    )


def _with_words_put_in(barrier: Barrier, kind: ResponseKind, form: RespondForm) -> ResponseReturnValue:
    """Show the form again with the chosen words under what was typed; nothing is sent."""
    council, field = barrier.council, form[WORDS_FIELD[kind]]
    templates = list_templates(council, kind, barrier.category) if council else []
    chosen = next((one for one in templates if str(one.id) == request.form.get("template")), None)
    if chosen is not None and council is not None:
        known = {
            "title": barrier.title,
            "council": council.name,
            "department": barrier.department.name if barrier.department else "",
            "officer": signed_in_person().name,
        }
        field.data = inserted(field.data or "", filled(chosen.body, known))
    return _respond_page(barrier, kind, form, status=200)


def _kind(text: str) -> ResponseKind:
    try:
        return ResponseKind(text.replace("-", "_"))
    except ValueError:
        abort(404)


def _preview(barrier: Barrier, kind: ResponseKind, form: RespondForm) -> ResponseReturnValue:
    """Show the answer as it will look and who will be told. Raises what sending it would raise."""
    identity, given = current_identity(), form.given()
    role = role_on(identity, barrier)
    check_response(barrier=barrier, role=role, kind=kind, given=given, seen=form.seen_number())
    linked = _linked(barrier, kind, form)
    not_typed = {"csrf_token", "preview", "template"}
    return render_template(
        "barriers/respond_preview.html",
        barrier=barrier,
        form=form,
        typed=[pair for pair in request.form.items(multi=True) if pair[0] not in not_typed],
        preview=preview(barrier, kind, given, signed_in_person(), linked),
    )


def _linked(barrier: Barrier, kind: ResponseKind, form: RespondForm) -> list[Barrier]:
    """List the linked reports that get the same answer, where that is ticked."""
    if "same_for_linked" not in form or not form.same_for_linked.data:
        return []
    return list_linked_open_to(barrier, current_identity(), kind)


def _say(barrier: Barrier, kind: ResponseKind, form: RespondForm) -> ResponseReturnValue:
    respond_with_linked(
        barrier=barrier,
        linked=_linked(barrier, kind, form),
        identity=current_identity(),
        person=signed_in_person(),
        kind=kind,
        given=form.given(),
        seen=form.seen_number(),
        takes_case="assign_to_me" in form and bool(form.assign_to_me.data),
    )
    flash("Your answer is on the page, and everyone who follows it gets an email.", "success")
    if _back() and barrier.council is not None:
        return redirect(url_for("barrier_inbox.inbox", slug=barrier.council.slug), 303)
    return redirect(path(barrier), 303)


def _respond_page(
    barrier: Barrier, kind: ResponseKind, form: RespondForm, *, status: int
) -> ResponseReturnValue:
    is_overtaken, identity = status == HTTPStatus.CONFLICT, current_identity()
    since = what_changed_since(barrier, form.seen_number(), identity) if is_overtaken else []
    if is_overtaken:
        form.seen.data = str(newest_transition(barrier))
    page = render_template(
        "barriers/respond_with.html",
        form=form,
        barrier=barrier,
        kind=kind,
        heading=RESPONSE_LABELS[kind],
        fields=FIELDS[kind],
        overtaken=is_overtaken,
        since=since,
        newest=find_newest_response(barrier) if is_overtaken else None,
        response_labels=RESPONSE_LABELS,
        back=_back(),
        case=case_panel(barrier, identity),
    )
    return page, status


def _no_question(barrier: Barrier, form: AnswerForm) -> ResponseReturnValue:
    """Say that nothing is asked (any more), and keep what somebody had typed."""
    own = current_identity().person_id == barrier.author_id
    if barrier.state == State.NEEDS_INFO and not own:
        abort(403, "Only the groups this affects can answer the council's question.")
    page = render_template("barriers/answer_question.html", form=form, barrier=barrier, question=None)
    return page, HTTPStatus.CONFLICT

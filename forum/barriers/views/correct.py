"""Correcting what was said: an officer's answer or a group's, put into other words or withdrawn, and a reporter's own report."""

from __future__ import annotations

from flask import Blueprint, abort, flash, redirect, render_template
from flask.typing import ResponseReturnValue
from wtforms import Field

from forum.accounts.current import signed_in_person
from forum.accounts.guards import signed_in
from forum.barriers.actions.corrections import (
    can_answer_be_taken_back,
    can_be_taken_back,
    correct_question_answer,
    correct_report,
    correct_response,
    take_back_question_answer,
    take_back_response,
)
from forum.barriers.actions.transition import OvertakenError, TransitionRefusedError, newest_transition
from forum.barriers.cards import path
from forum.barriers.events import CORRECTION_MAILED_AFTER
from forum.barriers.forms.correct import (
    CorrectQuestionAnswerForm,
    CorrectResponseForm,
    TakeBackForm,
    report_form,
    response_words,
)
from forum.barriers.lifecycle.labels import RESPONSE_LABELS, STATE_LABELS
from forum.barriers.lifecycle.responses import ResponseKind
from forum.barriers.lifecycle.states import State
from forum.barriers.models import Barrier, QuestionAnswer, Response
from forum.barriers.permissions import (
    may_correct_question_answer,
    may_correct_report,
    may_correct_response,
    role_on,
)
from forum.barriers.queries.responses import find_question_answer, find_question_of, get_response
from forum.barriers.views.loaders import readable_barrier
from forum.core.row_ids import LARGEST_ID
from forum.core.text import TextRefused
from forum.councils.identity import current_identity
from forum.threads.kinds import kind_of
from forum.web.conflicts import CONFLICT, EditForm
from forum.web.fields import number_of
from forum.web.guards import open_to_suspended
from forum.web.rate_limits import limit, per_hour

blueprint = Blueprint("barrier_correct", __name__)


@blueprint.route("/barriers/<int:number>/responses/<int:response_number>/correct", methods=["GET", "POST"])
@signed_in
@limit(per_hour(60), name="correct_response")
def response(number: int, response_number: int) -> ResponseReturnValue:
    """Reword an official response; the earlier ones stay on the page."""
    barrier, said = _own_response(number, response_number)
    form = CorrectResponseForm(data=response_words(said))
    shown = {
        "barrier": barrier,
        "label": RESPONSE_LABELS[ResponseKind(said.kind)],
        "mailed_after": CORRECTION_MAILED_AFTER,
    }
    if not form.validate_on_submit():
        return _page("barriers/correct_response.html", form, **shown)
    person, link = signed_in_person(), form.link.data or ""
    try:
        correct_response(response=said, barrier=barrier, person=person, body=form.body.data or "", link=link)
    except TextRefused as refused:
        return _refused("barriers/correct_response.html", form, form.body, refused, **shown)
    flash(
        "The answer has been corrected. Everyone who was notified of it gets one email about the correction.",
        "success",
    )
    return redirect(f"{path(barrier)}#response-{said.id}", 303)


@blueprint.route("/barriers/<int:number>/responses/<int:response_number>/take-back", methods=["GET", "POST"])
@signed_in
@limit(per_hour(60), name="correct_response")
def take_back(number: int, response_number: int) -> ResponseReturnValue:
    """Withdraw an official word, with a reason, while nothing has followed from it."""
    barrier, said = _own_response(number, response_number)
    form = TakeBackForm(seen=str(newest_transition(barrier) or ""))
    if not can_be_taken_back(barrier=barrier, response=said):
        return _take_back_page(barrier, said, form, CONFLICT, is_possible=False)
    if form.validate_on_submit():
        try:
            take_back_response(
                response=said,
                barrier=barrier,
                person=signed_in_person(),
                role=role_on(current_identity(), barrier),
                reason=form.reason.data or "",
                seen=number_of(form.seen),
            )
        except (OvertakenError, TransitionRefusedError):
            return _take_back_page(barrier, said, form, CONFLICT, is_possible=False)
        flash(
            "The answer has been withdrawn. Everyone who was notified of it gets an email with your reason.",
            "success",
        )
        return redirect(f"{path(barrier)}#response-{said.id}", 303)
    return _take_back_page(barrier, said, form, 422 if form.errors else 200, is_possible=True)


@blueprint.route("/barriers/<int:number>/answers/<int:answer_number>/correct", methods=["GET", "POST"])
@signed_in
@limit(per_hour(60), name="correct_answer")
def answer(number: int, answer_number: int) -> ResponseReturnValue:
    """Reword one's own answer to the council's question; the earlier ones stay on the page."""
    barrier, said = _own_answer(number, answer_number)
    form = CorrectQuestionAnswerForm(data={"words": said.words})
    if not form.validate_on_submit():
        shown = {
            "barrier": barrier,
            "question": find_question_of(said),
            "is_nameless": _is_nameless(barrier, said),
            "mailed_after": CORRECTION_MAILED_AFTER,
        }
        return _page("barriers/correct_answer.html", form, **shown)
    words = form.words.data or ""
    correct_question_answer(answer=said, barrier=barrier, person=signed_in_person(), words=words)
    flash("Your answer has been corrected. The council’s officers get one email about it.", "success")
    return redirect(f"{path(barrier)}#answer-{said.id}", 303)


@blueprint.route("/barriers/<int:number>/answers/<int:answer_number>/take-back", methods=["GET", "POST"])
@open_to_suspended
@signed_in
@limit(per_hour(60), name="correct_answer")
def take_back_answer(number: int, answer_number: int) -> ResponseReturnValue:
    """Withdraw one's own answer to the council's question, with a reason, until the council has acted on it."""
    barrier, said = _own_answer(number, answer_number)
    form = TakeBackForm(seen=str(newest_transition(barrier) or ""))
    if not can_answer_be_taken_back(barrier=barrier, answer=said):
        return _take_back_answer_page(barrier, said, form, CONFLICT, is_possible=False)
    if not form.validate_on_submit():
        status = 422 if form.errors else 200
        return _take_back_answer_page(barrier, said, form, status, is_possible=True)
    try:
        take_back_question_answer(
            answer=said,
            barrier=barrier,
            person=signed_in_person(),
            reason=form.reason.data or "",
            seen=number_of(form.seen),
        )
    except (OvertakenError, TransitionRefusedError):
        return _take_back_answer_page(barrier, said, form, CONFLICT, is_possible=False)
    flash("Your answer has been withdrawn. The council’s officers get an email with your reason.", "success")
    return redirect(f"{path(barrier)}#answer-{said.id}", 303)


@blueprint.route("/barriers/<int:number>/correct", methods=["GET", "POST"])
@signed_in
@limit(per_hour(60), name="correct_report")
def report(number: int) -> ResponseReturnValue:
    """Correct the title and the text of one's own report; the earlier words stay on the page."""
    barrier, _own = readable_barrier(number)
    if not may_correct_report(current_identity(), barrier):
        abort(403)
    form = report_form(barrier)
    if not form.validate_on_submit():
        return _page("barriers/correct_report.html", form, barrier=barrier)
    try:
        correct_report(barrier=barrier, person=signed_in_person(), words=form.words())
    except TextRefused as refused:
        return _refused("barriers/correct_report.html", form, form.body, refused, barrier=barrier)
    flash("Your report has been corrected. The earlier version stays on the page.", "success")
    return redirect(path(barrier), 303)


def _own_response(number: int, response_number: int) -> tuple[Barrier, Response]:
    barrier, _own = readable_barrier(number)
    said = get_response(response_number) if response_number <= LARGEST_ID else None
    if said is None or said.barrier_id != barrier.id:
        abort(404)
    if not may_correct_response(current_identity(), barrier, said):
        abort(403)
    return barrier, said


def _own_answer(number: int, answer_number: int) -> tuple[Barrier, QuestionAnswer]:
    barrier, _own = readable_barrier(number)
    said = find_question_answer(answer_number) if answer_number <= LARGEST_ID else None
    if said is None or said.barrier_id != barrier.id:
        abort(404)
    if not may_correct_question_answer(current_identity(), barrier, said):
        abort(403)
    return barrier, said


def _is_nameless(barrier: Barrier, said: QuestionAnswer) -> bool:
    return said.person_id in kind_of(barrier).hidden_people(barrier)


def _take_back_answer_page(
    barrier: Barrier, said: QuestionAnswer, form: TakeBackForm, status: int, *, is_possible: bool
) -> ResponseReturnValue:
    shown = {"barrier": barrier, "said": said, "form": form, "is_possible": is_possible}
    label = STATE_LABELS[State(barrier.state)]
    return render_template("barriers/take_back_answer.html", **shown, state_label=label), status


def _take_back_page(
    barrier: Barrier, said: Response, form: TakeBackForm, status: int, *, is_possible: bool
) -> ResponseReturnValue:
    page = render_template(
        "barriers/take_back.html",
        barrier=barrier,
        said=said,
        form=form,
        is_possible=is_possible,
        label=RESPONSE_LABELS[ResponseKind(said.kind)],
        state_label=STATE_LABELS[State(barrier.state)],
    )
    return page, status


def _refused(
    template: str, form: EditForm, field: Field, reason: TextRefused, **shown: object
) -> ResponseReturnValue:
    field.errors = [str(reason)]
    return _page(template, form, **shown)


def _page(template: str, form: EditForm, **shown: object) -> ResponseReturnValue:
    return render_template(template, form=form, **shown), 422 if form.errors else 200

"""Is it really gone? One affected answers, by the link we mailed, without signing in."""

from __future__ import annotations

from http import HTTPStatus

from flask import Blueprint, abort, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from forum.accounts.guards import signed_in
from forum.barriers.actions.removal import ConfirmationClosedError, confirm_removal, is_being_asked
from forum.barriers.cards import path
from forum.barriers.confirmation_links import read_token, token_of
from forum.barriers.forms.confirm import ConfirmForm
from forum.barriers.lifecycle.confirmation_outcome import Answer
from forum.barriers.lifecycle.confirmation_text import question
from forum.barriers.lifecycle.labels import STATE_LABELS, answer_labels
from forum.barriers.lifecycle.states import State
from forum.barriers.models import ConfirmationRequest
from forum.barriers.permissions import may_confirm_removal
from forum.barriers.queries.confirmations import find_own_request, get_claim, get_request
from forum.barriers.queries.responses import find_response_of
from forum.barriers.views.loaders import readable_barrier
from forum.councils.identity import current_identity
from forum.web.guards import public
from forum.web.rate_limits import limit, per_hour

blueprint = Blueprint("barrier_confirm", __name__)


@blueprint.get("/barriers/<int:number>/confirm-removal")
@signed_in
def confirm_own(number: int) -> ResponseReturnValue:
    """Lead somebody who is signed in to their own question."""
    barrier, _own = readable_barrier(number)
    asked = find_own_request(barrier, current_identity().person_id)
    if asked is None or not may_confirm_removal(current_identity(), asked):
        abort(403, "Only the groups it affects are asked whether it is gone.")
    return redirect(url_for("barrier_confirm.confirm", token=token_of(asked)))


@blueprint.route("/confirm/<token>", methods=["GET", "POST"], defaults={"answer": ""})
@blueprint.route("/confirm/<token>/<answer>", methods=["GET", "POST"])
@public
@limit(per_hour(60), name="confirm_removal")
def confirm(token: str, answer: str) -> ResponseReturnValue:
    """Show the question with the answer of the link chosen. Only the button sends it: mail scanners open links."""
    asked = _asked(token)
    if asked is None:
        return render_template("barriers/confirm_unknown.html"), HTTPStatus.NOT_FOUND
    if not is_being_asked(asked):
        return _answered(asked, HTTPStatus.CONFLICT if request.method == "POST" else HTTPStatus.OK)
    if request.method == "GET" and asked.answer is not None and not answer and "change" not in request.args:
        return _answered(
            asked, HTTPStatus.OK, change_url=url_for("barrier_confirm.confirm", token=token, change=1)
        )
    chosen = answer.replace("-", "_") or asked.answer
    form = ConfirmForm(answer=chosen, words=asked.words, meta={"csrf": False})  # the link is the proof
    form.word(answer_labels(_about(asked)))
    if form.validate_on_submit():
        try:
            confirm_removal(request=asked, answer=form.chosen(), words=form.words.data or "")
        except ConfirmationClosedError:
            return _answered(asked, HTTPStatus.CONFLICT)
        flash("Thank you. Your answer counts.", "success")
        return redirect(url_for("barrier_confirm.confirm", token=token), 303)
    shown = {"claim": find_response_of(asked.claim_id), "asked": asked, "said": _said(asked), **_words(asked)}
    page = render_template("barriers/confirm.html", form=form, **shown)
    return page, HTTPStatus.UNPROCESSABLE_ENTITY if form.errors else HTTPStatus.OK


def _asked(token: str) -> ConfirmationRequest | None:
    """Read the question of a link; None for a forged one, and for one whose barrier was hidden."""
    numbers = read_token(token)
    asked = get_request(numbers[0]) if numbers else None
    if asked is None or numbers is None or asked.affected_id != numbers[1]:
        return None
    return asked if asked.barrier.is_in_sight else None


def _about(asked: ConfirmationRequest) -> State:
    return State(get_claim(asked.claim_id).to_state)


def _answered(asked: ConfirmationRequest, status: HTTPStatus, *, change_url: str = "") -> ResponseReturnValue:
    """Show the answer that was given, with the way to change it while that counts; or that the question is closed."""
    shown = {"said": _said(asked), "asked": asked, "change_url": change_url, **_words(asked)}
    return render_template("barriers/confirm_closed.html", **shown), status


def _said(asked: ConfirmationRequest) -> str:
    """Return the answer that was given, in words; empty before there is one."""
    return answer_labels(_about(asked))[Answer(asked.answer)] if asked.answer else ""


def _words(asked: ConfirmationRequest) -> dict[str, object]:
    barrier = asked.barrier
    return {
        "barrier": barrier,
        "question": question(_about(asked)),
        "state_label": STATE_LABELS[State(barrier.state)],
        "page_url": path(barrier),
    }

"""Finding help for a question, asking for it, and answering. Nothing is shared before both said yes."""

from __future__ import annotations

from dataclasses import replace

from flask import Blueprint, abort, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from forum.accounts.current import signed_in_person
from forum.accounts.guards import signed_in
from forum.councils.identity import current_identity
from forum.questions.actions.matches import (
    HelpRefusedError,
    agree_to_help,
    ask_for_help,
    decline_to_help,
    take_back_request,
)
from forum.questions.cards import path
from forum.questions.forms.offers import AnswerHelpForm, AskForHelpForm
from forum.questions.matching import explain
from forum.questions.models import Match, Question
from forum.questions.mutual_consent import LASTS, MatchState, is_shared
from forum.questions.permissions import (
    may_answer_match,
    may_ask_for_help,
    may_read_match,
    may_take_back_match,
)
from forum.questions.presenters import MATCH_WORDS, offer_card, offerer_name
from forum.questions.queries.matches import (
    find_helpers,
    find_match,
    get_match,
    is_asked_enough,
    list_matches_of_question,
)
from forum.questions.queries.offers import count_left, get_offer
from forum.questions.views.loaders import readable_question
from forum.web.forms import check_button, form_page
from forum.web.guards import open_to_suspended
from forum.web.rate_limits import limit, per_hour

blueprint = Blueprint("matches", __name__)


@blueprint.get("/questions/<int:number>/find-help")
@signed_in
def find_help(number: int) -> ResponseReturnValue:
    """Show the asker who fits the question best, and why."""
    question = _own_question(number)
    made = {one.offer_id: one for one in list_matches_of_question(question)}
    helpers = find_helpers(question)
    cards = [
        replace(
            offer_card(offer, fit.candidate.left),
            why=explain(fit),
            past=(fit.past.title, fit.past.path) if fit.past else None,
            match=made.get(offer.id),
        )
        for fit, offer in helpers
    ]
    shown = {offer.id for _, offer in helpers}
    return render_template(
        "questions/find_help.html",
        question=question,
        back=path(question),
        cards=cards,
        others=[one for one in made.values() if one.offer_id not in shown],
        match_words=MATCH_WORDS,
        is_enough=is_asked_enough(question, signed_in_person().id),
    )


@blueprint.route("/questions/<int:number>/ask-for-help/<int:offer_id>", methods=["GET", "POST"])
@signed_in
@limit(per_hour(10), name="ask_for_help")
def ask(number: int, offer_id: int) -> ResponseReturnValue:
    """Ask one offer for help: type what they may read once they say yes."""
    question, offer = _own_question(number), get_offer(offer_id)
    if offer is None:
        abort(404)
    known = find_match(question, offer)
    if known is not None:
        return redirect(url_for("matches.request_for_help", number=known.id), 303)
    form = AskForHelpForm()
    if form.validate_on_submit():
        try:
            match = ask_for_help(
                question=question, offer=offer, asker=signed_in_person(), words=form.words.data or ""
            )
        except HelpRefusedError as refused:
            form.words.errors = [*form.words.errors, str(refused)]
        else:
            flash("We have asked them. We will let you know when they answer.", "success")
            return redirect(url_for("matches.request_for_help", number=match.id), 303)
    return form_page(
        "questions/ask_for_help.html",
        form,
        lasts=LASTS,
        question=question,
        offer=offer_card(offer, count_left([offer])[offer.id]),
        back=url_for("matches.find_help", number=number),
    )


@blueprint.route("/help-requests/<int:number>", methods=["GET", "POST"])
@signed_in
@limit(per_hour(60), name="answer_help")
def request_for_help(number: int) -> ResponseReturnValue:
    """Show a request to its two sides; the one who offers says yes or no."""
    match = _readable(number)
    identity = current_identity()
    form = AnswerHelpForm()
    may_answer = may_answer_match(identity, match) and match.state == MatchState.ASKED
    if request.method == "POST":
        if not may_answer_match(identity, match):
            abort(403)
        if form.validate() and _answer(match, form):
            return redirect(url_for("matches.request_for_help", number=number), 303)
    return form_page(
        "questions/help_request.html",
        form,
        lasts=LASTS,
        match=match,
        question=match.question,
        question_url=path(match.question),
        offerer=offerer_name(match.offer),
        state_words=MATCH_WORDS[MatchState(match.state)],
        is_shared=is_shared(MatchState(match.state)),
        is_asker=may_take_back_match(identity, match),
        may_answer=may_answer,
    )


@blueprint.post("/help-requests/<int:number>/take-back")
@open_to_suspended
@signed_in
@limit(per_hour(30), name="take_back_help")
def take_back(number: int) -> ResponseReturnValue:
    """The asker no longer needs it."""
    match = _readable(number)
    if not may_take_back_match(current_identity(), match):
        abort(403)
    check_button()
    try:
        take_back_request(match=match)
        flash("You have withdrawn this.", "success")
    except HelpRefusedError as refused:
        flash(str(refused), "error")
    return redirect(url_for("matches.request_for_help", number=number), 303)


def _answer(match: Match, form: AnswerHelpForm) -> bool:
    """Carry out a yes or a no; says beside the field why it cannot be."""
    try:
        if "decline" in request.form:
            decline_to_help(match=match)
            flash("Thank you for saying so. Only the person who asked hears about it.", "success")
            return True
        if not form.words.data:
            form.words.errors = ["Type how they can reach you. They read it once you say yes."]
            return False
        agree_to_help(match=match, words=form.words.data)
    except HelpRefusedError as refused:
        form.words.errors = [*form.words.errors, str(refused)]
        return False
    flash("Thank you. Now each of you can read what the other typed.", "success")
    return True


def _own_question(number: int) -> Question:
    question = readable_question(number)
    if not may_ask_for_help(current_identity(), question):
        abort(403, "Only the person who asked this question can ask others for help with it.")
    return question


def _readable(number: int) -> Match:
    match = get_match(number)
    if match is None or not may_read_match(current_identity(), match):
        abort(404)
    return match

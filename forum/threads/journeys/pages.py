"""The addresses of a journey: the same pages, guards and limits for every kind."""

from __future__ import annotations

from flask import Blueprint, abort, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from forum.accounts.current import current_person, signed_in_person
from forum.accounts.guards import signed_in
from forum.core.db import commit
from forum.threads.actions.drafts import keep_answers, start_draft
from forum.threads.journeys.answers import as_typed
from forum.threads.journeys.kind import Answers, Filling, Journey, register
from forum.threads.journeys.opening import find_begun, open_draft, remember, who_types
from forum.threads.journeys.publishing import publish_or_lead_back
from forum.threads.journeys.steps import SIGN_IN, show_kept, show_step, step_url, take_step
from forum.threads.models import Draft
from forum.web.forms import ButtonForm, Form, form_page
from forum.web.guards import public
from forum.web.interrupted_forms import store_sent_form
from forum.web.rate_limits import limit, per_hour
from forum.web.request_bodies import takes_texts
from forum.web.urls import current_path


def blueprint_of(journey: Journey) -> Blueprint:
    """Make the pages of a kind's journey, and make it known by the kind of its drafts."""
    register(journey)
    blueprint = Blueprint(journey.endpoint, __name__)
    _add_steps(blueprint, journey)
    _add_keep(blueprint, journey)
    _add_ending(blueprint, journey)
    return blueprint


def _add_steps(blueprint: Blueprint, journey: Journey) -> None:
    @blueprint.route(journey.root, methods=["GET", "POST"])
    @public
    @takes_texts
    @limit(per_hour(40), name=f"begin_{journey.kind}")
    def start(**place: int) -> ResponseReturnValue:
        """Show the first step, or go on with what this browser began; nothing is stored until it is sent."""
        return journey.before(**place) or _start(journey, place)

    @blueprint.route(f"{journey.root}/<key>/<step>", methods=["GET", "POST"])
    @public
    @takes_texts
    @limit(per_hour(300), name=f"step_{journey.kind}")
    def step(key: str, step: str, **place: int) -> ResponseReturnValue:
        """Show one step with what is kept, or keep what was typed and go on."""
        found, draft = journey.find_step(step), open_draft(journey, key, place)
        if found is None:
            abort(404)
        if not isinstance(draft, Draft):
            return draft
        return (take_step if request.method == "POST" else show_kept)(journey, found, draft)


def _add_keep(blueprint: Blueprint, journey: Journey) -> None:
    @blueprint.post(f"{journey.root}/<key>/<step>/keep")
    @public
    @takes_texts
    @limit(per_hour(1000), name="keep_draft")
    def keep(key: str, step: str, **place: int) -> ResponseReturnValue:
        """Save what is typed so far, while people type."""
        found, draft = journey.find_step(step), open_draft(journey, key, place)
        if not isinstance(draft, Draft) or found is None or not ButtonForm().validate():
            return "", 409
        form = journey.form(found.name, Filling(who_types(draft), draft.answers, request.form))
        keep_answers(draft=draft, answers=as_typed(form, request.form))
        return "", 204


def _add_ending(blueprint: Blueprint, journey: Journey) -> None:
    @blueprint.get(f"{journey.root}/<key>/check-mail")
    @public
    def check_mail(key: str, **place: int) -> ResponseReturnValue:
        """Tell a visitor that a link waits in their mail."""
        draft = open_draft(journey, key, place)
        if not isinstance(draft, Draft):
            return draft
        again = step_url(journey, draft, journey.way[-1].name)
        email = draft.answers.get("email", "")
        return render_template(
            "journeys/check_mail.html",
            wording=journey.wording,
            again=again,
            email=email,
        )

    @blueprint.route(f"{journey.root}/<key>/publish", methods=["GET", "POST"])
    @signed_in
    @limit(per_hour(30), name=f"publish_{journey.kind}")
    def publish(key: str, **place: int) -> ResponseReturnValue:
        """Publish with one button what somebody typed before they signed in."""
        draft = open_draft(journey, key, place)
        if not isinstance(draft, Draft):
            return draft
        form = ButtonForm()
        if form.validate_on_submit():
            return publish_or_lead_back(journey, draft, signed_in_person())
        return show_button(journey, draft, form)


def show_button(journey: Journey, draft: Draft, form: ButtonForm) -> ResponseReturnValue:
    """Show what is about to be published, under the one button."""
    return form_page(
        "journeys/publish.html",
        form,
        journey=journey,
        wording=journey.wording,
        draft=draft,
        change_url=step_url(journey, draft, journey.way[0].name),
        **journey.preview(draft),
    )


def _start(journey: Journey, place: dict[str, int]) -> ResponseReturnValue:
    answers, first, who = journey.begin(**place), journey.way[0], who_types()
    if request.method == "GET":
        begun = find_begun(journey, place) if not request.args else None
        if begun is not None:
            return redirect(step_url(journey, begun, first.name))
        form = journey.form(first.name, Filling(who, answers))
        return show_step(journey, first, form, answers=answers, draft=None)
    form = journey.form(first.name, Filling(who, answers, request.form))
    if not form.validate():
        return _hold_or_show(journey, form, answers)
    draft = start_draft(person=current_person(), kind=journey.kind)
    keep_answers(draft=draft, answers=answers)
    remember(journey, draft)
    return take_step(journey, first, draft)


def _hold_or_show(journey: Journey, form: Form, answers: Answers) -> ResponseReturnValue:
    """Show the first step again; what a visitor typed is held, for they may be a member whose session ended."""
    if current_person() is None:
        store_sent_form(current_path())
        commit()
        if SIGN_IN in request.form:
            return redirect(url_for("accounts.sign_in", next=current_path()), 303)
    return show_step(journey, journey.way[0], form, answers=answers, draft=None)

"""The steps of a journey: showing one, and taking it."""

from __future__ import annotations

from flask import redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from forum.accounts.link_limits import mail_confirmation
from forum.core.db import commit
from forum.threads.actions.drafts import keep_answers
from forum.threads.holds.circumstances import TRAPPED, is_trap_filled
from forum.threads.journeys.answers import as_typed, without_errors
from forum.threads.journeys.emails import title_for_mail
from forum.threads.journeys.kind import Answers, Filling, Journey, NotReadyError, Step, Who
from forum.threads.journeys.opening import lead_to_sign_in, who_types
from forum.threads.journeys.publishing import lead_back, publish
from forum.threads.models import Draft
from forum.web.forms import Form
from forum.web.urls import current_path

SIGN_IN = "sign_in"
"""The name of a visitor's button that keeps what was typed and leads to the sign-in page."""


def show_step(
    journey: Journey, step: Step, form: Form, *, answers: Answers, draft: Draft | None
) -> ResponseReturnValue:
    """Show one step; what is not right comes back with its reasons."""
    way = journey.way
    page = render_template(
        step.template,
        form=form,
        draft=draft,
        step=step,
        journey=journey,
        wording=journey.wording,
        number=(way.index(step) if step in way else len(way) - 1) + 1,
        total=len(way),
        back_url=_back(journey, step, draft),
        new_url=journey.url("start", journey.place(answers), new=1),
        keep_url=step_url(journey, draft, step.name, page="keep") if draft else None,
        to_check=request.args.get("then") == "check",
        **journey.context(step.name, answers, draft),
    )
    return page, 422 if form.errors and request.method == "POST" else 200


def show_kept(journey: Journey, step: Step, draft: Draft) -> ResponseReturnValue:
    """Show a step with what is kept, and with what is wrong there where the address asks for it."""
    who = who_types(draft)
    form = journey.form(step.name, Filling(who, draft.answers))
    if "check" in request.args:
        checked = journey.form(step.name, Filling(who, draft.answers, csrf=False))
        checked.validate()
        for field in checked:
            form[field.name].errors = field.errors
    return show_step(journey, step, form, answers=draft.answers, draft=draft)


def take_step(journey: Journey, step: Step, draft: Draft) -> ResponseReturnValue:
    """Save what was typed, right or wrong, and go on where it is right."""
    who = who_types(draft)
    form = journey.form(step.name, Filling(who, draft.answers, request.form))
    valid, kept = form.validate(), as_typed(form, request.form)
    if form.csrf_token.errors:
        return show_step(journey, step, form, answers=draft.answers, draft=draft)
    skips = step.is_aside and "skip" in request.form
    leaves = "aside" in request.form
    if valid:
        kept |= journey.settle(step.name, form)
    if is_trap_filled():
        kept |= {TRAPPED: "y"}
    keep_answers(draft=draft, answers=without_errors(form, kept) if skips else kept)
    if SIGN_IN in request.form:
        return redirect(url_for("accounts.sign_in", next=current_path()), 303)
    if valid or skips or leaves:
        return _go_on(journey, step, draft, who, form)
    commit()  # what was typed is kept, though the step comes back
    return show_step(journey, step, form, answers=draft.answers, draft=draft)


def step_url(journey: Journey, draft: Draft, step: str, *, page: str = "step", **query: str | int) -> str:
    """Return the address of a step of a draft."""
    return journey.url(page, journey.place(draft.answers), key=draft.key, step=step, **query)


def _go_on(journey: Journey, step: Step, draft: Draft, who: Who, form: Form) -> ResponseReturnValue:
    if who.is_signed_out:
        return lead_to_sign_in()
    after = _after(journey, step)
    if after is not None:
        return redirect(step_url(journey, draft, after.name), 303)
    if who.person is None:
        return _mail_link(journey, draft)
    try:
        return publish(journey, draft, who.person)
    except NotReadyError as refused:
        if refused.step != step.name or not refused.errors:
            return lead_back(journey, draft, refused)
        for name, words in refused.errors.items():
            form[name].errors = [words]
        return show_step(journey, step, form, answers=draft.answers, draft=draft)


def _after(journey: Journey, step: Step) -> Step | None:
    """Return the step that comes next: the aside that was asked for, or the next of the way; None after the last."""
    aside = journey.find_step(request.form.get("aside", ""))
    way = journey.way
    if aside is not None or step is way[-1]:
        return aside
    straight = step.is_aside or request.args.get("then") == "check"
    return way[-1] if straight else way[way.index(step) + 1]


def _mail_link(journey: Journey, draft: Draft) -> ResponseReturnValue:
    commit()  # kept, should the link be refused
    place = journey.place(draft.answers)
    mail_confirmation(
        name=draft.answers.get("name", ""),
        email=draft.answers.get("email", ""),
        next_path=journey.url("publish", place, key=draft.key),
        letter="publish",
        words={
            "heading": journey.wording.publish,
            "promise": journey.wording.promise,
            "title": title_for_mail(journey.title_of(draft.answers)),
        },
    )
    return redirect(journey.url("check_mail", place, key=draft.key), 303)


def _back(journey: Journey, step: Step, draft: Draft | None) -> str | None:
    way = journey.way
    if draft is None or step is way[0]:
        return None
    return step_url(journey, draft, (way[-1] if step.is_aside else way[way.index(step) - 1]).name)

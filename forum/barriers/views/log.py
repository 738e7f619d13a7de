"""Logging a barrier, step by step: what was typed is kept on the server from the first step on."""

from __future__ import annotations

from typing import Any

from flask import Blueprint, abort, flash, redirect, render_template, request, session, url_for
from flask.typing import ResponseReturnValue

from forum.accounts.current import current_person, signed_in_person
from forum.accounts.guards import signed_in
from forum.accounts.link_limits import mail_confirmation
from forum.accounts.models import Person
from forum.accounts.next_paths import local_path
from forum.barriers.answers import DRAFT_KIND
from forum.barriers.forms.log import StoryForm, VisitorSendForm
from forum.barriers.forms.steps import STEPS, as_typed, form_for, without_errors
from forum.barriers.views.log_pages import (
    BACK_KEY,
    SESSION_KEY,
    open_draft,
    publish,
    show_step,
    where_to_sign_in,
)
from forum.barriers.views.log_summary import sending, summary
from forum.core.db import commit
from forum.groups.models import Group
from forum.groups.queries import list_groups_of
from forum.threads.actions.drafts import keep_answers, start_draft
from forum.threads.models import Draft
from forum.threads.queries import get_draft
from forum.web.forms import ButtonForm, Form
from forum.web.guards import public
from forum.web.rates import limit, per_hour

blueprint = Blueprint("barrier_log", __name__)


@blueprint.route("/barriers/log", methods=["GET", "POST"])
@public
@limit(per_hour(30), name="log_a_barrier")
def start() -> ResponseReturnValue:
    """Show the first step, or go on with what this browser began; nothing is stored until it is sent."""
    form = StoryForm()
    if request.method == "GET" and "back" in request.args:
        session[BACK_KEY] = local_path(request.args["back"])
    if form.validate_on_submit():
        draft = start_draft(person=current_person(), kind=DRAFT_KIND)
        keep_answers(draft=draft, answers=as_typed(form, request.form))
        session[SESSION_KEY] = draft.key
        return redirect(url_for("barrier_log.step", key=draft.key, step="place"), 303)
    if request.method == "GET" and "new" not in request.args:
        begun = get_draft(session.get(SESSION_KEY, ""), kind=DRAFT_KIND)
        if (
            begun is not None
            and begun.published_thread_id is None
            and begun.person_id in {None, _person_id()}
        ):
            return redirect(url_for("barrier_log.step", key=begun.key, step="story"))
    return show_step("story", form, draft=None, failed=bool(form.errors))


@blueprint.route("/barriers/log/<key>/<step>", methods=["GET", "POST"])
@public
@limit(per_hour(300), name="log_step")
def step(key: str, step: str) -> ResponseReturnValue:
    """Show one step with what is kept, or keep what was typed and go on."""
    if step not in STEPS:
        abort(404)
    draft = open_draft(key)
    if isinstance(draft, Draft):
        return _take_step(draft, step) if request.method == "POST" else _show_kept(draft, step)
    return draft


@blueprint.post("/barriers/log/<key>/<step>/keep")
@public
@limit(per_hour(1000), name="keep_draft")
def keep(key: str, step: str) -> ResponseReturnValue:
    """Keep what is typed so far, while people type."""
    draft = open_draft(key)
    if not isinstance(draft, Draft) or step not in STEPS or not ButtonForm().validate():
        return "", 409
    form = _form(draft, step)
    keep_answers(draft=draft, answers=as_typed(form, request.form))
    return "", 204


@blueprint.get("/barriers/log/<key>/check-mail")
@public
def check_mail(key: str) -> ResponseReturnValue:
    """Tell a visitor that a link waits in their mail."""
    draft = open_draft(key)
    if not isinstance(draft, Draft):
        return draft
    again = url_for("barrier_log.step", key=key, step="send")
    return render_template("barriers/log_check_mail.html", again=again, email=draft.answers.get("email", ""))


@blueprint.route("/barriers/log/<key>/publish", methods=["GET", "POST"])
@signed_in
@limit(per_hour(30), name="publish_barrier")
def publish_draft(key: str) -> ResponseReturnValue:
    """The end of the mailed link: one button that publishes."""
    draft, person = open_draft(key), signed_in_person()
    if not isinstance(draft, Draft):
        return draft
    form = ButtonForm()
    if form.validate_on_submit():
        return publish(draft, person, _groups(person))
    page = render_template(
        "barriers/log_publish.html",
        form=form,
        summary=summary(draft.answers, key) + sending(draft.answers, key),
    )
    return page, 422 if form.errors else 200


def _show_kept(draft: Draft, step: str) -> ResponseReturnValue:
    form = _form(draft, step)
    if "check" in request.args:
        form = form_for(
            step, draft.answers, groups=_groups(current_person()), is_visitor=current_person() is None
        )
        checked = form_for(
            step,
            draft.answers,
            groups=_groups(current_person()),
            is_visitor=current_person() is None,
            csrf=False,
        )
        checked.validate()
        for field in checked:
            form[field.name].errors = field.errors
    return show_step(step, form, draft=draft, failed=False)


def _take_step(draft: Draft, step: str) -> ResponseReturnValue:
    form = _form(draft, step)
    valid, kept = form.validate(), as_typed(form, request.form)
    skips = "skip" in request.form and step == "details" and not form.csrf_token.errors
    if valid or skips:
        kept = _settled(form, kept, step) if valid else without_errors(form, kept)
        keep_answers(draft=draft, answers=kept)
        return _go_on(draft, form, step)
    if not form.csrf_token.errors:
        keep_answers(draft=draft, answers=kept)
        commit()  # what was typed is kept, though the step comes back
    return show_step(step, form, draft=draft, failed=True)


def _settled(form: Form, kept: dict[str, Any], step: str) -> dict[str, Any]:
    if step == "similar":
        return {"similar_seen": "y"}
    settled = getattr(form, "settled", None)
    return {**kept, **settled()} if settled else kept


def _go_on(draft: Draft, form: Form, step: str) -> ResponseReturnValue:
    person = current_person()
    if draft.person_id is not None and person is None:
        flash("You were signed out. What you typed is kept: sign in to go on.", "info")
        return redirect(where_to_sign_in(request.path), 303)
    if step != "send":
        after = "send" if request.args.get("then") == "send" else STEPS[STEPS.index(step) + 1]
        return redirect(url_for("barrier_log.step", key=draft.key, step=after), 303)
    if person is not None:
        return publish(draft, person, _groups(person))
    assert isinstance(form, VisitorSendForm)  # noqa: S101  # visitors are given this form
    next_path = url_for("barrier_log.publish_draft", key=draft.key)
    name, email = form.who()
    mail_confirmation(name=name, email=email, next_path=next_path)
    return redirect(url_for("barrier_log.check_mail", key=draft.key), 303)


def _form(draft: Draft, step: str) -> Form:
    person = current_person()
    typed = request.form if request.method == "POST" else None
    return form_for(step, draft.answers, typed=typed, groups=_groups(person), is_visitor=person is None)


def _groups(person: Person | None) -> list[Group]:
    return list(list_groups_of(person)) if person else []


def _person_id() -> int | None:
    person = current_person()
    return person.id if person else None

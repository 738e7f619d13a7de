"""Asking, step by step: what was typed is kept on the server from the first step on."""

from __future__ import annotations

from typing import Any

from flask import Blueprint, abort, redirect, render_template, request, session, url_for
from flask.typing import ResponseReturnValue

from forum.accounts.actions import confirm_email_later
from forum.accounts.current import current_person, signed_in_person
from forum.accounts.guards import signed_in
from forum.barriers.forms.steps import as_typed
from forum.barriers.likeness import like_a_draft
from forum.barriers.queries.places import get_council_by_number, match_councils
from forum.core.db import commit
from forum.core.text import clean_line
from forum.councils.standing import current_standing
from forum.groups.queries import list_groups_of
from forum.questions.actions.asking import DRAFT_KIND
from forum.questions.forms.asking import LONGEST_TITLE, AlikeForm, AskForm, SendForm
from forum.questions.views.asking_pages import (
    SESSION_KEY,
    ask_form,
    context,
    open_draft,
    publish,
)
from forum.threads.actions.drafts import keep_answers, start_draft
from forum.threads.models import Draft
from forum.threads.queries import get_draft
from forum.web.forms import ButtonForm
from forum.web.guards import public
from forum.web.rates import limit, per_hour

blueprint = Blueprint("ask", __name__)

STEPS = ("write", "similar", "send")


@blueprint.route("/questions/ask", methods=["GET", "POST"])
@public
@limit(per_hour(30), name="ask")
def ask() -> ResponseReturnValue:
    """Show the first step, filled with what the address says; nothing is stored until it is sent."""
    given = _given()
    if request.method == "POST":
        form = ask_form(given, is_typed=True)
        if form.csrf_token.errors or not form.validate():
            return _write(form, given, draft=None, failed=True)
        draft = start_draft(person=current_person(), kind=DRAFT_KIND)
        keep_answers(draft=draft, answers={**given, **_settled(form)})
        session[SESSION_KEY] = draft.key
        return redirect(url_for("ask.step", key=draft.key, step="similar"), 303)
    begun = _begun() if not request.args else None
    if begun is not None:
        return redirect(url_for("ask.step", key=begun.key, step="write"))
    return _write(ask_form(given), given, draft=None, failed=False)


@blueprint.route("/questions/ask/<key>/<step>", methods=["GET", "POST"])
@public
@limit(per_hour(200), name="ask_step")
def step(key: str, step: str) -> ResponseReturnValue:
    """Show one step with what is kept, or keep what was typed and go on."""
    draft = open_draft(key)
    if not isinstance(draft, Draft):
        return draft
    if step == "write":
        return _write_again(draft)
    if step == "similar":
        return _similar(draft)
    if step != "send" or current_person() is not None:
        abort(404)
    return _send(draft)


@blueprint.post("/questions/ask/<key>/<step>/keep")
@public
@limit(per_hour(1000), name="keep_draft")
def keep(key: str, step: str) -> ResponseReturnValue:
    """Keep what is typed so far, while people type."""
    draft = open_draft(key)
    if not isinstance(draft, Draft) or step != "write" or not ButtonForm().validate():
        return "", 409
    keep_answers(draft=draft, answers=as_typed(AskForm(formdata=request.form), request.form))
    return "", 204


@blueprint.get("/questions/ask/<key>/check-mail")
@public
def check_mail(key: str) -> ResponseReturnValue:
    """Tell a visitor that a link waits in their mail."""
    draft = open_draft(key)
    if not isinstance(draft, Draft):
        return draft
    again = url_for("ask.step", key=key, step="send")
    return render_template("questions/ask_check_mail.html", again=again, email=draft.answers.get("email", ""))


@blueprint.route("/questions/ask/<key>/publish", methods=["GET", "POST"])
@signed_in
@limit(per_hour(20), name="publish_question")
def publish_draft(key: str) -> ResponseReturnValue:
    """The end of the mailed link: one button that publishes."""
    draft, person = open_draft(key), signed_in_person()
    if not isinstance(draft, Draft):
        return draft
    form = ButtonForm()
    if form.validate_on_submit():
        return publish(draft, person, list_groups_of(person))
    page = render_template(
        "questions/ask_publish.html", form=form, draft=draft, **context(draft.answers), answers=draft.answers
    )
    return page, 422 if form.errors else 200


def _begun() -> Draft | None:
    """Find what this browser began and may go on with."""
    begun, person = get_draft(session.get(SESSION_KEY, ""), kind=DRAFT_KIND), current_person()
    if begun is None or begun.published_thread_id is not None:
        return None
    return begun if begun.person_id in {None, person.id if person else None} else None


def _given() -> dict[str, Any]:
    """Read what the address fills in: what it is about, whom it asks, a title and a place."""
    asked = request.args
    council = get_council_by_number(asked.get("council"))
    place = clean_line(asked.get("place", ""))[:200]
    if council is None and place:
        council = match_councils(place)[0]
    return {
        "about": asked.get("about", "")[:10],
        "asks": "them" if asked.get("asks") == "them" else "",
        "to_group": asked.get("group", "")[:10],
        "title": clean_line(asked.get("title", ""))[:LONGEST_TITLE],
        "category": asked.get("category", "")[:30],
        "council": str(council.id) if council else "",
        "council_name": council.official_name if council else "",
        "council_for": council.official_name if council else "",
    }


def _settled(form: AskForm) -> dict[str, Any]:
    """Give what was typed, with the council that was found in its own words. Call it after validate."""
    kept = as_typed(form, request.form)
    name = form.chosen.official_name if form.chosen else ""
    number = str(form.chosen.id) if form.chosen else ""
    return {**kept, "council_name": name, "council": number, "council_for": name}


def _write_again(draft: Draft) -> ResponseReturnValue:
    form = ask_form(draft.answers, is_typed=request.method == "POST")
    if request.method == "GET":
        if "check" in request.args:
            checked = ask_form(draft.answers, csrf=False)
            checked.validate()
            for field in checked:
                form[field.name].errors = field.errors
        return _write(form, draft.answers, draft=draft, failed=False)
    if form.validate():
        keep_answers(draft=draft, answers=_settled(form))
        return redirect(url_for("ask.step", key=draft.key, step="similar"), 303)
    if not form.csrf_token.errors:
        keep_answers(draft=draft, answers=as_typed(form, request.form))
        commit()  # what was typed is kept, though the step comes back
    return _write(form, draft.answers, draft=draft, failed=True)


def _write(
    form: AskForm, answers: dict[str, Any], *, draft: Draft | None, failed: bool
) -> ResponseReturnValue:
    page = render_template("questions/ask.html", form=form, draft=draft, **context(answers))
    return page, 422 if failed else 200


def _similar(draft: Draft) -> ResponseReturnValue:
    form, person = AlikeForm(), current_person()
    if form.validate_on_submit():
        if person is not None:
            return publish(draft, person, list_groups_of(person))
        return redirect(url_for("ask.step", key=draft.key, step="send"), 303)
    title, text = draft.answers.get("title", ""), draft.answers.get("body", "")
    like = like_a_draft(title=title, text=text, standing=current_standing())
    page = render_template("questions/ask_similar.html", form=form, draft=draft, **like)
    return page, 422 if form.errors else 200


def _send(draft: Draft) -> ResponseReturnValue:
    form = SendForm(data={name: draft.answers.get(name, "") for name in ("name", "email")})
    if form.validate_on_submit():
        name, email = form.who()
        keep_answers(draft=draft, answers={"name": name, "email": email})
        confirm_email_later(name=name, email=email, next_path=url_for("ask.publish_draft", key=draft.key))
        return redirect(url_for("ask.check_mail", key=draft.key), 303)
    page = render_template("questions/ask_send.html", form=form, draft=draft)
    return page, 422 if form.errors else 200

"""The page of one question, and taking it back."""

from __future__ import annotations

from typing import Any

from flask import Blueprint, abort, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from forum.accounts.guards import signed_in
from forum.barriers.vocabulary import CATEGORY_BY_CODE
from forum.councils.identity import Identity, current_identity
from forum.follows.loaders import around_post
from forum.groups.display_names import speaker_name
from forum.groups.models import Group
from forum.questions.actions.questions import close_question
from forum.questions.cards import path, waiting
from forum.questions.models import Question
from forum.questions.permissions import (
    may_advise,
    may_ask_for_help,
    may_change_question,
    may_close_question,
    may_tell_what_was_used,
)
from forum.questions.queries.questions import get_about
from forum.questions.recipients import asked_name
from forum.questions.views.loaders import readable_question
from forum.questions.vocabulary import STATE_LABELS, QuestionState
from forum.threads.kinds import can_read, path_of
from forum.threads.queries import list_comments
from forum.threads.retractions import name_trace
from forum.web.forms import ButtonForm
from forum.web.guards import open_to_suspended, public
from forum.web.list_pages import links
from forum.web.page_cache import keep_for_visitors
from forum.web.rate_limits import limit, per_hour

blueprint = Blueprint("question_page", __name__)


@blueprint.get("/questions/<int:number>", defaults={"slug": None})
@blueprint.get("/questions/<int:number>-<slug>")
@public
def show(number: int, slug: str | None) -> ResponseReturnValue:
    """One question with its advice. An old address leads here."""
    question = readable_question(number)
    if f"{number}-{slug}" != question.numbered_slug:
        return redirect(path(question), 308 if slug else 302)
    identity = current_identity()
    keep_for_visitors()
    comments = list_comments(thread=question, identity=identity, cursor=request.args.get("comments"))
    return render_template(
        "questions/show.html",
        **_facts(question, identity),
        **_may(question, identity),
        comments=comments,
        comments_page=links(comments, by="comments", _anchor="comments"),
    )


@blueprint.route("/questions/<int:number>/close", methods=["GET", "POST"])
@open_to_suspended
@signed_in
@limit(per_hour(20), name="close_question")
def close(number: int) -> ResponseReturnValue:
    """The asker takes a question back, after one question."""
    question = readable_question(number)
    if question.state == QuestionState.CLOSED:
        return redirect(path(question), 303)
    if not may_close_question(current_identity(), question):
        abort(403)
    form = ButtonForm()
    if form.validate_on_submit():
        close_question(question=question)
        flash("You have withdrawn this question. It is no longer listed.", "success")
        return redirect(path(question), 303)
    return render_template("questions/close.html", form=form, question=question, back=path(question)), (
        422 if form.errors else 200
    )


def _facts(question: Question, identity: Identity) -> dict[str, Any]:
    about = get_about(question)
    shown_about = about if about is not None and can_read(identity, about) else None
    state = QuestionState(question.state)
    category = CATEGORY_BY_CODE.get(question.category or "")
    return {
        "question": question,
        "state_label": STATE_LABELS[state],
        "waiting": waiting(question),
        "asker": speaker_name(question.group, question.author.name, question.name_taken_back_at),
        "name_trace": name_trace(question),
        "asker_url": _group_path(question.group),
        "about": (shown_about.title, path_of(shown_about)) if shown_about is not None else None,
        "asked": asked_name(question, about),
        "asked_url": _group_path(question.asked_group),
        "category": category.label if category else "",
        **around_post(question, identity),
    }


def _may(question: Question, identity: Identity) -> dict[str, bool | str]:
    return {
        "may_comment": may_advise(identity, question),
        "may_change": may_change_question(identity, question),
        "may_close": may_close_question(identity, question),
        "may_ask_for_help": may_ask_for_help(identity, question),
        "may_tell_used": may_tell_what_was_used(identity, question),
        "answer_url": url_for("advice.advise", number=question.id),
    }


def _group_path(group: Group | None) -> str:
    return url_for("group_pages.group", number=group.id, slug=group.slug) if group is not None else ""

"""Giving advice, and what the asker says of it."""

from __future__ import annotations

from typing import Any

from flask import Blueprint, abort, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from forum.accounts.current import signed_in_person
from forum.accounts.guards import signed_in
from forum.core.text import excerpt, plain, render
from forum.councils.identity import current_identity
from forum.groups.models import Group
from forum.groups.queries import list_groups_of
from forum.questions.actions import advice as actions
from forum.questions.cards import path
from forum.questions.forms.advice import AdviceForm, UsedForm
from forum.questions.models import Question
from forum.questions.permissions import may_advise, may_mark_answer, may_tell_what_was_used
from forum.questions.queries.advice import get_comment_under, list_comments_in_force, list_used
from forum.questions.views.loaders import readable_question
from forum.questions.vocabulary import BASIS_HELP, KIND_HELP, AdviceKind, Basis
from forum.threads.actions.comments import post_comment
from forum.threads.author_display import public_author_display
from forum.threads.holds.circumstances import note_form
from forum.threads.holds.loaders import kept_words
from forum.threads.kinds import kind_of
from forum.threads.models import Comment
from forum.threads.queries import find_comment_address
from forum.threads.quotes import quote_asked
from forum.web.choices import choices
from forum.web.forms import check_button, form_page
from forum.web.rate_limits import limit, per_hour, per_minute

blueprint = Blueprint("advice", __name__)

LONGEST_CHOICE = 90


@blueprint.route("/questions/<int:number>/advise", methods=["GET", "POST"])
@signed_in
@limit(per_minute(10), name="comment")
def advise(number: int) -> ResponseReturnValue:
    """Answer a question: with advice that says what it is and how you know, or with a plain comment."""
    question, person, identity = readable_question(number), signed_in_person(), current_identity()
    if not may_advise(identity, question):
        abort(403, "This question is closed to new answers.")
    groups = {str(one.id): one for one in list_groups_of(person)}
    is_hidden = person.id in kind_of(question).hidden_people(question)
    form = AdviceForm()
    form.offer_groups([] if is_hidden else list(groups.values()), question.asked_group_id)
    if request.method == "GET" and not form.body.data:
        form.body.data = quote_asked(question)
    if form.validate_on_submit() and "preview" not in request.form:
        note_form(form.form_key.data)
        comment = _post(question, form, groups.get(form.group.data or ""))
        thanks = "Thank you. Your answer is on the page."
        flash(thanks if comment.is_in_sight else kept_words("answer"), "success")
        return redirect(find_comment_address(comment), 303)
    is_preview = request.method == "POST" and "preview" in request.form and not form.body.errors
    return _advise_page(form, question, html=render(form.body.data or "") if is_preview else "")


@blueprint.post("/questions/<int:number>/mark-answer/<int:comment_id>")
@signed_in
@limit(per_hour(100), name="mark_answer")
def mark_answer(number: int, comment_id: int) -> ResponseReturnValue:
    """The asker says that a comment answered the question."""
    question, comment = _marked(number, comment_id)
    actions.mark_answer(question=question, comment=comment)
    flash("Marked as the answer. In a few weeks we will ask you how it went.", "success")
    return redirect(find_comment_address(comment), 303)


@blueprint.post("/questions/<int:number>/unmark-answer/<int:comment_id>")
@signed_in
@limit(per_hour(100), name="mark_answer")
def unmark_answer(number: int, comment_id: int) -> ResponseReturnValue:
    """The asker says that it did not after all."""
    question, comment = _marked(number, comment_id)
    actions.unmark_answer(question=question, comment=comment)
    flash("The mark has been removed.", "success")
    return redirect(find_comment_address(comment), 303)


@blueprint.route("/questions/<int:number>/what-was-used", methods=["GET", "POST"])
@signed_in
@limit(per_hour(30), name="what_was_used")
def what_was_used(number: int) -> ResponseReturnValue:
    """The asker says which advice was used, and how it went."""
    question = readable_question(number)
    if not may_tell_what_was_used(current_identity(), question):
        abort(403, "You can say this once you have marked what answered your question.")
    used = [str(one) for one in list_used(question)]
    form = UsedForm(data={"used": used, "words": question.used_words})
    voice = public_author_display(question)
    form.used.choices = choices(
        (str(one.id), f"{voice(one.author)}: {excerpt(plain(one.body_html), LONGEST_CHOICE)}")
        for one in list_comments_in_force(question)
    )
    if form.validate_on_submit():
        actions.tell_what_was_used(
            question=question, used={int(one) for one in form.used.data or ()}, words=form.words.data or ""
        )
        flash("Thank you. This helps the next group that asks.", "success")
        return redirect(path(question), 303)
    return form_page("questions/what_was_used.html", form, question=question, back=path(question))


def _post(question: Question, form: AdviceForm, group: Group | None) -> Comment:
    """Post what was typed: advice where it says what it is, else a comment."""
    given: dict[str, Any] = {
        "author": signed_in_person(),
        "body": form.body.data or "",
        "form_key": form.form_key.data,
        "is_official": current_identity().is_officer_of(question.council_id),
    }
    if not form.kind.data:
        return post_comment(thread=question, **given)
    return actions.advise(
        question=question,
        kind=AdviceKind(form.kind.data),
        basis=Basis(form.basis.data),
        group=group,
        **given,
    )


def _advise_page(form: AdviceForm, question: Question, *, html: str) -> ResponseReturnValue:
    person = signed_in_person()
    name = public_author_display(question)(person)
    is_asker = person.id == question.author_id
    page = render_template(
        "questions/advise.html",
        form=form,
        html=html,
        question=question,
        back=path(question),
        here=url_for("comments.preview"),
        kind_help={str(one): words for one, words in KIND_HELP.items()},
        basis_help={str(one): words for one, words in BASIS_HELP.items()},
        shown_as="" if name == person.name or is_asker else name,
    )
    return page, 422 if form.errors and "preview" not in request.form else 200


def _marked(number: int, comment_id: int) -> tuple[Question, Comment]:
    question = readable_question(number)
    comment = get_comment_under(question, comment_id) or abort(404)
    if not may_mark_answer(current_identity(), question):
        abort(403)
    check_button()
    return question, comment

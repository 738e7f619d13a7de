"""Changing one's own question; two who do so at once lose nothing."""

from __future__ import annotations

from flask import Blueprint, abort, flash, redirect
from flask.typing import ResponseReturnValue

from forum.accounts.guards import signed_in
from forum.councils.identity import current_identity
from forum.councils.queries import list_areas
from forum.questions.actions.questions import change_question
from forum.questions.cards import path
from forum.questions.forms.question import ChangeForm
from forum.questions.models import Question
from forum.questions.permissions import may_change_question
from forum.questions.views.loaders import readable_question
from forum.web.forms import form_page
from forum.web.rate_limits import limit, per_hour

blueprint = Blueprint("change_question", __name__)


@blueprint.route("/questions/<int:number>/edit", methods=["GET", "POST"])
@signed_in
@limit(per_hour(60), name="change_question")
def edit(number: int) -> ResponseReturnValue:
    """Change a question's words and place."""
    question = readable_question(number)
    if not may_change_question(current_identity(), question):
        abort(403)
    form = _form(question)
    if form.validate_on_submit():
        council, area = form.place()
        change_question(question=question, asking=form.asking(), council=council, area=area)
        flash("Your question has been updated.", "success")
        return redirect(path(question), 303)
    return form_page("questions/edit.html", form, question=question, back=path(question))


def _form(question: Question) -> ChangeForm:
    council = question.council
    form = ChangeForm(
        data={
            "title": question.title,
            "body": question.body,
            "category": question.category or "",
            "tags": ", ".join(tag.name for tag in question.tags),
            "council_name": council.official_name if council else "",
            "council": str(council.id) if council else "",
            "council_for": council.official_name if council else "",
            "area": str(question.area_id or ""),
        }
    )
    if council is not None:
        form.offer_areas((str(one.id), one.label) for one in list_areas(council, kept=question.area_id))
    return form

"""The list of questions, and that of those that wait."""

from __future__ import annotations

from urllib.parse import urlencode

from flask import Blueprint, render_template, request, url_for
from flask.typing import ResponseReturnValue

from forum.barriers.vocabulary import CATEGORY_BY_CODE
from forum.councils.identity import current_identity
from forum.councils.queries import get_council
from forum.questions.cards import card, days_since
from forum.questions.forms.filters import QuestionFilterForm
from forum.questions.queries.questions import (
    QuestionFilters,
    count_waiting,
    list_questions,
)
from forum.questions.vocabulary import QuestionState
from forum.web.guards import public
from forum.web.list_pages import links
from forum.web.page_cache import keep_for_visitors

blueprint = Blueprint("questions", __name__)

NAMES = ("unanswered", "state", "council", "category")


@blueprint.get("/questions")
@public
def questions() -> ResponseReturnValue:
    """List questions, newest first; with ?unanswered those that wait, oldest first."""
    identity = current_identity()
    keep_for_visitors()
    form = QuestionFilterForm(formdata=request.args)
    form.validate()
    is_unanswered = bool(request.args.get("unanswered"))
    council = get_council(form.council.data) if form.council.data else None
    state = str(QuestionState.WAITING) if is_unanswered else form.known_state()
    filters = QuestionFilters(
        council_id=council.id if council else None, category=form.known_category(), state=state
    )
    page = list_questions(identity=identity, filters=filters, cursor=request.args.get("page"))
    waiting = count_waiting()
    kept = {name: value for name in NAMES if (value := request.args.get(name))}
    return render_template(
        "questions/unanswered.html" if is_unanswered else "questions/list.html",
        form=form,
        cards=[card(one) for one in page.rows],
        council=council,
        category=CATEGORY_BY_CODE[filters.category].label if filters.category else "",
        waiting=waiting,
        oldest_days=days_since(waiting.oldest_at) if waiting.oldest_at else 0,
        narrows="narrow" in request.args or bool(form.errors),
        is_narrowed=bool(kept.keys() - {"unanswered"}),
        narrow_url=_address({**kept, "narrow": "1"}),
        pages=links(page, **kept),
    )


def _address(given: dict[str, str]) -> str:
    return url_for("questions.questions") + (f"?{urlencode(given)}" if given else "")

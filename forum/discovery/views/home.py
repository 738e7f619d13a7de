"""The start page."""

from __future__ import annotations

from collections.abc import Sequence

from flask import Blueprint, render_template
from flask.typing import ResponseReturnValue

from forum.barriers.cards import card
from forum.councils.identity import Identity, current_identity
from forum.discovery.forms import HelpForm
from forum.discovery.queries import (
    count_and_list_councils,
    list_lately_removed,
    list_newest_and_most_affected,
)
from forum.questions.cards import card as question_card
from forum.questions.models import Question
from forum.questions.queries.questions import QuestionFilters, list_few_questions
from forum.questions.vocabulary import QuestionState
from forum.stories.cards import card as story_card
from forum.stories.queries import list_newest_stories
from forum.threads.queries import list_covers
from forum.web.guards import public
from forum.web.page_cache import keep_for_visitors

blueprint = Blueprint("home", __name__)

FEW = 3


@blueprint.get("/")
@public
def home() -> ResponseReturnValue:
    """Show what the site is for, and what happens on it."""
    keep_for_visitors()
    identity = current_identity()
    stories = list_newest_stories(identity, FEW)
    covers = list_covers(stories)
    newest, most_affected = list_newest_and_most_affected(identity)
    counted, councils = count_and_list_councils()
    return render_template(
        "discovery/home.html",
        newest=[card(one, identity) for one in newest],
        removed=[card(one, identity) for one in list_lately_removed(identity)],
        most_affected=[card(one, identity) for one in most_affected],
        councils=councils,
        stories=[story_card(one, covers.get(one.id)) for one in stories],
        counted=counted,
        questions=[question_card(one) for one in _waiting(identity)],
        help_form=HelpForm(formdata=None),
    )


def _waiting(identity: Identity) -> Sequence[Question]:
    """List the newest questions that nobody has answered yet."""
    filters = QuestionFilters(state=QuestionState.WAITING)
    return list_few_questions(identity=identity, filters=filters, limit=FEW)

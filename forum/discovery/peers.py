"""What the page of a place or a group shows of questions and offers of help there."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from forum.councils.models import Area, Council
from forum.councils.standing import VISITOR
from forum.groups.models import Group
from forum.questions.cards import card
from forum.questions.queries.offers import count_left, list_offers_of_group
from forum.questions.queries.questions import QuestionFilters, list_few_questions
from forum.questions.telling import offer_card


def questions_at(council: Council, area: Area | None = None) -> dict[str, Any]:
    """Give the newest few questions about a council, or a ward of it: those that everybody can read."""
    filters = QuestionFilters(council_id=council.id, area_id=area.id if area else None)
    return {
        "few_questions": [card(one) for one in list_few_questions(standing=VISITOR, filters=filters)],
        "all_questions_url": f"/questions?council={council.slug}",
        "ask_question_url": f"/questions/ask?council={council.id}",
    }


def peers_of(group: Group) -> dict[str, Any]:
    """Give what a group asks and what it offers, and where to ask it; the same for every reader."""
    asked = list_few_questions(standing=VISITOR, filters=QuestionFilters(group_id=group.id))
    return {
        "few_questions": [card(one) for one in asked],
        "all_questions_url": "",
        "ask_question_url": f"/questions/ask?group={group.id}",
        "group_offers": _offers(group),
    }


def _offers(group: Group) -> Sequence[dict[str, Any]]:
    offers = list_offers_of_group(group)
    left = count_left(offers)
    return [offer_card(one, left[one.id]) for one in offers]

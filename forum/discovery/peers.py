"""What the page of a place, a tag or a group shows of stories, questions and offers of help there."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any
from urllib.parse import urlencode

from forum.councils.identity import VISITOR
from forum.councils.models import Area, Council
from forum.discovery.latest_posts import FEW_STORIES, list_newest_at, list_newest_with
from forum.groups.models import Group
from forum.questions.cards import card
from forum.questions.models import Question
from forum.questions.presenters import offer_card
from forum.questions.queries.offers import count_left, list_offers_of_group
from forum.questions.queries.questions import QuestionFilters, list_few_questions
from forum.stories.cards import card as story_card
from forum.stories.models import Story
from forum.threads.models import Tag


def peers_at(council: Council, area: Area | None = None) -> dict[str, Any]:
    """Give the newest few stories and questions of a council, or a ward of it: those that everybody can read."""
    area_id, name = (area.id, area.name) if area else (None, council.name)
    has_ended = area is not None and area.has_ended
    here = f"&area={area_id}" if area_id else ""
    searched = f"/search?kind=question&area={area_id}"  # the list of questions knows councils only
    return {
        **_few(list_newest_at(council, area)),
        "all_questions_url": searched if area else f"/questions?council={council.slug}",
        "ask_question_url": f"/questions/ask?council={council.id}",
        "offers_url": f"/offers?council={council.slug}",
        "stories_heading": f"Stories from {name}",
        "all_stories_url": f"/stories?council={council.slug}{here}",
        "tell_story_url": "" if has_ended else f"/stories/tell?new=1&council={council.id}{here}",
        "tell_story_words": f"Tell a story from {name}",
        "tell_first_words": f"Tell the first story from {name}",
    }


def peers_with(tag: Tag) -> dict[str, Any]:
    """Give the newest few stories and questions that carry a tag: those that everybody can read."""
    named = urlencode({"tag": tag.name})
    return {
        **_few(list_newest_with(tag)),
        "all_questions_url": f"/search?kind=question&{named}",
        "ask_question_url": "/questions/ask",
        "stories_heading": "Stories",
        "all_stories_url": f"/stories?{named}",
        "tell_story_url": "/stories/tell?new=1",
        "tell_story_words": "Tell a story",
        "tell_first_words": "Tell the first story about it",
    }


def _few(newest: Sequence[Story | Question]) -> dict[str, Any]:
    return {
        "few_stories": [story_card(one) for one in _told_first(newest)],
        "few_questions": [card(one) for one in newest if isinstance(one, Question)],
    }


def _told_first(newest: Sequence[Story | Question]) -> list[Story]:
    """Give what groups told; what only published grants say fills the places that are left."""
    stories = [one for one in newest if isinstance(one, Story)]
    return sorted(stories, key=lambda one: one.told_at is None)[:FEW_STORIES]


def peers_of(group: Group) -> dict[str, Any]:
    """Give what a group asks and what it offers, and where to ask it; the same for every reader."""
    asked = list_few_questions(identity=VISITOR, filters=QuestionFilters(group_id=group.id))
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

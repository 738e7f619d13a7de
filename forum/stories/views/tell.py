"""Telling a story: one page for the words, one to look at it and publish."""

from __future__ import annotations

from typing import Any

from forum.accounts.models import Person
from forum.barriers.queries.similar import find_similar_content
from forum.core.row_ids import read_id
from forum.core.text import TextRefused, render
from forum.councils.identity import current_identity
from forum.councils.queries import get_area_of, get_council_by_number
from forum.stories.actions.publish import tell_story
from forum.stories.cards import path
from forum.stories.forms.place import offer_areas_of
from forum.stories.forms.story import SendStoryForm, TellForm, VisitorSendStoryForm
from forum.stories.permissions import may_tell_story
from forum.threads.journeys.forms import spoken_for
from forum.threads.journeys.kind import (
    Answers,
    Filling,
    Journey,
    NotReadyError,
    Published,
    Step,
    Wording,
    stored,
)
from forum.threads.journeys.pages import blueprint_of
from forum.threads.models import Draft
from forum.threads.similarity import Case
from forum.web.forms import Form
from forum.web.urls import number_asked

THANKS = "Thank you. Your story is published. You can add results, lessons and pictures below."
UNCHECKED = {"csrf": False}


class StoryJourney(Journey):
    """From five answers to a story."""

    kind, endpoint, root = "story", "story_tell", "/stories/tell"
    wording = Wording.of("story")
    steps = (
        Step(name="words", title="Tell others what you did", template="stories/tell.html"),
        Step(name="check", title="Check your story", template="stories/check.html"),
    )
    preview_template = "stories/_preview.html"

    def begin(self, **_place: int) -> Answers:
        """Read the council and the ward that the address names."""
        number, area = number_asked("council"), number_asked("area")
        council = get_council_by_number(str(number)) if number else None
        return {"council_name": council.official_name, "area": str(area or "")} if council else {}

    def form(self, step: str, filling: Filling) -> Form:
        """Make the form of a step."""
        filled, meta, who = filling.data, filling.meta, filling.who
        if step == "words":
            return TellForm(formdata=filled, meta=meta)
        form = (VisitorSendStoryForm if who.is_visitor else SendStoryForm)(formdata=filled, meta=meta)
        form.offer_groups(who.groups)
        offer_areas_of(form, get_council_by_number(filling.answers.get("council")))
        if filling.is_first:
            form.choose_first_group()
        return form

    def settle(self, _step: str, form: Form) -> Answers:
        """Store the council that was found."""
        return form.settled() if isinstance(form, TellForm) else {}

    def context(self, step: str, answers: Answers, draft: Draft | None) -> dict[str, Any]:
        """Show with the last step how it will look, and what others wrote like it."""
        if step != "check" or draft is None:
            return {}
        words = " ".join(answers.get(name, "") for name in ("summary", "did", "happened"))
        case = Case(self.title_of(answers), words, read_id(answers.get("council", "")))
        identity = current_identity()
        found = find_similar_content(case, identity=identity)
        cards = [one.card(identity) for one in found.threads]
        return {**self.preview(draft), "cards": cards, "who_to_ask": found.groups}

    def preview(self, draft: Draft) -> dict[str, Any]:
        """Show the story as it will look."""
        answers = draft.answers
        council = get_council_by_number(answers.get("council"))
        area = get_area_of(council, answers.get("area"))
        return {
            "title": answers.get("title", ""),
            "summary": answers.get("summary", ""),
            "place": ", ".join(one.name for one in (area, council) if one),
            "did_html": _rendered(answers.get("did", "")),
            "happened_html": _rendered(answers.get("happened", "")),
        }

    def may_publish(self) -> bool:
        """Decide as for every story."""
        return may_tell_story(current_identity())

    def publish(self, answers: Answers, person: Person) -> Published:
        """Publish the story."""
        form = TellForm(formdata=stored(answers), meta=UNCHECKED)
        form.validate()
        council = form.chosen
        spoken = spoken_for(answers, council=council, person=person)
        try:
            story = tell_story(
                words=form.words(),
                author=person,
                group=spoken.group,
                council=council,
                area=get_area_of(council, answers.get("area")),
            )
        except TextRefused as refused:
            raise NotReadyError("words", str(refused)) from refused
        return Published(story, path(story), THANKS, spoken.waits_for)


def _rendered(text: str) -> str:
    try:
        return render(text)
    except TextRefused:
        return ""


blueprint = blueprint_of(StoryJourney())

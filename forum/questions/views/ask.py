"""Asking: the question, then what is like it."""

from __future__ import annotations

from typing import Any

from flask import request

from forum.accounts.models import Person
from forum.barriers.queries.similar import find_similar_content
from forum.core.row_ids import read_id
from forum.core.text import clean_line
from forum.councils.identity import current_identity
from forum.councils.queries import get_council_by_number, match_councils
from forum.groups.queries import list_groups_of
from forum.questions.actions.questions import DRAFT_KIND, ask_question
from forum.questions.cards import path
from forum.questions.forms.question import LONGEST_TITLE, AlikeForm, AskForm, VisitorAlikeForm
from forum.questions.permissions import may_ask, may_ask_reporter
from forum.questions.recipients import QuestionAudience
from forum.questions.views.question_pages import ask_form, get_about, get_asked, shown_about
from forum.threads.journeys.kind import Answers, Filling, Journey, Published, Step, Wording, stored
from forum.threads.journeys.pages import blueprint_of
from forum.threads.models import Draft
from forum.threads.similarity import Case
from forum.web.forms import Form

THANKS = "Your question is published. We will write to you when someone answers."
ASKS_ALL = " You posted that yourself, so we ask everyone instead."


class QuestionJourney(Journey):
    """From one line to a question that others answer."""

    kind, endpoint, root = DRAFT_KIND, "ask", "/questions/ask"
    wording = Wording.of("question")
    steps = (
        Step(name="write", title="Ask a question", template="questions/ask.html"),
        Step(name="similar", title="Is it answered already?", template="questions/ask_similar.html"),
    )
    preview_template = "questions/_ask_preview.html"

    def begin(self, **_place: int) -> Answers:
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

    def form(self, step: str, filling: Filling) -> Form:
        """Make the form of a step."""
        filled, meta, who = filling.data, filling.meta, filling.who
        if step == "write":
            return ask_form(filling.answers, filled, meta, who.groups)
        return (VisitorAlikeForm if who.is_visitor else AlikeForm)(formdata=filled, meta=meta)

    def settle(self, _step: str, form: Form) -> Answers:
        """Store the council that was found, in its own words."""
        if not isinstance(form, AskForm):
            return {}
        name = form.chosen.official_name if form.chosen else ""
        number = str(form.chosen.id) if form.chosen else ""
        return {"council_name": name, "council": number, "council_for": name}

    def context(self, step: str, answers: Answers, draft: Draft | None) -> dict[str, Any]:
        """Show what it is about and whom it asks; in the end what is like it."""
        if step == "write" or draft is None:
            return shown_about(answers)
        council_id, category = read_id(answers.get("council", "")), answers.get("category", "")
        case = Case(self.title_of(answers), answers.get("body", ""), council_id, category)
        identity = current_identity()
        found = find_similar_content(case, identity=identity)
        return {"cards": [one.card(identity) for one in found.threads], "who_to_ask": found.groups}

    def preview(self, draft: Draft) -> dict[str, Any]:
        """Show the question."""
        return {**shown_about(draft.answers), "answers": draft.answers}

    def may_publish(self) -> bool:
        """Decide as for every question."""
        return may_ask(current_identity())

    def publish(self, answers: Answers, person: Person) -> Published:
        """Publish the question."""
        groups = list_groups_of(person)
        form = ask_form(answers, stored(answers), {"csrf": False}, groups)
        form.validate()
        about, asked = get_about(answers), get_asked(answers)
        own_thread = about is not None and asked.reporter and not may_ask_reporter(current_identity(), about)
        council, area = form.place()
        question = ask_question(
            asking=form.asking(),
            author=person,
            group=next((one for one in groups if str(one.id) == form.group.data), None),
            council=council,
            area=area,
            about=about,
            asked=QuestionAudience() if own_thread else asked,
        )
        return Published(question, path(question), THANKS + (ASKS_ALL if own_thread else ""))


blueprint = blueprint_of(QuestionJourney())

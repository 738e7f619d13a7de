"""Logging a barrier: two steps, and one aside for those who have more to tell."""

from __future__ import annotations

from typing import Any

from flask import request

from forum.accounts.models import Person
from forum.accounts.next_paths import local_path
from forum.barriers.actions.report import ReportRefusedError, report_barrier
from forum.barriers.cards import path
from forum.barriers.forms.log import StoryForm
from forum.barriers.forms.steps import details_form, read_report, send_form, story_form
from forum.barriers.permissions import may_report_barrier
from forum.barriers.report_input import DRAFT_KIND
from forum.barriers.views.log_similar import kind_picker, similar
from forum.barriers.views.log_summary import sending, summary, visibility_help
from forum.core.text import TextRefused
from forum.councils.identity import current_identity
from forum.councils.queries import get_area_of, get_council_by_number, get_department_of
from forum.threads.journeys.forms import spoken_for
from forum.threads.journeys.kind import (
    Answers,
    Filling,
    Journey,
    NotReadyError,
    Published,
    Step,
    Wording,
)
from forum.threads.journeys.pages import blueprint_of
from forum.threads.models import Draft
from forum.web.forms import Form

THANKS = "Thank you. Your report is published. We will write to you when something changes."


class ReportJourney(Journey):
    """From what got in the way to a barrier that its council hears of."""

    kind, endpoint, root = DRAFT_KIND, "barrier_log", "/barriers/log"
    wording = Wording.of("report")
    steps = (
        Step(name="story", title="What got in the way?", template="barriers/log_story.html"),
        Step(
            name="details",
            title="Tell us more, if you like",
            template="barriers/log_details.html",
            is_aside=True,
        ),
        Step(name="send", title="Check and send", template="barriers/log_send.html"),
    )
    preview_template = "barriers/_log_preview.html"

    def begin(self, **_place: int) -> Answers:
        """Remember the page of ours that asked for the report, and is told its number."""
        return {"back": local_path(request.args["back"])} if "back" in request.args else {}

    def form(self, step: str, filling: Filling) -> Form:
        """Make the form of a step."""
        filled, meta, who = filling.data, filling.meta, filling.who
        if step == "story":
            return story_form(filled, meta)
        if step == "details":
            return details_form(filling.answers, filled, meta)
        form = send_form(filled, meta, who)
        if filling.is_first:
            form.choose_first_group()
        return form

    def settle(self, step: str, form: Form) -> Answers:
        """Store the council that was found, and that what is like it was shown."""
        if isinstance(form, StoryForm):
            return form.settled()
        return {"similar_seen": "y"} if step == "send" else {}

    def context(self, step: str, answers: Answers, draft: Draft | None) -> dict[str, Any]:
        """Show with the last step what is like it, likely kinds, and all answers."""
        if step != "send" or draft is None:
            return {}
        found = similar(answers, draft.key)
        return {
            **found.shown,
            **kind_picker(answers, found.here),
            "summary": summary(answers, draft.key),
            "visibility_help": visibility_help(answers),
        }

    def preview(self, draft: Draft) -> dict[str, Any]:
        """Show all answers."""
        return {"summary": summary(draft.answers, draft.key) + sending(draft.answers, draft.key)}

    def may_publish(self) -> bool:
        """Decide as for every report."""
        return may_report_barrier(current_identity())

    def publish(self, answers: Answers, person: Person) -> Published:
        """Publish the report; a page that asked for it is told its number."""
        council = get_council_by_number(answers.get("council"))
        spoken = spoken_for(answers, council=council, person=person)
        try:
            barrier = report_barrier(
                report=read_report(answers),
                author=person,
                group=spoken.group,
                council=council,
                area=get_area_of(council, answers.get("area")),
                department=get_department_of(council, answers.get("department")),
            )
        except (ReportRefusedError, TextRefused) as refusal:
            raise NotReadyError("story", str(refusal)) from refusal
        back = answers.get("back")
        to = f"{back}?barrier={barrier.id}" if back else path(barrier)
        return Published(barrier, to, THANKS, spoken.waits_for)


blueprint = blueprint_of(ReportJourney())

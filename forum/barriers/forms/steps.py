"""The forms of a report, filled with what is kept, and what comes out of them all."""

from __future__ import annotations

from typing import Any

from werkzeug.datastructures import MultiDict
from wtforms import StringField

from forum.barriers.forms.log import DetailsForm, SendReportForm, StoryForm, VisitorSendReportForm
from forum.barriers.hint_values import read_answers
from forum.barriers.report_input import ReportInput
from forum.barriers.vocabulary import CATEGORY_BY_CODE
from forum.core.settings import settings
from forum.councils.queries import get_council_by_number, list_areas, list_departments
from forum.threads.journeys.kind import Answers, Who, stored
from forum.threads.models import Visibility
from forum.threads.tag_names import parse_tags
from forum.threads.visibility import count_groups_by_area
from forum.web.forms import at_most, line

LONGEST_HINT = 200
UNCHECKED = {"csrf": False}
Filled = MultiDict[str, str]

AREA_HINT = (
    "In brackets: how many groups we know there. If you leave out your name, your ward is never public, and the council "
    "sees it only where there are {enough} groups or more."
)


def story_form(filled: Filled, meta: dict[str, Any]) -> StoryForm:
    """Make the form of the first step."""
    return StoryForm(formdata=filled, meta=meta)


def details_form(answers: Answers, filled: Filled, meta: dict[str, Any]) -> DetailsForm:
    """Make the form of what nobody must answer, with the questions that only this kind of barrier has."""
    council = get_council_by_number(answers.get("council"))
    form = _with_hints(answers.get("category", ""))(formdata=filled, meta=meta)
    if council is not None:
        groups = count_groups_by_area(council.id)
        form.area.description = AREA_HINT.format(enough=settings().ward_minimum_groups)
        form.offer_areas(
            (str(one.id), _with_groups(one.name, groups.get(one.id, 0))) for one in list_areas(council)
        )
        form.offer_departments((str(one.id), one.name) for one in list_departments(council))
    return form


def send_form(filled: Filled, meta: dict[str, Any], who: Who) -> SendReportForm:
    """Make the form of the last step; a visitor says who they are."""
    form = (VisitorSendReportForm if who.is_visitor else SendReportForm)(formdata=filled, meta=meta)
    form.offer_groups(who.groups)
    return form


def read_report(answers: Answers) -> ReportInput:
    """Make the report out of answers whose every step is right."""
    filled = stored(answers)
    story, details = story_form(filled, UNCHECKED), details_form(answers, filled, UNCHECKED)
    story.validate()
    details.validate()
    return ReportInput(
        title=story.title.data or "",
        trying_to=details.trying_to.data or "",
        what_happened=story.what_happened.data or "",
        category=answers["category"],
        visibility=Visibility(answers["visibility"]),
        similar_seen=bool(answers.get("similar_seen")),
        rule_source=details.rule_source.data or "unknown",
        rule_words=details.rule_words.data or "",
        would_help=details.would_help.data or "",
        hint_answers=read_answers(
            answers["category"],
            {field.name.removeprefix("hint_"): field.data or "" for field in details.hint_fields()},
        ),
        tags=tuple(parse_tags(details.tags.data)),
        experience=details.experience(),
    )


def _with_hints(category: str) -> type[DetailsForm]:
    """Return the form with the questions that only this kind of barrier has."""
    known = CATEGORY_BY_CODE.get(category)
    fields = {
        f"hint_{hint.key}": StringField(hint.question, filters=[line], validators=[at_most(LONGEST_HINT)])
        for hint in (known.hints if known else ())
    }
    return type("HintedDetailsForm", (DetailsForm,), fields)


def _with_groups(ward: str, groups: int) -> str:
    """Return how many groups are in a ward, so that people can judge whether it shows who they are."""
    return f"{ward} ({groups} {'group' if groups == 1 else 'groups'})"

"""The way through a report: which step comes when, its form filled with what is kept, and what comes out of it all."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from werkzeug.datastructures import MultiDict
from wtforms import StringField

from forum.barriers.answers import Report
from forum.barriers.forms.log import (
    DetailsForm,
    PlaceForm,
    SendForm,
    SimilarForm,
    StoryForm,
    VisitorSendForm,
    group_choices,
    stored,
)
from forum.barriers.queries.places import get_council_by_number
from forum.barriers.vocabulary import CATEGORY_BY_CODE
from forum.core.text import clean
from forum.councils.queries import list_areas, list_departments
from forum.groups.models import Group
from forum.threads.models import Visibility
from forum.threads.tagging import parse_tags
from forum.web.forms import Form, at_most, line

STEPS = ("story", "place", "similar", "details", "send")
LONGEST_KEPT = 100_000
LONGEST_HINT = 200


def form_for(
    step: str,
    answers: dict[str, Any],
    *,
    typed: MultiDict[str, str] | None = None,
    groups: Sequence[Group] = (),
    is_visitor: bool = False,
    csrf: bool = True,
) -> Form:
    """Make the form of a step, filled with what was just typed, or else with what was kept before."""
    filled = typed if typed is not None else stored(answers)
    meta = {} if csrf else {"csrf": False}
    if step == "details":
        return _details_form(answers, filled, meta)
    if step == "send":
        form = _send_form(filled, meta, groups, is_visitor=is_visitor)
        if groups and typed is None and not answers.get("group"):
            form.group.data = str(groups[0].id)
        return form
    kinds: dict[str, type[Form]] = {"story": StoryForm, "place": PlaceForm, "similar": SimilarForm}
    return kinds[step](formdata=filled, meta=meta)


def first_unfinished(answers: dict[str, Any], *, groups: Sequence[Group]) -> str | None:
    """Name the first step whose answers, checked anew, are not right; None when all are."""
    for step in STEPS:
        if step == "similar":
            if not answers.get("similar_seen"):
                return step
        elif not form_for(step, answers, groups=groups, csrf=False).validate():
            return step
    return None


def as_typed(form: Form, typed: MultiDict[str, str]) -> dict[str, Any]:
    """Give all that was typed into a form, right or wrong, in the shape that is kept."""
    kept: dict[str, Any] = {}
    for field in form:
        if field.name == "csrf_token":
            continue
        values = [clean(one[:LONGEST_KEPT]) for one in typed.getlist(field.name)]
        many = field.type == "SelectMultipleField"
        kept[field.name] = values if many else (values[0] if values else "")
    return kept


def without_errors(form: Form, kept: dict[str, Any]) -> dict[str, Any]:
    """Leave out what is not right, for somebody who skips a step that nobody must answer."""
    wrong = {field.name for field in form if field.errors}
    return {name: ("" if name in wrong else value) for name, value in kept.items()}


def read_report(answers: dict[str, Any]) -> Report:
    """Make the report out of answers that first_unfinished found right."""
    story = form_for("story", answers, csrf=False)
    details = form_for("details", answers, csrf=False)
    story.validate()
    details.validate()
    assert isinstance(story, StoryForm)  # noqa: S101  # form_for gives it for this step
    assert isinstance(details, DetailsForm)  # noqa: S101  # the same
    return Report(
        title=story.title.data or "",
        trying_to=story.trying_to.data or "",
        what_happened=story.what_happened.data or "",
        category=answers["category"],
        visibility=Visibility(answers["visibility"]),
        similar_seen=bool(answers.get("similar_seen")),
        rule_source=details.rule_source.data or "unknown",
        rule_words=details.rule_words.data or "",
        would_help=details.would_help.data or "",
        hint_answers="\n".join(
            f"{field.label.text}: {field.data}" for field in details.hint_fields() if field.data
        ),
        tags=tuple(parse_tags(details.tags.data)),
        experience=details.experience(),
    )


def _details_form(answers: dict[str, Any], filled: MultiDict[str, str], meta: dict[str, Any]) -> DetailsForm:
    council = get_council_by_number(answers.get("council"))
    form = _with_hints(answers.get("category", ""))(formdata=filled, meta=meta)
    if council is not None:
        form.offer_areas((str(one.id), one.name) for one in list_areas(council))
        form.offer_departments((str(one.id), one.name) for one in list_departments(council))
    return form


def _with_hints(category: str) -> type[DetailsForm]:
    """Give the form with the questions that only this kind of barrier has."""
    known = CATEGORY_BY_CODE.get(category)
    fields = {
        f"hint_{hint.key}": StringField(hint.question, filters=[line], validators=[at_most(LONGEST_HINT)])
        for hint in (known.hints if known else ())
    }
    return type("HintedDetailsForm", (DetailsForm,), fields)


def _send_form(
    filled: MultiDict[str, str], meta: dict[str, Any], groups: Sequence[Group], *, is_visitor: bool
) -> SendForm:
    form = (VisitorSendForm if is_visitor else SendForm)(formdata=filled, meta=meta)
    form.group.choices = group_choices(groups)
    return form

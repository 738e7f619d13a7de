"""What somebody answered so far, to be checked before it is sent."""

from __future__ import annotations

from typing import Any

from flask import url_for

from forum.barriers.forms.choices import label_of
from forum.barriers.forms.log import VISIBILITIES, DetailsForm
from forum.barriers.forms.steps import form_for
from forum.barriers.queries.places import get_area_of, get_council_by_number, get_department_of
from forum.barriers.vocabulary import CATEGORY_BY_CODE
from forum.core.text import excerpt

LONGEST_SHOWN = 300
STEPS_TO_CHANGE = ("story", "place", "details", "send")
Row = tuple[str, str, str]


def summary(answers: dict[str, Any], key: str) -> list[Row]:
    """List each question with its answer and the address of the step that changes it."""
    to = {step: url_for("barrier_log.step", key=key, step=step, then="send") for step in STEPS_TO_CHANGE}
    council = get_council_by_number(answers.get("council"))
    category = CATEGORY_BY_CODE.get(answers.get("category", ""))
    rows = [
        ("What you were trying to do", answers.get("trying_to", ""), to["story"]),
        ("What got in the way", answers.get("title", ""), to["story"]),
        ("What happened", excerpt(answers.get("what_happened", ""), LONGEST_SHOWN), to["story"]),
        ("Council", council.official_name if council else "Not sure", to["place"]),
        ("Kind of barrier", category.label if category else "", to["place"]),
        *_details(answers, to["details"]),
    ]
    return [row for row in rows if row[1]]


def _details(answers: dict[str, Any], change: str) -> list[Row]:
    form = form_for("details", answers, csrf=False)
    assert isinstance(form, DetailsForm)  # noqa: S101  # form_for gives it for this step
    council = get_council_by_number(answers.get("council"))
    area = get_area_of(council, answers.get("area"))
    department = get_department_of(council, answers.get("department"))
    chosen = [
        (form.effect.label.text, label_of(form.effect, form.effect.data)),
        (form.excluded.label.text, label_of(form.excluded, *(form.excluded.data or ()))),
        (form.rule_source.label.text, label_of(form.rule_source, form.rule_source.data)),
    ]
    typed = (*form.hint_fields(), form.rule_words, form.cost_pounds, form.delay_days, form.people_affected)
    rows = [
        *((field.label.text, excerpt(field.data or "", LONGEST_SHOWN)) for field in typed),
        *chosen,
        ("Ward or place", area.name if area else ""),
        ("Part of the council", department.name if department else ""),
        ("What would help", excerpt(form.would_help.data or "", LONGEST_SHOWN)),
        ("Words to find it by", form.tags.data or ""),
    ]
    found = [(name, answer, change) for name, answer in rows if answer]
    return found or [("More about it", "Nothing yet. You can add more.", change)]


def sending(answers: dict[str, Any], key: str) -> list[Row]:
    """List who may see it and for whom it is, which the last step asks and its own page shows."""
    change = url_for("barrier_log.step", key=key, step="send")
    seen_by = next((label for code, label, _ in VISIBILITIES if code == answers.get("visibility")), "")
    rows = [("Who may see it", seen_by, change), ("Your group", answers.get("group_name", ""), change)]
    return [row for row in rows if row[1]]

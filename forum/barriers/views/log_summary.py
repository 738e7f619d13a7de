"""What somebody answered so far, to be checked before it is sent."""

from __future__ import annotations

from typing import Any

from flask import url_for

from forum.barriers.forms.log import VISIBILITIES
from forum.barriers.forms.steps import UNCHECKED, details_form
from forum.barriers.vocabulary import CATEGORY_BY_CODE
from forum.core.settings import settings
from forum.core.text import excerpt
from forum.councils.models import Area
from forum.councils.queries import get_area_of, get_council_by_number, get_department_of
from forum.threads.journeys.kind import stored
from forum.threads.models import Visibility
from forum.threads.visibility import count_groups_by_area
from forum.web.choices import label_of

LONGEST_SHOWN = 300
STEPS_TO_CHANGE = ("story", "details", "send")
Row = tuple[str, str, str]


def summary(answers: dict[str, Any], key: str) -> list[Row]:
    """List each question with its answer and the address of the step that changes it."""
    to = {step: url_for("barrier_log.step", key=key, step=step, then="check") for step in STEPS_TO_CHANGE}
    council = get_council_by_number(answers.get("council"))
    category = CATEGORY_BY_CODE.get(answers.get("category", ""))
    rows = [
        ("What got in the way", answers.get("title", ""), to["story"]),
        ("What happened", excerpt(answers.get("what_happened", ""), LONGEST_SHOWN), to["story"]),
        ("Council", council.official_name if council else "Not sure", to["story"]),
        ("Kind of barrier", category.label if category else "", to["send"]),
        *_details(answers, to["details"]),
    ]
    return [row for row in rows if row[1]]


def _details(answers: dict[str, Any], change: str) -> list[Row]:
    form = details_form(answers, stored(answers), UNCHECKED)
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
        ("What you were trying to do", excerpt(form.trying_to.data or "", LONGEST_SHOWN)),
        *((field.label.text, excerpt(field.data or "", LONGEST_SHOWN)) for field in typed),
        *chosen,
        ("Ward or place", area.name if area else ""),
        ("Part of the council", department.name if department else ""),
        ("What would help", excerpt(form.would_help.data or "", LONGEST_SHOWN)),
        ("Tags", form.tags.data or ""),
    ]
    return [(name, answer, change) for name, answer in rows if answer]


def sending(answers: dict[str, Any], key: str) -> list[Row]:
    """List who may see it and for whom it is, which the last step asks and its own page shows."""
    change = url_for("barrier_log.step", key=key, step="send")
    seen_by = next((label for code, label, _ in VISIBILITIES if code == answers.get("visibility")), "")
    rows = [("Who may see it", seen_by, change), ("Your group", answers.get("group_name", ""), change)]
    return [row for row in rows if row[1]]


def visibility_help(answers: dict[str, Any]) -> dict[str, str]:
    """Say beside each choice who sees what, by its code."""
    area = get_area_of(get_council_by_number(answers.get("council")), answers.get("area"))
    ward = _of_wards(area) if area else {}
    return {str(code): " ".join(filter(None, (text, ward.get(code)))) for code, _, text in VISIBILITIES}


def _of_wards(area: Area) -> dict[Visibility, str]:
    number = count_groups_by_area(area.council_id).get(area.id, 0)
    nameless = nameless_words(area.name, number)
    return {
        Visibility.PUBLIC: f"So is your ward, {area.name}.",
        Visibility.NAMELESS: nameless,
        Visibility.COUNCIL: nameless,
    }


def nameless_words(ward: str, groups: int) -> str:
    """Return who sees the ward of a report without a name, and why."""
    here = f"{groups} {'group' if groups == 1 else 'groups'}"
    if groups >= settings().ward_minimum_groups:
        return f"We know {here} in {ward}: the council sees the ward, and no other reader does."
    return f"We know only {here} in {ward}, so the ward could show who you are. No one sees it, not even the council."

"""What the last step of a report says of each choice of who may see it, the ward that was chosen among it."""

from __future__ import annotations

from typing import Any

from forum.barriers.forms.log import VISIBILITIES
from forum.core.settings import settings
from forum.councils.models import Area
from forum.councils.queries import get_area_of, get_council_by_number
from forum.threads.models import Visibility
from forum.threads.visibility import count_groups_by_area


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

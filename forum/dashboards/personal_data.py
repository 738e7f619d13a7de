"""What dashboards keep about people: who of a council wrote about a month."""

from __future__ import annotations

from forum.core.personal_data import OnLeaving, PersonalData, PersonalTable
from forum.dashboards.models import MonthNote

PERSONAL_DATA = PersonalData(
    tables=(
        PersonalTable(
            table=MonthNote,
            via=("person_id",),
            heading="What you wrote about a month, for a council",
            on_leaving=OnLeaving.KEPT,
            secrets=frozenset({"body_html", "html_version"}),
        ),
    ),
)

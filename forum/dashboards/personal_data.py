"""What dashboards keep about people: who of a council wrote about a month."""

from __future__ import annotations

from forum.core.personal_data import PersonalData, kept
from forum.dashboards.models import MonthNote

PERSONAL_DATA = PersonalData(
    tables=(
        kept(
            MonthNote,
            "person_id",
            "What you wrote about a month, for a council",
            secrets={"body_html", "html_version"},
        ),
    ),
)

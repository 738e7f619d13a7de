"""What discovery keeps about people: their saved searches."""

from __future__ import annotations

from forum.core.personal_data import OnLeaving, PersonalData, PersonalTable
from forum.discovery.models import SavedSearch

PERSONAL_DATA = PersonalData(
    tables=(
        PersonalTable(
            table=SavedSearch,
            via=("person_id",),
            heading="Your saved searches",
            on_leaving=OnLeaving.DELETED,
        ),
    ),
)

"""What follows keep about people: what they want to hear of."""

from __future__ import annotations

from forum.core.personal_data import OnLeaving, PersonalData, PersonalTable
from forum.follows.models import Follow

PERSONAL_DATA = PersonalData(
    tables=(
        PersonalTable(
            table=Follow,
            via=("person_id",),
            heading="What you follow",
            on_leaving=OnLeaving.DELETED,
        ),
    ),
)

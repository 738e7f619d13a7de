"""What notifications keep about people: what they were told."""

from __future__ import annotations

from forum.core.personal_data import OnLeaving, PersonalData, PersonalTable
from forum.notifications.models import Notification

PERSONAL_DATA = PersonalData(
    tables=(
        PersonalTable(
            table=Notification,
            via=("person_id",),
            heading="What you were told",
            on_leaving=OnLeaving.DELETED,
        ),
    ),
)

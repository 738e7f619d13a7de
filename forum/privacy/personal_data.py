"""What privacy itself keeps about people: the records of what was done with their data."""

from __future__ import annotations

from forum.core.personal_data import OnLeaving, PersonalData, PersonalTable
from forum.privacy.models import DataRequest, SafetyRecord

PERSONAL_DATA = PersonalData(
    tables=(
        PersonalTable(
            table=DataRequest,
            via=("person_id",),
            heading="What was done with your data",
            on_leaving=OnLeaving.KEPT,
            secrets=frozenset({"done_by_id"}),
        ),
        PersonalTable(
            table=DataRequest,
            via=("done_by_id",),
            heading="What you did with other people’s data, as an administrator",
            on_leaving=OnLeaving.KEPT,
            secrets=frozenset({"person_id"}),
        ),
        PersonalTable(
            table=SafetyRecord,
            via=("person_id",),
            heading="Records of online safety that you wrote, as an administrator",
            on_leaving=OnLeaving.KEPT,
        ),
    ),
)

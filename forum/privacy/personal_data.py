"""What privacy itself keeps about people: the records of what was done with their data."""

from __future__ import annotations

from forum.core.personal_data import PersonalData, kept
from forum.privacy.models import DataRequest, SafetyRecord
from forum.privacy.vocabulary import CHECK_LABELS, REQUEST_LABELS, SAFETY_LABELS

PERSONAL_DATA = PersonalData(
    tables=(
        kept(DataRequest, "person_id", "What was done with your data", secrets={"done_by_id"}),
        kept(
            DataRequest,
            "done_by_id",
            "What you did with other people’s data, as an administrator",
            secrets={"person_id"},
        ),
        kept(SafetyRecord, "person_id", "Records of online safety that you wrote, as an administrator"),
    ),
    labels={
        "data_request.kind": REQUEST_LABELS,
        "data_request.identity_check": CHECK_LABELS,
        "safety_record.kind": SAFETY_LABELS,
    },
)

"""What follows keep about people: what they want to hear of."""

from __future__ import annotations

from forum.core.personal_data import PersonalData, deleted
from forum.follows.models import Follow
from forum.follows.presenters import FREQUENCY_LABELS

PERSONAL_DATA = PersonalData(
    tables=(deleted(Follow, "person_id", "What you follow"),),
    labels={
        "follow.frequency": FREQUENCY_LABELS,
    },
)

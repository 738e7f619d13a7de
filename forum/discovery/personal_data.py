"""What discovery keeps about people: their saved searches."""

from __future__ import annotations

from forum.core.personal_data import PersonalData, deleted
from forum.discovery.models import SavedSearch

PERSONAL_DATA = PersonalData(
    tables=(deleted(SavedSearch, "person_id", "Your saved searches"),),
)

"""What themes keep about people: who decided what."""

from __future__ import annotations

from forum.core.personal_data import PersonalData, kept
from forum.themes.models import ThemeDecision

PERSONAL_DATA = PersonalData(
    tables=(kept(ThemeDecision, "person_id", "What you decided about themes", secrets={"barrier_ids"}),),
    nothing_of_a_person={
        "theme": "words that barriers of several groups at several councils share, and the number of one barrier",
        "theme_barrier": "that a barrier is of a theme",
    },
)

"""What themes keep about people: who decided what."""

from __future__ import annotations

from forum.core.personal_data import OnLeaving, PersonalData, PersonalTable
from forum.themes.models import ThemeDecision

PERSONAL_DATA = PersonalData(
    tables=(
        PersonalTable(
            table=ThemeDecision,
            via=("person_id",),
            heading="What you decided about themes",
            on_leaving=OnLeaving.KEPT,
            secrets=frozenset({"barrier_ids"}),
        ),
    ),
    nothing_of_a_person={
        "theme": "words that barriers of several groups at several councils share, and the number of one barrier",
        "theme_barrier": "that a barrier is of a theme",
    },
)

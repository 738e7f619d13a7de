"""What the moderators' desk keeps about people: who reported, and who decided."""

from __future__ import annotations

from forum.core.personal_data import OnLeaving, PersonalData, PersonalTable
from forum.moderation.models import ModerationAct, Report

PERSONAL_DATA = PersonalData(
    tables=(
        PersonalTable(
            table=Report,
            via=("person_id",),
            heading="What you reported to the moderators",
            on_leaving=OnLeaving.KEPT,
        ),
        PersonalTable(
            table=ModerationAct,
            via=("person_id",),
            heading="What you did as a moderator",
            on_leaving=OnLeaving.KEPT,
        ),
    ),
)

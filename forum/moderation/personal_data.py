"""What the moderators' desk keeps about people: who reported, who decided, whom it was about, who appealed.

It is the record that the Online Safety Act asks for: it stays, and names nobody who has left. The log of decisions can
be changed by nobody, by a rule of the database; it holds numbers of people, never names.
"""

from __future__ import annotations

from sqlalchemy import delete, select

from forum.core.db import db
from forum.core.personal_data import Leaving, OnLeaving, PersonalData, PersonalTable
from forum.moderation.models import Appeal, ModerationAct, RemovedWords, Report, ReportedPost


def forget_removed_words(leaving: Leaving) -> None:
    """Delete what moderators took out of their posts, where they take their words with them."""
    if leaving.takes_words:
        about = select(ModerationAct.id).where(ModerationAct.author_id == leaving.person_id)
        db.session.execute(delete(RemovedWords).where(RemovedWords.act_id.in_(about)))


PERSONAL_DATA = PersonalData(
    tables=(
        PersonalTable(
            table=Report,
            via=("person_id",),
            heading="What you reported to the moderators",
            on_leaving=OnLeaving.KEPT,
            secrets=frozenset({"network"}),
        ),
        PersonalTable(
            table=ReportedPost,
            via=("author_id",),
            heading="Posts of yours that moderators looked at",
            on_leaving=OnLeaving.KEPT,
            secrets=frozenset({"number_of_reporters", "settled_by_id", "look_by_at"}),
        ),
        PersonalTable(
            table=ReportedPost,
            via=("settled_by_id",),
            heading="Reports that you settled",
            on_leaving=OnLeaving.KEPT,
            secrets=frozenset({"author_id"}),
        ),
        PersonalTable(
            table=ModerationAct,
            via=("author_id",),
            heading="What moderators decided about you and your posts",
            on_leaving=OnLeaving.KEPT,
            secrets=frozenset({"person_id", "details"}),
        ),
        PersonalTable(
            table=ModerationAct,
            via=("person_id",),
            heading="What you decided as a moderator",
            on_leaving=OnLeaving.KEPT,
            secrets=frozenset({"author_id", "details"}),
        ),
        PersonalTable(
            table=RemovedWords,
            via=("act_id", "author_id"),
            heading="What moderators took out of your posts",
            on_leaving=OnLeaving.KEPT,  # deleted by forget_removed_words
        ),
        PersonalTable(
            table=Appeal,
            via=("person_id",),
            heading="Decisions you appealed against",
            on_leaving=OnLeaving.KEPT,
            words=("words",),
            secrets=frozenset({"decided_by_id"}),
        ),
        PersonalTable(
            table=Appeal,
            via=("decided_by_id",),
            heading="Appeals that you decided",
            on_leaving=OnLeaving.KEPT,
            secrets=frozenset({"person_id", "words"}),
        ),
    ),
    nothing_of_a_person={
        "hidden_together": "numbers of posts that one press hid",
    },
    leave=(forget_removed_words,),
)

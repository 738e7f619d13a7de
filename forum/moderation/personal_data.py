"""What the moderators' desk keeps about people: who reported, who decided, whom it was about, who appealed.

It is the record that the Online Safety Act asks for: it stays, and names nobody who has left. The log of decisions can
be changed by nobody, by a rule of the database; it holds numbers of people, never names.
"""

from __future__ import annotations

from sqlalchemy import delete, select

from forum.core.codes import labels_of
from forum.core.db import db
from forum.core.personal_data import Leaving, PersonalData, kept
from forum.moderation.models import Appeal, ModerationAct, RemovedWords, Report, ReportedPost
from forum.moderation.vocabulary import REASONS, REPORT_KINDS


def forget_removed_words(leaving: Leaving) -> None:
    """Delete what moderators took out of their posts, where they take their words with them."""
    if leaving.takes_words:
        about = select(ModerationAct.id).where(ModerationAct.author_id == leaving.person_id)
        db.session.execute(delete(RemovedWords).where(RemovedWords.act_id.in_(about)))


PERSONAL_DATA = PersonalData(
    tables=(
        kept(Report, "person_id", "What you reported to the moderators", secrets={"network"}),
        kept(
            ReportedPost,
            "author_id",
            "Posts of yours that moderators looked at",
            secrets={"number_of_reporters", "settled_by_id", "look_by_at"},
        ),
        kept(ReportedPost, "settled_by_id", "Reports that you settled", secrets={"author_id"}),
        kept(
            ModerationAct,
            "author_id",
            "What moderators decided about you and your posts",
            secrets={"person_id", "details"},
        ),
        kept(ModerationAct, "person_id", "What you decided as a moderator", secrets={"author_id", "details"}),
        kept(
            RemovedWords, "act_id.author_id", "What moderators took out of your posts"
        ),  # deleted by forget_removed_words
        kept(
            Appeal, "person_id", "Decisions you appealed against", words={"words"}, secrets={"decided_by_id"}
        ),
        kept(Appeal, "decided_by_id", "Appeals that you decided", secrets={"person_id", "words"}),
    ),
    nothing_of_a_person={
        "hidden_together": "numbers of posts that one press hid",
    },
    leave=(forget_removed_words,),
    labels={
        "report.kind": labels_of(REPORT_KINDS),
        "reported_post.kind": labels_of(REPORT_KINDS),
        "moderation_act.reason_code": REASONS,
    },
)

"""What stories keep about people. A story that others wrote under stays without its words; any other goes whole."""

from __future__ import annotations

from sqlalchemy import delete, select, update

from forum.core.db import db
from forum.core.personal_data import Leaving, PersonalData, kept
from forum.stories.models import BarrierMet, Lesson, Outcome, OutcomeCheck, Story
from forum.stories.vocabulary import CHECKER_LABELS, LESSON_LABELS, METHOD_LABELS, STAGE_LABELS, UNIT_LABELS

HTML = ("set_out_html", "happened_html", "differently_html")


def take_parts_back(leaving: Leaving) -> None:
    """Take the lessons and results of their stories away, where they take their words with them."""
    if not leaving.takes_words:
        return
    own = select(Story.id).where(Story.author_id == leaving.person_id)
    for table in (Lesson, Outcome, BarrierMet):
        db.session.execute(delete(table).where(table.story_id.in_(own)))
    db.session.execute(
        update(Story.__table__)  # type: ignore[arg-type]
        .where(Story.__table__.c.id.in_(own))
        .values(number_of_outcomes=0, number_checked=0)
    )


PERSONAL_DATA = PersonalData(
    tables=(
        kept(
            Story,
            "id.author_id",
            "Stories you told",
            words={"summary", "set_out", "happened", "differently", *HTML},
            secrets=frozenset(HTML),
        ),
        kept(
            Outcome, "story_id.id.author_id", "Results in your stories", secrets={"checked_by_id"}
        ),  # deleted by take_parts_back
        kept(Outcome, "checked_by_id", "Results you checked"),
        kept(OutcomeCheck, "person_id", "When you checked results"),
        kept(Lesson, "story_id.id.author_id", "Lessons in your stories"),  # deleted by take_parts_back
        kept(BarrierMet, "story_id.id.author_id", "Barriers in your stories"),  # deleted by take_parts_back
    ),
    nothing_of_a_person={
        "story_import": "the published grant that a stub was made from, as its funder published it",
        "story_recipient": "which groups shared a grant",
    },
    leave=(take_parts_back,),
    labels={
        "story.stage": STAGE_LABELS,
        "outcome.method": METHOD_LABELS,
        "outcome.unit": UNIT_LABELS,
        "outcome.checked_as": CHECKER_LABELS,
        "outcome_check.checked_as": CHECKER_LABELS,
        "lesson.kind": LESSON_LABELS,
    },
)

"""What questions, advice and offers of help keep about people."""

from __future__ import annotations

from sqlalchemy import select, update

from forum.barriers.vocabulary import CATEGORY_BY_CODE
from forum.core import clock
from forum.core.codes import labels_of
from forum.core.db import db
from forum.core.personal_data import Leaving, PersonalData, kept
from forum.questions.models import Advice, AnswerMark, Match, Offer, Question
from forum.questions.mutual_consent import MatchState
from forum.questions.vocabulary import BASIS_LABELS, KIND_LABELS, STATE_LABELS


def end_offers(leaving: Leaving) -> None:
    """Stop their offers, and settle the requests that wait for them or come from them: nobody is left to answer."""
    own = Offer.person_id == leaving.person_id
    stopped = update(Offer).where(own, Offer.stopped_at.is_(None))
    db.session.execute(stopped.values(stopped_at=clock.now()))
    waiting = Match.state == MatchState.ASKED
    of_theirs = Match.offer_id.in_(select(Offer.id).where(own))
    settled = {"answered_at": clock.now()}
    declined = update(Match).where(waiting, of_theirs)
    db.session.execute(declined.values(state=MatchState.DECLINED, **settled))
    asked = update(Match).where(waiting, Match.asker_id == leaving.person_id)
    db.session.execute(asked.values(state=MatchState.TAKEN_BACK, **settled))


PERSONAL_DATA = PersonalData(
    tables=(
        kept(
            Question,
            "id.author_id",
            "Questions you asked",
            words={"used_words", "used_html"},
            secrets={"used_html"},
        ),
        kept(Advice, "comment_id.author_id", "Advice you gave: how you knew"),
        kept(AnswerMark, "question_id.id.author_id", "Answers that you marked"),
        kept(Offer, "person_id", "Help you offered", empties={"words"}),
        kept(Match, "asker_id", "Help you asked for", empties={"asker_words"}, secrets={"offerer_words"}),
        kept(
            Match,
            "offer_id.person_id",
            "Help that was asked of you",
            empties={"offerer_words"},
            secrets={"asker_words", "asker_id"},
        ),
    ),
    nothing_of_a_person={
        "offer_topic": "the kinds of barriers that an offer is about",
    },
    leave=(end_offers,),
    labels={
        "question.state": STATE_LABELS,
        "question.category": labels_of(CATEGORY_BY_CODE),
        "advice.kind": KIND_LABELS,
        "advice.basis": BASIS_LABELS,
    },
)

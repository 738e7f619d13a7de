"""What questions, advice and offers of help keep about people."""

from __future__ import annotations

from sqlalchemy import select, update

from forum.core import clock
from forum.core.db import db
from forum.core.personal_data import Leaving, OnLeaving, PersonalData, PersonalTable
from forum.questions.models import Advice, AnswerMark, Match, Offer, Question
from forum.questions.mutual_consent import MatchState


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
        PersonalTable(
            table=Question,
            via=("id", "author_id"),
            heading="Questions you asked",
            on_leaving=OnLeaving.KEPT,
            words=("used_words", "used_html"),
            secrets=frozenset({"used_html"}),
        ),
        PersonalTable(
            table=Advice,
            via=("comment_id", "author_id"),
            heading="Advice you gave: how you knew",
            on_leaving=OnLeaving.KEPT,
        ),
        PersonalTable(
            table=AnswerMark,
            via=("question_id", "id", "author_id"),
            heading="Answers that you marked",
            on_leaving=OnLeaving.KEPT,
        ),
        PersonalTable(
            table=Offer,
            via=("person_id",),
            heading="Help you offered",
            on_leaving=OnLeaving.KEPT,
            empties=("words",),
        ),
        PersonalTable(
            table=Match,
            via=("asker_id",),
            heading="Help you asked for",
            on_leaving=OnLeaving.KEPT,
            empties=("asker_words",),
            secrets=frozenset({"offerer_words"}),
        ),
        PersonalTable(
            table=Match,
            via=("offer_id", "person_id"),
            heading="Help that was asked of you",
            on_leaving=OnLeaving.KEPT,
            empties=("offerer_words",),
            secrets=frozenset({"asker_words", "asker_id"}),
        ),
    ),
    nothing_of_a_person={
        "offer_topic": "the kinds of barriers that an offer is about",
    },
    leave=(end_offers,),
)

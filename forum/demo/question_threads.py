"""Has the invented groups ask each other, answer, offer help and say yes, each at its moment in the past."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import timedelta
from random import Random

from sqlalchemy import select

from forum.barriers.lifecycle.states import GOT_PAST_STATES
from forum.barriers.models import Barrier
from forum.core import clock
from forum.core.db import db
from forum.councils.models import Council
from forum.demo.questions import OFFERS, QUESTIONS, DemoQuestion
from forum.demo.speakers import AuthorDisplay
from forum.questions.actions.advice import advise, mark_answer, tell_what_was_used
from forum.questions.actions.matches import agree_to_help, ask_for_help
from forum.questions.actions.offers import offer_help
from forum.questions.actions.questions import Asking, ask_question
from forum.questions.models import Offer, Question
from forum.questions.queries.matches import find_helpers
from forum.questions.recipients import whom_to_ask

SEED = 1862
MOST_HOURS = 60
MATCHES = 2


def add_questions(councils: Sequence[Council], groups: dict[int, list[AuthorDisplay]]) -> None:
    """Play all questions and offers; the same each time."""
    chance = Random(SEED)
    places = [one for one in councils if groups[one.id]]
    for number, offer in enumerate(OFFERS):
        council = places[number % len(places)]
        group, member = _voice(groups[council.id], offer.who)
        with clock.travelled_to(clock.now() - timedelta(days=120 - number)):
            offer_help(
                person=member.person,
                group=group,
                words=offer.words,
                topics=offer.topics,
                a_month=offer.a_month,
                council=None if offer.is_anywhere else council,
            )
    asked = []
    for number, one in enumerate(QUESTIONS):
        council = places[(number + 1) % len(places)]
        asked.append(_play(one, council, groups, places[number % len(places)], chance))
    _match(asked)


def _play(
    one: DemoQuestion,
    council: Council,
    groups: dict[int, list[AuthorDisplay]],
    other: Council,
    chance: Random,
) -> Question:
    group, member = _voice(groups[council.id], one.who)
    about = _got_past(one.category, council) if one.advice and one.used else None
    at = clock.now() - timedelta(days=one.days, hours=chance.randrange(1, 9))
    with clock.travelled_to(at):
        question = ask_question(
            asking=Asking(title=one.title, body=one.body, category=one.category, tags=one.tags),
            author=member.person,
            group=group,
            council=council,
            area=group.area,
            about=about,
            asked=whom_to_ask(about) if about is not None else None,
        )
    _answer(one, question, groups[other.id], chance)
    return question


def _answer(one: DemoQuestion, question: Question, voices: Sequence[AuthorDisplay], chance: Random) -> None:
    at, given = question.asked_at, []
    for advice in one.advice:
        at += timedelta(hours=chance.randrange(3, MOST_HOURS))
        speaker, speaks = _voice(voices, advice.who)
        with clock.travelled_to(min(at, clock.now())):
            comment = advise(
                question=question,
                author=speaks.person,
                body=advice.words,
                kind=advice.kind,
                basis=advice.basis,
                group=speaker,
            )
            given.append(comment)
            if advice.answered_it:
                mark_answer(question=question, comment=comment)
    if one.used:
        with clock.travelled_to(min(at + timedelta(days=20), clock.now())):
            tell_what_was_used(question=question, used={given[0].id}, words=one.used)


def _match(asked: Sequence[Question]) -> None:
    """Have two askers and two who offer say yes to each other."""
    matched = 0
    for question in asked:
        helpers: list[Offer] = [offer for _, offer in find_helpers(question)]
        if not helpers:
            continue
        with clock.travelled_to(clock.now() - timedelta(days=2)):
            match = ask_for_help(
                question=question,
                offer=helpers[0],
                asker=question.author,
                words="Ring 01632 960 001 in the evening and ask for me.",
            )
            agree_to_help(match=match, words="We are in the hall on Tuesdays from 10. There is always tea.")
        matched += 1
        if matched == MATCHES:
            return


def _got_past(category: str, council: Council) -> Barrier | None:
    query = select(Barrier).where(
        Barrier.category == category,
        Barrier.council_id != council.id,
        ~Barrier.is_nameless,
        Barrier.state.in_(GOT_PAST_STATES),
    )
    return db.session.scalar(query.order_by(Barrier.id).limit(1))


def _voice(groups: Sequence[AuthorDisplay], kind: str) -> AuthorDisplay:
    """Find the group of this kind at one council, and the person who speaks for it."""
    return next((one for one in groups if f" {kind}," in one[0].name), groups[0])

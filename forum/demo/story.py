"""Plays one invented barrier through the real actions, each at its moment in the past."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import partial
from operator import itemgetter
from random import Random

from sqlalchemy import select

from forum.barriers.actions.affected import add_affected
from forum.barriers.actions.removal import ConfirmationClosedError, ask_again, confirm_removal, settle_round
from forum.barriers.actions.report import report_barrier
from forum.barriers.actions.respond import respond
from forum.barriers.actions.transition import transition
from forum.barriers.hint_values import read_answers
from forum.barriers.lifecycle.confirmation_outcome import Answer
from forum.barriers.lifecycle.responses import CLAIM_KINDS, ResponseKind
from forum.barriers.lifecycle.roles import Role
from forum.barriers.lifecycle.rules import lifecycle_rules
from forum.barriers.lifecycle.states import State
from forum.barriers.lifecycle.transition_input import TransitionInput
from forum.barriers.models import Barrier, ConfirmationRequest
from forum.barriers.queries.confirmations import FIRST_ROUND, SECOND_ROUND, find_claim
from forum.barriers.report_input import Experience, ReportInput
from forum.core import clock
from forum.core.db import db
from forum.councils.models import Area, Council, Department, Officer
from forum.demo.cases import Case
from forum.demo.speakers import AuthorDisplay, choose_voices
from forum.demo.timing import DAY, HOURS_OFF, answered_at, reported_at, scattered
from forum.threads.actions.comments import post_comment
from forum.threads.models import Visibility

A = ResponseKind
PATHS: dict[str, tuple[ResponseKind, ...]] = {
    "open": (),
    "withdrawn": (),
    "acknowledged": (A.ACKNOWLEDGE,),
    "needs_info": (A.ACKNOWLEDGE, A.ASK),
    "under_review": (A.ACKNOWLEDGE, A.LOOK_INTO),
    "reopened": (A.ACKNOWLEDGE, A.COMMIT, A.CLAIM_REMOVAL),
    "change_agreed": (A.ACKNOWLEDGE, A.LOOK_INTO, A.COMMIT),
    "way_through": (A.ACKNOWLEDGE, A.EXPLAIN),
    "kept": (A.ACKNOWLEDGE, A.LOOK_INTO, A.DECLINE),
    "redirected": (A.ACKNOWLEDGE, A.POINT_TO_ANOTHER_BODY),
    "removal_claimed": (A.ACKNOWLEDGE, A.COMMIT, A.CLAIM_REMOVAL),
    "removed": (A.ACKNOWLEDGE, A.COMMIT, A.CLAIM_REMOVAL),
    "removed_unconfirmed": (A.ACKNOWLEDGE, A.LOOK_INTO, A.CLAIM_REMOVAL),
}
ON_THE_WAY = {
    A.ACKNOWLEDGE: (
        "Thank you for telling us. {department} will look at it.",
        "We have read this. It is with {department} now.",
        "Thank you. I have read every word and passed it on to {department}.",
        "This has reached us. {department} will write here next.",
        "Thank you for taking the time. {department} owns this and knows about it.",
    ),
    A.LOOK_INTO: (
        "We are talking to the people who wrote the rule.",
        "We are looking at what other places do.",
        "We are finding out where this rule comes from. It is older than any of us here.",
        "We have put this on the list for our meeting of the month.",
        "We went to see it for ourselves. Now we are asking our colleagues.",
    ),
    A.COMMIT: (
        "We agree that this should change, and we have set a date.",
        "You are right. We will change the form and the guidance.",
        "This makes no sense to us either. We will put it right by the date below.",
        "We will change this, and try it with two groups first.",
    ),
}
"""What councils say before their last word."""
ANSWER_WITHIN = timedelta(days=20)
ROUND_OVER, SILENCE_OVER = timedelta(days=29), timedelta(weeks=8, days=1)
Happening = tuple[datetime, Callable[[], object]]


@dataclass(frozen=True, slots=True)
class Cast:
    """Who plays: the place, its officers (none at an unclaimed council), and groups with a member each."""

    council: Council
    areas: list[Area]
    departments: dict[str, Department]
    officer: Officer | None
    lead: Officer | None
    groups: list[AuthorDisplay]
    peers: list[AuthorDisplay]


def play(case: Case, cast: Cast, chance: Random) -> Barrier:
    """Report it, let others join, comment and answer, each in its turn, until it stands where the case says."""
    is_claimed = cast.officer is not None
    state = case.state if is_claimed or case.state == "withdrawn" else "open"
    at = reported_at(state, chance, is_claimed=is_claimed)
    voices = choose_voices(case, cast.groups, chance)
    with clock.travelled_to(at):
        barrier = _report(case, cast, voices[0], chance)
    path = PATHS[state]
    answered = answered_at(state, len(path), at, chance)
    claimed = answered[-1] if path and path[-1] in CLAIM_KINDS else None
    happenings = _joinings(case, barrier, voices[1:], (at, claimed or clock.now() - HOURS_OFF), chance)
    happenings += _comments(case, cast, barrier, at, chance)
    happenings += _words(case, cast, barrier, zip(path, answered, strict=True), chance)
    happenings += _confirmations(case, barrier, claimed, chance) if claimed else []
    if state == "withdrawn":
        happenings.append((at + timedelta(days=2), partial(_withdraw, barrier)))
    for moment, happen in sorted(happenings, key=itemgetter(0)):
        if moment < clock.now():
            with clock.travelled_to(moment):
                happen()
    _ask_again(case, barrier)
    return barrier


def _report(case: Case, cast: Cast, voice: AuthorDisplay, chance: Random) -> Barrier:
    group, member = voice
    visibility = chance.choices([*Visibility], weights=[80, 13, 7])[0]
    return report_barrier(
        report=ReportInput(
            title=case.title,
            what_happened=case.story,
            category=case.category,
            visibility=visibility,
            similar_seen=True,
            trying_to=case.trying_to,
            rule_source=case.rule_source,
            rule_words=case.rule_words,
            would_help=case.would_help,
            hint_answers=read_answers(case.category, case.hints),
            tags=case.tags,
            experience=Experience(
                effect=case.effect or None,
                cost_pounds=case.cost,
                delay_days=case.delay,
                people_affected=case.people,
                excluded=case.excluded,
            ),
        ),
        author=member.person,
        group=group,
        council=cast.council,
        area=group.area,
        department=cast.departments.get(case.department),
    )


def _joinings(
    case: Case,
    barrier: Barrier,
    voices: list[AuthorDisplay],
    between: tuple[datetime, datetime],
    chance: Random,
) -> list[Happening]:
    moments = scattered(len(voices), *between, chance)
    joinings = zip(moments, voices, case.others, strict=False)
    return [(moment, partial(_join, barrier, voice, words, chance)) for moment, voice, words in joinings]


def _join(barrier: Barrier, voice: AuthorDisplay, words: str, chance: Random) -> None:
    group, member = voice
    experience = Experience(
        effect=chance.choice(["stopped", "delayed", "cost_more", "worked_around", "excluded_people"]),
        cost_pounds=chance.choice([None, None, 20, 45, 60, 120, 250, 400]),
        delay_days=chance.choice([None, None, 7, 14, 30, 60]),
        people_affected=chance.choice([None, 6, 12, 20, 35]),
        words=words,
        is_nameless=chance.random() < 0.12,
    )
    add_affected(barrier=barrier, person=member.person, group=group, experience=experience)


def _comments(case: Case, cast: Cast, barrier: Barrier, at: datetime, chance: Random) -> list[Happening]:
    moments = scattered(len(case.comments), at + timedelta(hours=3), clock.now() - HOURS_OFF, chance)
    writers = [chance.choice(cast.peers)[1].person for _ in moments]
    return [
        (moment, partial(post_comment, thread=barrier, author=writer, body=words))
        for moment, writer, words in zip(moments, writers, case.comments, strict=True)
    ]


def _words(
    case: Case, cast: Cast, barrier: Barrier, steps: Iterable[tuple[ResponseKind, datetime]], chance: Random
) -> list[Happening]:
    """Have the council go its way; its last word is the case's own."""
    path = list(steps)
    said = [chance.choice(ON_THE_WAY[kind]) for kind, _ in path[:-1]]
    said += [case.reply or chance.choice(ON_THE_WAY[kind]) for kind, _ in path[-1:]]
    return [
        (moment, partial(_say, kind, cast, barrier, case, words))
        for (kind, moment), words in zip(path, said, strict=True)
    ]


def _say(kind: ResponseKind, cast: Cast, barrier: Barrier, case: Case, words: str) -> None:
    officer = cast.lead if kind == A.DECLINE else cast.officer
    assert officer is not None  # noqa: S101  # an unclaimed council has an empty path
    department = cast.departments.get(case.department)
    words = words.format(department=department.name if department else "The right team")
    given = TransitionInput(
        today=clock.today(),
        rules=lifecycle_rules(),
        department_id=department.id if department else next(iter(cast.departments.values())).id,
        question=words,
        public_note=words,
        promised_date=clock.today() + timedelta(days=60),
        link="https://www.example.org/how-to" if kind == A.EXPLAIN else "",
        reason=words,
        rule_source=case.rule_source,
        review_date=clock.today() + timedelta(days=300),
        body_name=case.body or "The body that owns this rule",
        what_changed=words,
        evidence=case.evidence or "The new wording is on our website.",
    )
    role = Role.LEAD if officer.is_lead else Role.OFFICER
    respond(barrier=barrier, person=officer.person, role=role, kind=kind, given=given, seen=None)


def _withdraw(barrier: Barrier) -> None:
    given = TransitionInput(today=clock.today(), rules=lifecycle_rules())
    transition(
        barrier=barrier, person=barrier.author, role=Role.REPORTER, target=State.WITHDRAWN, given=given
    )


def _confirmations(case: Case, barrier: Barrier, claimed: datetime, chance: Random) -> list[Happening]:
    """Have those affected answer, and the time pass after which the answers count."""
    room = min(clock.now() - claimed, ANSWER_WITHIN)
    moments = [claimed + room * chance.uniform(0.1, 0.9) for _ in case.answers]
    answers = [
        (moment, partial(_answer, barrier, number, Answer(answer), FIRST_ROUND))
        for number, (moment, answer) in enumerate(zip(moments, case.answers, strict=True))
    ]
    settled = [
        (claimed + wait, partial(settle_round, barrier=barrier)) for wait in (ROUND_OVER, SILENCE_OVER)
    ]
    return [*answers, *settled]


def _answer(barrier: Barrier, number: int, answer: Answer, round_number: int) -> None:
    """Give the answer of one who was asked, the reporter being number 0, while it would still count."""
    of_round = select(ConfirmationRequest).where(
        ConfirmationRequest.barrier_id == barrier.id, ConfirmationRequest.round == round_number
    )
    asked = db.session.scalars(of_round.order_by(ConfirmationRequest.affected_id)).all()
    if number < len(asked):
        with suppress(ConfirmationClosedError):
            confirm_removal(request=asked[number], answer=answer)


def _ask_again(case: Case, barrier: Barrier) -> None:
    """Play the second round too, where it was due by today: whoever said that it is gone says so again."""
    if barrier.state != State.REMOVED or barrier.removed_at is None:
        return
    claim = find_claim(barrier)
    if claim is None:
        return
    due = barrier.removed_at + lifecycle_rules().second_round_after
    if due < clock.now():
        with clock.travelled_to(due):
            ask_again(barrier=barrier, claim_id=claim.id)
    for number, answer in enumerate(case.answers):
        moment = due + DAY * (number + 1)
        if answer == Answer.GONE and moment < clock.now():
            with clock.travelled_to(moment):
                _answer(barrier, number, Answer.GONE, SECOND_ROUND)

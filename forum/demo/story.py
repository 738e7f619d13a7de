"""Plays one invented barrier through the real actions, each at its moment in the past."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from random import Random

from forum.barriers.actions.affected import add_affected
from forum.barriers.actions.removal import confirm_removal, settle_round
from forum.barriers.actions.report import report_barrier
from forum.barriers.actions.respond import respond
from forum.barriers.actions.transition import rules, transition
from forum.barriers.answers import Experience, Report
from forum.barriers.lifecycle import Answer, Given, ResponseKind, Role, State
from forum.barriers.models import Barrier, ConfirmationRequest
from forum.core import clock
from forum.core.db import db
from forum.councils.models import Area, Council, Department, Officer
from forum.demo.cases import Case
from forum.groups.models import Group, Membership
from forum.threads.actions.comments import post_comment
from forum.threads.models import Visibility

A = ResponseKind
PATHS: dict[str, tuple[ResponseKind, ...]] = {
    "open": (),
    "withdrawn": (),
    "acknowledged": (A.ACKNOWLEDGE,),
    "needs_info": (A.ACKNOWLEDGE, A.ASK),
    "under_review": (A.ACKNOWLEDGE, A.LOOK_INTO),
    "change_agreed": (A.ACKNOWLEDGE, A.LOOK_INTO, A.COMMIT),
    "way_through": (A.ACKNOWLEDGE, A.EXPLAIN),
    "kept": (A.ACKNOWLEDGE, A.LOOK_INTO, A.DECLINE),
    "redirected": (A.ACKNOWLEDGE, A.POINT_TO_ANOTHER_BODY),
    "removal_claimed": (A.ACKNOWLEDGE, A.COMMIT, A.CLAIM_REMOVAL),
    "removed": (A.ACKNOWLEDGE, A.COMMIT, A.CLAIM_REMOVAL),
    "removed_unconfirmed": (A.ACKNOWLEDGE, A.LOOK_INTO, A.CLAIM_REMOVAL),
}
OLDEST_DAYS = 780
YOUNGEST_DAYS = {
    "removed": 90,
    "removed_unconfirmed": 110,
    "removal_claimed": 45,
    "kept": 60,
    "way_through": 70,
}
ON_THE_WAY = {
    A.ACKNOWLEDGE: ("Thank you for telling us. {department} will look at it.", "We have read this. It is with {department} now."),
    A.LOOK_INTO: ("We are talking to the people who wrote the rule.", "We are looking at what other places do."),
    A.COMMIT: ("We agree that this should change, and we have set a date.", "You are right. We will change the form and the guidance."),
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Cast:
    """Who plays: the place, its officers (none at an unclaimed council), and groups with a member each."""

    council: Council
    areas: list[Area]
    departments: dict[str, Department]
    officer: Officer | None
    lead: Officer | None
    groups: list[tuple[Group, Membership]]
    peers: list[tuple[Group, Membership]]


def play(case: Case, cast: Cast, chance: Random) -> Barrier:
    """Report it, let others join, comment and answer, until it stands where the case says."""
    state = case.state if cast.officer is not None or case.state == "withdrawn" else "open"
    days = chance.randint(YOUNGEST_DAYS.get(state, 4), OLDEST_DAYS if state != "removal_claimed" else 60)
    days = days if state != "open" else min(days, chance.randint(1, 200))
    at = clock.now() - timedelta(days=days, hours=chance.randint(0, 9))
    voices = chance.sample(cast.groups, min(len(cast.groups), 1 + len(case.others)))
    with clock.travelled_to(at):
        barrier = _report(case, cast, voices[0], chance)
    end = clock.now() - timedelta(hours=6)
    moments = iter(sorted(at + (end - at) * chance.random() * 0.3 for _ in range(len(case.others) + 2)))
    for (group, member), words in zip(voices[1:], case.others, strict=False):
        with clock.travelled_to(next(moments)):
            _join(barrier, group, member, words, chance)
    _talk(case, cast, barrier, at, end, chance)
    _answer(case, cast, barrier, state, at, chance)
    return barrier


def _report(case: Case, cast: Cast, voice: tuple[Group, Membership], chance: Random) -> Barrier:
    group, member = voice
    visibility = chance.choices([*Visibility], weights=[80, 13, 7])[0]
    return report_barrier(
        report=Report(
            title=case.title,
            what_happened=case.story,
            category=case.category,
            visibility=visibility,
            similar_seen=True,
            trying_to=case.trying_to,
            rule_source=case.rule_source,
            rule_words=case.rule_words,
            would_help=case.would_help,
            hint_answers=case.hints.replace("; ", "\n"),
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


def _join(barrier: Barrier, group: Group, member: Membership, words: str, chance: Random) -> None:
    experience = Experience(
        effect=chance.choice(["stopped", "delayed", "cost_more", "worked_around", "excluded_people"]),
        cost_pounds=chance.choice([None, None, 20, 45, 60, 120, 250, 400]),
        delay_days=chance.choice([None, None, 7, 14, 30, 60]),
        people_affected=chance.choice([None, 6, 12, 20, 35]),
        words=words,
        is_nameless=chance.random() < 0.12,
    )
    add_affected(barrier=barrier, person=member.person, group=group, experience=experience)


def _talk(case: Case, cast: Cast, barrier: Barrier, at: datetime, end: datetime, chance: Random) -> None:
    moments = sorted(at + (end - at) * chance.random() for _ in case.comments)
    for moment, words in zip(moments, case.comments, strict=True):
        _, member = chance.choice(cast.peers)
        with clock.travelled_to(moment):
            post_comment(thread=barrier, author=member.person, body=words)


def _answer(case: Case, cast: Cast, barrier: Barrier, state: str, at: datetime, chance: Random) -> None:
    """Let the council go its way to the state, and those affected say whether it is gone."""
    if state == "withdrawn":
        with clock.travelled_to(at + timedelta(days=2)):
            _move(barrier, Role.REPORTER, State.WITHDRAWN)
    if cast.officer is None or cast.lead is None:
        return
    path = PATHS[state]
    span = clock.now() - at - _needed(state)
    for number, kind in enumerate(path):
        moment = at + span * (number + chance.uniform(0.3, 0.9)) / len(path)
        words = case.reply if number == len(path) - 1 else chance.choice(ON_THE_WAY[kind])
        with clock.travelled_to(moment):
            _say(kind, cast, barrier, case, words)
    if path and barrier.state in {State.REMOVAL_CLAIMED, State.WAY_THROUGH}:
        _confirm(case, barrier, state, moment, chance)


def _needed(state: str) -> timedelta:
    """How long before today the last word must have come, for what follows it to have happened."""
    return {"removed": timedelta(days=32), "removed_unconfirmed": timedelta(weeks=9)}.get(state, timedelta())


def _say(kind: ResponseKind, cast: Cast, barrier: Barrier, case: Case, words: str) -> None:
    officer = cast.lead if kind == A.DECLINE else cast.officer
    assert officer is not None  # noqa: S101  # `_answer` returns where there is none
    department = cast.departments.get(case.department)
    words = words.format(department=department.name if department else "The right team")
    given = Given(
        today=clock.today(),
        rules=rules(),
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


def _move(barrier: Barrier, role: Role, target: State) -> None:
    given = Given(today=clock.today(), rules=rules())
    transition(barrier=barrier, person=barrier.author, role=role, target=target, given=given)


def _confirm(case: Case, barrier: Barrier, state: str, claimed: datetime, chance: Random) -> None:
    """Give the answers of the case, and let the time pass that its state takes."""
    asked = (
        db.session.query(ConfirmationRequest)
        .filter_by(barrier_id=barrier.id)
        .order_by(ConfirmationRequest.id)
    )
    answers = list(case.answers) or (["gone"] if state == "removed" else [])
    room = min(clock.now() - claimed, timedelta(days=20))
    for request, answer in zip(asked.all(), answers, strict=False):
        with clock.travelled_to(claimed + room * chance.uniform(0.1, 0.9)):
            if request.answer is None and barrier.state in {State.REMOVAL_CLAIMED, State.WAY_THROUGH}:
                confirm_removal(request=request, answer=Answer(answer))
    for wait in (timedelta(days=29), timedelta(weeks=8, days=1)):
        if claimed + wait < clock.now() and barrier.state == State.REMOVAL_CLAIMED:
            with clock.travelled_to(claimed + wait):
                settle_round(barrier=barrier)

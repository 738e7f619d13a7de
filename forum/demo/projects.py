"""Tells the invented stories: groups say what they did, what they measured, and how they got past barriers."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from decimal import Decimal

from sqlalchemy import select

from forum.accounts.models import Person
from forum.barriers.lifecycle.states import GOT_PAST_STATES
from forum.barriers.models import Barrier
from forum.core import clock
from forum.core.db import db
from forum.councils.models import Officer
from forum.groups.models import Group, Membership
from forum.stories.actions.additions import add_lesson, meet_barrier
from forum.stories.actions.outcomes import Measured, add_outcome, check_outcome
from forum.stories.actions.publish import Effort, StoryText, change_effort, tell_story
from forum.stories.models import Story
from forum.stories.vocabulary import Checker, LessonKind, Method, Stage
from forum.threads.actions.tags import set_tags

FIRST_TOLD_DAYS_AGO, DAYS_BETWEEN = 330, 13
AuthorDisplay = tuple[Group, Membership]


@dataclass(frozen=True, slots=True, kw_only=True)
class Result:
    """One measured result; `checked` says by whom: an officer of the council, a peer, or nobody.

    `unit_name` says what is measured where the unit is "other".
    """

    indicator: str
    unit: str
    unit_name: str = ""
    before: str | None = None
    after: str
    method: Method = Method.COUNT
    checked: Checker = Checker.NOBODY


@dataclass(frozen=True, slots=True, kw_only=True)
class Project:
    """One invented story. `met` is the title of a demo barrier and how the group got past it."""

    group: str
    title: str
    summary: str
    did: str
    happened: str
    set_out: str = ""
    differently: str = ""
    cash: int | None = None
    hours: int | None = None
    people: int | None = None
    stage: Stage = Stage.FINISHED
    results: tuple[Result, ...] = ()
    lessons: tuple[tuple[LessonKind, str], ...] = ()
    met: tuple[tuple[str, str], ...] = ()
    tags: tuple[str, ...] = ()


def notify_projects(
    projects: tuple[Project, ...], groups: dict[int, list[AuthorDisplay]], officers: dict[int, Officer | None]
) -> list[Story]:
    """Have each project told by a group of its kind where its barrier was met, one every fortnight or so."""
    places, told = list(groups), []
    for number, project in enumerate(projects):
        place = _where_it_was_met(project) or places[number % len(places)]
        days = FIRST_TOLD_DAYS_AGO - number * DAYS_BETWEEN
        with clock.travelled_to(clock.now() - timedelta(days=days)):
            told.append(_tell(project, groups[place], _checkers(groups, place, officers[place])))
    return told


def _checkers(
    groups: dict[int, list[AuthorDisplay]], place: int, officer: Officer | None
) -> dict[Checker, tuple[Person, str]]:
    """Name who looks at results: a member of a group elsewhere, and an officer where the council has one."""
    elsewhere = next(one for one in groups if one != place)
    group, membership = groups[elsewhere][0]
    peer = {Checker.PEER: (db.session.get_one(Person, membership.person_id), group.name)}
    if officer is None:
        return peer
    return peer | {Checker.INDEPENDENT: (officer.person, f"an officer of {officer.council.name}")}


def _tell(
    project: Project, groups: list[AuthorDisplay], checkers: dict[Checker, tuple[Person, str]]
) -> Story:
    group, membership = next(one for one in groups if f" {project.group}," in one[0].name)
    author = db.session.get_one(Person, membership.person_id)
    words = StoryText(
        title=project.title,
        summary=project.summary,
        did=project.did,
        happened=project.happened,
        set_out=project.set_out,
        differently=project.differently,
    )
    story = tell_story(words=words, author=author, group=group, council=group.council, area=group.area)
    change_effort(story=story, effort=_effort(project))
    for result in project.results:
        _measure(story, result, author, checkers)
    for kind, lesson in project.lessons:
        add_lesson(story=story, kind=kind, words=lesson)
    for title, how in project.met:
        barrier = _got_past(title)
        if barrier is not None and barrier.council_id == story.council_id:
            meet_barrier(story=story, barrier=barrier, how=how)
    set_tags(thread=story, names=list(project.tags))
    return story


def _effort(project: Project) -> Effort:
    today = clock.today()
    return Effort(
        stage=project.stage,
        cash_pounds=project.cash,
        volunteer_hours=project.hours,
        people=project.people,
        started_on=today - timedelta(days=300),
        ended_on=None if project.stage == Stage.UNDER_WAY else today - timedelta(days=21),
    )


def _measure(
    story: Story, result: Result, author: Person, checkers: dict[Checker, tuple[Person, str]]
) -> None:
    today = clock.today()
    measured = Measured(
        indicator=result.indicator,
        unit=result.unit,
        unit_name=result.unit_name,
        baseline=None if result.before is None else Decimal(result.before),
        baseline_on=None if result.before is None else today - timedelta(days=310),
        result=Decimal(result.after),
        result_on=today - timedelta(days=30),
        method=result.method,
    )
    outcome = add_outcome(story=story, measured=measured, person=author)
    if result.checked in checkers:
        person, speaks_for = checkers[result.checked]
        check_outcome(outcome=outcome, person=person, checks_as=result.checked, speaks_for=speaks_for)


def _where_it_was_met(project: Project) -> int | None:
    """Return the council of the barrier that a project met."""
    found = [_got_past(title) for title, _how in project.met]
    return next((one.council_id for one in found if one is not None), None)


def _got_past(title: str) -> Barrier | None:
    """Find a demo barrier that was got past and says whose it is: which ones are nameless is left to chance."""
    found = select(Barrier).where(
        Barrier.title == title, ~Barrier.is_nameless, Barrier.state.in_(GOT_PAST_STATES)
    )
    return db.session.scalars(found.order_by(Barrier.id).limit(1)).first()

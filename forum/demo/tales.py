"""Invented stories: what groups did, measured, learned, and met on their way."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import timedelta
from decimal import Decimal
from random import Random

from sqlalchemy import select

from forum.accounts.models import Person
from forum.barriers.lifecycle import State
from forum.barriers.models import Barrier
from forum.core import clock
from forum.core.db import db
from forum.councils.models import Council, Officer
from forum.demo import more_tales, tales_told
from forum.groups.models import Group, Membership
from forum.search.analysis import terms
from forum.stories.actions.adding import add_lesson, meet_barrier
from forum.stories.actions.outcomes import Measured, add_outcome, check_outcome
from forum.stories.actions.telling import Effort, Words, change_effort, tell_story
from forum.stories.models import Outcome, Story
from forum.stories.vocabulary import Checker, LessonKind, Method, Stage
from forum.threads.actions.tags import set_tags
from forum.threads.models import Visibility

PAST = (State.REMOVED, State.WAY_THROUGH, State.REMOVED_UNCONFIRMED)


@dataclass(frozen=True, slots=True, kw_only=True)
class Result:
    """One measured result: amounts as text, `days` between before and after."""

    indicator: str
    unit: str
    before: str | None
    after: str
    method: str | None
    days: int = 300
    unit_name: str = ""
    checked: str = ""
    """"officer" or "peer", or nobody."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Tale:
    """One invented story. `kind` begins the name of the group that tells it; `met` is the category of a barrier."""

    kind: str
    title: str
    summary: str
    set_out: str = ""
    did: str
    happened: str
    differently: str = ""
    stage: str = "finished"
    cash: int | None = None
    hours: int | None = None
    people: int | None = None
    results: tuple[Result, ...] = ()
    worked: tuple[str, ...] = ()
    failed: tuple[str, ...] = ()
    next_time: tuple[str, ...] = ()
    met: str = ""
    how: str = ""
    tags: tuple[str, ...] = ()


def tell_tales(
    groups: Sequence[tuple[Group, Membership]], officers: Sequence[Officer], chance: Random
) -> int:
    """Have the invented groups tell their stories; gives how many."""
    tales = [
        Tale(**{**one, "results": tuple(Result(**r) for r in one.get("results", ()))})
        for one in (*tales_told.TALES, *more_tales.TALES)
    ]
    for number, tale in enumerate(tales):
        teller = _teller(tale, groups, number)
        with clock.travelled_to(clock.now() - timedelta(days=chance.randint(12, 500), hours=number % 9)):
            story = _tell(tale, teller, chance)
        _check(story, tale, groups, officers)
    return len(tales)


def _teller(tale: Tale, groups: Sequence[tuple[Group, Membership]], number: int) -> tuple[Group, Membership]:
    fitting = [one for one in groups if tale.kind in one[0].name] or list(groups)
    return fitting[number % len(fitting)]


def _tell(tale: Tale, teller: tuple[Group, Membership], chance: Random) -> Story:
    group, membership = teller
    council = db.session.get(Council, group.council_id)
    story = tell_story(
        words=_words(tale), author=membership.person, group=group, council=council, area=group.area
    )
    set_tags(thread=story, names=list(tale.tags))
    _effort(story, tale, chance)
    for result in tale.results:
        add_outcome(story=story, measured=_measured(result), person=membership.person)
    learned = (
        (LessonKind.WORKED, tale.worked),
        (LessonKind.FAILED, tale.failed),
        (LessonKind.NEXT_TIME, tale.next_time),
    )
    for kind, lessons in learned:
        for words in lessons:
            add_lesson(story=story, kind=kind, words=words)
    _meet(story, tale)
    return story


def _words(tale: Tale) -> Words:
    return Words(
        title=tale.title,
        summary=tale.summary,
        did=tale.did,
        happened=tale.happened,
        set_out=tale.set_out,
        differently=tale.differently,
    )


def _effort(story: Story, tale: Tale, chance: Random) -> None:
    ended_on = clock.today() - timedelta(days=20)
    change_effort(
        story=story,
        effort=Effort(
            stage=Stage(tale.stage),
            cash_pounds=tale.cash,
            volunteer_hours=tale.hours,
            people=tale.people,
            started_on=ended_on - timedelta(days=chance.randint(120, 700)),
            ended_on=ended_on if tale.stage in {"finished", "stopped"} else None,
        ),
    )


def _measured(result: Result) -> Measured:
    found_on = clock.today() - timedelta(days=25)
    return Measured(
        indicator=result.indicator,
        unit=result.unit,
        unit_name=result.unit_name,
        baseline=Decimal(result.before) if result.before is not None else None,
        baseline_on=found_on - timedelta(days=result.days) if result.before is not None else None,
        result=Decimal(result.after),
        result_on=found_on,
        method=Method(result.method) if result.method else None,
    )


def _meet(story: Story, tale: Tale) -> None:
    """Link the barrier of that kind that was got past and tells most of the same words."""
    if not tale.met:
        return
    like = select(Barrier).where(
        Barrier.category == tale.met, Barrier.state.in_(PAST), Barrier.visibility == Visibility.PUBLIC
    )
    told = set(terms(f"{tale.title} {tale.summary} {tale.how}"))
    found = db.session.scalars(like.order_by(Barrier.id)).all()
    if found:
        best = max(found, key=lambda one: len(told.intersection(terms(f"{one.title} {one.body}"))))
        meet_barrier(story=story, barrier=best, how=tale.how)


def _check(
    story: Story, tale: Tale, groups: Sequence[tuple[Group, Membership]], officers: Sequence[Officer]
) -> None:
    peer = next(one for one in groups if one[0].id != story.group_id)
    for outcome, result in zip(list(story.outcomes), tale.results, strict=True):
        if result.checked == "officer" and officers:
            officer = next((one for one in officers if one.council_id == story.council_id), officers[0])
            _look(outcome, officer.person, Checker.INDEPENDENT, f"an officer of {officer.council.name}")
        elif result.checked == "peer":
            _look(outcome, peer[1].person, Checker.PEER, peer[0].name)


def _look(outcome: Outcome, person: Person, checks_as: Checker, speaks_for: str) -> None:
    with clock.travelled_to(clock.now() - timedelta(days=5)):
        check_outcome(outcome=outcome, person=person, checks_as=checks_as, speaks_for=speaks_for)

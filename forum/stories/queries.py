"""Reads stories: lists in keyset pages, one story with all its parts, and what is still to be asked."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import NamedTuple

from sqlalchemy import ColumnElement, Select, func, or_, select
from sqlalchemy.orm import joinedload, lazyload, selectinload

from forum.accounts.models import Person
from forum.barriers.models import Barrier
from forum.core.db import db
from forum.core.paging import CARDS_A_PAGE, Page, page_of
from forum.councils.identity import VISITOR, Identity
from forum.councils.models import Area, Council
from forum.groups.models import Group, Membership
from forum.stories.models import BarrierMet, Outcome, Story, StoryRecipient
from forum.stories.vocabulary import Stage
from forum.threads.models import Tag, Thread, ThreadTag
from forum.threads.visibility import area_known, readable

MOST_OF_BARRIER = 5
MOST_GROUPS = 1_000
ALL, TOLD, IMPORTED, ARCHIVED = "", "told", "imported", "archived"
MOST_COUNTED = 10_000
"""Beyond these, the number of stories is said as more than so many."""


@dataclass(frozen=True, kw_only=True, slots=True)
class StoryFilters:
    """What a list is narrowed by; empty means everything. `which` is ALL (those of today), TOLD, IMPORTED or ARCHIVED."""

    council_id: int | None = None
    area_id: int | None = None
    category: str = ""
    stage: str = ""
    tag: str = ""
    is_measured: bool = False
    which: str = ALL


def stories_with(identity: Identity, filters: StoryFilters) -> Select[tuple[int]]:
    """Select the ids of the stories that fit and that this person may read."""
    return select(Story.id).where(Thread.kind == "story", readable(identity), *_conditions(filters))


def list_stories(*, identity: Identity, filters: StoryFilters, cursor: str | None = None) -> Page[Story]:
    """List one page of stories, the newest first."""
    query = stories_with(identity, filters).with_only_columns(Story)
    return page_of(
        _with_recipients(query), by=(Thread.created_at, Thread.id), cursor=cursor, size=CARDS_A_PAGE
    )


def list_newest_stories(identity: Identity, limit: int) -> Sequence[Story]:
    """List the stories told last."""
    query = select(Story).where(readable(identity), *_conditions(StoryFilters(which=TOLD)))
    query = _with_places(query).order_by(Thread.created_at.desc(), Thread.id.desc())
    return db.session.scalars(query.limit(limit)).all()


def count_stories(*, identity: Identity, filters: StoryFilters) -> dict[str, int]:
    """Count the stories that fit, those told by groups and those from published grants, in one statement."""
    of_each = {
        which: stories_with(identity, replace(filters, which=which)).limit(MOST_COUNTED + 1).subquery()
        for which in (TOLD, IMPORTED)
    }
    counts = select(*(select(func.count()).select_from(one).scalar_subquery() for one in of_each.values()))
    return dict(zip(of_each, db.session.execute(counts).one(), strict=True))


def get_story(number: int) -> Story | None:
    """Read one story with all its parts, in a fixed number of statements."""
    query = (
        select(Story)
        .where(Story.id == number)
        .options(
            joinedload(Story.council),
            joinedload(Story.area),
            joinedload(Story.group),
            joinedload(Story.author),
            joinedload(Story.grant),
            joinedload(Story.tags),
            selectinload(Story.outcomes).joinedload(Outcome.evidence_file),
            selectinload(Story.outcomes).joinedload(Outcome.checked_by).load_only(Person.name),
            selectinload(Story.lessons),
            selectinload(Story.recipients).joinedload(StoryRecipient.group),
            selectinload(Story.barriers_met).joinedload(BarrierMet.barrier).joinedload(Barrier.council),
        )
    )
    return db.session.scalars(query).unique().one_or_none()


def get_outcome(story: Story, number: int) -> Outcome | None:
    """Find a result of this story."""
    return next((one for one in story.outcomes if one.id == number), None)


class OwnGroups(NamedTuple):
    """The ids of the groups somebody is in: all, and those whose story they may change."""

    all: frozenset[int] = frozenset()
    spoken_for: frozenset[int] = frozenset()


def own_groups(person: Person | None, story: Story) -> OwnGroups:
    """Return somebody's groups. They speak in a story for those they organise or were in when it came here.

    Everybody can join a group with one press: whoever does so later may not rewrite what it has told.
    """
    if person is None:
        return OwnGroups()
    query = select(Membership.group_id, Membership.is_organiser, Membership.created_at)
    query = query.where(Membership.person_id == person.id).order_by(Membership.id).limit(MOST_GROUPS)
    rows = db.session.execute(query).all()
    spoken = [one for one in rows if one.is_organiser or one.created_at <= story.created_at]
    return OwnGroups(frozenset(one.group_id for one in rows), frozenset(one.group_id for one in spoken))


def list_stories_that_met(identity: Identity, barrier: Barrier) -> Sequence[Story]:
    """List the stories that say how they got past a barrier, those with measured results first."""
    met = select(BarrierMet.story_id).where(BarrierMet.barrier_id == barrier.id)
    query = select(Story).where(Story.id.in_(met), readable(identity), Story.archived_at.is_(None))
    query = _with_places(query).order_by(Story.number_of_outcomes.desc(), Story.id.desc())
    return db.session.scalars(query.limit(MOST_OF_BARRIER)).all()


def stories_of_group(group: Group) -> Select[tuple[int]]:
    """Select the ids of what a group told, and of the stubs that were made of its grants."""
    shared = select(StoryRecipient.story_id).where(StoryRecipient.group_id == group.id)
    return select(Story.id).where(
        or_(Thread.group_id == group.id, Thread.id.in_(shared)), Thread.kind == "story"
    )


def list_councils_with_stories(limit: int = 500) -> list[Council]:
    """List the councils where a story is from, by name, for the filter."""
    from_there = select(Thread.id).where(
        Thread.council_id == Council.id, Thread.kind == "story", Thread.is_in_sight
    )
    query = select(Council).where(from_there.exists()).order_by(Council.name, Council.id)
    return list(db.session.scalars(query.limit(limit)))


def list_areas_of(council_id: int, limit: int = 500) -> list[Area]:
    """List a council's wards and other places, by name, for the filter."""
    query = select(Area).where(Area.council_id == council_id).order_by(Area.name, Area.id)
    return list(db.session.scalars(query.limit(limit)))


def _conditions(filters: StoryFilters) -> list[ColumnElement[bool]]:
    conditions: list[ColumnElement[bool]] = [
        Story.archived_at.is_not(None) if filters.which == ARCHIVED else Story.archived_at.is_(None)
    ]
    if filters.which in {TOLD, IMPORTED}:
        is_stub = filters.which == IMPORTED
        conditions.append(Story.told_at.is_(None) if is_stub else Story.told_at.is_not(None))
    if filters.council_id is not None:
        conditions.append(Thread.council_id == filters.council_id)
    if filters.area_id is not None:
        conditions += [Thread.area_id == filters.area_id, area_known(VISITOR)]
    if filters.stage:
        conditions.append(Story.stage == Stage(filters.stage))
    if filters.is_measured:
        conditions.append(Story.number_of_outcomes > 0)
    if filters.category:
        met = select(BarrierMet.story_id).join(Barrier, Barrier.id == BarrierMet.barrier_id)
        known = (~Barrier.is_council_only, Barrier.is_in_sight)  # as the story's page shows
        conditions.append(Story.id.in_(met.where(Barrier.category == filters.category, *known)))
    if filters.tag:
        tagged = select(ThreadTag.thread_id).join(Tag, Tag.id == ThreadTag.tag_id)
        conditions.append(Thread.id.in_(tagged.where(Tag.name == filters.tag)))
    return conditions


def _with_recipients(query: Select[tuple[Story]]) -> Select[tuple[Story]]:
    """Read with each the groups that shared its grant, for lists in which stubs stand."""
    return _with_places(query).options(selectinload(Story.recipients).joinedload(StoryRecipient.group))


def _with_places(query: Select[tuple[Story]]) -> Select[tuple[Story]]:
    places = joinedload(Story.council), joinedload(Story.area), joinedload(Story.group)
    return query.options(*places, joinedload(Story.author).load_only(Person.name), lazyload(Story.tags))


def list_council_names(numbers: Sequence[int]) -> list[str]:
    """Name a few councils by their ids."""
    return list(
        db.session.scalars(select(Council.name).where(Council.id.in_(numbers)).order_by(Council.name))
    )

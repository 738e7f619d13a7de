"""Reads that gather several features: always bounded or paged, and only what the reader may see."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from sqlalchemy import Select, func, select, union
from sqlalchemy.orm import joinedload, lazyload

from forum.accounts.models import Person
from forum.barriers.lifecycle import STATE_LABELS, State
from forum.barriers.models import Affected, Barrier, Transition
from forum.core import clock
from forum.core.db import db
from forum.core.paging import Page, page_of
from forum.councils.models import Area, Council
from forum.councils.standing import Standing
from forum.councils.succession import is_open_on
from forum.discovery.models import SavedSearch
from forum.groups.models import Group
from forum.stories.models import Story
from forum.threads.models import Tag, Thread, Visibility
from forum.threads.visibility import area_known, on_readable_thread, readable

ON_HOME = 4
MOST_TAGS = 100
MOST_COUNCILS_NAMED = 12
LOOKED_AT = 50
MOST_SAVED = 20


def list_newest_barriers(standing: Standing, limit: int = ON_HOME) -> Sequence[Barrier]:
    """List the barriers reported last."""
    query = select(Barrier).where(readable(standing), Barrier.state != State.WITHDRAWN)
    query = _with_places(query).order_by(Thread.created_at.desc(), Thread.id.desc())
    return db.session.scalars(query.limit(limit)).all()


def list_lately_removed(standing: Standing, limit: int = ON_HOME) -> Sequence[Barrier]:
    """List the barriers confirmed gone last, that are still gone."""
    lately = (
        select(Transition.barrier_id, Transition.created_at)
        .where(Transition.to_state == State.REMOVED)
        .order_by(Transition.created_at.desc())
        .limit(LOOKED_AT)
        .subquery()
    )
    # One that was reopened and removed again stands there twice.
    last = select(lately.c.barrier_id, func.max(lately.c.created_at).label("at")).group_by(
        lately.c.barrier_id
    )
    when = last.subquery()
    query = (
        select(Barrier)
        .join(when, when.c.barrier_id == Barrier.id)
        .where(readable(standing), Barrier.state == State.REMOVED)
        .order_by(when.c.at.desc(), Barrier.id.desc())
    )
    return db.session.scalars(_with_places(query).limit(limit)).all()


def list_most_affected(standing: Standing, limit: int = ON_HOME) -> Sequence[Barrier]:
    """List the barriers that stop most groups and are not gone."""
    gone = (State.REMOVED, State.REMOVED_UNCONFIRMED, State.WITHDRAWN)
    query = select(Barrier).where(readable(standing), Barrier.state.not_in(gone))
    query = query.order_by(Barrier.number_of_affected.desc(), Barrier.id.desc())
    return db.session.scalars(_with_places(query).limit(limit)).all()


def list_councils_most_told() -> Sequence[Council]:
    """List the councils that were told most barriers."""
    query = select(Council).where(is_open_on(clock.today()), Council.number_of_barriers > 0)
    query = query.order_by(Council.number_of_barriers.desc(), Council.name, Council.id)
    return db.session.scalars(query.limit(MOST_COUNCILS_NAMED)).all()


def count_by_state(standing: Standing, council: Council) -> Mapping[State, int]:
    """Count a council's barriers by their state, in the order of the states; only those the reader may see."""
    query = (
        select(Barrier.state, func.count())
        .where(Thread.council_id == council.id, readable(standing))
        .group_by(Barrier.state)
    )
    counted = {State(state): number for state, number in db.session.execute(query).tuples()}
    return {state: counted[state] for state in STATE_LABELS if state in counted}


def count_by_area(standing: Standing, council: Council) -> Mapping[int, int]:
    """Count a council's barriers by ward, withdrawn ones left out; only those the reader may see."""
    query = (
        select(Barrier.area_id, func.count())
        .where(
            Barrier.council_id == council.id,
            Barrier.area_id.is_not(None),
            area_known(standing),
            Barrier.state != State.WITHDRAWN,
            readable(standing),
        )
        .group_by(Barrier.area_id)
        .order_by(Barrier.area_id)
    )
    return {area_id or 0: number for area_id, number in db.session.execute(query).tuples()}


def list_barriers_of_group(group: Group, cursor: str | None) -> Page[Barrier]:
    """List what a group reported or met, in public alone: what it said without its name is not among it.

    It is the same for every reader, so that nobody can compare two pages.
    """
    reported = select(Thread.id).where(
        Thread.group_id == group.id, Thread.visibility == Visibility.PUBLIC, Thread.kind == "barrier"
    )
    met = select(Affected.barrier_id).where(
        Affected.group_id == group.id,
        Affected.is_nameless.is_(False),
        Affected.is_reporter.is_(False),
        Affected.withdrawn_at.is_(None),
    )
    query = select(Barrier).where(
        Thread.id.in_(union(reported, met)),
        Thread.visibility != Visibility.COUNCIL,
        Thread.hidden_at.is_(None),
        Barrier.state != State.WITHDRAWN,
    )
    return page_of(_with_places(query), by=(Thread.created_at, Thread.id), cursor=cursor)


def count_told_by(groups: Sequence[Group]) -> Mapping[int, Mapping[str, int]]:
    """Count what these groups posted in public under their name, by its kind, in one statement.

    A story that was made of published grants is not told by its group, and not counted.
    """
    story = Story.__table__.c  # alone: joined to its thread it would not be about the thread outside
    stub = select(story.id).where(story.id == Thread.id, story.told_at.is_(None))
    query = (
        select(Thread.group_id, Thread.kind, func.count())
        .where(
            Thread.group_id.in_([one.id for one in groups]),
            Thread.visibility == Visibility.PUBLIC,
            Thread.hidden_at.is_(None),
            ~stub.exists(),
        )
        .group_by(Thread.group_id, Thread.kind)
    )
    counted: dict[int, dict[str, int]] = {}
    for number, kind, times in db.session.execute(query).tuples():
        counted.setdefault(number or 0, {})[kind] = times
    return counted


def list_tags(standing: Standing) -> Sequence[Tag]:
    """List the tags used most, as far as the reader may read a thread that carries them."""
    query = select(Tag).where(Tag.synonym_of_id.is_(None), on_readable_thread(standing))
    query = query.order_by(Tag.number_of_threads.desc(), Tag.id)
    return db.session.scalars(query.limit(MOST_TAGS)).all()


def get_tag(standing: Standing, name: str) -> Tag | None:
    """Read a tag, or the one used in its place; none where the reader may read no thread that carries it."""
    tag = db.session.scalar(select(Tag).where(Tag.name == name))
    if tag is None:
        return None
    number = tag.synonym_of_id or tag.id
    return db.session.scalar(select(Tag).where(Tag.id == number, on_readable_thread(standing)))


def list_groups_in(area: Area, limit: int = 20) -> Sequence[Group]:
    """List the first groups of a ward by name."""
    query = select(Group).where(Group.area_id == area.id).order_by(Group.name, Group.id)
    return db.session.scalars(query.limit(limit)).all()


def find_saved(person: Person, asks: str) -> SavedSearch | None:
    """Find the search of this person that asks the same."""
    own = select(SavedSearch).where(SavedSearch.person_id == person.id, SavedSearch.asks == asks)
    return db.session.scalar(own)


def get_saved(person: Person, number: int) -> SavedSearch | None:
    """Read one of a person's own saved searches."""
    saved = db.session.get(SavedSearch, number)
    return saved if saved is not None and saved.person_id == person.id else None


def count_saved(person: Person) -> int:
    """Count the searches somebody has saved."""
    query = select(func.count(SavedSearch.id)).where(SavedSearch.person_id == person.id)
    return db.session.scalar(query) or 0


def list_saved(person: Person) -> Sequence[SavedSearch]:
    """List the searches somebody has saved, the newest first."""
    query = select(SavedSearch).where(SavedSearch.person_id == person.id).order_by(SavedSearch.id.desc())
    return db.session.scalars(query.limit(MOST_SAVED)).all()


def _with_places(query: Select[tuple[Barrier]]) -> Select[tuple[Barrier]]:
    return query.options(joinedload(Barrier.council), joinedload(Barrier.area), lazyload(Barrier.tags))

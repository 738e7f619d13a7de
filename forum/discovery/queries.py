"""Reads that gather several features: always bounded or paged, and only what the reader may see."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from typing import NamedTuple

from sqlalchemy import Select, and_, case, func, literal, select, union, union_all
from sqlalchemy.orm import joinedload, lazyload

from forum.accounts.models import Person
from forum.barriers.lifecycle.labels import STATE_LABELS
from forum.barriers.lifecycle.states import OPEN_STATES, OVER_STATES, State
from forum.barriers.models import Affected, Barrier, Transition
from forum.core.db import db
from forum.core.paging import CARDS_A_PAGE, Page, page_of
from forum.councils.identity import VISITOR, Identity
from forum.councils.models import Area, Council
from forum.discovery.models import SavedSearch
from forum.groups.models import Group
from forum.groups.queries import lent_by
from forum.stories.models import Story
from forum.threads.attachments import MOST_PICTURES, Picture
from forum.threads.models import Tag, Thread, Visibility
from forum.threads.visibility import area_known, on_readable_thread, readable

ON_HOME = 3
MOST_TAGS = 100
MOST_COUNCILS_NAMED = 12
LOOKED_AT = 50
MOST_SAVED = 20


def list_newest_and_most_affected(identity: Identity) -> tuple[list[Barrier], list[Barrier]]:
    """List the barriers reported last, and those that stop most groups and are not gone, in one statement."""
    found = select(Barrier.id).where(readable(identity))
    newest = found.where(Barrier.state != State.WITHDRAWN).order_by(
        Thread.created_at.desc(), Thread.id.desc()
    )
    most = found.where(Barrier.state.not_in(OVER_STATES)).order_by(
        Barrier.number_of_affected.desc(), Barrier.id.desc()
    )
    parts = ((newest, "newest"), (most, "most"))
    ids = union_all(
        *(
            select(part.limit(ON_HOME).subquery().c.id.label("id"), literal(name).label("part"))
            for part, name in parts
        )
    ).subquery()
    query = _with_places(select(Barrier)).join(ids, ids.c.id == Barrier.id)
    rows = db.session.execute(query.add_columns(ids.c.part)).unique().tuples().all()
    lists = {name: [barrier for barrier, part in rows if part == name] for _, name in parts}
    return (
        sorted(lists["newest"], key=lambda one: (one.created_at, one.id), reverse=True),
        sorted(lists["most"], key=lambda one: (one.number_of_affected, one.id), reverse=True),
    )


def list_lately_removed(identity: Identity, limit: int = ON_HOME) -> Sequence[Barrier]:
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
        .where(readable(identity), Barrier.state == State.REMOVED)
        .order_by(when.c.at.desc(), Barrier.id.desc())
    )
    return db.session.scalars(_with_places(query).limit(limit)).all()


class Counted(NamedTuple):
    """What the start page counts: barriers that everybody may read, and councils that have people here."""

    removed: int
    open: int
    councils: int


def count_and_list_councils() -> tuple[Counted, list[Council]]:
    """Count barriers confirmed gone, open ones and the councils here; list the councils told most: one statement."""
    barriers = select(func.count(Barrier.id)).where(readable(VISITOR))
    here = select(func.count(Council.id)).where(Council.claimed_at.is_not(None), Council.ended_on.is_(None))
    counts = select(
        barriers.where(Barrier.state == State.REMOVED).scalar_subquery().label("removed"),
        barriers.where(Barrier.state.in_(OPEN_STATES)).scalar_subquery().label("open"),
        here.scalar_subquery().label("councils"),
    ).subquery()
    told = and_(Council.ended_on.is_(None), Council.number_of_barriers > 0)
    query = select(*counts.c, Council).select_from(counts).outerjoin(Council, told)
    query = query.order_by(Council.number_of_barriers.desc(), Council.name, Council.id)
    rows = db.session.execute(query.limit(MOST_COUNCILS_NAMED)).all()
    return Counted(*rows[0][:3]), [row[3] for row in rows if row[3] is not None]


def count_by_state_and_area(
    identity: Identity, council: Council
) -> tuple[Mapping[State, int], Mapping[int, int]]:
    """Count a council's barriers by state, in the order of the states, and by ward, withdrawn ones left out.

    Only those the reader may see, and in a ward only those whose ward this reader may know: one statement.
    """
    ward = case((and_(area_known(identity), Barrier.state != State.WITHDRAWN), Thread.area_id))
    seen = (
        select(Barrier.state.label("state"), ward.label("ward"))
        .where(Thread.council_id == council.id, readable(identity))
        .subquery()
    )
    query = select(seen.c.state, seen.c.ward, func.count()).group_by(seen.c.state, seen.c.ward)
    by_state, by_area = Counter[State](), Counter[int]()
    for state, area_id, number in db.session.execute(query).tuples():
        by_state[State(state)] += number
        if area_id is not None:
            by_area[area_id] += number
    return {state: by_state[state] for state in STATE_LABELS if state in by_state}, by_area


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
    return page_of(_with_places(query), by=(Thread.created_at, Thread.id), cursor=cursor, size=CARDS_A_PAGE)


def count_told_and_lent(
    groups: Sequence[Group],
) -> tuple[Mapping[int, Mapping[str, int]], Mapping[int, Sequence[str]]]:
    """Count what these groups posted in public under their name, by kind, and list what they lend: one statement.

    A story that was made of published grants is not told by its group, and not counted.
    """
    story = Story.__table__.c  # alone: joined to its thread it would not be about the thread outside
    stub = select(story.id).where(story.id == Thread.id, story.told_at.is_(None))
    posted = (
        select(Thread.group_id, Thread.kind, func.count(), literal(1).label("is_told"))
        .where(
            Thread.group_id.in_([one.id for one in groups]),
            Thread.visibility == Visibility.PUBLIC,
            Thread.hidden_at.is_(None),
            ~stub.exists(),
        )
        .group_by(Thread.group_id, Thread.kind)
    )
    lends = lent_by(groups).add_columns(literal(1), literal(0))
    told: dict[int, dict[str, int]] = {}
    lent: dict[int, list[str]] = {}
    for number, kind, times, is_told in db.session.execute(
        union_all(posted, lends).order_by("kind")
    ).tuples():
        if is_told:
            told.setdefault(number or 0, {})[kind] = times
        else:
            lent.setdefault(number or 0, []).append(kind)
    return told, lent


def list_covers_of_groups(groups: Sequence[Group]) -> dict[int, Picture]:
    """Find a picture for each of these groups: the first of its newest story with pictures, in one statement."""
    told = (Thread.kind == "story", Thread.visibility == Visibility.PUBLIC, Thread.hidden_at.is_(None))
    query = (
        select(Thread.group_id, Picture)
        .join(Thread, Thread.id == Picture.thread_id)
        .where(*told, Thread.group_id.in_([one.id for one in groups]), Picture.alt != "")
        .order_by(Thread.id.desc(), Picture.position)
        .limit(len(groups) * MOST_PICTURES)
    )
    covers: dict[int, Picture] = {}
    for number, picture in db.session.execute(query).tuples():
        covers.setdefault(number or 0, picture)
    return covers


def list_tags(identity: Identity) -> Sequence[Tag]:
    """List the tags used most, as far as the reader may read a thread that carries them."""
    query = select(Tag).where(Tag.synonym_of_id.is_(None), on_readable_thread(identity))
    query = query.order_by(Tag.number_of_threads.desc(), Tag.id)
    return db.session.scalars(query.limit(MOST_TAGS)).all()


def get_tag(identity: Identity, name: str) -> Tag | None:
    """Read a tag, or the one used in its place; none where the reader may read no thread that carries it."""
    tag = db.session.scalar(select(Tag).where(Tag.name == name))
    if tag is None:
        return None
    number = tag.synonym_of_id or tag.id
    return db.session.scalar(select(Tag).where(Tag.id == number, on_readable_thread(identity)))


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

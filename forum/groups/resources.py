"""What groups can lend and need: adding it, ending it, listing it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from sqlalchemy import ColumnElement, func, or_, select
from sqlalchemy.orm import joinedload

from forum.accounts.models import Person
from forum.core import clock
from forum.core.db import db
from forum.core.events import send
from forum.core.outbox import enqueue
from forum.core.paging import CARDS_A_PAGE, Page, page_of
from forum.councils.models import Area, Council
from forum.groups.actions import list_group
from forum.groups.events import ResourceListed
from forum.groups.models import Direction, Group, Resource

MOST_OPEN = 20
FEW = 10
A_DAY = timedelta(days=1)


class TooManyResourcesError(ValueError):
    """A group lists as many things as a reader can take in; its message says so, for people."""


@dataclass(frozen=True, kw_only=True, slots=True)
class ResourceFilters:
    """What a list is narrowed by; empty means everything."""

    direction: str = ""
    kind: str = ""
    council_id: int | None = None
    area_id: int | None = None


def add_resource(
    *,
    group: Group,
    by: Person,
    direction: Direction,
    kind: str,
    words: str,
    terms: str,
    until: date,
    area: Area | None = None,
    is_local: bool = True,
) -> Resource:
    """List something a group can lend or needs: near it, or (`is_local` False) anywhere. Raises TooManyResourcesError."""
    counted = select(func.count(Resource.id)).where(Resource.group_id == group.id, *_open())
    if (db.session.scalar(counted) or 0) >= MOST_OPEN:
        raise TooManyResourcesError(f"Your group lists {MOST_OPEN} things. End one to add another.")
    list_group(group)
    resource = Resource(
        group=group,
        direction=direction,
        kind=kind,
        words=words,
        terms=terms,
        until=until,
        council_id=group.council_id if is_local else None,
        area_id=area.id if area and is_local else None,
        created_at=clock.now(),
    )
    db.session.add(resource)
    db.session.flush()
    _index(resource)
    send(ResourceListed(resource=resource, by=by))
    return resource


def _index(resource: Resource) -> None:
    """Have search learn of it now, and once more when its day is over, for its words leave with it."""
    document = {"document": f"group:{resource.group_id}"}
    enqueue("index", document)
    enqueue("index", document, due_at=clock.now() + (resource.until - clock.today() + A_DAY))


def change_resource(
    *,
    resource: Resource,
    direction: Direction,
    kind: str,
    words: str,
    terms: str,
    until: date,
    area: Area | None = None,
    is_local: bool = True,
) -> None:
    """Correct what is said of something that is listed."""
    resource.direction, resource.kind, resource.words, resource.terms = direction, kind, words, terms
    resource.until = until
    resource.council_id = resource.group.council_id if is_local else None
    resource.area_id = area.id if area and is_local else None
    db.session.flush()
    _index(resource)


def end_resource(*, resource: Resource) -> None:
    """Take something off the lists: it is lent, found, or gone."""
    resource.ended_at = resource.ended_at or clock.now()
    db.session.flush()
    enqueue("index", {"document": f"group:{resource.group_id}"})


def get_resource(number: int) -> Resource | None:
    """Read one resource with its group."""
    query = select(Resource).where(Resource.id == number).options(joinedload(Resource.group))
    return db.session.scalar(query)


def list_resources(filters: ResourceFilters, cursor: str | None = None) -> Page[Resource]:
    """List one page of what is offered and needed now, the newest first; of a council also what is for anywhere."""
    query = select(Resource).where(*_open())
    if filters.direction:
        query = query.where(Resource.direction == Direction(filters.direction))
    if filters.kind:
        query = query.where(Resource.kind == filters.kind)
    if filters.council_id is not None:
        query = query.where(or_(Resource.council_id == filters.council_id, Resource.council_id.is_(None)))
    if filters.area_id is not None:
        query = query.where(or_(Resource.area_id == filters.area_id, Resource.area_id.is_(None)))
    shown = joinedload(Resource.group), joinedload(Resource.council), joinedload(Resource.area)
    return page_of(query.options(*shown), by=(Resource.id,), cursor=cursor, size=CARDS_A_PAGE)


def list_resources_of(group: Group) -> Sequence[Resource]:
    """List what a group offers and needs now."""
    query = select(Resource).where(Resource.group_id == group.id, *_open())
    query = query.options(joinedload(Resource.area)).order_by(Resource.direction, Resource.id)
    return db.session.scalars(query.limit(MOST_OPEN)).all()


def list_words_of(numbers: Sequence[int]) -> Mapping[int, list[str]]:
    """Return the words of what these groups offer and need now, in one statement: for their search documents."""
    query = select(Resource.group_id, Resource.words).where(Resource.group_id.in_(numbers), *_open())
    words: dict[int, list[str]] = {}
    for number, said in db.session.execute(query.order_by(Resource.id)).tuples():
        words.setdefault(number, []).append(said)
    return words


def list_needed(*, council: Council, area: Area | None = None) -> Sequence[Resource]:
    """List the newest things that groups of a place need."""
    here = Resource.group.has(Group.council_id == council.id)
    query = select(Resource).where(Resource.direction == Direction.NEEDED, here, *_open())
    if area is not None:
        query = query.where(Resource.area_id == area.id)
    query = query.options(joinedload(Resource.group), joinedload(Resource.area))
    return db.session.scalars(query.order_by(Resource.id.desc()).limit(FEW)).all()


def _open() -> tuple[ColumnElement[bool], ...]:
    return Resource.ended_at.is_(None), Resource.until >= clock.today()

"""Reads of groups, their members and the claims on them."""

from __future__ import annotations

from collections.abc import Sequence

from sqlalchemy import Select, and_, case, false, or_, select, union_all
from sqlalchemy.orm import joinedload, lazyload, selectinload

from forum.accounts.models import Person
from forum.core import clock
from forum.core.db import db
from forum.core.paging import Page, page_of
from forum.councils.identity import Identity
from forum.councils.models import Council
from forum.groups.models import Direction, Group, GroupClaim, GroupTopic, JoinRequest, Membership, Resource
from forum.groups.name_matching import normalise_name

MOST_MEMBERS = 200
MOST_ORGANISERS = 50
MOST_OF_ONE_PERSON = 50
MOST_CLAIMS = 100
MOST_NEARBY = 5
LONGEST_QUESTION = 100
LISTED = and_(Group.is_unlisted == false(), Group.hold.is_(None))


def get_group(number: int) -> Group | None:
    """Read one group with its council, area and topics."""
    query = select(Group).where(Group.id == number)
    shown = joinedload(Group.council), joinedload(Group.area), joinedload(Group.topics)
    return db.session.scalars(query.options(*shown)).unique().one_or_none()


def get_known_group(identity: Identity, number: int) -> Group | None:
    """Read one group; None for one that this reader may not know of: in no list, and neither theirs nor a moderator's."""
    group = get_group(number)
    if group is None or group.is_listed or identity.is_moderator:
        return group
    return group if get_membership(group, identity.person) is not None else None


def list_groups(
    *,
    council: Council | None = None,
    area_id: int | None = None,
    text: str = "",
    legal_form: str = "",
    topic: str = "",
    lends: bool = False,
    cursor: str | None = None,
) -> Page[Group]:
    """List groups by name, of one council or area where one is given, with `text` in their names."""
    shown = joinedload(Group.council), joinedload(Group.area), selectinload(Group.topics)
    query = select(Group).where(LISTED).options(*shown)
    if topic:
        query = query.where(Group.id.in_(select(GroupTopic.group_id).where(GroupTopic.topic == topic)))
    if council is not None:
        query = query.where(Group.council_id == council.id)
    if area_id is not None:
        query = query.where(Group.area_id == area_id)
    if legal_form:
        query = query.where(Group.legal_form == legal_form)
    if lends:
        offered = select(Resource.id).where(
            Resource.group_id == Group.id,
            Resource.direction == Direction.OFFERED,
            Resource.ended_at.is_(None),
            Resource.until >= clock.today(),
        )
        query = query.where(offered.exists())
    wanted = normalise_name(text[:LONGEST_QUESTION])
    if wanted:
        query = query.where(Group.normalised_name.contains(wanted, autoescape=True))
    return page_of(query, by=(Group.name, Group.id), cursor=cursor, ascending=True)


def list_nearby(group: Group) -> Sequence[Group]:
    """List a few other groups near one, in one statement: of its ward first, then of its council."""
    if group.council_id is None:
        return []
    others = select(Group.id, Group.name).where(Group.id != group.id, LISTED)
    here = others.where(Group.area_id == group.area_id).order_by(Group.name, Group.id).limit(MOST_NEARBY)
    around = others.where(Group.council_id == group.council_id).order_by(Group.name, Group.id)
    ids = union_all(*(select(one.subquery().c.id) for one in (here, around.limit(2 * MOST_NEARBY))))
    is_far = case((Group.area_id == group.area_id, 0), else_=1)
    query = select(Group).where(Group.id.in_(ids)).options(joinedload(Group.area), lazyload(Group.council))
    return db.session.scalars(query.order_by(is_far, Group.name, Group.id).limit(MOST_NEARBY)).all()


def lent_by(groups: Sequence[Group]) -> Select[tuple[int, str]]:
    """Select the kinds of things that these groups can lend now."""
    lent = select(Resource.group_id, Resource.kind).where(
        Resource.group_id.in_([one.id for one in groups]),
        Resource.direction == Direction.OFFERED,
        Resource.ended_at.is_(None),
        Resource.until >= clock.today(),
    )
    return lent.distinct()


def list_groups_of(person: Person | None) -> list[Group]:
    """List the groups a person is in, by name, so that they can choose one when they post; none that a moderator has not let through."""
    if person is None:
        return []
    query = select(Group).join(Membership, Membership.group_id == Group.id)
    query = query.where(Membership.person_id == person.id, Group.hold.is_(None))
    return list(db.session.scalars(query.order_by(Group.name, Group.id).limit(MOST_OF_ONE_PERSON)))


def find_group(*, name: str, council: Council | None, person: Person) -> Group | None:
    """Find the oldest group of this name at this council (or at none), however it is written, that a person may know of."""
    own = select(Membership.group_id).where(Membership.person_id == person.id)
    query = select(Group).where(
        or_(LISTED, Group.id.in_(own)),
        Group.normalised_name == normalise_name(name),
        Group.council_id == council.id if council else Group.council_id.is_(None),
    )
    return db.session.scalar(query.order_by(Group.id).limit(1))


def get_membership(group: Group, person: Person | None) -> Membership | None:
    """Read a person's place in a group."""
    if person is None:
        return None
    return db.session.scalar(
        select(Membership).where(Membership.group_id == group.id, Membership.person_id == person.id)
    )


def list_organisers(group_id: int) -> Sequence[Person]:
    """List who organises a group, to be told what concerns it."""
    query = select(Person).join(Membership, Membership.person_id == Person.id)
    query = query.where(Membership.group_id == group_id, Membership.is_organiser).order_by(Person.id)
    return db.session.scalars(query.limit(MOST_ORGANISERS)).all()


def find_join_request(group: Group, person: Person | None) -> JoinRequest | None:
    """Find whether somebody waits to be let into a group."""
    if person is None:
        return None
    asked = select(JoinRequest).where(JoinRequest.group_id == group.id, JoinRequest.person_id == person.id)
    return db.session.scalar(asked)


def get_join_request(number: int) -> JoinRequest | None:
    """Read one request to be let in."""
    return db.session.get(JoinRequest, number)


def list_join_requests(group: Group) -> Sequence[JoinRequest]:
    """List who waits to be let into a group, the first first."""
    query = select(JoinRequest).where(JoinRequest.group_id == group.id).order_by(JoinRequest.id)
    return db.session.scalars(query.limit(MOST_MEMBERS)).all()


def get_member(group: Group, person_id: int) -> Membership | None:
    """Read one member of a group by the person's number."""
    query = select(Membership).where(Membership.group_id == group.id, Membership.person_id == person_id)
    return db.session.scalar(query)


def list_members(group: Group, *, only_shown: bool) -> Sequence[Membership]:
    """List a group's members, organisers first: all for those who may see them, or those who show themselves."""
    query = select(Membership).where(Membership.group_id == group.id).options(joinedload(Membership.person))
    if only_shown:
        query = query.where(Membership.is_shown)
    query = query.order_by(Membership.is_organiser.desc(), Membership.id).limit(MOST_MEMBERS)
    return db.session.scalars(query).all()


def get_claim(number: int) -> GroupClaim | None:
    """Read one claim on a group."""
    return db.session.get(GroupClaim, number)


def find_open_claim(group: Group, person: Person | None) -> GroupClaim | None:
    """Find what this person asked for and nobody has settled."""
    if person is None:
        return None
    query = select(GroupClaim).where(
        GroupClaim.group_id == group.id, GroupClaim.person_id == person.id, GroupClaim.settled_at.is_(None)
    )
    return db.session.scalar(query.limit(1))


def list_open_claims() -> Sequence[GroupClaim]:
    """List the claims that wait for a moderator, oldest first."""
    query = select(GroupClaim).where(GroupClaim.settled_at.is_(None)).order_by(GroupClaim.id)
    return db.session.scalars(query.limit(MOST_CLAIMS)).all()


def list_members_to_tell(group_id: int, *, limit: int) -> Sequence[Person]:
    """List the members of a group who want mails, by their ids."""
    query = select(Person).join(Membership, Membership.person_id == Person.id)
    query = query.where(Membership.group_id == group_id, Person.gets_news)
    return db.session.scalars(query.order_by(Person.id).limit(limit)).all()

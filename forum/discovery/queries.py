"""Reads that gather several features: always bounded or paged, and only what the reader may see."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from sqlalchemy import ColumnElement, String, and_, func, literal, select, type_coerce, union_all

from forum.accounts.models import Person
from forum.core.db import db
from forum.councils.identity import Identity
from forum.councils.models import Area, Council
from forum.discovery.models import SavedSearch
from forum.groups.models import Group
from forum.groups.queries import LISTED, lent_by
from forum.threads.attachments import MOST_PICTURES, Picture
from forum.threads.kinds import list_kinds
from forum.threads.models import Tag, Thread
from forum.threads.page_sections import Counter
from forum.threads.visibility import on_readable_thread, readable

MOST_TAGS = 100
MOST_COUNCILS_NAMED = 12
MOST_SAVED = 20


def not_by_others() -> list[ColumnElement[bool]]:
    """Restrict a query on Thread to what the groups they carry said themselves."""
    stubs = [query for kind in list_kinds() if (query := kind.not_said_by_its_group()) is not None]
    return [~stub.where(stub.selected_columns[0] == Thread.id).exists() for stub in stubs]


def count_told_and_lent(
    groups: Sequence[Group],
) -> tuple[Mapping[int, Mapping[str, int]], Mapping[int, Sequence[str]]]:
    """Count what these groups posted in public under their name, by kind, and list what they lend: one statement.

    What carries a group's name and was said by nobody of it is not counted.
    """
    posted = (
        # Read as text: below it stand the kinds of what is lent, which are no kinds of threads.
        select(
            Thread.group_id,
            type_coerce(Thread.kind, String).label("kind"),
            func.count(),
            literal(1).label("is_told"),
        )
        .where(
            Thread.group_id.in_([one.id for one in groups]),
            ~Thread.is_nameless,
            Thread.is_in_sight,
            *not_by_others(),
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
    """Find a picture for each of these groups: the first of its newest post with pictures, in one statement."""
    pictured = [kind.name for kind in list_kinds() if kind.gives_covers]
    told = (Thread.kind.in_(pictured), ~Thread.is_nameless, Thread.is_in_sight)
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
    query = select(Group).where(Group.area_id == area.id, LISTED).order_by(Group.name, Group.id)
    return db.session.scalars(query.limit(limit)).all()


def find_saved(person: Person, asks: str) -> SavedSearch | None:
    """Find the search of this person that asks the same."""
    own = select(SavedSearch).where(SavedSearch.person_id == person.id, SavedSearch.asks == asks)
    return db.session.scalar(own)


def get_saved(person: Person, number: int) -> SavedSearch | None:
    """Read one of a person's own saved searches."""
    saved = db.session.get(SavedSearch, number)
    return saved if saved is not None and saved.person_id == person.id else None


def list_saved_by_id(person_id: int | None, ids: Sequence[int]) -> Sequence[SavedSearch]:
    """List those of these searches that a person saved."""
    query = select(SavedSearch).where(SavedSearch.person_id == person_id, SavedSearch.id.in_(ids))
    return db.session.scalars(query.order_by(SavedSearch.id)).all()


def count_saved(person: Person) -> int:
    """Count the searches somebody has saved."""
    query = select(func.count(SavedSearch.id)).where(SavedSearch.person_id == person.id)
    return db.session.scalar(query) or 0


def list_saved(person: Person) -> Sequence[SavedSearch]:
    """List the searches somebody has saved, the newest first."""
    query = select(SavedSearch).where(SavedSearch.person_id == person.id).order_by(SavedSearch.id.desc())
    return db.session.scalars(query.limit(MOST_SAVED)).all()


def count_and_list_councils(counters: Sequence[Counter]) -> tuple[list[int], int, list[Council]]:
    """Count what the start page begins with and the councils here; list the councils told most: one statement."""
    here = select(func.count(Council.id)).where(Council.claimed_at.is_not(None), Council.ended_on.is_(None))
    counted = [here, *(one.query for one in counters)]
    counts = select(
        *(query.scalar_subquery().label(f"count_{i}") for i, query in enumerate(counted))
    ).subquery()
    told = and_(Council.ended_on.is_(None), Council.number_of_barriers > 0)
    query = select(Council, *counts.c).select_from(counts).outerjoin(Council, told)
    query = query.order_by(Council.number_of_barriers.desc(), Council.name, Council.id)
    rows = db.session.execute(query.limit(MOST_COUNCILS_NAMED)).all()
    number_here, *numbers = rows[0][1:]
    return numbers, number_here, [row[0] for row in rows if row[0] is not None]


def list_titles(ids: Sequence[str], identity: Identity) -> dict[str, str]:
    """Read the titles of threads that somebody may read, and the names of groups, by the search engine's ids."""
    numbers = {
        kind: [int(one.partition(":")[2]) for one in ids if one.startswith(f"{kind}:")]
        for kind in ("thread", "group")
    }
    threads = select(Thread.id, Thread.title).where(Thread.id.in_(numbers["thread"]), readable(identity))
    groups = select(Group.id, Group.name).where(Group.id.in_(numbers["group"]))
    titles = {f"thread:{number}": title for number, title in db.session.execute(threads)}
    return titles | {f"group:{number}": name for number, name in db.session.execute(groups)}

"""Gathers what all features show on a page, in the order of their manifests; the newest of all kinds in one statement."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from typing import Any

from sqlalchemy import ColumnElement, Select, and_, select, union_all
from sqlalchemy.orm import joinedload, lazyload, with_polymorphic

from forum.accounts.models import Person
from forum.core.db import db
from forum.councils.identity import VISITOR, Identity
from forum.groups.models import Group
from forum.threads.manifest import ThreadFeature
from forum.threads.models import Tag, Thread, ThreadTag
from forum.threads.page_sections import PagePlace, PageSection, PageSections, newest_first
from forum.threads.visibility import area_known, readable
from forum.web.manifest import list_features

Sections = Sequence[PageSection]


def list_page_sections() -> list[PageSections[Any]]:
    """List what features of this application show on such pages."""
    return [one.sections for one in list_features(ThreadFeature) if one.sections is not None]


def sections_on_home(identity: Identity) -> Sections:
    """Gather the sections of the start page."""
    return [section for one in list_page_sections() for section in one.on_home(identity)]


def sections_at(place: PagePlace, identity: Identity) -> Sections:
    """Gather the sections of a council's page, or of a ward's."""
    if place.area is None:
        newest = _newest_with(Thread.council_id == place.council.id)
    else:
        newest = _newest_with(and_(Thread.area_id == place.area.id, area_known(VISITOR)))
    return [
        section
        for one in list_page_sections()
        for section in one.at_place(place, newest[one.model], identity)
    ]


def sections_with(tag: Tag, identity: Identity) -> Sections:
    """Gather the sections of a tag's page."""
    newest = _newest_with(Thread.id.in_(select(ThreadTag.thread_id).where(ThreadTag.tag_id == tag.id)))
    return [
        section for one in list_page_sections() for section in one.with_tag(tag, newest[one.model], identity)
    ]


def sections_of(group: Group, identity: Identity) -> Sections:
    """Gather the sections of a group's page."""
    newest = _read([(one, query) for one in list_page_sections() for query in one.newest_of_group(group)])
    return [
        section
        for one in list_page_sections()
        for section in one.of_group(group, newest[one.model], identity)
    ]


def labels_together(sections: Sections) -> str:
    """Name what sections are about, in one phrase such as "Stories and questions"; empty where none says it."""
    labels = list(dict.fromkeys(one.label for one in sections if one.label))
    said = " and ".join(filter(None, (", ".join(labels[:-1]), *labels[-1:])))
    return said[:1].upper() + said[1:]


def _newest_with(narrowed: ColumnElement[bool]) -> Mapping[type[Thread], list[Thread]]:
    """Read the newest few of each kind for which this holds."""
    return _read(
        [
            (one, newest_first(newest.query.where(narrowed), newest.limit))
            for one in list_page_sections()
            for newest in one.newest()
        ]
    )


def _read(
    parts: Sequence[tuple[PageSections[Any], Select[tuple[int]]]],
) -> Mapping[type[Thread], list[Thread]]:
    """Read what everybody can read of these ids, by model, the newest first; no more rows are read than are shown."""
    found: dict[type[Thread], list[Thread]] = defaultdict(list)
    if not parts:
        return found
    models = list(dict.fromkeys(one.model for one, _ in parts))
    either = with_polymorphic(Thread, models)
    query = select(either).where(either.id.in_(union_all(*(_public(ids) for _, ids in parts))))
    query = query.options(
        joinedload(either.council),
        joinedload(either.area),
        joinedload(either.group),
        joinedload(either.author).load_only(Person.name),
        lazyload(either.tags),
        *(
            option
            for one in dict.fromkeys(one for one, _ in parts)
            for option in one.options(getattr(either, one.model.__name__))
        ),
    )
    newest = query.order_by(either.created_at.desc(), either.id.desc())
    for thread in db.session.scalars(newest).unique():
        found[type(thread)].append(thread)
    return found


def _public(ids: Select[tuple[int]]) -> Select[Any]:
    return select(ids.where(readable(VISITOR)).subquery().c.id)

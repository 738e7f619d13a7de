"""Reads of the records about people's data."""

from __future__ import annotations

from sqlalchemy import func, select
from sqlalchemy.orm import joinedload

from forum.accounts.models import Person, SiteRole
from forum.core.db import db
from forum.core.paging import Page, page_of
from forum.privacy.declared import list_personal_tables
from forum.privacy.models import DataRequest, RetentionRun

RUNS_SHOWN = 30


def count_other_administrators(person: Person) -> int:
    """Count the administrators besides this person who can sign in."""
    others = select(func.count(Person.id)).where(
        Person.role == SiteRole.ADMINISTRATOR, Person.id != person.id, Person.suspended_at.is_(None)
    )
    return db.session.scalar(others) or 0


def list_data_requests(*, cursor: str | None = None) -> Page[DataRequest]:
    """List what was done with people's data, newest first."""
    return page_of(
        select(DataRequest).options(joinedload(DataRequest.done_by)),
        by=(DataRequest.done_at, DataRequest.id),
        cursor=cursor,
    )


def list_retention_runs() -> list[RetentionRun]:
    """List the newest nights."""
    query = select(RetentionRun).order_by(RetentionRun.ran_at.desc(), RetentionRun.id.desc())
    return list(db.session.scalars(query.limit(RUNS_SHOWN)))


def count_own_rows(person: Person) -> list[tuple[str, int]]:
    """Count what is kept about somebody, by its heading; what there is none of is left out."""
    counted = (
        (
            one.heading,
            db.session.scalar(select(func.count()).select_from(one.sql).where(one.whose(person.id))),
        )
        for one in list_personal_tables()
    )
    return [(heading, number) for heading, number in counted if number]

"""Reads of the records about people's data."""

from __future__ import annotations

from sqlalchemy import func, literal, select, union_all
from sqlalchemy.orm import joinedload

from forum.accounts.models import Person, SiteRole
from forum.core.db import db
from forum.core.paging import Page, page_of
from forum.privacy.declared import list_personal_tables
from forum.privacy.models import DataRequest, RetentionRun, SafetyRecord

RUNS_SHOWN = 30


def count_other_administrators(person: Person) -> int:
    """Count the administrators besides this person who can sign in."""
    others = select(func.count(Person.id)).where(
        Person.role == SiteRole.ADMINISTRATOR,
        Person.id != person.id,
        Person.suspended_at.is_(None),
        Person.password_hash.is_not(None),
        Person.sealed_totp_secret.is_not(None),
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
    tables = list_personal_tables()
    counts = (
        select(literal(place).label("place"), func.count().label("number"))
        .select_from(one.sql)
        .where(one.whose(person.id))
        for place, one in enumerate(tables)
    )
    counted = dict(db.session.execute(union_all(*counts)).tuples().all())
    return [(one.heading, counted[place]) for place, one in enumerate(tables) if counted[place]]


def list_safety_records(*, cursor: str | None = None) -> Page[SafetyRecord]:
    """List what was written down about online safety, newest first."""
    query = select(SafetyRecord).options(joinedload(SafetyRecord.person))
    return page_of(query, by=(SafetyRecord.created_at, SafetyRecord.id), cursor=cursor)

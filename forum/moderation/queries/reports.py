"""Reads of the posts that people reported, in the order in which they should be looked at."""

from __future__ import annotations

from collections.abc import Sequence

from sqlalchemy import func, select
from sqlalchemy.orm import joinedload, lazyload
from sqlalchemy.orm.interfaces import ORMOption

from forum.accounts.models import Person
from forum.core.db import db
from forum.core.paging import Page, page_of
from forum.moderation.models import Report, ReportedPost
from forum.moderation.things import Post, name_of
from forum.threads.models import Thread

MOST_REPORTS = 50
MOST_TOLD = 200


def list_queue(cursor: str | None = None) -> Page[ReportedPost]:
    """List the reported posts that wait, those first that somebody should look at first."""
    query = select(ReportedPost).where(ReportedPost.settled_at.is_(None)).options(*_shown())
    return page_of(query, by=(ReportedPost.look_by_at, ReportedPost.id), cursor=cursor, ascending=True)


def get_case(number: int) -> ReportedPost | None:
    """Read one reported post."""
    return db.session.get(ReportedPost, number)


def get_report(number: int) -> Report | None:
    """Read one report with its case."""
    return db.session.get(Report, number, options=[joinedload(Report.case)])


def find_open_case(post: Post) -> ReportedPost | None:
    """Find the case of a post that waits."""
    query = select(ReportedPost).where(ReportedPost.thing == name_of(post), ReportedPost.settled_at.is_(None))
    return db.session.scalar(query)


def list_reports(case: ReportedPost) -> Sequence[Report]:
    """List what people said is wrong with a post, newest first."""
    query = select(Report).where(Report.case_id == case.id).options(joinedload(Report.person))
    return db.session.scalars(query.order_by(Report.id.desc()).limit(MOST_REPORTS)).all()


def count_reporters(case: ReportedPost) -> int:
    """Count the people, and the networks of visitors, that reported a post."""
    people = func.count(Report.person_id.distinct())
    networks = func.count(func.nullif(Report.network, "").distinct())
    query = select(people + networks).where(Report.case_id == case.id)
    return db.session.scalar(query) or 1


def list_reporters(case: ReportedPost) -> Sequence[Person]:
    """List who reported a post with an account, to be told what was decided."""
    reported = select(Report.person_id).where(Report.case_id == case.id)
    query = select(Person).where(Person.id.in_(reported)).order_by(Person.id).limit(MOST_TOLD)
    return db.session.scalars(query).all()


def _shown() -> tuple[ORMOption, ...]:
    thread = joinedload(ReportedPost.thread).options(lazyload(Thread.tags))
    return (thread, joinedload(ReportedPost.comment))

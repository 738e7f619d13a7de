"""Asking moderators to look at a post, and saying that they did."""

from __future__ import annotations

from sqlalchemy import select
from sqlalchemy.exc import IntegrityError

from forum.accounts.models import Person
from forum.core import clock
from forum.core.db import db
from forum.moderation.actions.log import write_down
from forum.moderation.models import Report, ReportedPost
from forum.moderation.news import tell_reporters
from forum.moderation.queries.reports import count_reporters, find_open_case
from forum.moderation.queue_order import look_by, more_serious
from forum.moderation.things import Post, name_of
from forum.moderation.vocabulary import ReportKind
from forum.threads.models import Thread


def report_post(
    *, post: Post, kind: ReportKind, words: str, person: Person | None = None, network: str = ""
) -> Report:
    """Ask the moderators to look at a post. All reports of one post are one case, which is the sooner the more there are.

    `network` is a mark of a visitor's network, so that one visitor is counted once.
    """
    case = find_open_case(post) or _open_case(post, kind)
    report = Report(
        case=case,
        person_id=person.id if person else None,
        network="" if person else network,
        kind=kind,
        words=words,
        created_at=clock.now(),
    )
    db.session.add(report)
    db.session.flush()
    case.kind = more_serious(case.kind, kind)
    case.number_of_reporters = count_reporters(case)
    case.look_by_at = look_by(case.opened_at, case.kind, case.number_of_reporters)
    db.session.flush()
    return report


def settle_case(*, case: ReportedPost, person: Person, was_acted_on: bool) -> None:
    """Record that a reported post was looked at; those who reported it with an account are told."""
    if case.settled_at is not None:
        return
    case.settled_at, case.settled_by_id, case.was_acted_on = clock.now(), person.id, was_acted_on
    write_down(
        person, "settle_report", case.thing, case=case.id, acted=was_acted_on, reporters=case.number_of_reporters
    )  # fmt: skip
    tell_reporters(case)


def settle_reports_about(*, post: Post, person: Person) -> None:
    """Record that a post was acted on, where somebody had reported it."""
    case = find_open_case(post)
    if case is not None:
        settle_case(case=case, person=person, was_acted_on=True)


def _open_case(post: Post, kind: ReportKind) -> ReportedPost:
    """Open a case, or find the one that somebody else opened at the same moment."""
    now = clock.now()
    case = ReportedPost(
        thing=name_of(post),
        thread_id=post.id if isinstance(post, Thread) else post.thread_id,
        comment_id=None if isinstance(post, Thread) else post.id,
        author_id=post.author_id,
        kind=kind,
        opened_at=now,
        look_by_at=look_by(now, kind, 1),
    )
    try:
        with db.session.begin_nested():
            db.session.add(case)
    except IntegrityError:
        found = db.session.scalar(
            select(ReportedPost).where(ReportedPost.thing == name_of(post), ReportedPost.settled_at.is_(None))
        )
        if found is None:
            raise
        return found
    return case

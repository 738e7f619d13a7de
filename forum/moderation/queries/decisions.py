"""Reads of decisions and appeals: for whom they are about, for moderators, and for everyone without names."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import timedelta

from sqlalchemy import func, select
from sqlalchemy.orm import joinedload

from forum.accounts.models import Person
from forum.core import clock
from forum.core.db import db
from forum.core.paging import Page, page_of
from forum.moderation.models import Appeal, ModerationAct, RemovedWords, ReportedPost
from forum.moderation.things import name_of
from forum.moderation.vocabulary import AppealOutcome, Verb
from forum.threads.holds.models import Settlement
from forum.threads.holds.queries import get_settlement, list_holds_of_settlement

COUNTED_DAYS = 365


def get_act(number: int | None) -> ModerationAct | None:
    """Read one decision."""
    return db.session.get(ModerationAct, number) if number else None


def find_appeal(act: ModerationAct) -> Appeal | None:
    """Find the appeal against a decision."""
    return db.session.scalar(select(Appeal).where(Appeal.act_id == act.id))


def find_undoing(act: ModerationAct) -> ModerationAct | None:
    """Find the decision that undid another."""
    return db.session.scalar(select(ModerationAct).where(ModerationAct.undoes_id == act.id).limit(1))


def find_suspension(person: Person) -> ModerationAct | None:
    """Find the newest decision by which somebody cannot post."""
    query = select(ModerationAct).where(
        ModerationAct.author_id == person.id, ModerationAct.verb == Verb.SUSPEND
    )
    return db.session.scalar(query.order_by(ModerationAct.id.desc()).limit(1))


def list_decisions(cursor: str | None = None) -> Page[ModerationAct]:
    """List what was decided, newest first, for everyone."""
    query = select(ModerationAct).where(ModerationAct.verb.in_(tuple(Verb)))
    return page_of(query, by=(ModerationAct.created_at, ModerationAct.id), cursor=cursor)


def list_appeals_against(acts: Sequence[ModerationAct]) -> dict[int, Appeal]:
    """Read the appeals against some decisions, by the decision's number."""
    query = select(Appeal).where(Appeal.act_id.in_([act.id for act in acts]))
    return {appeal.act_id: appeal for appeal in db.session.scalars(query)}


def list_removed_words(act: ModerationAct) -> Sequence[RemovedWords]:
    """List what each place said before a decision removed a part of it."""
    query = select(RemovedWords).where(RemovedWords.act_id == act.id)
    return db.session.scalars(query.order_by(RemovedWords.id)).all()


def find_merged_into(number: int) -> int | None:
    """Find the thread that another one, which nobody sees any more, was merged into."""
    query = select(ModerationAct).where(
        ModerationAct.thing == f"thread:{number}", ModerationAct.verb.in_((Verb.MERGE, Verb.UNMERGE))
    )
    act = db.session.scalar(query.order_by(ModerationAct.id.desc()).limit(1))
    return int(act.details["into"]) if act is not None and act.verb == Verb.MERGE else None


def list_open_appeals(cursor: str | None = None) -> Page[Appeal]:
    """List the appeals that wait, the oldest first."""
    query = select(Appeal).where(Appeal.decided_at.is_(None))
    query = query.options(joinedload(Appeal.act).joinedload(ModerationAct.person), joinedload(Appeal.person))
    return page_of(query, by=(Appeal.created_at, Appeal.id), cursor=cursor, ascending=True)


def count_open_appeals() -> int:
    """Count the appeals that wait."""
    return db.session.scalar(select(func.count(Appeal.id)).where(Appeal.decided_at.is_(None))) or 0


def get_appeal(number: int) -> Appeal | None:
    """Read one appeal."""
    return db.session.get(Appeal, number)


def count_decisions() -> dict[tuple[str, str], int]:
    """Count the decisions of the last year by what was done and why."""
    since = clock.now() - timedelta(days=COUNTED_DAYS)
    query = select(ModerationAct.verb, ModerationAct.reason_code, func.count()).where(
        ModerationAct.created_at >= since, ModerationAct.verb.in_(tuple(Verb))
    )
    rows = db.session.execute(query.group_by(ModerationAct.verb, ModerationAct.reason_code)).tuples()
    return {(verb, code): number for verb, code, number in rows}


def count_cases() -> tuple[int, int]:
    """Count the reported posts that were looked at in the last year, and those of them that were acted on."""
    since = clock.now() - timedelta(days=COUNTED_DAYS)
    acted = func.count().filter(ReportedPost.was_acted_on)
    query = select(func.count(), acted).where(ReportedPost.settled_at >= since)
    number, of_them = db.session.execute(query).one()
    return number, of_them


def count_appeals() -> tuple[int, int]:
    """Count the appeals that were decided in the last year, and those of them that were right."""
    since = clock.now() - timedelta(days=COUNTED_DAYS)
    right = func.count().filter(Appeal.outcome == AppealOutcome.OVERTURNED)
    number, of_them = db.session.execute(select(func.count(), right).where(Appeal.decided_at >= since)).one()
    return number, of_them


def find_settlement(act: ModerationAct) -> Settlement | None:
    """Read the press of a moderator that a decision was part of."""
    return get_settlement(int(act.details.get("settlement", 0)))


def list_acts_of_settlement(settlement: Settlement) -> list[ModerationAct]:
    """List the decisions that one press about posts that waited was made of."""
    holds = list_holds_of_settlement(settlement)
    things = {name_of(hold.post) for hold in holds} | {f"person:{hold.person_id}" for hold in holds}
    query = select(ModerationAct).where(
        ModerationAct.thing.in_(things), ModerationAct.verb.in_((Verb.REFUSE, Verb.SUSPEND))
    )
    acts = db.session.scalars(query.order_by(ModerationAct.id).options(joinedload(ModerationAct.author)))
    return [act for act in acts if act.details.get("settlement") == settlement.id]

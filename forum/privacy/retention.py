"""What is kept for a time only goes by itself: every night, with a record that says how much went."""

from __future__ import annotations

from sqlalchemy import delete, exists, select

from forum.accounts.models import MailedLink, Person
from forum.core import clock
from forum.core.db import change_rows, db, empty_log, transaction
from forum.core.outbox import OutboxRow, enqueue_nightly
from forum.core.personal_data import Leaving, RetentionRule
from forum.core.settings import settings
from forum.privacy.actions import erase_rows
from forum.privacy.declared import list_retention_rules
from forum.privacy.models import DataRequest, RetentionRun

RETENTION = "retention"
MOST_A_NIGHT = 200
HOUR = 2  # in the night, on the clock of the United Kingdom


def remove_old(_rows: list[OutboxRow]) -> None:
    """Do every rule in a transaction of its own, write down what went, and see to the next night."""
    db.session.rollback()
    removed: dict[str, int] = {}
    for rule in list_retention_rules():
        with transaction():
            removed[rule.code] = rule.remove()
    with transaction():
        db.session.add(RetentionRun(ran_at=clock.now(), removed=removed))
        enqueue_retention()
    empty_log()


def enqueue_retention() -> None:
    """Write down the next night's work, once."""
    enqueue_nightly(RETENTION, HOUR)


def forget_old_records() -> int:
    """Delete the records of nights and of requests that are older than records are kept; returns how many."""
    before = clock.now() - settings().records_kept
    old = (
        delete(RetentionRun).where(RetentionRun.ran_at < before),
        delete(DataRequest).where(DataRequest.done_at < before),
    )
    return sum(change_rows(one) for one in old)


def forget_invited() -> int:
    """Erase who was invited as staff long ago and never accepted, as if they had left; returns how many.

    The row of a person stays, empty: cases may have been given to them. It is no request of theirs, so no record says so.
    """
    before = clock.now() - settings().invitations_kept
    never = Person.is_staff, Person.password_hash.is_(None), Person.email_confirmed_at.is_(None)
    again = exists().where(MailedLink.person_id == Person.id, MailedLink.created_at >= before)
    invited = select(Person).where(*never, Person.created_at < before, ~again).limit(MOST_A_NIGHT)
    people = db.session.scalars(invited).all()
    for person in people:
        erase_rows(Leaving(person.id, person.name, person.email, takes_words=True))
    return len(people)


RULES = (
    RetentionRule(
        "invitations",
        "People who were invited as staff and never accepted",
        lambda: settings().invitations_kept,
        forget_invited,
    ),
    RetentionRule(
        "records",
        "Records of requests about data, and of what the nights removed",
        lambda: settings().records_kept,
        forget_old_records,
    ),
)

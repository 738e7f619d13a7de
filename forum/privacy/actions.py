"""What is done with people's data: written down, and erased."""

from __future__ import annotations

from datetime import date

from forum.accounts.administrators import require_other_administrator
from forum.accounts.email_changes import set_email
from forum.accounts.emails import send_email
from forum.accounts.models import Person
from forum.core import clock
from forum.core.db import db
from forum.core.personal_data import Leaving, remove_rows
from forum.core.settings import settings
from forum.privacy.declared import list_personal_data
from forum.privacy.models import DataRequest, IdentityCheck, RequestKind, SafetyRecord, SafetyRecordKind


def erase_person(
    *,
    person: Person,
    takes_words: bool,
    identity_check: IdentityCheck,
    by: Person | None = None,
    asked_on: date | None = None,
) -> DataRequest:
    """Delete an account, at once: nothing that is left names the person, and a record says that it was done.

    `takes_words` takes what they posted along, as far as nobody else wrote under it. They are told by a last mail.
    Raises LastAdministratorError for the only one who can run the site.
    """
    require_other_administrator(person=person)
    email = person.email
    number_of_rows = erase_rows(Leaving(person.id, person.name, email, takes_words))
    contact = settings().administrator_email
    send_email("erased", to=email, is_last=True, takes_words=takes_words, contact=contact)
    return record_request(
        kind=RequestKind.ERASURE,
        person=person,
        identity_check=identity_check,
        by=by,
        asked_on=asked_on,
        takes_words=takes_words,
        number_of_rows=number_of_rows,
    )


def erase_rows(leaving: Leaving) -> int:
    """Empty or delete every row of somebody, in every feature; returns how many."""
    for data in list_personal_data():
        for leave in data.leave:
            leave(leaving)
    db.session.flush()
    tables = [table for data in list_personal_data() for table in data.tables]
    number_of_rows = sum(remove_rows(table, leaving) for table in reversed(tables))
    db.session.expire_all()
    return number_of_rows


def correct_person(
    *, person: Person, name: str, email: str, by: Person, asked_on: date, identity_check: IdentityCheck
) -> DataRequest:
    """Correct somebody's name and address, for a request on paper; another address is told as always."""
    person.name = name
    if email != person.email:
        set_email(person=person, email=email)
    db.session.flush()
    return record_request(
        kind=RequestKind.CORRECTION,
        person=person,
        identity_check=identity_check,
        by=by,
        asked_on=asked_on,
        number_of_rows=1,
    )


def keep_safety_record(
    *, person: Person, kind: SafetyRecordKind, made_on: date, review_on: date | None, words: str
) -> SafetyRecord:
    """Write down an assessment, a measure or a review, as the Online Safety Act asks."""
    record = SafetyRecord(
        kind=kind,
        made_on=made_on,
        review_on=review_on,
        words=words,
        person_id=person.id,
        created_at=clock.now(),
    )
    db.session.add(record)
    db.session.flush()
    return record


def record_request(
    *,
    kind: RequestKind,
    person: Person,
    identity_check: IdentityCheck,
    by: Person | None = None,
    asked_on: date | None = None,
    takes_words: bool | None = None,
    number_of_rows: int = 0,
) -> DataRequest:
    """Write down what was done with somebody's data, by their number alone."""
    request = DataRequest(
        kind=kind,
        person_id=person.id,
        done_by_id=by.id if by else None,
        identity_check=identity_check,
        asked_on=asked_on or clock.today(),
        done_at=clock.now(),
        takes_words=takes_words,
        number_of_rows=number_of_rows,
    )
    db.session.add(request)
    db.session.flush()
    return request

"""What is kept for a time goes by itself in the night, and the administrator sees how much went."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, time, timedelta

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import delete, func, select

from forum.accounts.access_blocks import add_block
from forum.accounts.actions import invite_staff
from forum.accounts.email_changes import ask_email_change
from forum.accounts.models import BlockKind, LinkPurpose, MailedLink, Person, SiteRole
from forum.barriers.models import CaseOpening
from forum.core import clock
from forum.core.bounce_reports import BounceReport
from forum.core.bounces import record_bounce
from forum.core.db import Base, commit, db
from forum.core.interrupted_forms import store_interrupted_form
from forum.core.mail import deliver, mail_later
from forum.core.outbox import MAIL, OutboxRow
from forum.core.rate_limits import Rate, RateCount, hit
from forum.core.settings import settings
from forum.core.worker import Worker
from forum.councils.actions import invite_officer
from forum.councils.models import Officer
from forum.needs.models import SearchCount, UnmetNeed
from forum.notifications.models import Notification, WhyTold
from forum.privacy.actions import record_request
from forum.privacy.declared import list_retention_rules
from forum.privacy.models import DataRequest, IdentityCheck, RequestKind, RetentionRun
from forum.privacy.retention import RETENTION, enqueue_retention, remove_old
from forum.threads.actions.drafts import start_draft
from forum.threads.holds.models import PostTrace
from forum.threads.models import Draft
from tests.support.factories import make_barrier, make_council, make_person, saved, sign_in

pytestmark = pytest.mark.sql


def night() -> RetentionRun:
    remove_old([])
    return db.session.scalars(select(RetentionRun).order_by(RetentionRun.id.desc())).first()  # type: ignore[return-value]


def number_of(table: type[Base]) -> int:
    return db.session.scalar(select(func.count()).select_from(table)) or 0


def make_old_rows() -> None:
    """One row for each of several rules, as of now."""
    start_draft(person=None, kind="barrier")
    hit("use:203.0.113.9", Rate(5, timedelta(minutes=1)))
    mail_later(to="a@mail.example.org", subject="Once", text="Words", key="once")
    mail_later(to="a@mail.example.org", subject="Twice", text="Words")
    for row in db.session.scalars(select(OutboxRow).where(OutboxRow.kind == "mail")):
        row.done_at, row.due_at = clock.now(), None
    saved(UnmetNeed(words="hall", normalised="hall", source="search", created_at=clock.now()))
    make_person(email="typed@mail.example.org").email_confirmed_at = None
    commit()


def test_what_is_new_stays_and_what_is_old_goes_with_a_count(app: Flask) -> None:
    make_old_rows()
    assert set(night().removed.values()) == {0}
    with clock.travelled_to(clock.now() + timedelta(days=1200)):
        removed = night().removed
        kept = {rule.code: removed[rule.code] for rule in list_retention_rules() if removed[rule.code]}
        # the first night's record is old too by now
        expected = {
            "drafts": 1,
            "counters": 1,
            "sent_mails": 2,
            "unmet_needs": 1,
            "unused_accounts": 1,
            "records": 1,
        }
        assert {name: kept.get(name) for name in expected} == expected
    assert [number_of(one) for one in (Draft, RateCount, UnmetNeed, Person)] == [0, 0, 0, 0]


def test_a_mail_with_a_key_leaves_only_the_key(app: Flask) -> None:
    make_old_rows()
    with clock.travelled_to(clock.now() + timedelta(days=30)):
        night()
        (row,) = db.session.scalars(select(OutboxRow).where(OutboxRow.kind == "mail"))
        assert (row.key, row.payload) == ("once", {})
        assert night().removed["sent_mails"] == 0


def test_whoever_confirmed_their_address_stays_however_long_ago(app: Flask) -> None:
    make_person()
    with clock.travelled_to(clock.now() + timedelta(days=3000)):
        night()
    assert number_of(Person) == 1


def test_each_night_writes_down_the_next_one_once(app: Flask) -> None:
    enqueue_retention()
    enqueue_retention()
    night()
    rows = db.session.scalars(select(OutboxRow).where(OutboxRow.kind == RETENTION)).all()
    assert len(rows) == 1
    assert rows[0].due_at > clock.now()  # type: ignore[operator]


def an_unaccepted_invitation() -> datetime:
    invite_staff(
        name="Olu Adebayo", email="olu@mail.example.org", place="a moderator", role=SiteRole.MODERATOR
    )
    return clock.now()


def a_mail_in_the_folder() -> datetime:
    for left in settings().mail_folder.glob(
        "*.txt"
    ):  # by an earlier test: what is rolled back leaves its file
        left.unlink()
    mail_later(to="a@mail.example.org", subject="Hello", text="Words")
    commit()
    Worker({MAIL: deliver}).drain()
    for row in db.session.scalars(select(OutboxRow)):
        db.session.delete(row)
    return clock.now()


def a_sent_mail() -> datetime:
    mail_later(to="a@mail.example.org", subject="Hello", text="Words")
    row = db.session.scalars(select(OutboxRow)).one()
    row.done_at, row.due_at = clock.now(), None
    return clock.now()


def a_dead_mail() -> datetime:
    mail_later(to="a@mail.example.org", subject="Hello", text="Words")
    row = db.session.scalars(select(OutboxRow)).one()
    row.dead_at, row.due_at = clock.now(), None
    return clock.now()


def a_bounce() -> datetime:
    mail_later(to="a@mail.example.org", subject="Hello", text="Words")
    row = db.session.scalars(select(OutboxRow)).one()
    record_bounce(row, BounceReport("5.1.1", "no such user"))
    db.session.execute(delete(OutboxRow))
    return clock.now()


def a_counter() -> datetime:
    hit("use:203.0.113.9", Rate(5, timedelta(minutes=1)))
    return db.session.scalars(select(RateCount.window_ends_at)).one()


def an_interrupted_form() -> datetime:
    store_interrupted_form(
        key=None, person_id=None, action="/", page="/", fields={"a": ["words"]}, has_files=False
    )
    return clock.now()


def a_draft() -> datetime:
    start_draft(person=None, kind="barrier")
    db.session.execute(delete(OutboxRow))
    return clock.now()


def a_trace() -> datetime:
    barrier = make_barrier()
    number = barrier.author_id
    now = clock.now()
    saved(PostTrace(key="text:1", thread_id=barrier.id, person_id=number, created_at=now, announced_at=now))
    return now


def an_unmet_need() -> datetime:
    saved(UnmetNeed(words="hall", normalised="hall", source="search", created_at=clock.now()))
    return clock.now()


def counts_of_a_search() -> datetime:
    """Counts of one week, which its Monday names: they are old when that day is over."""
    monday = clock.now().date()
    saved(SearchCount(week=monday, key="hall", number_of_searches=3, number_of_results=0))
    return datetime.combine(monday + timedelta(days=1), time(), tzinfo=clock.now().tzinfo)


def a_record() -> datetime:
    person = make_person()
    record_request(kind=RequestKind.DOWNLOAD, person=person, identity_check=IdentityCheck.SIGNED_IN)
    return clock.now()


def an_unused_account() -> datetime:
    make_person(email="typed@mail.example.org").email_confirmed_at = None
    return clock.now()


def a_spent_link() -> datetime:
    expires = clock.now() + timedelta(hours=1)
    saved(
        MailedLink(
            token_hash="0" * 64,
            purpose=LinkPurpose.SIGN_IN,
            person_id=make_person().id,
            created_at=clock.now(),
            expires_at=expires,
        )
    )
    return expires


def a_change_of_address() -> datetime:
    ask_email_change(person=make_person(), email="new@mail.example.org")
    db.session.execute(delete(OutboxRow))
    return clock.now()


def a_block() -> datetime:
    ends = clock.now() + timedelta(days=1)
    moderator = make_person(role=SiteRole.MODERATOR)
    add_block(kind=BlockKind.NETWORK, value="203.0.113.0/24", reason="A wave.", ends_at=ends, by=moderator)
    return ends


def an_opening() -> datetime:
    saved(CaseOpening(barrier_id=make_barrier().id, person_id=make_person().id, opened_at=clock.now()))
    return clock.now()


def a_notice() -> datetime:
    notice = Notification(kind="commented", about=1, params={}, person_id=make_person().id)
    notice.reason, notice.created_at = next(iter(WhyTold)), clock.now()
    saved(notice)
    return clock.now()


MADE: dict[str, Callable[[], datetime]] = {
    "invitations": an_unaccepted_invitation, "mail_files": a_mail_in_the_folder, "sent_mails": a_sent_mail,
    "failed_mails": a_dead_mail, "bounces": a_bounce, "counters": a_counter, "interrupted_forms": an_interrupted_form,
    "drafts": a_draft, "networks": a_trace, "unmet_needs": an_unmet_need, "search_counts": counts_of_a_search, "records": a_record,
    "unused_accounts": an_unused_account, "links": a_spent_link, "email_changes": a_change_of_address, "blocks": a_block,
    "case_openings": an_opening, "notices": a_notice,
}  # fmt: skip
"""By rule: makes what it is about; returns from when its time runs."""
BY_FILES = {"search_words"}
"""Rules by the age of files: tests/search/test_whoosh.py has files grow old."""


def test_every_rule_is_tried_below(whole_app: Flask) -> None:
    with whole_app.app_context():
        assert {rule.code for rule in list_retention_rules()} == MADE.keys() | BY_FILES


@pytest.mark.sql(each=True)
@pytest.mark.parametrize("code", MADE)
def test_each_thing_stays_until_its_time_is_over_and_then_goes(app: Flask, code: str) -> None:
    rule = next(one for one in list_retention_rules() if one.code == code)
    began, lasts, moment = MADE[code](), rule.lasts(), timedelta(seconds=2)
    commit()
    with clock.travelled_to(began + lasts - moment):
        assert night().removed[code] == 0
    with clock.travelled_to(began + lasts + moment):
        assert night().removed[code] == 1
        assert night().removed[code] == 0


def test_who_never_accepted_is_named_nowhere_and_who_was_invited_again_stays(app: Flask) -> None:
    council, lead = make_council(), make_person("Lead", role=SiteRole.ADMINISTRATOR)
    given = {"council": council, "by": lead, "job_title": "Clerk", "department": None, "is_lead": False}
    invite_officer(name="Olu Adebayo", email="olu@mail.example.org", **given)
    commit()
    with clock.travelled_to(clock.now() + timedelta(days=80)):
        invite_officer(name="Pia Late", email="pia@mail.example.org", **given)
        invite_officer(name="Olu Adebayo", email="olu@mail.example.org", **given)
        commit()
    with clock.travelled_to(clock.now() + timedelta(days=100)):
        assert night().removed["invitations"] == 0  # the second invitation counts
    with clock.travelled_to(clock.now() + timedelta(days=171)):
        assert night().removed["invitations"] == 2
    said = [
        str(list(row)) for table in Base.metadata.sorted_tables for row in db.session.execute(select(table))
    ]
    assert [one for one in said if "Adebayo" in one or "olu@" in one or "Pia Late" in one] == []
    assert [one.left_at is not None for one in db.session.scalars(select(Officer))] == [True, True]
    assert number_of(DataRequest) == 0


def test_the_administrator_sees_each_night(client: FlaskClient) -> None:
    make_old_rows()
    night()
    sign_in(client, make_person(role="administrator"))
    page = client.get("/people/records").text
    assert "What the nights removed" in page
    assert all(rule.label in page for rule in list_retention_rules())

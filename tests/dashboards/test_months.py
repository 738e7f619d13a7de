"""A council's months: pages that stay, words of its own, and one mail each to those who follow."""

from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy import select

from forum.core import clock
from forum.core.db import commit, db
from forum.core.outbox import OutboxRow
from forum.core.worker import Worker
from forum.councils.models import CouncilChange
from forum.councils.setting_changes import show_change
from forum.dashboards import handlers
from forum.dashboards.models import MonthNote
from forum.dashboards.month import Month
from forum.features import HANDLERS
from forum.follows.actions import end_follow, follow_subject
from forum.follows.models import FollowKind
from forum.threads.models import Visibility
from tests.dashboards.town import build_town, work
from tests.support.factories import csrf_token, make_barrier, make_council, make_officer, make_person, sign_in
from tests.support.rows import built_once
from tests.support.statements import count_statements


@given(st.dates(date(2001, 1, 1), date(2999, 11, 30)))
def test_a_month_begins_where_the_one_before_ends_and_reads_back(day):
    month = Month.of(day)
    assert month.previous.ends_at == month.starts_at < month.ends_at
    assert Month.read(str(month)) == month
    assert month.next.previous == month
    assert month.first <= day <= month.last
    assert (month.mailed_at.day, month.mailed_at > month.ends_at) == (3, True)


@pytest.mark.parametrize(
    "text", ["2026-13", "2026-00", "26-1", "2026-1", "2026-10-01", "x", "", "0000-01", "9999-12"]
)
def test_what_is_no_month_is_refused(text):
    assert Month.read(text) is None


@pytest.fixture
def town(app):
    return built_once(build_town)


def follow_it(town, person):
    """Follow the council of the town."""
    return follow_subject(person=person, kind=FollowKind.COUNCIL, key=str(town.council.id))


def last_month():
    return Month.of(clock.today()).previous


def mails():
    return [row.payload for row in db.session.scalars(select(OutboxRow).where(OutboxRow.kind == "mail"))]


def at_mail_time(month):
    return clock.travelled_to(month.mailed_at + timedelta(minutes=1))


def page_of(client, month):
    answer = client.get(f"/councils/testham/months/{month}")
    assert answer.status_code == 200
    return answer.get_data(as_text=True)


def test_the_index_begins_with_this_month_and_marks_it(client, town):
    html = client.get("/councils/testham/months").get_data(as_text=True)
    this = Month.of(clock.today())
    assert f'/councils/testham/months/{this}">{this.name}</a> <span class="soft">so far' in html
    assert f"/councils/testham/months/{Month.of(town.street.created_at.date())}" in html
    assert html.count("so far") == 1


def test_a_month_shows_what_was_reported_in_it_and_nothing_that_is_not_for_everybody(client, town):
    month = Month.of(town.street.created_at.astimezone(clock.LOCAL).date())
    html = page_of(client, month)
    assert "Five million for a bake sale" in html
    assert "Closing the lane" in html
    sign_in(client, town.lead.person)
    assert "What we only tell the council" not in page_of(client, month)
    assert "Five million" not in page_of(client, month.previous)


def test_a_month_that_has_not_begun_has_no_page(client, town):
    ahead = Month.of(clock.today()).next
    assert client.get(f"/councils/testham/months/{ahead}").status_code == 404
    assert client.get("/councils/testham/months/2026-13").status_code == 404
    assert "so far" in page_of(client, ahead.previous)


def test_a_lead_says_something_about_a_month_and_the_history_says_who_did(client, town):
    month = last_month()
    sign_in(client, town.lead.person)
    address = f"/councils/testham/months/{month}/words"
    token = csrf_token(client, address)
    answer = client.post(
        address, data={"csrf_token": token, "body": "We **met** every group.\n\n<script>x</script>"}
    )
    assert answer.status_code == 303
    html = page_of(client, month)
    assert "We <strong>met</strong> every group." in html
    assert "<script>x" not in html
    change = db.session.scalars(select(CouncilChange).order_by(CouncilChange.id.desc())).first()
    assert (change.person_id, show_change(change).setting) == (
        town.lead.person_id,
        f"Words about {month.name}",
    )
    client.post(address, data={"csrf_token": csrf_token(client, address), "body": " "})
    assert db.session.scalar(select(MonthNote)) is None


def test_too_many_words_come_back_with_the_reason_beside_them(client, town):
    sign_in(client, town.lead.person)
    address = f"/councils/testham/months/{last_month()}/words"
    body = "word " * 400
    answer = client.post(address, data={"csrf_token": csrf_token(client, address), "body": body})
    assert answer.status_code == 422
    html = answer.get_data(as_text=True)
    assert "characters or fewer" in html
    assert "word word" in html


def test_nobody_but_a_lead_of_the_council_writes_its_words(client, town, app):
    address = f"/councils/testham/months/{last_month()}/words"
    others = (
        make_person(),
        make_officer(town.council).person,
        make_officer(make_council(), is_lead=True).person,
    )
    for person in (*others, make_person(role="administrator")):
        other = app.test_client()
        sign_in(other, person)
        assert other.get(address).status_code == 403
        assert other.post(address, data={"body": "x"}).status_code == 403
        assert "in your own words" not in page_of(other, last_month())


def test_each_follower_gets_one_mail_a_month_with_the_councils_words_and_a_way_to_stop(client, town):
    month = Month.of(clock.today())
    follower, quiet = make_person(email="follower@example.org"), make_person(wants_mail=False)
    for person in (follower, quiet):
        follow_it(town, person)
    make_barrier("New this month", council=town.council)
    make_barrier("Not for mails", council=town.council, visibility=Visibility.COUNCIL)
    commit()
    work()
    assert mails() == []
    with at_mail_time(month):
        work()
        work()
    sent = mails()
    assert [one["to"] for one in sent] == ["follower@example.org"]
    assert sent[0]["subject"] == f"Testham in {month.name}"
    assert "New this month" in sent[0]["text"]
    assert "Not for mails" not in sent[0]["text"]
    assert f"/councils/testham/months/{month}" in sent[0]["text"]
    assert "/stop-summaries/" in sent[0]["stop_url"]
    assert sent[0]["stop_url"] in sent[0]["text"]
    stop = "/stop-summaries/" + sent[0]["stop_url"].rpartition("/")[2]
    assert client.post(stop).status_code == 200
    with at_mail_time(month.next):
        work()
    assert len(mails()) == 1


def test_the_next_month_is_mailed_too_and_a_month_without_news_is_not(town):
    month = Month.of(clock.today())
    follow_it(town, make_person())
    make_barrier("News", council=town.council)
    commit()
    for number, one in enumerate((month, month.next, month.next.next)):
        with at_mail_time(one):
            work()
        assert len(mails()) == 1, number
    with clock.travelled_to(month.next.next.next.starts_at + timedelta(days=5)):
        make_barrier("News again", council=town.council)
    with at_mail_time(month.next.next.next):
        work()
    assert len(mails()) == 2


def test_doing_the_work_twice_writes_no_mail_twice(town):
    month = Month.of(clock.today())
    for _ in range(3):
        follow_it(town, make_person())
    make_barrier("News", council=town.council)
    commit()
    payload = {"council": town.council.id, "month": str(month), "after": 0}
    with at_mail_time(month):
        for _ in range(3):
            handlers.mail_month(payload)
    assert len(mails()) == 3


def test_a_crowd_is_told_in_batches_and_everybody_once(town, monkeypatch):
    monkeypatch.setattr(handlers, "BATCH", 2)
    month = Month.of(clock.today())
    people = [make_person() for _ in range(5)]
    for person in people:
        follow_it(town, person)
    make_barrier("News", council=town.council)
    commit()
    with at_mail_time(month):
        work()
    assert sorted(one["to"] for one in mails()) == sorted(person.email for person in people)


def test_who_no_longer_follows_gets_nothing(town):
    person = make_person()
    end_follow(follow=follow_it(town, person))
    make_barrier("News", council=town.council)
    commit()
    with at_mail_time(Month.of(clock.today())):
        work()
    assert mails() == []


def test_the_mail_reaches_a_folder_through_the_real_outbox(town, settings):
    follow_it(town, make_person(email="reader@example.org"))
    make_barrier("News", council=town.council)
    commit()
    month = Month.of(clock.today())
    with at_mail_time(month):
        Worker(
            {kind: HANDLERS[kind] for kind in ("mail_month", "mail", "figures")}, outside=frozenset({"mail"})
        ).drain()
    written = [file.read_text() for file in settings.mail_folder.glob("*.txt")]
    assert any("reader@example.org" in text and f"Testham in {month.name}" in text for text in written)


def test_a_month_takes_as_many_statements_with_one_report_as_with_many(client, town):
    month = Month.of(clock.today())
    make_barrier(council=town.council)
    work()
    with count_statements() as one:
        page_of(client, month)
    for _ in range(15):
        make_barrier(council=town.council)
    work()
    with count_statements() as many:
        page_of(client, month)
    assert len(one) == len(many) <= 10


def test_a_month_ends_by_the_clocks_of_the_united_kingdom():
    october = Month.read("2026-10")
    assert october.starts_at == datetime(2026, 9, 30, 23, tzinfo=UTC)
    assert october.ends_at == datetime(2026, 11, 1, tzinfo=UTC)


def test_a_month_that_is_over_says_what_was_open_on_its_last_day_and_this_one_what_is_open_now(client, town):
    work()
    assert "Open on its last day" in page_of(client, last_month())
    assert "Open now" not in page_of(client, last_month())
    assert "Open now" in page_of(client, last_month().next)

"""Reporting a post, with an account or without, and the queue in which moderators look at what was reported."""

from __future__ import annotations

from datetime import timedelta

from flask import Flask
from flask.testing import FlaskClient
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy import select, text

from forum.core import clock
from forum.core.audit import AuditEntry
from forum.core.clock import travelled_to
from forum.core.db import commit, db
from forum.core.worker import Worker
from forum.moderation.actions.reports import report_post, settle_case
from forum.moderation.models import Report, ReportedPost
from forum.moderation.queries.reports import list_queue
from forum.moderation.queue_order import look_by, more_serious
from forum.moderation.vocabulary import REPORT_KINDS, ReportKind
from forum.notifications.handlers import HANDLERS as NOTICES
from forum.threads.models import Thread, Visibility
from tests.accounts.mailing import mails
from tests.support.demo import NOW
from tests.support.factories import make_barrier, make_comment, make_council, make_person, sign_in
from tests.support.statements import count_statements
from tests.threads.pages import main_of, send

KINDS = st.sampled_from(list(ReportKind))
PEOPLE = st.integers(1, 40)


def reported(post: Thread, kind: ReportKind = ReportKind.SPAM, number: int = 1) -> ReportedPost:
    for _ in range(number):
        case = report_post(post=post, kind=kind, words="Look.", person=make_person()).case
    commit()
    return case


def cases() -> list[ReportedPost]:
    db.session.expire_all()
    return list(db.session.scalars(select(ReportedPost).order_by(ReportedPost.id)))


def test_a_visitor_reports_a_comment_without_an_account_and_sees_what_comes_of_it(
    client: FlaskClient,
) -> None:
    barrier = make_barrier("No keys")
    comment = make_comment(barrier, author=make_person("Rosa"))
    page = client.get(f"/barriers/{barrier.id}", follow_redirects=True)
    assert f"/threads/{barrier.id}/report?comment={comment.id}" in page.text
    assert f"/threads/{barrier.id}/report" in page.text
    assert "Set-Cookie" not in page.headers
    form = f"/threads/{barrier.id}/report?comment={comment.id}"
    answer = send(client, form, kind="personal", words="It gives our address.")
    assert answer.status_code == 303
    mine = answer.location
    assert "We have your report" in client.get(mine).text or "we have your report" in client.get(mine).text
    sign_in(client, make_person(role="moderator"))
    assert "No keys" in main_of(client.get("/moderation"))
    case = cases()[0]
    card = main_of(client.get(f"/moderation/cases/{case.id}"))
    for words in ("It gives our address.", "A visitor", "Rosa", "1 comment", "Hide it", "Suspend the author"):
        assert words in card, words
    assert (
        send(client, f"/moderation/cases/{case.id}/settle", f"/moderation/cases/{case.id}").status_code == 303
    )
    assert "No keys" not in main_of(client.get("/moderation"))
    assert "can stay as it is" in client.application.test_client().get(mine).text
    verbs = db.session.scalars(select(AuditEntry.verb).where(AuditEntry.verb != "role")).all()
    assert verbs == ["settle_report"]


def test_the_address_of_a_report_cannot_be_made_up(client: FlaskClient) -> None:
    assert client.get("/reports/1").status_code == 404
    assert client.get("/reports/eyJ9.x").status_code == 404


def test_a_report_needs_a_kind_and_words_and_keeps_what_was_typed(client: FlaskClient) -> None:
    form = f"/threads/{make_barrier().id}/report"
    answer = send(client, form, kind="", words="It is rude.")
    assert answer.status_code == 422
    assert "Choose what is wrong with it." in answer.text
    assert "It is rude." in answer.text
    answer = send(client, form, kind="abuse", words=" ")
    assert "Say in a few words what is wrong with it." in answer.text
    assert send(client, form, kind="abuse", words="x" * 2001).status_code == 422
    assert cases() == []


def test_a_program_that_fills_in_every_field_is_thanked_and_nothing_is_kept(client: FlaskClient) -> None:
    form = f"/threads/{make_barrier().id}/report"
    answer = send(client, form, kind="spam", words="Buy.", website="https://buy.example")
    assert answer.status_code == 303
    assert "we have your report" in client.get(answer.location).text
    assert cases() == []


def test_nobody_reports_what_they_may_not_read(client: FlaskClient) -> None:
    barrier = make_barrier(council=make_council(), visibility=Visibility.COUNCIL)
    assert client.get(f"/threads/{barrier.id}/report").status_code == 404
    other = make_barrier()
    comment = make_comment(barrier)
    page = client.get(f"/threads/{other.id}/report?comment={comment.id}")
    assert f"comment #{comment.id}" not in page.text


def test_all_reports_of_one_post_are_one_case_and_one_person_counts_once(app: Flask) -> None:
    barrier, rosa = make_barrier(), make_person("Rosa")
    for person, network in ((rosa, "a"), (rosa, "a"), (None, "b"), (None, "b"), (None, "c")):
        report_post(post=barrier, kind=ReportKind.OTHER, words="Look.", person=person, network=network)
    report_post(post=barrier, kind=ReportKind.UNLAWFUL, words="A threat.", person=make_person())
    (case,) = cases()
    assert case.number_of_reporters == 4
    assert case.kind == ReportKind.UNLAWFUL
    assert case.look_by_at == look_by(case.opened_at, ReportKind.UNLAWFUL, 4)
    assert db.session.scalars(select(Report.network).where(Report.person_id == rosa.id)).all() == ["", ""]


def test_a_post_that_was_looked_at_can_be_reported_again(app: Flask) -> None:
    barrier = make_barrier()
    settle_case(case=reported(barrier), person=make_person(role="moderator"), was_acted_on=False)
    commit()
    reported(barrier)
    assert [case.settled_at is None for case in cases()] == [False, True]


def test_hiding_what_was_reported_settles_the_case_and_its_reporters_are_told(client: FlaskClient) -> None:
    barrier = make_barrier("No keys")
    report_post(post=barrier, kind=ReportKind.ABUSE, words="Rude.", person=make_person(email="r@example.org"))
    commit()
    sign_in(client, make_person(role="moderator"))
    send(client, f"/moderation/threads/{barrier.id}/hide", reason="abuse", words="Rude")
    (case,) = cases()
    assert case.was_acted_on
    Worker(NOTICES).drain()
    told = [mail for mail in mails() if mail["to"] == "r@example.org"]
    assert [mail["subject"] for mail in told] == ["A moderator has looked at what you reported"]
    assert "has acted" in told[0]["text"]
    assert told[0]["stop_url"]


@given(KINDS, KINDS, PEOPLE, PEOPLE)
def test_heavier_cases_are_looked_at_sooner(one: ReportKind, other: ReportKind, few: int, many: int) -> None:
    few, many = sorted((few, many))
    assert look_by(NOW, one, many) <= look_by(NOW, one, few)
    heavier = more_serious(one, other)
    assert look_by(NOW, heavier, few) <= min(look_by(NOW, kind, few) for kind in (one, other))
    assert look_by(NOW, one, few) > NOW


@given(KINDS, KINDS, PEOPLE)
def test_nothing_old_waits_for_ever_behind_new_ones(one: ReportKind, other: ReportKind, number: int) -> None:
    longest = max(kind.look_within for kind in REPORT_KINDS.values())
    assert look_by(NOW, one, 1) < look_by(NOW + longest, other, number)


def test_the_queue_begins_with_what_cannot_wait(app: Flask) -> None:
    spam = reported(make_barrier("An advert"))
    threat = reported(make_barrier("A threat"), ReportKind.UNLAWFUL)
    crowd = reported(make_barrier("A crowd"), number=16)
    with travelled_to(clock.now() - timedelta(days=3)):
        old = reported(make_barrier("Old"), ReportKind.OTHER)
    assert [case.id for case in list_queue().rows] == [old.id, crowd.id, threat.id, spam.id]


def test_the_queue_is_paged_and_read_by_its_index(app: Flask) -> None:
    for number in range(25):
        reported(make_barrier(f"Barrier {number}"))
    first = list_queue()
    second = list_queue(first.next)
    assert (len(first), len(second), second.next) == (20, 5, None)
    assert not {one.id for one in first.rows} & {one.id for one in second.rows}
    query = "SELECT id FROM reported_post WHERE settled_at IS NULL ORDER BY look_by_at, id LIMIT 21"
    if db.engine.dialect.name == "sqlite":
        plan = " ".join(str(row) for row in db.session.execute(text(f"EXPLAIN QUERY PLAN {query}")))
        assert "ix_reported_post_queue" in plan
        assert "TEMP B-TREE" not in plan


def test_the_queue_takes_as_many_statements_for_20_cases_as_for_one(client: FlaskClient) -> None:
    sign_in(client, make_person(role="moderator"))
    reported(make_barrier())
    counts = []
    for _ in range(2):
        with count_statements() as seen:
            assert client.get("/moderation").status_code == 200
        counts.append(len(seen))
        for number in range(20):
            barrier = make_barrier(f"Barrier {number}")
            reported(barrier)
    assert counts[0] == counts[1] <= 8, "\n".join(seen)

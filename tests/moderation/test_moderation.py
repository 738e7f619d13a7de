"""Looking after the site, through its pages."""

from __future__ import annotations

import pytest
from flask.testing import FlaskClient
from sqlalchemy import select

from forum.core import clock
from forum.core.db import commit, db
from forum.core.outbox import OutboxRow, enqueue
from forum.moderation.models import ModerationAct, Report
from forum.threads.actions.tags import set_tags
from forum.threads.queries import get_tag
from tests.support.factories import (
    make_barrier,
    make_comment,
    make_council,
    make_officer,
    make_person,
    sign_in,
)
from tests.support.statements import count_statements
from tests.threads.pages import main_of, send


def acts() -> list[tuple[str, str, str]]:
    rows = db.session.scalars(select(ModerationAct).order_by(ModerationAct.id))
    return [(act.verb, act.thing, act.reason) for act in rows]


def test_a_report_reaches_the_moderators_and_is_settled(client: FlaskClient) -> None:
    barrier = make_barrier("No keys")
    comment = make_comment(barrier)
    sign_in(client, make_person("Rosa"))
    answer = send(client, f"/threads/{barrier.id}/report?comment={comment.id}", reason="It is rude.")
    assert answer.status_code == 303
    sign_in(client, make_person(role="moderator"))
    page = main_of(client.get("/moderation"))
    for words in ("No keys", "It is rude.", "Rosa", f"/comments/{comment.id}"):
        assert words in page
    report = db.session.scalars(select(Report)).one()
    assert send(client, f"/moderation/reports/{report.id}/settle", "/moderation").status_code == 303
    assert "It is rude." not in client.get("/moderation").text
    assert acts() == [("settle_report", f"report:{report.id}", "")]


def test_a_report_needs_a_reason(client: FlaskClient) -> None:
    barrier = make_barrier()
    sign_in(client, make_person())
    answer = send(client, f"/threads/{barrier.id}/report", reason=" ")
    assert answer.status_code == 422
    assert "Say what is wrong with it." in answer.text


def test_a_hidden_thread_is_gone_for_others_and_comes_back(client: FlaskClient) -> None:
    barrier = make_barrier()
    moderator = make_person(role="moderator")
    path = f"/moderation/threads/{barrier.id}"
    sign_in(client, moderator)
    assert send(client, f"{path}/hide", reason="Names a child").status_code == 303
    visitor = client.application.test_client()
    assert visitor.get(f"/barriers/{barrier.id}", follow_redirects=True).status_code == 404
    assert (
        "A moderator has hidden this page"
        in client.get(f"/barriers/{barrier.id}", follow_redirects=True).text
    )
    assert send(client, f"{path}/show", reason="Changed").status_code == 303
    assert visitor.get(f"/barriers/{barrier.id}", follow_redirects=True).status_code == 200
    thing = f"thread:{barrier.id}"
    assert acts() == [("hide", thing, "Names a child"), ("show", thing, "Changed")]
    assert "Names a child" in client.get("/moderation/log").text


def test_a_hidden_comments_words_are_for_moderators_alone(client: FlaskClient) -> None:
    barrier, author = make_barrier(), make_person()
    comment = make_comment(barrier, "Something bad.", author=author)
    sign_in(client, make_person(role="moderator"))
    assert send(client, f"/moderation/comments/{comment.id}/hide", reason="Rude").status_code == 303
    shown = client.get(f"/barriers/{barrier.id}", follow_redirects=True).text
    assert "Something bad." in shown
    assert "Hidden by a moderator" in shown
    for reader in (None, author):
        browser = client.application.test_client()
        if reader:
            sign_in(browser, reader)
        assert "Something bad." not in browser.get(f"/barriers/{barrier.id}", follow_redirects=True).text
        quoting = browser.get(f"/threads/{barrier.id}/comment?quote={comment.id}")
        assert "Something bad." not in quoting.text


def test_nothing_is_done_without_a_reason(client: FlaskClient) -> None:
    barrier = make_barrier()
    sign_in(client, make_person(role="moderator"))
    answer = send(client, f"/moderation/threads/{barrier.id}/hide", reason="")
    assert answer.status_code == 422
    assert "Give the reason." in answer.text
    db.session.refresh(barrier)
    assert barrier.hidden_at is None
    assert acts() == []


def test_a_thread_is_closed_to_comments_and_opened_again(client: FlaskClient) -> None:
    barrier = make_barrier()
    sign_in(client, make_person(role="moderator"))
    send(client, f"/moderation/threads/{barrier.id}/lock", reason="It goes in circles")
    assert client.get(f"/threads/{barrier.id}/comment").status_code == 403
    assert "closed to new comments" in client.get(f"/barriers/{barrier.id}", follow_redirects=True).text
    send(client, f"/moderation/threads/{barrier.id}/unlock", reason="Calm again")
    assert client.get(f"/threads/{barrier.id}/comment").status_code == 200


@pytest.mark.parametrize("who", ["member", "officer", "lead"])
def test_nobody_else_moderates_the_council_least_of_all(client: FlaskClient, who: str) -> None:
    council = make_council()
    barrier = make_barrier(council=council)
    comment = make_comment(barrier)
    person = make_person() if who == "member" else make_officer(council, is_lead=who == "lead").person
    sign_in(client, person)
    for path in (
        "/moderation",
        "/moderation/log",
        "/moderation/tags",
        "/moderation/outbox",
        f"/moderation/threads/{barrier.id}/hide",
        f"/moderation/comments/{comment.id}/hide",
        f"/comments/{comment.id}/delete",
    ):
        assert client.get(path).status_code == 403, path
    page = client.get(f"/barriers/{barrier.id}", follow_redirects=True).text
    assert "/moderation" not in page


@pytest.mark.parametrize("verb", ["delete", "hide-it", "settle"])
def test_an_unknown_verb_is_no_page(client: FlaskClient, verb: str) -> None:
    sign_in(client, make_person(role="moderator"))
    assert client.get(f"/moderation/threads/{make_barrier().id}/{verb}").status_code == 404


def test_moderators_join_and_part_tags(client: FlaskClient) -> None:
    barrier = make_barrier()
    set_tags(thread=barrier, names=["play-park"])
    set_tags(thread=make_barrier(), names=["playground"])
    commit()
    sign_in(client, make_person(role="moderator"))
    assert send(client, "/moderation/tags", tag="Play park", of="playground").status_code == 303
    assert "play-park means playground" in main_of(client.get("/moderation/tags"))
    assert client.get("/tags/play-park").location.endswith("/tags/playground")
    assert send(client, "/moderation/tags/play-park/part", "/moderation/tags").status_code == 303
    tag = get_tag("play-park")
    assert tag is not None
    assert tag.synonym_of_id is None
    assert [verb for verb, _, _ in acts()] == ["join_tags", "part_tags"]
    log = client.get("/moderation/log").text
    assert [reason for _, _, reason in acts()] == ["playground", ""]
    assert "now means playground" in log
    assert "means itself again" in log


@pytest.mark.parametrize(
    ("tag", "of", "said"),
    [
        ("", "park", "Type a tag."),
        ("nothing", "park", "There is no tag “nothing”."),
        ("park", "Park", "Choose two different tags."),
    ],
)
def test_tags_that_cannot_be_joined_are_said(client: FlaskClient, tag: str, of: str, said: str) -> None:
    set_tags(thread=make_barrier(), names=["park"])
    commit()
    sign_in(client, make_person(role="moderator"))
    answer = send(client, "/moderation/tags", tag=tag, of=of)
    assert answer.status_code == 422
    assert said in answer.text


def test_an_administrator_tries_failed_work_again(client: FlaskClient) -> None:
    enqueue("mail", {"to": "a@example.org"})
    commit()
    row = db.session.scalars(select(OutboxRow)).one()
    row.dead_at, row.due_at, row.number_of_attempts = clock.now(), None, 8
    row.last_error = "SMTPConnectError('<no route>')"
    commit()
    sign_in(client, make_person(role="administrator"))
    page = client.get("/moderation/outbox").text
    assert "SMTPConnectError(&#39;&lt;no route&gt;&#39;)" in page
    assert send(client, f"/moderation/outbox/{row.id}/retry", "/moderation/outbox").status_code == 303
    db.session.refresh(row)
    assert (row.dead_at, row.number_of_attempts) == (None, 0)
    assert row.due_at is not None
    assert client.post(f"/moderation/outbox/{row.id}/retry").status_code == 404


def test_the_queue_takes_as_many_statements_for_20_reports_as_for_one(client: FlaskClient) -> None:
    sign_in(client, make_person(role="moderator"))
    counts = []
    for _ in range(2):
        with count_statements() as seen:
            assert client.get("/moderation").status_code == 200
        counts.append(len(seen))
        for number in range(20):
            make_report(f"Report {number}")
    with count_statements() as seen:
        client.get("/moderation")
    assert counts[1] == len(seen) <= 6, "\n".join(seen)


def make_report(reason: str) -> None:
    report = Report(
        thread_id=make_barrier().id, person_id=make_person().id, reason=reason, created_at=clock.now()
    )
    db.session.add(report)
    commit()

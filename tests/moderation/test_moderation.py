"""Looking after the site, through its pages."""

from __future__ import annotations

import pytest
from flask.testing import FlaskClient
from sqlalchemy import select

from forum.core import clock
from forum.core.audit import AuditEntry
from forum.core.db import commit, db
from forum.core.outbox import OutboxRow, enqueue
from forum.moderation.models import ModerationAct
from forum.threads.actions.tags import set_tags
from forum.threads.queries import get_tag
from tests.accounts.mailing import mails
from tests.support.factories import (
    make_barrier,
    make_comment,
    make_council,
    make_officer,
    make_person,
    sign_in,
)
from tests.threads.pages import send


def acts() -> list[tuple[str, str, str, str]]:
    rows = db.session.scalars(select(ModerationAct).order_by(ModerationAct.id))
    return [(act.verb, act.thing, act.reason_code, act.reason) for act in rows]


def audited() -> list[tuple[str, str]]:
    """What was done, without the roles that the test gave its people."""
    rows = db.session.scalars(select(AuditEntry).where(AuditEntry.verb != "role").order_by(AuditEntry.id))
    return [(row.verb, row.thing) for row in rows]


def test_a_hidden_thread_is_gone_for_others_and_comes_back(client: FlaskClient) -> None:
    barrier = make_barrier()
    moderator = make_person(role="moderator")
    path = f"/moderation/threads/{barrier.id}"
    sign_in(client, moderator)
    assert send(client, f"{path}/hide", reason="personal", words="Names a child").status_code == 303
    visitor = client.application.test_client()
    assert visitor.get(f"/barriers/{barrier.id}", follow_redirects=True).status_code == 404
    assert (
        "A moderator has hidden this page"
        in client.get(f"/barriers/{barrier.id}", follow_redirects=True).text
    )
    assert send(client, f"{path}/show", reason="mended", words="Changed").status_code == 303
    assert visitor.get(f"/barriers/{barrier.id}", follow_redirects=True).status_code == 200
    thing = f"thread:{barrier.id}"
    assert acts() == [
        ("hide", thing, "personal", "Names a child"),
        ("show", thing, "mended", "Changed"),
    ]
    assert audited() == [("hide", thing), ("show", thing)]


def test_the_author_is_mailed_what_was_decided_and_why(client: FlaskClient) -> None:
    barrier = make_barrier("No keys")
    comment = make_comment(barrier, author=make_person("Rosa", email="rosa@example.org"))
    sign_in(client, make_person("Mo", role="moderator"))
    send(client, f"/moderation/comments/{comment.id}/hide", reason="abuse", words="You call the clerk names.")
    mail = mails()[-1]
    assert mail["to"] == "rosa@example.org"
    assert mail["subject"] == "A moderator has hidden your comment"
    for words in ("No keys", "it attacked someone", "You call the clerk names.", "/decisions/", "appeal"):
        assert words in mail["text"], words
    assert "Mo" not in mail["text"].split()


def test_a_hidden_comments_words_are_for_moderators_alone(client: FlaskClient) -> None:
    barrier, author = make_barrier(), make_person()
    comment = make_comment(barrier, "Something bad.", author=author)
    sign_in(client, make_person(role="moderator"))
    answer = send(client, f"/moderation/comments/{comment.id}/hide", reason="abuse", words="Rude")
    assert answer.status_code == 303
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


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        ({"reason": "", "words": "Rude"}, "Choose a reason."),
        ({"reason": "abuse", "words": " "}, "Give the reason in your own words."),
        ({"reason": "made-up", "words": "Rude"}, "Choose one of the answers shown."),
    ],
)
def test_nothing_is_done_without_a_reason(client: FlaskClient, typed: dict[str, str], said: str) -> None:
    barrier = make_barrier()
    sign_in(client, make_person(role="moderator"))
    answer = send(client, f"/moderation/threads/{barrier.id}/hide", **typed)
    assert answer.status_code == 422
    assert said in answer.text
    db.session.refresh(barrier)
    assert barrier.hidden_at is None
    assert acts() == []


def test_a_thread_is_closed_to_comments_and_opened_again(client: FlaskClient) -> None:
    barrier = make_barrier()
    sign_in(client, make_person(role="moderator"))
    send(client, f"/moderation/threads/{barrier.id}/lock", reason="heated", words="It goes in circles")
    assert client.get(f"/threads/{barrier.id}/comment").status_code == 403
    assert "closed to new comments" in client.get(f"/barriers/{barrier.id}", follow_redirects=True).text
    send(client, f"/moderation/threads/{barrier.id}/unlock", reason="mended", words="Calm again")
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
        "/moderation/appeals",
        "/moderation/outbox",
        f"/moderation/people/{comment.author_id}",
        f"/moderation/people/{comment.author_id}/suspend",
        f"/moderation/people/{comment.author_id}/hide-since",
        f"/moderation/threads/{barrier.id}/hide",
        f"/moderation/comments/{comment.id}/hide",
        f"/comments/{comment.id}/delete",
    ):
        assert client.get(path).status_code == 403, path
        assert client.post(path).status_code in {403, 405}, path
    page = client.get(f"/barriers/{barrier.id}", follow_redirects=True).text
    assert "/moderation" not in page
    report = send(client, f"/threads/{barrier.id}/report", kind="misleading", words="It is not so.")
    assert report.status_code == 303
    db.session.refresh(barrier)
    assert barrier.is_in_sight


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
    assert "play-park means playground" in client.get("/moderation/tags").text
    assert client.get("/tags/play-park").location.endswith("/tags/playground")
    assert send(client, "/moderation/tags/play-park/part", "/moderation/tags").status_code == 303
    tag = get_tag("play-park")
    assert tag is not None
    assert tag.synonym_of_id is None
    assert audited() == [("join_tags", "tag:play-park"), ("part_tags", "tag:play-park")]
    log = client.get("/moderation/log").text
    assert "mean “playground”." in log
    assert "Let a tag mean itself again" in log


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
    assert audited() == [("retry", f"outbox:{row.id}")]

"""Everything by one person since a day: hidden in one press, shown again in one, and only what that press hid."""

from __future__ import annotations

from datetime import timedelta

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select

from forum.core import clock
from forum.core.db import commit, db
from forum.core.outbox import OutboxRow
from forum.moderation.actions.people import hide_everything_since, show_what_was_hidden_together
from forum.moderation.actions.posts import hide_post, show_post
from forum.moderation.models import ModerationAct
from tests.accounts.mailing import mails
from tests.moderation.reasons import A_REASON
from tests.support.factories import make_barrier, make_comment, make_person, sign_in
from tests.support.statements import count_statements
from tests.threads.pages import send

pytestmark = pytest.mark.sql


class Wave:
    """Somebody who posted before today, and much today."""

    def __init__(self) -> None:
        self.author, self.moderator = make_person("Sam"), make_person(role="moderator")
        self.old = make_barrier("Old", author=self.author, created_at=clock.now() - timedelta(days=3))
        self.new = make_barrier("New", author=self.author)
        self.comment = make_comment(make_barrier("Of others"), author=self.author)
        self.hidden = make_barrier("Hidden before", author=self.author)
        hide_post(post=self.hidden, person=self.moderator, reason=A_REASON)
        commit()

    def hide(self) -> ModerationAct:
        act = hide_everything_since(
            author=self.author, since=clock.now() - timedelta(days=1), by=self.moderator, reason=A_REASON
        )
        assert act is not None
        commit()
        return act

    def in_sight(self) -> list[bool]:
        return [post.is_in_sight for post in (self.old, self.new, self.comment, self.hidden)]


def test_one_press_hides_what_came_since_and_one_press_shows_exactly_that(app: Flask) -> None:
    wave = Wave()
    act = wave.hide()
    assert wave.in_sight() == [True, False, False, False]
    assert wave.comment.thread.number_of_comments == 0
    assert act.details["number"] == 2
    shown = show_what_was_hidden_together(act=act, by=wave.moderator, reason=A_REASON)
    assert shown is not None
    assert wave.in_sight() == [True, True, True, False]
    assert wave.comment.thread.number_of_comments == 1
    assert show_what_was_hidden_together(act=act, by=wave.moderator, reason=A_REASON) is None


def test_what_was_decided_of_one_post_since_is_not_undone_with_the_rest(app: Flask) -> None:
    wave = Wave()
    act = wave.hide()
    show_post(post=wave.new, person=wave.moderator, reason=A_REASON)
    hide_post(post=wave.new, person=wave.moderator, reason=A_REASON)
    show_what_was_hidden_together(act=act, by=wave.moderator, reason=A_REASON)
    assert wave.in_sight() == [True, False, True, False]


def test_what_a_second_press_hid_is_not_shown_by_undoing_the_first(app: Flask) -> None:
    wave = Wave()
    first = wave.hide()
    show_what_was_hidden_together(act=first, by=wave.moderator, reason=A_REASON)
    second = wave.hide()
    assert show_what_was_hidden_together(act=first, by=wave.moderator, reason=A_REASON) is None
    assert wave.in_sight() == [True, False, False, False]
    assert show_what_was_hidden_together(act=second, by=wave.moderator, reason=A_REASON) is not None


def test_the_author_gets_one_mail_and_the_index_forgets_all(app: Flask) -> None:
    wave = Wave()
    before = len(mails())
    wave.hide()
    told = mails()[before:]
    assert [mail["subject"] for mail in told] == ["A moderator has hidden what you posted"]
    documents = {
        row.payload["document"]
        for row in db.session.scalars(select(OutboxRow).where(OutboxRow.kind == "index"))
    }
    assert {f"thread:{wave.new.id}", f"comment:{wave.comment.id}"} <= documents


def test_a_moderator_does_both_on_the_pages(client: FlaskClient) -> None:
    wave = Wave()
    sign_in(client, wave.moderator)
    page = f"/moderation/people/{wave.author.id}"
    today = f"{clock.today():%d/%m/%Y}"
    answer = send(client, f"{page}/hide-since", since=today, reason="spam", words="A wave of adverts.")
    assert answer.status_code == 303
    db.session.expire_all()
    assert wave.in_sight() == [True, False, False, False]
    act = db.session.scalars(select(ModerationAct).where(ModerationAct.verb == "hide_since")).one()
    undo = f"/moderation/decisions/{act.id}/show-again"
    assert undo in client.get(page).text
    assert send(client, undo, reason="mistake", words="It was a fair.").status_code == 303
    db.session.expire_all()
    assert wave.in_sight() == [True, True, True, False]
    assert undo not in client.get(page).text
    assert client.get(undo).status_code == 404


def test_a_day_to_come_is_refused(client: FlaskClient) -> None:
    wave = Wave()
    sign_in(client, wave.moderator)
    tomorrow = f"{clock.today() + timedelta(days=1):%d/%m/%Y}"
    page = f"/moderation/people/{wave.author.id}/hide-since"
    answer = send(client, page, since=tomorrow, reason="spam", words="A wave.")
    assert answer.status_code == 422
    assert "Choose today or an earlier day." in answer.text


def test_somebodys_page_takes_as_many_statements_whatever_they_posted(client: FlaskClient) -> None:
    author = make_person()
    make_comment(make_barrier(author=author), author=author)
    sign_in(client, make_person(role="moderator"))
    counts = []
    for _ in range(2):
        with count_statements() as seen:
            assert client.get(f"/moderation/people/{author.id}").status_code == 200
        counts.append(len(seen))
        for _ in range(8):
            make_comment(make_barrier(author=author), author=author)
    assert counts[0] == counts[1], "\n".join(seen)

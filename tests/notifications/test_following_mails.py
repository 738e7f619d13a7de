"""When who hears by mail of what they follow: at once, each morning, on Mondays, or never."""

from __future__ import annotations

import re

import pytest
from flask import Flask
from sqlalchemy import func, select

from forum.barriers.models import Barrier
from forum.core import clock
from forum.core.db import commit, db
from forum.core.events import send
from forum.core.outbox import OutboxRow
from forum.councils.identity import identity_of
from forum.features import HANDLERS
from forum.follows.actions import choose_frequency, end_follow, follow_subject
from forum.follows.models import Follow, FollowKind, Frequency
from forum.notifications import digests, handlers
from forum.notifications.actions import mark_all_read, notify
from forum.notifications.models import Notification, WhyTold
from forum.notifications.queries import count_unread
from forum.notifications.topics import COMMENT, CommentParams
from forum.threads.events import CommentPosted
from forum.threads.models import Comment, Visibility
from tests.notifications.telling import comment, follower, following, mails, next_morning, told, work
from tests.notifications.test_mails import say
from tests.support.factories import (
    make_affected,
    make_barrier,
    make_comment,
    make_council,
    make_officer,
    make_person,
)


@pytest.fixture
def barrier(app: Flask) -> Barrier:
    return make_barrier("Hall hire insurance", council=make_council("Wexmoor"))


def test_each_is_mailed_as_often_as_they_chose(barrier: Barrier) -> None:
    people = {one: follower(barrier, one) for one in Frequency if one != Frequency.MONTHLY}
    comment(barrier, "Ask your insurer.")
    assert [one["to"] for one in mails()] == [people[Frequency.AT_ONCE].email]
    next_morning()
    assert {one["to"] for one in mails()} == {people[Frequency.AT_ONCE].email, people[Frequency.DAILY].email}
    next_morning(6)
    assert {one["to"] for one in mails()} == {
        people[one].email for one in people if one != Frequency.ONLY_HERE
    }
    assert len(mails()) == 3
    assert [told(one) for one in people.values()] == [[COMMENT]] * 4


def test_five_hundred_events_in_an_hour_are_one_mail_to_each_follower(barrier: Barrier) -> None:
    people = [follower(barrier, one) for one in (Frequency.AT_ONCE, Frequency.DAILY, Frequency.WEEKLY)]
    author = make_person()
    first = make_comment(barrier, author=author)
    like = {name: getattr(first, name) for name in ("body", "body_html", "html_version", "created_at")}
    rest = [Comment(thread=barrier, author=author, **like) for _ in range(499)]
    db.session.add_all(rest)
    commit()
    send(CommentPosted(comment=first))
    commit()
    work()
    for said in rest:
        send(CommentPosted(comment=said))
    commit()
    asked = db.session.scalar(select(func.count(OutboxRow.id)).where(OutboxRow.kind == "tell_followers"))
    assert asked == 1  # the worker has nothing to do with the other 499
    assert [len(mails(one)) for one in people] == [1, 0, 0]
    next_morning()
    assert [len(mails(one)) for one in people] == [2, 1, 0]
    assert "500 new comments." in mails(people[1])[0]["text"]
    assert "499 new comments." in mails(people[0])[1]["text"]
    next_morning(6)
    assert [len(mails(one)) for one in people] == [2, 1, 1]
    assert count_unread(identity_of(people[0])) == 1


def test_a_thread_is_mailed_about_once_a_day_and_the_rest_comes_the_next_morning(barrier: Barrier) -> None:
    person = follower(barrier, Frequency.AT_ONCE)
    comment(barrier, "The first.")
    work()
    comment(barrier, "The second.")
    assert ["The first." in one["text"] for one in mails(person)] == [True]
    next_morning()
    assert ["The second." in one["text"] for one in mails(person)] == [False, True]
    comment(barrier, "The third.")  # they had a mail about it this morning
    assert len(mails(person)) == 2
    next_morning()
    assert "The third." in mails(person)[2]["text"]


def test_what_asks_or_names_somebody_is_mailed_at_once_however_much_was(barrier: Barrier) -> None:
    person = follower(barrier, Frequency.ONLY_HERE)
    for words in ("First", "Second"):
        said = comment(barrier, words)
        notify(
            person=person,
            kind=COMMENT,
            about=said.id,
            reason=WhyTold.MENTIONED,
            params=CommentParams(is_official=False),
            thread=barrier,
            comment=said,
        )
        commit()
    assert len(mails(person)) == 2


def test_one_digest_tells_of_all_and_a_second_run_tells_nothing_again(barrier: Barrier) -> None:
    person, other = follower(barrier), make_barrier("No ramp")
    follow_subject(person=person, kind=FollowKind.THREAD, key=str(other.id))
    comment(barrier)
    comment(other)
    next_morning()
    (mail,) = mails(person)
    assert mail["subject"] == "New in 2 things you follow"
    assert "Hall hire insurance" in mail["text"]
    assert "No ramp" in mail["text"]
    for row in db.session.scalars(select(OutboxRow).where(OutboxRow.kind == "send_digests")).all():
        HANDLERS["send_digests"]([row])
    commit()
    assert len(mails(person)) == 1


def test_a_worker_that_is_killed_in_the_middle_sends_each_digest_once(
    barrier: Barrier, monkeypatch: pytest.MonkeyPatch
) -> None:
    people = [follower(barrier) for _ in range(3)]
    comment(barrier)
    next_morning()
    written, whole = [], digests.write_to_person

    def killed(*given: object, **more: object) -> None:
        written.append(more["person"])
        if len(written) == 2:
            raise RuntimeError("killed")
        whole(*given, **more)  # type: ignore[arg-type]

    monkeypatch.setattr(digests, "write_to_person", killed)
    work()
    assert db.session.scalar(select(OutboxRow.id).where(OutboxRow.kind == "mail")) is None
    monkeypatch.setattr(digests, "write_to_person", whole)
    next_morning()
    assert [len(mails(one)) for one in people] == [1, 1, 1]


def test_many_are_mailed_in_batches_each_once(barrier: Barrier, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(digests, "BATCH", 2)
    monkeypatch.setattr(handlers, "BATCH", 2)
    people = [follower(barrier, Frequency(one)) for one in ["at_once"] * 5 + ["daily"] * 5]
    comment(barrier)
    assert len(mails()) == 5
    next_morning()
    assert [len(mails(one)) for one in people] == [1] * 10


@pytest.mark.parametrize("field", ["hidden_at", "held_at"])
@pytest.mark.parametrize("what", ["thread", "comment"])
@pytest.mark.parametrize("frequency", [Frequency.AT_ONCE, Frequency.DAILY])
def test_what_goes_out_of_sight_before_the_mail_goes_is_not_told(
    barrier: Barrier, what: str, field: str, frequency: Frequency
) -> None:
    person = follower(barrier, frequency)
    said = comment(barrier, "Buy pills.")
    setattr(said if what == "comment" else barrier, field, clock.now())
    commit()
    next_morning()
    assert mails(person) == []
    assert count_unread(identity_of(person)) == 0
    waiting = select(Notification.id).where(Notification.mail_due_at.is_not(None))
    assert db.session.scalar(waiting) is None


def test_who_may_not_read_it_any_more_is_told_nothing_of_it(barrier: Barrier) -> None:
    person, own = follower(barrier), make_affected(barrier).person
    follow_subject(person=own, kind=FollowKind.THREAD, key=str(barrier.id))
    comment(barrier, "It is about us.")
    barrier.visibility = Visibility.COUNCIL
    commit()
    next_morning()
    assert mails(person) == []
    assert len(mails(own)) == 1
    assert [count_unread(identity_of(one)) for one in (person, own)] == [0, 1]
    comment(barrier, "Once more.")
    assert [told(person), told(own)] == [[COMMENT], [COMMENT, COMMENT]]


def test_another_choice_holds_for_what_waits_already(barrier: Barrier) -> None:
    person = follower(barrier)
    comment(barrier)
    own = db.session.scalars(select(Follow).where(Follow.person_id == person.id)).one()
    choose_frequency(follow=own, frequency=Frequency.WEEKLY)
    commit()
    next_morning()
    assert mails(person) == []
    next_morning(6)
    assert len(mails(person)) == 1
    comment(barrier)
    choose_frequency(follow=own, frequency=Frequency.ONLY_HERE)
    commit()
    next_morning(7)
    assert len(mails(person)) == 1


def test_who_stops_following_gets_no_mail_of_what_waits_and_finds_it_on_the_page(barrier: Barrier) -> None:
    person = follower(barrier)
    comment(barrier)
    end_follow(follow=db.session.scalars(select(Follow).where(Follow.person_id == person.id)).one())
    commit()
    next_morning()
    assert mails(person) == []
    assert count_unread(identity_of(person)) == 1


def test_who_wants_no_mail_or_whose_address_takes_none_is_mailed_nothing(barrier: Barrier) -> None:
    quiet, gone = follower(barrier, wants_mail=False), follower(barrier, mail_refused_at=clock.now())
    comment(barrier)
    next_morning()
    assert mails() == []
    assert [count_unread(identity_of(one)) for one in (quiet, gone)] == [1, 1]


def test_nobody_is_told_of_what_they_did(barrier: Barrier) -> None:
    person = follower(barrier, Frequency.AT_ONCE)
    comment(barrier, author=person)
    assert told(person) == []
    assert mails() == []


def test_a_mail_stops_by_one_press_what_brought_it(barrier: Barrier) -> None:
    officer = make_officer(barrier.council)
    person = following(FollowKind.COUNCIL, barrier.council_id, Frequency.AT_ONCE)
    say(barrier, officer)
    (mail,) = mails(person)
    assert mail["subject"].endswith("Hall hire insurance")
    assert "We ask our insurer." in mail["text"]
    assert "you follow the council “Wexmoor”" in re.sub(r"\s+", " ", mail["text"])
    assert "/stop-following/" in mail["stop_url"]
    assert mail["stop_url"] in mail["text"]


def test_reading_all_leaves_what_came_since(barrier: Barrier) -> None:
    person = follower(barrier)
    comment(barrier)
    last = db.session.scalars(select(Notification.id).order_by(Notification.id.desc())).first()
    other = make_barrier("No ramp")
    follow_subject(person=person, kind=FollowKind.THREAD, key=str(other.id))
    comment(other)
    mark_all_read(person=person, until=last or 0)
    commit()
    assert count_unread(identity_of(person)) == 1


def test_what_was_told_half_a_year_ago_is_forgotten(barrier: Barrier) -> None:
    person = follower(barrier)
    comment(barrier)
    next_morning(200)
    comment(barrier)
    next_morning()
    work()
    assert len(told(person)) == 1

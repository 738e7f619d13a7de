"""What groups say of themselves ("this affects us too") waits as posts do: unseen, uncounted and untold until a moderator looks."""

from __future__ import annotations

from datetime import timedelta

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import func, select

from forum.accounts.models import Person, SiteRole
from forum.barriers.models import Affected, Barrier
from forum.core import clock
from forum.core.db import commit, db
from forum.follows.actions import follow
from forum.moderation.actions.holds import publish_after_all, refuse_posts
from forum.moderation.models import ModerationAct
from forum.threads.holds.actions import forget_networks, let_through, undo_settlement
from forum.threads.holds.queries import list_open_holds
from forum.threads.models import HeldStatement
from tests.moderation.reasons import A_REASON
from tests.support.factories import make_barrier, make_person, sign_in
from tests.threads.holds.test_holding import Change, mails_to, read_by, set_to
from tests.threads.pages import main_of, send

pytestmark = pytest.mark.sql
__all__ = ["set_to"]

LINKED = "Come and see what we sell at https://cheap.example/offer today"


def say(client: FlaskClient, person: Person, barrier: Barrier, words: str) -> None:
    sign_in(client, person)
    answer = send(client, f"/barriers/{barrier.id}/affects-us", words=words)
    assert answer.status_code == 303, answer.text


def counted(barrier: Barrier) -> int:
    db.session.refresh(barrier)
    active = select(func.count(Affected.id)).where(
        Affected.barrier_id == barrier.id, Affected.withdrawn_at.is_(None)
    )
    assert db.session.scalar(active) == barrier.number_of_affected
    return barrier.number_of_affected


def moderator() -> Person:
    return make_person("Mo", role=SiteRole.MODERATOR)


def test_a_new_persons_link_waits_seen_by_them_and_moderators_alone_and_tells_when_it_is_let_through(
    client: FlaskClient,
) -> None:
    barrier, new, follower = make_barrier("Keys"), make_person("Nia"), make_person()
    follow(thread=barrier, person=follower)
    commit()
    say(client, new, barrier, LINKED)
    assert counted(barrier) == 1
    own = read_by(client, new, barrier)
    assert "What you said waits" in own
    assert "You are new here, and it has 1 link." in own
    assert "cheap.example" in own
    assert "cheap.example" not in read_by(client, None, barrier) + read_by(client, follower, barrier)
    assert mails_to(follower) == []
    sign_in(client, moderator())
    queue = main_of(client.get("/moderation/waiting"))
    assert "cheap.example" in queue
    assert "Affected too:" in queue
    settlement = let_through(holds=list_open_holds(), moderator=moderator())
    commit()
    assert counted(barrier) == 2
    assert "cheap.example" in read_by(client, None, barrier)
    assert "What you said waits" not in read_by(client, new, barrier)
    assert len(mails_to(follower)) == 1
    undo_settlement(settlement=settlement)
    commit()
    assert counted(barrier) == 1
    assert "cheap.example" not in read_by(client, None, barrier)


def test_what_is_refused_is_never_counted_and_an_appeal_that_is_right_counts_it(client: FlaskClient) -> None:
    barrier, new = make_barrier("Keys"), make_person("Nia")
    say(client, new, barrier, LINKED)
    refuse_posts(holds=list_open_holds(), by=moderator(), reason=A_REASON)
    commit()
    own = read_by(client, new, barrier)
    assert "What you said was not published" in own
    assert "It sells something." in own
    with clock.travelled_to(clock.now() + timedelta(minutes=11)):
        assert len([one for one in mails_to(new) if "not publish" in one.lower()]) == 1
    assert counted(barrier) == 1
    act = db.session.scalars(select(ModerationAct)).one()
    assert (act.thing.partition(":")[0], act.author_id) == ("statement", new.id)
    publish_after_all(act=act, by=moderator(), reason=A_REASON)
    commit()
    assert counted(barrier) == 2


def test_what_is_sent_again_while_it_waits_replaces_it_and_waits_on(client: FlaskClient) -> None:
    barrier, new = make_barrier(), make_person()
    say(client, new, barrier, LINKED)
    say(client, new, barrier, "It stopped us too.")
    (hold,) = list_open_holds()
    assert hold.statement is not None
    assert hold.statement.body == "It stopped us too."
    let_through(holds=[hold], moderator=moderator())
    assert counted(barrier) == 2
    assert "cheap.example" not in read_by(client, None, barrier)


def test_a_link_that_is_put_in_afterwards_waits_and_the_words_before_stay(client: FlaskClient) -> None:
    barrier, new = make_barrier(), make_person()
    say(client, new, barrier, "It stopped us too.")
    assert counted(barrier) == 2
    say(client, new, barrier, LINKED)
    assert counted(barrier) == 2
    page = read_by(client, None, barrier)
    assert "It stopped us too." in page
    assert "cheap.example" not in page
    assert "cheap.example" in read_by(client, new, barrier)


def test_the_third_of_a_kind_takes_the_first_two_back(client: FlaskClient) -> None:
    barrier = make_barrier()
    text = "Our hall has rooms for every club in town, please come along on Friday evening for tea number "
    for at in range(3):
        say(client, make_person(), barrier, f"{text}{at}")
    assert counted(barrier) == 1
    assert len({hold.wave_id for hold in list_open_holds()}) == 1
    let_through(holds=list_open_holds(), moderator=moderator())
    assert counted(barrier) == 4


def test_groups_that_say_nothing_are_counted_at_once(client: FlaskClient) -> None:
    barrier = make_barrier()
    for _ in range(4):
        say(client, make_person(), barrier, "")
    assert counted(barrier) == 5


def test_a_wave_of_fifty_counts_at_most_two_and_mails_nobody(client: FlaskClient, set_to: Change) -> None:
    set_to(rate_limits=True, busy_sign_ups=5)
    follower, barrier = make_person(), make_barrier(author=make_person())
    follow(thread=barrier, person=follower)
    commit()
    people = [make_person() for _ in range(50)]
    set_to(rate_limits=False, busy_sign_ups=5)  # the test itself is one network
    for at, person in enumerate(people):
        set_to(rate_limits=True, busy_sign_ups=5, new_people_posts_an_hour=30)
        say(client, person, barrier, f"Offer {at}: see https://cheap{at}.example/{at}" if at % 2 else "")
    assert counted(barrier) <= 3
    assert mails_to(follower) == []
    assert mails_to(barrier.author) == []
    with clock.travelled_to(clock.now() + timedelta(minutes=11)):
        mails_to(follower)
        assert counted(barrier) <= 3
    let_through(holds=list_open_holds()[:1], moderator=moderator())
    assert counted(barrier) <= 4


def test_what_was_said_is_forgotten_with_its_traces_and_what_waits_is_not(
    app: Flask, client: FlaskClient
) -> None:
    barrier = make_barrier()
    say(client, make_person(), barrier, "It stopped us too.")
    say(client, make_person(), barrier, LINKED)
    with clock.travelled_to(clock.now() + timedelta(days=30)):
        forget_networks()
        commit()
    (left,) = db.session.scalars(select(HeldStatement))
    assert left.body == LINKED
    assert counted(barrier) == 2

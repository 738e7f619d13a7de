"""Posts that wait: who sees them, what is told of them and when, what their authors read, and what is forgotten."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import func, select

from config import Settings
from forum.accounts.access_blocks import add_block, forget_ended_blocks, is_domain_blocked, is_network_blocked
from forum.accounts.models import AccessBlock, BlockKind, Person, SiteRole
from forum.accounts.networks import outer_network_of
from forum.barriers.models import Barrier
from forum.core import clock
from forum.core.db import commit, db
from forum.core.outbox import OutboxRow
from forum.core.worker import Worker
from forum.councils.identity import VISITOR, identity_of
from forum.councils.models import Council
from forum.features import HANDLERS
from forum.follows.actions import follow
from forum.threads.holds.actions import forget_networks, let_through, list_word, refuse, undo_settlement
from forum.threads.holds.models import Hold, PostTrace
from forum.threads.holds.queries import is_new_person, list_open_holds, usual_wait
from forum.threads.holds.signed_times import new_form_key, time_since
from forum.threads.models import Comment, Thread
from forum.threads.queries import list_comments
from tests.support.factories import (
    csrf_token,
    make_barrier,
    make_comment,
    make_council,
    make_officer,
    make_person,
    sign_in,
)
from tests.threads.pages import main_of, send
from tests.threads.walks import walk_of

LINKED = "Come and see what we sell at https://cheap.example/offer today"
WORK = {kind: work for kind, work in HANDLERS.items() if kind not in {"mail", "index"}}
Change = Callable[..., None]


@pytest.fixture
def set_to(app: Flask, monkeypatch: pytest.MonkeyPatch) -> Iterator[Change]:
    def change(**given: object) -> None:
        now: Settings = app.extensions["clearway_settings"]
        monkeypatch.setitem(app.extensions, "clearway_settings", replace(now, **given))

    return change


def mails_to(person: Person) -> list[str]:
    Worker(WORK).drain()
    rows = db.session.scalars(select(OutboxRow).where(OutboxRow.kind == "mail").order_by(OutboxRow.id))
    return [one.payload["subject"] for one in rows if one.payload["to"] == person.email]


def post(client: FlaskClient, person: Person, thread: Thread, body: str, **more: Any) -> Comment:
    """Post a comment as a browser does; `key` and `network` where they matter."""
    sign_in(client, person)
    path, network = f"/threads/{thread.id}/comment", more.pop("network", "127.0.0.1")
    data = {"body": body, "form_key": more.pop("key", None) or new_form_key(), **more}
    data["csrf_token"] = csrf_token(client, path)
    answer = client.post(path, data=data, environ_base={"REMOTE_ADDR": network})
    assert answer.status_code == 303, answer.text
    return db.session.scalars(select(Comment).order_by(Comment.id.desc()).limit(1)).one()


def read_by(client: FlaskClient, person: Person | None, thread: Thread) -> str:
    with client.session_transaction() as session:
        session.clear()
    if person is not None:
        sign_in(client, person)
    return main_of(client.get(f"/barriers/{thread.numbered_slug}"))


def test_a_new_persons_link_waits_and_is_seen_by_its_author_and_moderators_alone(client: FlaskClient) -> None:
    author, barrier = make_person(), make_barrier(author=make_person())
    comment = post(client, author, barrier, LINKED)
    assert not comment.is_in_sight
    db.session.refresh(barrier)
    assert barrier.number_of_comments == 0
    assert "cheap.example" not in read_by(client, None, barrier)
    assert "cheap.example" not in read_by(client, make_person(), barrier)
    own = read_by(client, author, barrier)
    assert "cheap.example" in own
    assert "Waiting for a moderator, usually within one day" in own
    assert "cheap.example" in read_by(client, make_person(role=SiteRole.MODERATOR), barrier)
    for reader, status in ((make_person(), 404), (author, 302)):
        sign_in(client, reader)
        assert client.get(f"/comments/{comment.id}").status_code == status


def test_followers_hear_of_it_when_it_is_let_through_and_once(client: FlaskClient) -> None:
    author, follower, barrier = make_person(), make_person(), make_barrier(author=make_person())
    follow(thread=barrier, person=follower)
    commit()
    comment = post(client, author, barrier, LINKED)
    written_at = comment.created_at
    assert mails_to(follower) == []
    moderator = make_person(role=SiteRole.MODERATOR)
    settlement = let_through(holds=list_open_holds(), moderator=moderator)
    commit()
    assert len(mails_to(follower)) == 1
    assert [one for one in mails_to(author) if "Others can read it now" in one]
    db.session.refresh(barrier)
    assert (comment.created_at, barrier.number_of_comments) == (written_at, 1)
    undo_settlement(settlement=settlement)
    assert (comment.is_in_sight, barrier.number_of_comments) == (False, 0)
    let_through(holds=list_open_holds(), moderator=moderator)
    commit()
    assert len(mails_to(follower)) == 1
    assert barrier.number_of_comments == 1


def test_a_refused_post_stays_out_of_sight_and_keeps_its_words(client: FlaskClient) -> None:
    author, barrier = make_person(), make_barrier(author=make_person())
    post(client, author, barrier, LINKED)
    moderator = make_person(role=SiteRole.MODERATOR)
    refuse(holds=list_open_holds(), moderator=moderator, reason="It advertises.")
    commit()
    page = read_by(client, author, barrier)
    assert "Not published. The reason: It advertises." in page
    assert "cheap.example" in page
    assert "cheap.example" not in read_by(client, None, barrier)


@pytest.mark.parametrize("kind", ["barrier", "story", "question"])
def test_a_whole_thread_waits_and_its_council_hears_when_it_is_let_through(
    kind: str, client: FlaskClient
) -> None:
    author, walk = make_person(), walk_of(kind)
    officer = make_officer(db.session.scalars(select(Council)).one())
    sign_in(client, author)
    draft = walk.begin(client, **{walk.field: f"{walk.steps[0][1][walk.field]} {LINKED}"})
    answer = walk.send(client, draft)
    assert answer.status_code == 303, answer.text
    thread = db.session.scalars(select(Thread).where(Thread.author_id == author.id)).one()
    assert not thread.is_in_sight
    page = client.get(answer.location).text
    assert "Waiting for a moderator" in page
    assert "has been saved" in page
    assert mails_to(author) == []
    assert officer.council.number_of_barriers == 0
    with client.session_transaction() as session:
        session.clear()
    assert client.get(answer.location).status_code == 404
    let_through(holds=list_open_holds(), moderator=make_person(role=SiteRole.MODERATOR))
    commit()
    assert client.get(answer.location).status_code == 200
    db.session.expire_all()
    if kind == "barrier":
        assert officer.council.number_of_barriers == 1
        assert len(mails_to(officer.person)) == 1


def test_an_ordinary_first_report_is_public_at_once_and_its_council_hears(
    client: FlaskClient, set_to: Change
) -> None:
    set_to(rate_limits=True, minimum_time_to_write=timedelta(seconds=3))
    author, walk = make_person(), walk_of("barrier")
    officer = make_officer(db.session.scalars(select(Council)).one())
    sign_in(client, author)
    draft = walk.begin(client)
    draft.created_at -= timedelta(seconds=20)
    commit()
    assert walk.send(client, draft).status_code == 303
    barrier = db.session.scalars(select(Barrier)).one()
    assert barrier.is_in_sight
    assert db.session.scalar(select(func.count(Hold.id))) == 0
    assert len(mails_to(officer.person)) == 1


def test_a_form_sent_at_once_or_by_no_form_of_ours_waits(client: FlaskClient, set_to: Change) -> None:
    set_to(minimum_time_to_write=timedelta(seconds=3))
    barrier = make_barrier(author=make_person())
    now = clock.now()
    keys = []
    for age in (2, 4):
        with clock.travelled_to(now - timedelta(seconds=age)):
            keys.append(new_form_key())
    with clock.travelled_to(now):
        seen = [
            post(client, make_person(), barrier, "We met this as well.", key=key).is_in_sight for key in keys
        ]
        assert seen == [False, True]
        assert not post(client, make_person(), barrier, "We met this as well.", key="a" * 32).is_in_sight
    codes = [hold.reasons[0]["code"] for hold in list_open_holds()]
    assert codes == ["too_quick", "unsigned"]


def test_the_time_in_a_form_cannot_be_forged(app: Flask) -> None:
    key = new_form_key()
    assert time_since(key) is not None
    assert time_since("0" * 8 + key[8:]) is None
    assert time_since("ü" * 32) is None
    assert time_since("") is None


def test_the_field_that_people_do_not_see_holds_and_loses_nothing(client: FlaskClient) -> None:
    barrier, author = make_barrier(author=make_person()), make_person()
    comment = post(client, author, barrier, "We met this as well.", website="https://x.example")
    assert not comment.is_in_sight
    assert "We met this as well." in read_by(client, author, barrier)


def test_a_trap_in_any_step_of_a_journey_holds_what_becomes_of_it(client: FlaskClient) -> None:
    walk, author = walk_of("barrier"), make_person()
    sign_in(client, author)
    draft = walk.begin(client)
    assert walk.send(client, draft, website="x").status_code == 303
    assert [hold.reasons[0]["code"] for hold in list_open_holds()] == ["trap"]


def test_the_third_of_a_kind_calls_the_first_two_back(client: FlaskClient) -> None:
    barrier = make_barrier(author=make_person())
    text = "Our hall has rooms for every club in town, please come along on Friday evening for tea number "
    comments = [post(client, make_person(), barrier, f"{text}{at}") for at in range(3)]
    assert [one.is_in_sight for one in comments] == [False, False, False]
    db.session.refresh(barrier)
    assert barrier.number_of_comments == 0
    assert len({hold.wave_id for hold in list_open_holds()}) == 1


def test_new_people_of_one_network_are_a_wave_and_those_of_no_network_are_not(client: FlaskClient) -> None:
    barrier = make_barrier(author=make_person())
    here = [post(client, make_person(), barrier, f"Nr {at}", network=f"203.0.113.{at}") for at in range(1, 4)]
    assert [one.is_in_sight for one in here] == [False, False, False]
    own = [post(client, make_person(), barrier, f"No {at}", network="127.0.0.1") for at in range(4)]
    assert all(one.is_in_sight for one in own)
    apart = [post(client, make_person(), barrier, f"At {at}", network=f"198.51.{at}.7") for at in range(4)]
    assert all(one.is_in_sight for one in apart)


def test_the_brake_of_the_site_holds_what_is_too_much(client: FlaskClient, set_to: Change) -> None:
    set_to(new_people_posts_an_hour=2, rate_limits=True)
    barrier = make_barrier(author=make_person())
    seen = [post(client, make_person(), barrier, f"Nr {at}").is_in_sight for at in range(4)]
    assert seen == [True, True, False, False]
    assert len({hold.wave_id for hold in list_open_holds()}) == 1


def test_in_a_busy_time_news_of_new_people_wait_and_are_not_told_when_they_are_called_back(
    client: FlaskClient, set_to: Change
) -> None:
    set_to(rate_limits=True, busy_sign_ups=5)
    follower, barrier = make_person(), make_barrier(author=make_person())
    follow(thread=barrier, person=follower)
    commit()
    people = [make_person() for _ in range(4)]
    first = post(client, people[0], barrier, "We met this too, and got past it.")
    assert first.is_in_sight
    assert mails_to(follower) == []
    text = "Our hall has rooms for every club in town, please come along on Friday evening for tea number "
    for at, person in enumerate(people[1:]):
        post(client, person, barrier, f"{text}{at}")
    with clock.travelled_to(clock.now() + timedelta(minutes=11)):
        assert len(mails_to(follower)) == 1  # of the first alone
        let_through(holds=list_open_holds(), moderator=make_person(role=SiteRole.MODERATOR))
        commit()
        assert len(mails_to(follower)) == 1  # one a thread a day
    with clock.travelled_to(clock.now() + timedelta(days=1)):
        assert len(mails_to(follower)) == 2  # of the three others together


def test_who_is_new(app: Flask, set_to: Change) -> None:
    person, barrier = make_person(), make_barrier(author=make_person())
    assert is_new_person(person)
    with clock.travelled_to(clock.now() - timedelta(days=2)):
        for _ in range(3):
            comment = make_comment(barrier, author=person)
    assert not is_new_person(person)
    comment.hidden_at = clock.now()
    commit()
    assert is_new_person(person)


def test_staff_and_the_program_itself_are_never_held(client: FlaskClient) -> None:
    barrier = make_barrier(author=make_person())
    officer = make_officer(make_council()).person
    assert post(client, officer, barrier, LINKED * 20).is_in_sight


def test_listed_words_hold_everybodys_posts(client: FlaskClient) -> None:
    barrier, person = make_barrier(author=make_person()), make_person()
    with clock.travelled_to(clock.now() - timedelta(days=2)):
        for _ in range(3):
            make_comment(barrier, author=person)
    list_word(phrase="casino", by=make_person(role=SiteRole.MODERATOR))
    commit()
    assert post(client, person, barrier, LINKED).is_in_sight
    assert not post(client, person, barrier, "The Casino is open.").is_in_sight


def test_a_link_that_is_put_in_afterwards_waits_too(client: FlaskClient) -> None:
    barrier, author = make_barrier(author=make_person()), make_person()
    comment = post(client, author, barrier, "We met this as well.")
    assert comment.is_in_sight
    answer = send(client, f"/comments/{comment.id}/edit", body=LINKED)
    assert answer.status_code == 303, answer.text
    db.session.refresh(comment)
    db.session.refresh(barrier)
    assert (comment.is_in_sight, barrier.number_of_comments) == (False, 0)


def test_what_waits_and_is_deleted_is_never_counted(client: FlaskClient) -> None:
    barrier, author = make_barrier(author=make_person()), make_person()
    comment = post(client, author, barrier, LINKED)
    assert send(client, f"/comments/{comment.id}/delete").status_code == 303
    let_through(holds=list_open_holds(), moderator=make_person(role=SiteRole.MODERATOR))
    commit()
    db.session.refresh(barrier)
    assert barrier.number_of_comments == 0


def test_blocks_hold_new_people_until_they_end_and_are_forgotten(client: FlaskClient) -> None:
    barrier, moderator = make_barrier(author=make_person()), make_person(role=SiteRole.MODERATOR)
    ends = clock.now() + timedelta(days=1)
    for kind, value in ((BlockKind.NETWORK, "203.0.113.0/24"), (BlockKind.DOMAIN, "throwaway.example")):
        add_block(kind=kind, value=value, reason="A wave.", ends_at=ends, by=moderator)
    commit()
    assert not post(client, make_person(), barrier, "One", network="203.0.113.9").is_in_sight
    assert not post(client, make_person(email="x@mx.throwaway.example"), barrier, "Two").is_in_sight
    assert post(client, make_person(email="x@nothrowaway.example"), barrier, "Three").is_in_sight
    with clock.travelled_to(ends + timedelta(seconds=1)):
        assert not is_network_blocked("203.0.113.0/24")
        assert not is_domain_blocked("x@throwaway.example")
        assert forget_ended_blocks() == 2
        assert db.session.scalar(select(func.count(AccessBlock.id))) == 0


def test_networks_are_forgotten(client: FlaskClient) -> None:
    barrier = make_barrier(author=make_person())
    post(client, make_person(), barrier, LINKED, network="203.0.113.9")
    hold = list_open_holds()[0]
    assert hold.network == "203.0.113.0/24"
    assert "203.0.113" not in " ".join(db.session.scalars(select(PostTrace.key)))
    with clock.travelled_to(clock.now() + timedelta(days=8)):
        traces = db.session.scalar(select(func.count(PostTrace.id)))
        assert forget_networks() == traces + 1  # and the hold
        commit()
    db.session.refresh(hold)
    assert hold.network == ""
    assert db.session.scalar(select(func.count(PostTrace.id))) == 0


def test_which_part_of_an_address_is_a_network() -> None:
    found = {
        "203.0.113.77": "203.0.113.0/24",
        "2001:db8:12:3456::1": "2001:db8:12::/48",
        "::ffff:203.0.113.77": "203.0.113.0/24",
        "127.0.0.1": "",
        "::1": "",
        "10.1.2.3": "",
        "fd00::1": "",
        "unix:": "",
    }
    assert {address: outer_network_of(address) for address in found} == found


def test_the_usual_wait_is_what_moderators_took_lately(client: FlaskClient) -> None:
    assert usual_wait() == timedelta(days=1)
    barrier, moderator = make_barrier(author=make_person()), make_person(role=SiteRole.MODERATOR)
    post(client, make_person(), barrier, LINKED)
    with clock.travelled_to(clock.now() + timedelta(minutes=50)):
        let_through(holds=list_open_holds(), moderator=moderator)
        commit()
    assert timedelta(minutes=49) < usual_wait() < timedelta(minutes=51)


def test_a_page_of_comments_asks_for_holds_once_and_only_where_one_waits(client: FlaskClient) -> None:
    barrier, author = make_barrier(author=make_person()), make_person()
    post(client, author, barrier, LINKED)
    assert list_comments(thread=barrier, identity=VISITOR).rows == []
    assert [
        one.held is not None for one in list_comments(thread=barrier, identity=identity_of(author)).rows
    ] == [True]

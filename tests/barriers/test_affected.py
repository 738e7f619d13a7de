"""This affects us too: a group's own experience, added once, changed, taken back."""

from __future__ import annotations

from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select
from werkzeug.test import TestResponse

from forum.barriers.actions.affected import AlreadyCountedError, add_affected, withdraw_affected
from forum.barriers.events import AffectedAdded
from forum.barriers.lifecycle.states import State
from forum.barriers.models import Affected, Barrier
from forum.barriers.report_input import Experience
from forum.core import clock, events
from forum.core.db import db
from forum.core.outbox import OutboxRow
from forum.threads.models import Visibility
from tests.support.factories import (
    make_affected,
    make_barrier,
    make_council,
    make_group,
    make_officer,
    make_person,
    sign_in,
)


def send(client: FlaskClient, path: str, **typed: Any) -> TestResponse:
    page = client.get(path).get_data(as_text=True)
    token = page.rsplit('name="csrf_token"', 1)[1].split('value="', 1)[1].split('"', 1)[0]
    return client.post(path, data={"csrf_token": token, **typed})


def others(barrier: Barrier) -> list[Affected]:
    query = select(Affected).where(Affected.barrier_id == barrier.id, Affected.is_reporter.is_(False))
    return list(db.session.scalars(query.order_by(Affected.id)))


def join_page(barrier: Barrier) -> str:
    return f"/barriers/{barrier.id}/affects-us"


def test_a_member_joins_with_one_short_form(client: FlaskClient) -> None:
    barrier, person = make_barrier(), make_person()
    group = make_group("Fenwick Quilters", members=(person,))
    sign_in(client, person)
    answer = send(
        client,
        join_page(barrier),
        words="It cost us the room.",
        effect="cost_more",
        cost_pounds="£340",
        excluded=["carers", "age"],
        group=str(group.id),
    )
    assert answer.status_code == 303
    (own,) = others(barrier)
    assert (own.group_id, own.words, own.cost_pounds) == (group.id, "It cost us the room.", 340)
    assert {one.code for one in own.excluded} == {"carers", "age"}
    assert barrier.number_of_affected == 2
    assert barrier.last_affected_at == own.created_at
    page = client.get(answer.headers["Location"]).get_data(as_text=True)
    assert "Fenwick Quilters" in page
    assert "Your group said this affects you too." in page


def test_being_counted_needs_no_words(client: FlaskClient) -> None:
    barrier = make_barrier()
    sign_in(client, make_person())
    assert send(client, join_page(barrier)).status_code == 303
    assert barrier.number_of_affected == 2


def test_joining_twice_changes_what_was_said(client: FlaskClient) -> None:
    barrier = make_barrier()
    sign_in(client, make_person())
    send(client, join_page(barrier), words="First.", excluded=["carers"])
    assert "First." in client.get(join_page(barrier)).get_data(as_text=True)
    send(client, join_page(barrier), words="Second.", excluded=["age"])
    (own,) = others(barrier)
    assert own.words == "Second."
    assert [one.code for one in own.excluded] == ["age"]
    assert barrier.number_of_affected == 2


def test_a_group_is_counted_once_whoever_of_it_speaks(client: FlaskClient) -> None:
    barrier, first, second = make_barrier(), make_person(), make_person()
    group = make_group("Fenwick Quilters", members=(first, second))
    make_affected(barrier, person=first, group=group)
    sign_in(client, second)
    answer = send(client, join_page(barrier), group=str(group.id), words="Us.")
    text = answer.get_data(as_text=True)
    assert answer.status_code == 422
    assert text.count("Fenwick Quilters is counted here already.") == 2
    assert "Us." in text
    assert barrier.number_of_affected == 2


@pytest.mark.parametrize("is_reporter", [True, False])
def test_nobody_finds_out_by_joining_a_group_whether_it_asked_not_to_be_named(
    client: FlaskClient, is_reporter: bool
) -> None:
    hidden, curious = make_person(), make_person()
    group = make_group("Fenwick Quilters", members=(hidden, curious))
    if is_reporter:
        barrier = make_barrier(author=hidden, group=group, visibility=Visibility.NAMELESS)
    else:
        barrier = make_barrier()
        make_affected(barrier, person=hidden, group=group, is_nameless=True)
    before = barrier.number_of_affected
    sign_in(client, curious)
    answer = send(client, join_page(barrier), group=str(group.id), words="Us.")
    text = client.get(answer.headers["Location"]).get_data(as_text=True)
    assert answer.status_code == 303
    assert "counted here already" not in text
    assert "Fenwick Quilters" in text
    assert barrier.number_of_affected == before + 1
    voices = db.session.scalars(select(Affected).where(Affected.barrier_id == barrier.id)).all()
    assert {one.group_id for one in voices if one.person_id == curious.id} == {group.id}
    assert {hidden.id, curious.id} <= {one.person_id for one in voices}


def test_a_colleague_may_speak_for_a_group_whose_first_voice_was_taken_back(app: Flask) -> None:
    barrier, first, second = make_barrier(), make_person(), make_person()
    group = make_group("Fenwick Quilters", members=(first, second))
    withdraw_affected(
        affected=add_affected(barrier=barrier, person=first, group=group, experience=Experience())
    )
    own = add_affected(barrier=barrier, person=second, group=group, experience=Experience(words="Us."))
    assert own.group is group
    assert barrier.number_of_affected == 2


def test_the_event_is_sent_once_for_each_who_joins(app: Flask) -> None:
    seen: list[AffectedAdded] = []
    events.subscribe(AffectedAdded, seen.append)
    barrier, person = make_barrier(), make_person()
    for _ in range(2):
        add_affected(barrier=barrier, person=person, group=None, experience=Experience(words="Us."))
    assert [one.affected.person_id for one in seen] == [person.id]


def test_taking_it_back_counts_one_fewer_and_hides_the_words(client: FlaskClient) -> None:
    barrier, person = make_barrier(), make_person()
    make_affected(barrier, person=person, words="It cost us the room.")
    sign_in(client, person)
    answer = send(client, f"{join_page(barrier)}/withdraw")
    assert answer.status_code == 303
    assert barrier.number_of_affected == 1
    assert barrier.last_affected_at == db.session.scalar(
        select(Affected.created_at).where(Affected.barrier_id == barrier.id, Affected.is_reporter)
    )
    assert "It cost us the room." not in client.get(answer.headers["Location"]).get_data(as_text=True)


def test_whoever_left_may_join_again(app: Flask) -> None:
    barrier, person = make_barrier(), make_person()
    own = add_affected(barrier=barrier, person=person, group=None, experience=Experience())
    withdraw_affected(affected=own)
    again = add_affected(barrier=barrier, person=person, group=None, experience=Experience(words="Back."))
    assert again.id == own.id
    assert again.withdrawn_at is None
    assert barrier.number_of_affected == 2


def test_the_reporter_changes_their_own_but_cannot_leave(client: FlaskClient) -> None:
    barrier = make_barrier(visibility=Visibility.NAMELESS)
    sign_in(client, barrier.author)
    assert send(client, join_page(barrier), cost_pounds="20").status_code == 303
    reporter = db.session.scalar(select(Affected).where(Affected.is_reporter))
    assert reporter is not None
    assert (reporter.cost_pounds, reporter.is_nameless) == (20, True)
    assert client.get(f"{join_page(barrier)}/withdraw").status_code == 403


def test_a_visitor_joins_by_a_mailed_link_once(app: Flask, client: FlaskClient) -> None:
    barrier = make_barrier()
    who = {"name": "Joan Pike", "email": "joan@example.org", "group_name": "Fenwick Quilters"}
    answer = send(client, join_page(barrier), words="Us too.", **who)
    assert answer.headers["Location"].endswith("/check-mail")
    assert "joan@example.org" in client.get(answer.headers["Location"]).get_data(as_text=True)
    assert barrier.number_of_affected == 1
    paths = [row.payload.get("next_path") for row in db.session.scalars(select(OutboxRow))]
    publish = next(path for path in paths if path)
    assert client.get(publish).status_code == 302
    person = sign_in(app.test_client(), make_person("Joan Pike"))
    assert "Us too." in person.get(publish).get_data(as_text=True)
    assert send(person, publish).status_code == 303
    assert person.get(publish).status_code == 303
    (own,) = others(barrier)
    assert own.words == "Us too."
    assert own.group is not None
    assert own.group.name == "Fenwick Quilters"
    assert barrier.number_of_affected == 2


def test_a_visitor_without_an_address_is_asked_for_one_and_keeps_the_words(client: FlaskClient) -> None:
    answer = send(client, join_page(make_barrier()), words="Us too.", email="nobody")
    text = answer.get_data(as_text=True)
    assert answer.status_code == 422
    assert "Us too." in text
    assert "Type your name." in text
    assert "does not look like an email address" in text


def test_what_was_typed_into_a_report_comes_along(client: FlaskClient) -> None:
    barrier = make_barrier()
    sign_in(client, make_person())
    begun = send(
        client, "/barriers/log?new=1", title="Asked for cover", what_happened="Five million.", not_sure="y"
    )
    key = begun.headers["Location"].split("/")[3]
    text = client.get(f"{join_page(barrier)}?draft={key}").get_data(as_text=True)
    assert "Asked for cover" in text
    assert "Five million." in text


def test_another_persons_report_does_not_come_along(app: Flask, client: FlaskClient) -> None:
    barrier = make_barrier()
    sign_in(client, make_person())
    begun = send(
        client, "/barriers/log?new=1", title="Asked for cover", what_happened="Five million.", not_sure="y"
    )
    key = begun.headers["Location"].split("/")[3]
    for browser in (app.test_client(), sign_in(app.test_client(), make_person())):
        assert "Five million." not in browser.get(f"{join_page(barrier)}?draft={key}").get_data(as_text=True)


def test_nobody_joins_what_they_may_not_read_or_what_is_closed(app: Flask, client: FlaskClient) -> None:
    council = make_council()
    sign_in(client, make_person())
    assert (
        client.get(join_page(make_barrier(visibility=Visibility.COUNCIL, council=council))).status_code == 404
    )
    assert client.get(join_page(make_barrier(state=State.WITHDRAWN))).status_code == 403
    assert client.get(join_page(make_barrier(hidden_at=clock.now()))).status_code == 404
    assert client.get(join_page(make_barrier(locked_at=clock.now()))).status_code == 403
    assert client.get("/barriers/99999/affects-us").status_code == 404
    officer = sign_in(app.test_client(), make_officer(council).person)
    assert officer.get(join_page(make_barrier(council=council))).status_code == 403


@pytest.mark.parametrize(
    ("typed", "message"),
    [
        ({"cost_pounds": "-1"}, "Use 0 or more pounds."),
        ({"delay_days": "9999999"}, "3,650 days or fewer"),
        ({"effect": "forged"}, "Choose one of the answers shown."),
        ({"words": "x" * 5001}, "Please use 5000 characters or fewer."),
        ({"group": "999"}, "Choose one of the answers shown."),
    ],
)
def test_what_cannot_be_gets_a_message(client: FlaskClient, typed: dict[str, str], message: str) -> None:
    person = make_person()
    make_group(members=(person,))
    sign_in(client, person)
    answer = send(client, join_page(make_barrier()), **typed)
    assert answer.status_code == 422
    assert answer.get_data(as_text=True).count(message) == 2


def test_counting_refuses_a_second_of_the_same_group_in_the_action_too(app: Flask) -> None:
    barrier, group = make_barrier(), make_group()
    add_affected(barrier=barrier, person=make_person(), group=group, experience=Experience())
    with pytest.raises(AlreadyCountedError):
        add_affected(barrier=barrier, person=make_person(), group=group, experience=Experience())

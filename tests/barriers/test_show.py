"""The page of one barrier, as visitors, members, officers and its reporter see it."""

from __future__ import annotations

import pytest
from flask import Flask
from flask.testing import FlaskClient

from forum.barriers.lifecycle.states import GOT_PAST_STATES, State
from forum.core.db import commit
from forum.threads.models import Visibility
from tests.support.factories import (
    make_affected,
    make_area,
    make_barrier,
    make_comment,
    make_council,
    make_group,
    make_officer,
    make_person,
    sign_in,
)
from tests.support.statements import count_statements


def test_a_visitor_reads_a_public_barrier(client: FlaskClient) -> None:
    council = make_council("Wexmoor")
    group = make_group("Bramley Road Allotments")
    barrier = make_barrier("Insurance for a tea afternoon", council=council, group=group)
    page = client.get(f"/barriers/{barrier.numbered_slug}")
    text = page.get_data(as_text=True)
    assert page.status_code == 200
    assert "Insurance for a tea afternoon" in text
    assert "Bramley Road Allotments" in text
    assert "Sent to Wexmoor; no one from the council has joined yet." in text
    assert "We have written to its public address." in text
    assert "This affects us too" in text


def test_an_old_or_missing_slug_leads_to_the_right_address(client: FlaskClient) -> None:
    barrier = make_barrier("Insurance for a hall")
    for wrong in (f"/barriers/{barrier.id}", f"/barriers/{barrier.id}-something-else"):
        answer = client.get(wrong)
        assert answer.status_code in {301, 302, 308}
        assert answer.headers["Location"].endswith(f"/barriers/{barrier.id}-insurance-for-a-hall")


def test_a_barrier_that_does_not_exist_is_not_found(client: FlaskClient) -> None:
    for number in (0, 99999, 10**30):
        assert client.get(f"/barriers/{number}-nothing").status_code == 404


def test_the_page_takes_no_more_statements_for_many_groups_and_comments(
    app: Flask, client: FlaskClient
) -> None:
    barrier = make_barrier(council=make_council(), group=make_group())
    with count_statements() as few:
        client.get(f"/barriers/{barrier.numbered_slug}")
    for _ in range(6):
        make_affected(barrier, group=make_group(), words="Us too.", cost_pounds=5)
        make_comment(barrier)
    with count_statements() as many:
        client.get(f"/barriers/{barrier.numbered_slug}")
    assert len(many) == len(few)
    assert len(many) <= 6, many


def test_totals_say_how_many_told(client: FlaskClient) -> None:
    barrier = make_barrier()
    make_affected(barrier, cost_pounds=300, people_affected=20)
    make_affected(barrier, cost_pounds=45)
    text = client.get(f"/barriers/{barrier.numbered_slug}").get_data(as_text=True)
    assert "£345" in text
    assert "reported by 2 of 3 groups" in text
    assert "reported by 1 of 3 groups" in text


def test_a_nameless_reporter_is_named_to_nobody_but_themselves_and_moderators(
    client: FlaskClient, app: Flask
) -> None:
    council = make_council("Wexmoor")
    author, group = make_person("Zebedee Quill"), make_group("Hidden Hollow Players")
    area = make_area(council, "Fenwick")
    barrier = make_barrier(
        council=council, author=author, group=group, visibility=Visibility.NAMELESS, area_id=area.id
    )
    make_comment(barrier, "More about it.", author=author)
    page = f"/barriers/{barrier.numbered_slug}"
    officer = make_officer(council).person
    for reader in (None, make_person(), officer):
        browser = app.test_client()
        if reader is not None:
            sign_in(browser, reader)
        text = browser.get(page).get_data(as_text=True)
        assert "Zebedee" not in text
        assert "Hidden Hollow" not in text
    assert "Fenwick" not in text
    for _ in range(5):
        make_group(council=council, area_id=area.id)
    text = sign_in(app.test_client(), officer).get(page).get_data(as_text=True)
    assert "A group in Fenwick" in text
    for reader in (author, make_person(role="moderator")):
        assert "Hidden Hollow" in sign_in(app.test_client(), reader).get(page).get_data(as_text=True)


def test_a_nameless_affected_group_is_not_named_and_a_named_one_is(client: FlaskClient) -> None:
    barrier = make_barrier()
    make_affected(barrier, group=make_group("Quiet Quilters"), is_nameless=True, words="It cost us the room.")
    make_affected(barrier, group=make_group("Loud Lanterns"), words="We gave up.")
    text = client.get(f"/barriers/{barrier.numbered_slug}").get_data(as_text=True)
    assert "Quiet Quilters" not in text
    assert "It cost us the room." in text
    assert "Loud Lanterns" in text


def test_a_council_only_page_exists_only_for_those_who_may_read_it(client: FlaskClient, app: Flask) -> None:
    council = make_council()
    barrier = make_barrier("Kept between us", council=council, visibility=Visibility.COUNCIL)
    page = f"/barriers/{barrier.numbered_slug}"
    readers = {
        None: 404,
        make_person(): 404,
        make_officer(make_council()).person: 404,
        make_officer(council).person: 200,
        barrier.author: 200,
        make_person(role="moderator"): 200,
        make_affected(barrier).person: 200,
    }
    for reader, status in readers.items():
        browser = app.test_client()
        if reader is not None:
            sign_in(browser, reader)
        assert browser.get(page).status_code == status
        if status == 404:
            assert "Location" not in browser.get(f"/barriers/{barrier.id}").headers


def test_a_hidden_barrier_is_gone_for_everybody_but_its_author_and_moderators(
    client: FlaskClient, app: Flask
) -> None:
    barrier = make_barrier()
    barrier.hidden_at = barrier.created_at
    page = f"/barriers/{barrier.numbered_slug}"
    assert client.get(page).status_code == 404
    assert sign_in(app.test_client(), barrier.author).get(page).status_code == 200


def test_each_state_is_explained(client: FlaskClient) -> None:
    for state in State:
        barrier = make_barrier(state=state)
        assert client.get(f"/barriers/{barrier.numbered_slug}").status_code == 200


def test_the_reporter_takes_a_report_back_after_one_question(client: FlaskClient) -> None:
    barrier = make_barrier()
    sign_in(client, barrier.author)
    address = f"/barriers/{barrier.id}/withdraw"
    question = client.get(address).get_data(as_text=True)
    token = question.rsplit('name="csrf_token"', 1)[1].split('value="', 1)[1].split('"', 1)[0]
    answer = client.post(address, data={"csrf_token": token})
    assert answer.status_code == 303
    assert barrier.state == State.WITHDRAWN
    assert "stays here so that the figures are honest" in client.get(answer.headers["Location"]).get_data(
        as_text=True
    )


def test_nobody_else_takes_a_report_back(client: FlaskClient) -> None:
    barrier = make_barrier()
    sign_in(client, make_person())
    assert client.get(f"/barriers/{barrier.id}/withdraw").status_code == 403


def test_a_nameless_affected_person_is_not_named_in_the_comments_either(client: FlaskClient) -> None:
    barrier = make_barrier()
    quiet = make_person("Zebedee Quill")
    make_affected(barrier, person=quiet, is_nameless=True)
    make_comment(barrier, "It was our room.", author=quiet)
    text = client.get(f"/barriers/{barrier.numbered_slug}").get_data(as_text=True)
    assert "It was our room." in text
    assert "Zebedee" not in text


@pytest.mark.parametrize("state", list(State))
def test_a_group_that_got_past_it_is_asked_only_where_one_did(client: FlaskClient, state: State) -> None:
    barrier = make_barrier(council=make_council())
    barrier.state = state
    commit()
    text = client.get(f"/barriers/{barrier.numbered_slug}").text
    assert ("Ask the group that solved it" in text) == (state in GOT_PAST_STATES)

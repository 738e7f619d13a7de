"""Suggestions and likenesses help the one who types, and tell nobody of what they may not read."""

from __future__ import annotations

import pytest
from flask import Flask
from flask.testing import FlaskClient

from forum.barriers.lifecycle.states import State
from forum.barriers.queries.similar import (
    find_removed_elsewhere,
    find_similar_here,
    list_groups_that_got_past,
)
from forum.threads.models import Visibility
from forum.threads.similarity import Case
from tests.discovery.threads import make_story, rebuild
from tests.support.factories import (
    make_affected,
    make_area,
    make_barrier,
    make_council,
    make_group,
    make_officer,
    sign_in,
)

pytestmark = [pytest.mark.sql, pytest.mark.usefixtures("own_index")]


def labels(client: FlaskClient, typed: str) -> list[str]:
    answer = client.get("/search/suggest", query_string={"q": typed})
    assert answer.json is not None
    return [one["label"] for one in answer.json]


def test_titles_groups_and_councils_are_suggested(client: FlaskClient) -> None:
    council = make_council("Insurby")
    make_barrier("Insurance for the village hall", council=council)
    make_group("Insurmountable Hill Walkers", council=council)
    rebuild(client)
    found = labels(client, "insu")
    assert "Insurance for the village hall" in found
    assert "Insurmountable Hill Walkers" in found
    assert "Council: Insurby" in found


@pytest.mark.parametrize("typed", ["", "i", '"', "' OR 1=1", "x" * 5000, "\x00in", "%", "_"])
def test_whatever_is_typed_gets_an_answer(client: FlaskClient, typed: str) -> None:
    assert client.get("/search/suggest", query_string={"q": typed}).status_code == 200
    assert client.get("/threads/similar", query_string={"q": typed}).status_code == 200


def test_a_council_only_report_is_suggested_to_its_officers_alone(app: Flask) -> None:
    council = make_council()
    make_barrier("Zebra crossing promised in secret", council=council, visibility=Visibility.COUNCIL)
    rebuild(app)
    officer, other = make_officer(council), make_officer(make_council())
    assert labels(app.test_client(), "zebra") == []
    assert labels(sign_in(app.test_client(), other.person), "zebra") == []
    assert labels(sign_in(app.test_client(), officer.person), "zebra") == [
        "Zebra crossing promised in secret"
    ]


def test_likeness_is_found_in_the_words_of_the_story_and_not_only_in_the_title(app: Flask) -> None:
    council = make_council()
    body = "They wanted five million pounds of public liability cover before we could open the door."
    like = make_barrier("We could not open", council=council, body=body, category="venue")
    make_barrier("No bus home", council=council, body="The last bus leaves at six.", category="transport")
    rebuild(app)
    found = find_similar_here(
        Case("Asked for cover", "Public liability of five million.", council.id, "insurance")
    )
    assert [one.thread.id for one in found][:1] == [like.id]


def test_the_same_barrier_removed_elsewhere_is_shown_and_what_nobody_may_read_is_not(app: Flask) -> None:
    here, there = make_council(), make_council()
    gone = make_barrier("Insurance for the hall", council=there, state=State.REMOVED)
    make_barrier("Insurance for the hall", council=there, state=State.REMOVED, visibility=Visibility.COUNCIL)
    make_barrier("Insurance for the hall", council=here, visibility=Visibility.COUNCIL)
    rebuild(app)
    asked = Case("Insurance for our hall", council_id=here.id, category="insurance")
    assert [one.thread.id for one in find_removed_elsewhere(asked)] == [gone.id]
    assert find_similar_here(asked) == []


def test_a_barriers_page_leads_to_those_like_it(client: FlaskClient) -> None:
    council = make_council()
    one = make_barrier("Insurance for the hall", council=council)
    make_barrier("Insurance for the other hall", council=council)
    rebuild(client)
    assert f"/barriers/{one.id}/similar" in client.get(f"/barriers/{one.numbered_slug}").get_data(
        as_text=True
    )
    page = client.get(f"/barriers/{one.id}/similar").get_data(as_text=True)
    assert "Insurance for the other hall" in page


def test_threads_of_every_kind_like_one_are_a_press_away(client: FlaskClient) -> None:
    one = make_barrier("Insurance for the hall", body="They wanted five million pounds of cover.")
    make_story("How we got insurance for the hall", body="Five million pounds of cover, shared by three.")
    secret = make_barrier("Insurance for the hall in secret", visibility=Visibility.COUNCIL)
    rebuild(client)
    page = client.get(f"/barriers/{one.numbered_slug}").get_data(as_text=True)
    assert f"/threads/{one.id}/related" in page
    related = client.get(f"/threads/{one.id}/related").get_data(as_text=True)
    assert "How we got insurance for the hall" in related
    assert secret.title not in related
    assert client.get(f"/threads/{secret.id}/related").status_code == 404


def test_those_who_got_past_it_are_named_as_far_as_they_may_be(client: FlaskClient) -> None:
    council = make_council()
    gone = make_barrier("Insurance for the hall", council=council, state=State.REMOVED)
    named = make_affected(gone, group=make_group("Hall Menders"))
    make_affected(gone, group=make_group("Shy Menders"), is_nameless=True)
    nameless = make_barrier("Insurance for the hall", state=State.REMOVED, visibility=Visibility.NAMELESS)
    make_affected(nameless, group=make_group("Nameless Menders"))
    still = make_barrier("Insurance for the hall", council=council)
    make_affected(still, group=make_group("Stuck Menders"))
    found = list_groups_that_got_past([gone, nameless, still])
    assert named.group in found
    assert not {"Shy Menders", "Nameless Menders", "Stuck Menders"} & {one.name for one in found}
    rebuild(client)
    page = client.get(f"/barriers/{still.id}/similar").get_data(as_text=True)
    assert "Hall Menders" in page
    assert "Shy Menders" not in page


@pytest.mark.parametrize("kind", ["barrier", "story"])
def test_whoever_types_a_question_sees_what_may_answer_it_of_every_kind(
    client: FlaskClient, kind: str
) -> None:
    (make_barrier if kind == "barrier" else make_story)("The wheelchair ramp is locked")
    rebuild(client)
    answer = client.get("/threads/similar", query_string={"q": "Who unlocks a wheelchair ramp?"})
    assert answer.status_code == 200
    assert "The wheelchair ramp is locked" in answer.get_data(as_text=True)


def test_councils_and_wards_that_begin_so_come_before_titles_fill_the_list(client: FlaskClient) -> None:
    council = make_council("Gorsby")
    make_area(council, "Gorse Hill")
    for number in range(10):
        make_barrier(f"Gorse bushes block path {number}", council=council)
    rebuild(client)
    found = labels(client, "gors")
    assert found[:2] == ["Council: Gorsby", "Gorse Hill ward, Gorsby"]
    assert len(found) == 8
    chosen = client.get("/search", query_string={"q": found[1]}).get_data(as_text=True)
    assert "/areas/gorse-hill" in chosen

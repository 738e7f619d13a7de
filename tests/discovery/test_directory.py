"""The directory of groups: found by what they do, with what they told and lend on each line, and who is near."""

from __future__ import annotations

from datetime import timedelta

import pytest
from flask.testing import FlaskClient

from forum.core import clock
from forum.core.db import commit
from forum.groups.actions import change_group, create_group
from forum.groups.models import Direction, Group
from forum.groups.resources import add_resource
from forum.threads.documents import group_document
from forum.threads.models import Visibility
from tests.stories.making import make_story
from tests.support.factories import (
    csrf_token,
    make_area,
    make_barrier,
    make_council,
    make_group,
    make_person,
    sign_in,
)

pytestmark = pytest.mark.sql


def make(name: str, *topics: str, **given: object) -> Group:
    group = create_group(name=name, person=make_person(), topics=topics, **{"council": None, **given})  # type: ignore[arg-type]
    commit()
    return group


def test_groups_are_found_by_what_they_do(client: FlaskClient) -> None:
    make("Soup Kitchen", "food", "faith")
    make("Street Band", "arts")
    page = client.get("/groups?topic=food").text
    assert "Soup Kitchen" in page
    assert "Food and cooking · Faith and belief" in page.replace(
        "Faith and belief · Food and cooking", "Food and cooking · Faith and belief"
    )
    assert "Street Band" not in page
    assert "Street Band" in client.get("/groups?topic=nonsense").text, "a topic that is none narrows nothing"


def test_each_line_says_what_a_group_told_in_public_and_lends(client: FlaskClient) -> None:
    council = make_council("Ham")
    group = make("Soup Kitchen", council=council)
    make_barrier(group=group, council=council)
    make_barrier(group=group, council=council, visibility=Visibility.NAMELESS)
    make_story(group=group)
    stub = make_story("A grant for ladles", group=group)
    stub.told_at = None
    add_resource(
        group=group,
        by=make_person(),
        direction=Direction.OFFERED,
        kind="venue",
        words="A kitchen on Mondays",
        terms="free",
        until=clock.today() + timedelta(days=9),
    )
    commit()
    assert "1 barrier · 1 story · lends: a place" in client.get("/groups").text


def test_one_that_was_imported_and_not_claimed_is_marked(client: FlaskClient) -> None:
    make_group("Found in a list", imported_from="a list of grants", claimed_at=None)
    make_group("Its own", claimed_at=clock.now())
    page = client.get("/groups").text
    assert page.count("not yet claimed") == page.count("found in a list of grants") == 1


def test_a_group_says_what_it_does_in_its_form_and_too_much_is_refused(client: FlaskClient) -> None:
    person = make_person()
    group = create_group(name="Soup Kitchen", person=person, council=None)
    commit()
    sign_in(client, person)
    path = f"/groups/{group.id}/edit"
    token = csrf_token(client, path)
    many = ["food", "faith", "arts", "sport", "money", "health"]
    refused = client.post(path, data={"csrf_token": token, "name": "Soup Kitchen", "topics": many})
    assert refused.status_code == 422
    assert "Tick up to 5" in refused.text
    assert refused.text.count("checked") == len(many), "what was ticked stays ticked"
    assert (
        client.post(path, data={"csrf_token": token, "name": "Soup", "topics": ["food"]}).status_code == 303
    )
    assert [one.topic for one in group.topics] == ["food"]
    assert "Food and cooking" in client.get(f"/groups/{group.id}-soup").text
    unknown = client.post(path, data={"csrf_token": token, "name": "Soup", "topics": ["x' OR 1=1"]})
    assert unknown.status_code == 422


def test_what_a_group_does_is_found_by_search_and_can_change(app: object) -> None:
    group = make("Soup Kitchen", "food")
    assert "Food and cooking" in group_document(group).text
    rest = {"council": None, "area": None, "summary": "", "website": "", "legal_form": None}
    change_group(group=group, by=make_person(), name="Soup Kitchen", topics=("food", "arts"), **rest)  # type: ignore[arg-type]
    commit()
    assert sorted(one.topic for one in group.topics) == ["arts", "food"]


def test_groups_nearby_are_those_of_the_ward_first_and_never_of_elsewhere(client: FlaskClient) -> None:
    ham, eggs = make_council("Ham"), make_council("Eggs")
    ward, other = make_area(ham, "Bowdon"), make_area(ham, "Altrincham")
    me = make_group("Me", council=ham, area_id=ward.id)
    make_group("A in another ward", council=ham, area_id=other.id)
    make_group("Z in my ward", council=ham, area_id=ward.id)
    make_group("B far away", council=eggs)
    for number in range(8):
        make_group(f"M number {number}", council=ham)
    page = client.get(f"/groups/{me.id}-{me.slug}").text.split("Groups nearby", 1)[1]
    assert page.index("Z in my ward") < page.index("A in another ward")
    assert "B far away" not in page
    assert "M number 7" not in page

"""A group's page and a tag's page show what was said in public, and nothing that was said without a name."""

from __future__ import annotations

import pytest
from flask import Flask
from flask.testing import FlaskClient

from forum.core import clock
from forum.core.db import commit
from forum.groups.models import Group
from forum.threads.models import Tag, Visibility
from tests.support.factories import (
    make_affected,
    make_barrier,
    make_council,
    make_group,
    make_officer,
    make_person,
    saved,
    sign_in,
)

pytestmark = pytest.mark.sql


def page(client: FlaskClient, group: Group) -> str:
    return client.get(f"/groups/{group.id}-{group.slug}").text


def test_a_group_shows_what_it_reported_and_met_in_public(client: FlaskClient) -> None:
    choir = make_group("Choir")
    make_barrier("Reported by the choir", group=choir)
    make_affected(make_barrier("Met by the choir"), group=choir)
    make_barrier("Nothing to do with it")
    shown = page(client, choir)
    assert "Reported by the choir" in shown
    assert "Met by the choir" in shown
    assert "Nothing to do with it" not in shown


@pytest.mark.parametrize("reader", ["visitor", "member", "author", "officer", "moderator"])
def test_what_a_group_said_without_its_name_is_on_nobodys_page_of_it(
    client: FlaskClient, reader: str
) -> None:
    ham, author = make_council("Ham"), make_person()
    choir = make_group("Choir", council=ham, members=(author,))
    make_barrier("A nameless one", council=ham, group=choir, author=author, visibility=Visibility.NAMELESS)
    make_barrier("For the council", council=ham, group=choir, author=author, visibility=Visibility.COUNCIL)
    joined = make_barrier("Joined without a name", council=ham)
    make_affected(joined, person=author, group=choir, is_nameless=True)
    council_only = make_barrier("Council only, joined", council=ham, visibility=Visibility.COUNCIL)
    make_affected(council_only, person=author, group=choir, is_nameless=False)
    taken_back = make_barrier("Withdrawn", council=ham)
    make_affected(taken_back, person=author, group=choir, is_nameless=False, withdrawn_at=clock.now())
    readers = {
        "member": make_person,
        "author": lambda: author,
        "officer": lambda: make_officer(ham).person,
        "moderator": lambda: make_person(role="moderator"),
    }
    if reader != "visitor":
        sign_in(client, readers[reader]())
    shown = page(client, choir)
    for title in ("A nameless one", "For the council", "Joined without", "Council only", "Withdrawn"):
        assert title not in shown


def test_a_hidden_post_leaves_the_groups_page(client: FlaskClient) -> None:
    choir = make_group("Choir")
    barrier = make_barrier("Reported by the choir", group=choir)
    barrier.hidden_at = clock.now()
    commit()
    assert "Reported by the choir" not in page(client, choir)


def test_an_old_or_missing_name_in_the_address_leads_to_the_right_one(client: FlaskClient) -> None:
    choir = make_group("Choir")
    right = f"/groups/{choir.id}-choir"
    assert client.get(f"/groups/{choir.id}").location == right
    assert client.get(f"/groups/{choir.id}-old-name").location == right
    assert "There is no group at this address" in client.get("/groups/999999-x").text


def test_an_imported_group_says_where_it_was_found(client: FlaskClient) -> None:
    choir = make_group("Choir", imported_from="the published grants of Ham", org_id="GB-CHC-1")
    shown = page(client, choir)
    assert "We found its name in the published grants of Ham." in shown
    assert "GB-CHC-1" in shown


def test_what_people_write_about_a_group_is_never_markup(client: FlaskClient) -> None:
    choir = make_group("<script>alert(1)</script>", summary="<img src=x onerror=alert(1)>")
    shown = page(client, choir)
    assert "<script>alert" not in shown
    assert "<img src=x" not in shown


@pytest.mark.parametrize("text", ["%", "_", "x" * 5000, "\u0000", "The Choir"])
def test_groups_are_found_by_part_of_their_name(client: FlaskClient, text: str) -> None:
    choir = make_group("Choir")
    shown = client.get("/groups", query_string={"q": text})
    assert shown.status_code == 200
    assert (f"/groups/{choir.id}-choir" in shown.text) == (text in {"The Choir", "%", "_", "\u0000"})


def tagged(barrier_title: str, tag: Tag, **given: object) -> None:
    barrier = make_barrier(barrier_title, **given)
    barrier.tags.append(tag)
    commit()


def test_a_tag_shows_what_carries_it_and_a_synonym_leads_to_it(client: FlaskClient) -> None:
    tag = saved(Tag(name="insurance", number_of_threads=1))
    saved(Tag(name="cover", synonym_of_id=tag.id))
    tagged("Hall hire insurance", tag)
    assert "Hall hire insurance" in client.get("/tags/insurance").text
    assert client.get("/tags/cover").location == "/tags/insurance"
    assert 'href="/tags/insurance"' in client.get("/tags").text


def test_a_tag_that_only_hidden_things_carry_is_not_there(app: Flask) -> None:
    ham = make_council("Ham")
    tag = saved(Tag(name="something-private", number_of_threads=1))
    tagged("For the council", tag, council=ham, visibility=Visibility.COUNCIL)
    visitor, officer = app.test_client(), sign_in(app.test_client(), make_officer(ham).person)
    assert "something-private" not in visitor.get("/tags").text
    assert visitor.get("/tags/something-private").status_code == 404
    assert visitor.get("/tags/unknown").status_code == 404
    assert "For the council" in officer.get("/tags/something-private").text

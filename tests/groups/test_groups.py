"""People make, join, leave, show themselves in and claim groups."""

from __future__ import annotations

import pytest
from flask import Flask
from flask.testing import FlaskClient

from forum.core.db import commit
from forum.groups.actions import find_or_create_group, list_group
from forum.groups.models import Group
from forum.groups.queries import find_group, get_membership, list_groups_of, list_open_claims
from tests.support.factories import csrf_token, make_area, make_council, make_group, make_person, sign_in


def post(client: FlaskClient, path: str, *, form: str = "/groups", **typed: str):
    typed["csrf_token"] = csrf_token(client, form)
    return client.post(path, data=typed)


def press(client: FlaskClient, group: Group, verb: str):
    return post(client, f"/groups/{group.id}/{verb}")


def page(client: FlaskClient, group: Group) -> str:
    return client.get(f"/groups/{group.id}", follow_redirects=True).text


def test_a_person_adds_their_group_and_organises_it(client: FlaskClient) -> None:
    ham, amina = make_council("Ham"), make_person("Amina")
    sign_in(client, amina)
    answer = post(
        client,
        "/groups/new",
        form="/groups/new",
        name="Ham Choir",
        council="ham",
        website="https://c.example.org",
    )
    assert answer.status_code == 303
    group = find_group(name="the ham choir", council=ham, person=amina)
    assert get_membership(group, amina).is_organiser
    assert list_groups_of(amina) == [group]
    assert "Change this page" in page(client, group)


def test_adding_a_group_that_is_here_leads_to_it(client: FlaskClient) -> None:
    group = make_group("Ham Choir", council=make_council("Ham"))
    group.normalised_name = "ham choir"
    commit()
    sign_in(client, make_person())
    answer = post(client, "/groups/new", form="/groups/new", name="The Ham Choir", council="Ham")
    assert answer.location.endswith(f"/groups/{group.id}-ham-choir")
    assert "is here already" in page(client, group)


@pytest.mark.parametrize(
    ("field", "typed", "words"),
    [
        ("name", "", "Enter the group&#39;s name"),
        ("name", "\u202e\u0007", "Enter the group&#39;s name"),
        ("name", "!!!", "Enter a name with letters in it"),
        ("name", "x" * 161, "160 characters or fewer"),
        ("council", "Nowhereshire", "We cannot find a council with that name"),
        ("website", "javascript:alert(1)", "Start the address with https://"),
        ("summary", "x" * 2001, "characters or fewer"),
        ("legal_form", "forged", "Choose one from the list"),
        ("area", "7", "Choose one from the list"),
    ],
)
def test_bad_input_is_named_beside_its_field_and_kept(
    client: FlaskClient, field: str, typed: str, words: str
) -> None:
    sign_in(client, make_person())
    answer = post(
        client,
        "/groups/new",
        form="/groups/new",
        **({"name": "Choir", "summary": "We sing 🎶 every week"} | {field: typed}),
    )
    assert answer.status_code == 422
    assert answer.text.count(words) == 2
    if field != "summary":
        assert "We sing 🎶 every week" in answer.text
    assert "<title>Error:" in answer.text


def test_only_organisers_and_moderators_change_a_group(client: FlaskClient) -> None:
    member = make_person()
    group = make_group(members=(member,))
    path = f"/groups/{group.id}/edit"
    assert client.get(path).status_code == 302
    assert sign_in(client, member).get(path).status_code == 403
    assert sign_in(client, make_person()).get(f"/groups/{group.id}/members").status_code == 403
    assert sign_in(client, make_person(role="moderator")).get(path).status_code == 200


def test_an_organiser_changes_the_page_with_its_ward(client: FlaskClient) -> None:
    ham, amina = make_council("Ham"), make_person()
    ward, elsewhere = make_area(ham, "Bowdon"), make_area(make_council("Spam"), "Spamton")
    group = make_group("Choir", council=ham, members=(amina,))
    get_membership(group, amina).is_organiser = True
    commit()
    sign_in(client, amina)
    path = f"/groups/{group.id}/edit"
    typed = {"name": "Ham Choir", "council": "Ham", "summary": "We sing."}
    assert post(client, path, form=path, **typed, area=str(ward.id)).status_code == 303
    assert (group.name, group.slug, group.area_id) == ("Ham Choir", "ham-choir", ward.id)
    assert "Bowdon" in page(client, group)
    assert post(client, path, form=path, **typed, area=str(elsewhere.id)).status_code == 422
    post(client, path, form=path, **(typed | {"council": "Spam"}), area=str(ward.id))
    assert group.area_id is None


def test_joining_shows_nobody_until_they_say_so(client: FlaskClient) -> None:
    group, amina = make_group(), make_person("Amina Yusuf")
    visitor = client.application.test_client()
    sign_in(client, amina)
    press(client, group, "join")
    press(client, group, "join")
    assert "Amina Yusuf" not in page(visitor, group)
    press(client, group, "show-me")
    assert "Amina Yusuf" in page(visitor, group)
    press(client, group, "hide-me")
    assert "Amina Yusuf" not in page(visitor, group)
    press(client, group, "leave")
    assert get_membership(group, amina) is None


def test_the_last_organiser_who_leaves_frees_the_group(client: FlaskClient) -> None:
    amina = make_person()
    sign_in(client, amina)
    post(client, "/groups/new", form="/groups/new", name="Choir")
    group = find_group(name="Choir", council=None, person=amina)
    assert group.claimed_at is not None
    press(client, group, "leave")
    assert group.claimed_at is None


def test_a_button_of_somebody_else_does_nothing(client: FlaskClient) -> None:
    group, amina = make_group(), make_person()
    sign_in(client, amina)
    assert client.post(f"/groups/{group.id}/join").status_code == 400
    assert press(client, group, "members/999999/remove").status_code == 403
    assert post(client, "/groups/999999/join").status_code == 404
    assert get_membership(group, amina) is None


def test_an_organiser_takes_somebody_out(client: FlaskClient) -> None:
    amina, stranger = make_person(), make_person("A Stranger")
    group = make_group(members=(amina, stranger))
    get_membership(group, amina).is_organiser = True
    commit()
    sign_in(client, amina)
    assert "A Stranger" in client.get(f"/groups/{group.id}/members").text
    assert press(client, group, f"members/{stranger.id}/remove").status_code == 303
    assert get_membership(group, stranger) is None


@pytest.mark.parametrize("decision", ["grant", "refuse"])
def test_a_moderator_decides_whose_an_imported_group_is(client: FlaskClient, decision: str) -> None:
    amina = make_person("Amina")
    group = make_group("Choir", imported_from="the published grants of Ham", org_id="GB-CHC-1")
    assert "This is our group" in page(client, group)
    sign_in(client, amina)
    path = f"/groups/{group.id}/claim"
    assert post(client, path, form=path, words="").status_code == 422
    post(client, path, form=path, words="I am the treasurer.")
    post(client, path, form=path, words="I am the treasurer.")
    (claim,) = list_open_claims()
    assert "A moderator is looking at it" in page(client, group)
    assert client.get("/groups/claims").status_code == 403
    sign_in(client, make_person(role="moderator"))
    assert "I am the treasurer." in client.get("/groups/claims").text
    post(client, f"/groups/claims/{claim.id}/{decision}", form="/groups/claims")
    post(client, f"/groups/claims/{claim.id}/grant", form="/groups/claims")
    membership = get_membership(group, amina)
    assert (membership is not None and membership.is_organiser) == (decision == "grant")
    assert (group.claimed_at is not None) == (decision == "grant")
    assert list_open_claims() == []


def test_typing_a_groups_name_finds_it_or_makes_it(app: Flask) -> None:
    ham, amina, bo = make_council(), make_person(), make_person()
    made = find_or_create_group(name="Ham Choir", council=ham, person=amina)
    assert find_or_create_group(name="Ham Choir", council=ham, person=amina) is made
    assert find_or_create_group(name="Ham Choir", council=ham, person=make_person()) is not made, "unlisted"
    list_group(made)
    assert find_or_create_group(name="the HAM choir", council=ham, person=bo) is made
    assert find_or_create_group(name="the HAM choir", council=ham, person=bo) is made
    assert find_or_create_group(name="Ham Choir", council=None, person=bo) is not made
    assert get_membership(made, bo) is None  # its organisers let people in

"""What groups can lend and need: listed by members, found by others, gone when its day has come."""

from __future__ import annotations

from datetime import timedelta

import pytest
from flask import Flask
from flask.testing import FlaskClient

from forum.core import clock
from forum.core.db import commit, db
from forum.core.outbox import OutboxRow
from forum.groups.actions import join_group
from forum.groups.models import Direction, Resource
from forum.groups.resources import MOST_OPEN, add_resource, list_needed
from forum.needs.actions import record_need
from forum.threads.documents import build_documents
from tests.support.factories import (
    csrf_token,
    make_area,
    make_barrier,
    make_council,
    make_group,
    make_officer,
    make_person,
    sign_in,
)
from tests.support.statements import count_statements

GOOD = {"direction": "offered", "kind": "venue", "words": "A hall on Tuesdays", "terms": "free"}


def in_days(days: int) -> str:
    return (clock.today() + timedelta(days=days)).isoformat()


def add(client: FlaskClient, number: int, **typed: str):
    path = f"/groups/{number}/resources/add"
    data = {"csrf_token": csrf_token(client, path), **GOOD, "until": in_days(30), **typed}
    return client.post(path, data=data)


def make_resource(group, **given) -> Resource:
    usual = {
        "direction": Direction.OFFERED,
        "kind": "venue",
        "words": "A hall on Tuesdays",
        "terms": "free",
        "until": clock.today() + timedelta(days=30),
    }
    resource = add_resource(group=group, by=make_person(), **(usual | given))
    commit()
    return resource


def test_a_member_lists_something_and_others_find_it(app: Flask) -> None:
    person, council = make_person(), make_council("Wexham")
    area = make_area(council, "Mill Ward")
    group = make_group("Hot Pot", council=council, members=(person,))
    client = sign_in(app.test_client(), person)
    assert add(client, group.id, area=str(area.id)).status_code == 303
    for path in (
        "/resources",
        "/resources?direction=offered&kind=venue&council=wexham",
        f"/groups/{group.id}",
    ):
        page = app.test_client().get(path, follow_redirects=True).text
        assert "A hall on Tuesdays" in page
        assert "Mill Ward" in page
        assert "We could use this" in page
    assert "A hall on Tuesdays" not in client.get("/resources?direction=needed").text
    documents, _ = build_documents([f"group:{group.id}"])
    assert "A hall on Tuesdays" in documents[0].text


@pytest.mark.parametrize(
    ("wrong", "words"),
    [
        ({"direction": "sideways"}, "Choose one from the list"),
        ({"kind": "gold"}, "Choose one from the list"),
        ({"words": ""}, "Say what it is."),
        ({"words": "x" * 301}, "300 characters or fewer"),
        ({"terms": ""}, "Choose the terms."),
        ({"area": "99999"}, "Choose one from the list"),
        ({"until": "2020-01-01"}, "This day is over"),
        ({"until": "2999-01-01"}, "within 2 years"),
        ({"until": "2026-02-30"}, 'id="until-error"'),
        ({"until": ""}, "Enter the date it is available until"),
    ],
)
def test_what_cannot_be_right_is_said_beside_its_field(
    client: FlaskClient, wrong: dict[str, str], words: str
) -> None:
    person = make_person()
    group = make_group(council=make_council(), members=(person,))
    make_area(group.council)
    sign_in(client, person)
    answer = add(client, group.id, **wrong)
    assert answer.status_code == 422
    assert words in answer.text
    assert db.session.query(Resource).count() == 0


def test_only_members_and_moderators_list_and_end(app: Flask) -> None:
    group = make_group(members=(make_person(),))
    resource = make_resource(group)
    stranger = sign_in(app.test_client(), make_person())
    assert stranger.get(f"/groups/{group.id}/resources/add").status_code == 403
    token = csrf_token(stranger, "/account")
    assert stranger.post(f"/resources/{resource.id}/end", data={"csrf_token": token}).status_code == 403
    moderator = sign_in(app.test_client(), make_person(role="moderator"))
    token = csrf_token(moderator, "/account")
    assert moderator.post(f"/resources/{resource.id}/end", data={"csrf_token": token}).status_code == 303
    assert "A hall on Tuesdays" not in app.test_client().get("/resources").text


def change(client: FlaskClient, number: int, **typed: str):
    path = f"/resources/{number}/edit"
    data = {"csrf_token": csrf_token(client, path), **GOOD, "until": in_days(30), **typed}
    return client.post(path, data=data)


def test_a_member_changes_what_is_listed_and_the_search_follows(client: FlaskClient) -> None:
    person, council = make_person(), make_council("Wexham")
    group = make_group(council=council, members=(person,))
    area = make_area(council, "Mill Ward")
    resource = make_resource(group, area=area)
    sign_in(client, person)
    assert f"/resources/{resource.id}/edit" in client.get(f"/groups/{group.id}", follow_redirects=True).text
    form = client.get(f"/resources/{resource.id}/edit").text
    assert "A hall on Tuesdays" in form
    assert f'<option selected value="{area.id}">Mill Ward' in form
    assert change(client, resource.id, words="A van", kind="vehicle", until=in_days(60)).status_code == 303
    listed = client.get("/resources").text
    assert "A van" in listed
    assert "A hall on Tuesdays" not in listed
    assert build_documents([f"group:{group.id}"])[0][0].text.count("A van") == 1
    due = max(row.due_at for row in db.session.query(OutboxRow).filter_by(kind="index"))
    assert (due - clock.now()).days == 60


def test_a_bad_change_is_refused_and_keeps_what_was_typed(client: FlaskClient) -> None:
    person = make_person()
    resource = make_resource(make_group(members=(person,)))
    sign_in(client, person)
    answer = change(client, resource.id, words="A van", until="2020-01-01")
    assert answer.status_code == 422
    assert "This day is over" in answer.text
    assert 'value="A van"' in answer.text
    assert "A hall on Tuesdays" in client.get("/resources").text


def test_only_members_change_what_still_stands(app: Flask) -> None:
    person = make_person()
    resource = make_resource(make_group(members=(person,)))
    stranger = sign_in(app.test_client(), make_person())
    assert stranger.get(f"/resources/{resource.id}/edit").status_code == 403
    member = sign_in(app.test_client(), person)
    with clock.travelled_to(clock.now() + timedelta(days=31)):
        member = sign_in(app.test_client(), person)
        assert member.get(f"/resources/{resource.id}/edit").status_code == 404
    resource.ended_at = clock.now()
    commit()
    assert member.get(f"/resources/{resource.id}/edit").status_code == 404


def test_it_leaves_the_list_when_its_day_is_over(client: FlaskClient) -> None:
    make_resource(make_group())
    assert "A hall on Tuesdays" in client.get("/resources").text
    with clock.travelled_to(clock.now() + timedelta(days=31)):
        assert "A hall on Tuesdays" not in client.get("/resources").text


def test_its_words_leave_the_search_on_the_day_after(client: FlaskClient) -> None:
    group = make_group()
    make_resource(group)
    due = [row.due_at for row in db.session.query(OutboxRow).filter_by(kind="index").order_by(OutboxRow.id)]
    assert (max(due) - clock.now()).days == 30
    with clock.travelled_to(max(due)):
        assert "A hall" not in build_documents([f"group:{group.id}"])[0][0].text


def test_a_group_lists_so_many_things_at_most(client: FlaskClient) -> None:
    person = make_person()
    group = make_group(members=(person,))
    for _ in range(MOST_OPEN):
        make_resource(group)
    sign_in(client, person)
    answer = add(client, group.id)
    assert answer.status_code == 422
    assert "End one to add another" in answer.text


def test_the_list_takes_the_same_statements_at_1_and_at_20(client: FlaskClient) -> None:
    make_resource(make_group(council=make_council()))
    with count_statements() as few:
        client.get("/resources")
    for _ in range(19):
        make_resource(make_group(council=make_council()))
    with count_statements() as many:
        client.get("/resources")
    assert len(many) == len(few)


def test_bad_filters_are_explained_and_break_nothing(client: FlaskClient) -> None:
    assert client.get("/resources?direction=x&kind=y&page=%00&council=%00").status_code == 200
    assert "We cannot find a council with that name" in client.get("/resources?council=Atlantis").text


def test_what_a_place_needs_is_on_one_page(app: Flask) -> None:
    council = make_council("Wexham")
    area, group = make_area(council, "Mill Ward"), make_group("Hot Pot", council=council)
    make_barrier("A door that is too narrow", council=council)
    make_barrier("A secret", council=council, visibility="council")
    make_resource(group, direction=Direction.NEEDED, words="A van on Saturdays", area=area)
    for _ in range(3):
        record_need(words="trampolines", source="search", council=council)
    record_need(words="something only I would type", source="search", council=council)
    commit()
    page = app.test_client().get(f"/councils/{council.slug}/needs").text
    for words in ("A door that is too narrow", "A van on Saturdays", "trampolines"):
        assert words in page
    assert "A secret" not in page
    assert "only I would type" not in page
    officer = sign_in(app.test_client(), make_officer(council).person)
    assert "only I would type" in officer.get(f"/councils/{council.slug}/needs").text
    ward = app.test_client().get(f"/councils/{council.slug}/needs?area={area.slug}").text
    assert "A van on Saturdays" in ward
    assert app.test_client().get(f"/councils/{council.slug}/needs?area=nowhere").status_code == 404
    assert list_needed(council=make_council()) == []


def test_what_is_listed_can_be_changed_and_bad_input_is_kept(client: FlaskClient) -> None:
    person = make_person()
    group = make_group("Hot Pot", council=make_council("Wexham"), members=(person,))
    resource = make_resource(group)
    sign_in(client, person)
    path = f"/resources/{resource.id}/edit"
    token = csrf_token(client, path)
    assert "A hall on Tuesdays" in client.get(path).text
    typed = {"csrf_token": token, **GOOD, "words": "A hall on Fridays", "terms": "at_cost"}
    refused = client.post(path, data={**typed, "until": "2001-01-01"})
    assert refused.status_code == 422
    assert "This day is over" in refused.text
    assert "A hall on Fridays" in refused.text
    assert resource.words == "A hall on Tuesdays"
    assert client.post(path, data={**typed, "until": in_days(5)}).status_code == 303
    assert (resource.words, resource.terms) == ("A hall on Fridays", "at_cost")
    assert "A hall on Fridays" in client.get("/resources").text
    documents, _ = build_documents([f"group:{group.id}"])
    assert "A hall on Fridays" in documents[0].text


def test_who_has_only_just_joined_changes_and_ends_nothing(app: Flask) -> None:
    group = make_group("Hot Pot", members=(make_person(),))
    resource = make_resource(group)
    newcomer = make_person()
    with clock.travelled_to(clock.now() + timedelta(minutes=5)):
        join_group(group=group, person=newcomer)
    commit()
    client = sign_in(app.test_client(), newcomer)
    token = csrf_token(client, f"/groups/{group.id}/resources/add")
    assert client.get(f"/resources/{resource.id}/edit").status_code == 403
    assert client.post(f"/resources/{resource.id}/end", data={"csrf_token": token}).status_code == 403
    page = client.get(f"/groups/{group.id}-{group.slug}").text
    assert "Remove from the list" not in page
    assert resource.ended_at is None

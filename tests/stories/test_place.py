"""Where a story is from: chosen while it is told, changed later, and what it is found by."""

from __future__ import annotations

from typing import Any

from flask.testing import FlaskClient

from forum.core.db import commit, db
from forum.stories.models import Story
from forum.stories.thread_kind import StoryKind
from tests.stories.making import make_story
from tests.support.factories import csrf_token, make_area, make_council, make_person, sign_in

WORDS = {
    "title": "A lunch club in a hall without a kitchen",
    "summary": "Hot meals for twenty neighbours.",
    "did": "We cooked in five kitchens.",
    "happened": "Twenty came, then forty.",
    "council_name": "Wexham",
}


def send(client: FlaskClient, path: str, **typed: Any) -> Any:
    return client.post(path, data={"csrf_token": csrf_token(client, path), **typed})


def test_the_ward_is_chosen_among_those_of_the_council_that_was_named(client: FlaskClient) -> None:
    council, elsewhere = make_council("Wexham"), make_area(make_council("Borham"), "Far Side")
    ward = make_area(council, "Mill Ward")
    sign_in(client, make_person())
    check = send(client, "/stories/tell", **WORDS).location
    page = client.get(check).text
    assert "Mill Ward" in page
    assert "Far Side" not in page
    wrong = send(client, check, area=str(elsewhere.id))
    assert wrong.status_code == 422
    assert 'id="area-error"' in wrong.text
    done = send(client, check, area=str(ward.id)).location
    story = db.session.query(Story).one()
    assert story.area == ward
    assert f"/councils/{council.slug}/areas/{ward.slug}" in client.get(done).text


def test_a_ward_chosen_before_the_council_was_changed_is_left_out(client: FlaskClient) -> None:
    council, other = make_council("Wexham"), make_council("Borham")
    ward = make_area(council, "Mill Ward")
    sign_in(client, make_person())
    check = send(client, "/stories/tell", **WORDS, area=str(ward.id)).location
    assert "Mill Ward, Wexham" in client.get(check).text
    words = check.replace("/check", "/words")
    send(client, words, **{**WORDS, "council_name": "Borham"}, area=str(ward.id))
    assert "Mill Ward" not in client.get(check).text
    send(client, check, group="")
    story = db.session.query(Story).one()
    assert (story.council, story.area) == (other, None)


def test_an_address_begins_a_story_from_a_place(client: FlaskClient) -> None:
    ward = make_area(make_council("Wexham"), "Mill Ward")
    page = client.get(f"/stories/tell?new=1&council={ward.council_id}&area={ward.id}").text
    assert 'value="Wexham' in page
    assert f'name="area" type="hidden" value="{ward.id}"' in page
    assert client.get("/stories/tell?new=1&council=999999&area=x").status_code == 200


def test_the_place_is_changed_later_and_the_index_follows(client: FlaskClient) -> None:
    council, other = make_council("Wexham"), make_council("Borham")
    ward, far = make_area(council, "Mill Ward"), make_area(other, "Far Side")
    story = make_story(author=make_person(), council=council)
    address, version = f"/stories/{story.id}/place", story.version
    sign_in(client, story.author)
    wexham = {"council_name": council.official_name, "area": str(ward.id)}
    assert send(client, address, **wexham).location == f"/stories/{story.numbered_slug}"
    db.session.refresh(story)
    assert story.area == ward
    assert story.version == version + 1
    assert StoryKind().document(story).area_id == ward.id
    on = send(client, address, council_name="Borham", area=str(ward.id))
    assert on.location == address
    db.session.refresh(story)
    assert (story.council, story.area) == (other, None)
    assert "Far Side" in client.get(address).text
    assert send(client, address, council_name="Borham", area=str(ward.id)).status_code == 422
    send(client, address, council_name="Borham", area=str(far.id))
    send(client, address, council_name="", not_sure="y")
    db.session.refresh(story)
    assert (story.council, story.area) == (None, None)


def test_the_second_of_two_people_who_change_the_place_sees_both_by_name(client: FlaskClient) -> None:
    council = make_council("Wexham")
    mill, park = make_area(council, "Mill Ward"), make_area(council, "Park Ward")
    story = make_story(author=make_person(), council=council)
    address = f"/stories/{story.id}/place"
    sign_in(client, story.author)
    opened = client.get(address).text
    mark = opened.split('name="began_with" type="hidden" value="')[1].split('"')[0]
    story.area_id = mill.id
    commit()
    typed = {"council_name": council.official_name, "area": str(park.id), "began_with": mark}
    answer = send(client, address, **typed)
    assert answer.status_code == 409
    assert all(name in answer.text.split("<form")[0] + answer.text for name in ("Mill", "Park"))
    db.session.refresh(story)
    assert story.area == mill


def test_only_those_it_is_about_change_its_place(client: FlaskClient) -> None:
    story = make_story()
    assert client.get(f"/stories/{story.id}/place").status_code == 302
    sign_in(client, make_person())
    assert client.get(f"/stories/{story.id}/place").status_code == 403


def test_stories_are_listed_by_ward(client: FlaskClient) -> None:
    council = make_council("Wexham")
    mill, park = make_area(council, "Mill Ward"), make_area(council, "Park Ward")
    make_story("By the mill", council=council, area_id=mill.id)
    make_story("By the park", council=council, area_id=park.id)
    page = client.get(f"/stories?council={council.slug}&area={mill.id}").text
    assert "By the mill" in page
    assert "By the park" not in page

"""Everybody can join a group: that alone does not let them rewrite what it has told."""

from __future__ import annotations

from datetime import timedelta

import pytest
from flask.testing import FlaskClient

from forum.core import clock
from forum.groups.models import Membership
from tests.stories.making import make_outcome, make_story
from tests.support.factories import csrf_token, make_group, make_person, saved, sign_in

PAGES = ("words", "effort", "lessons", "barriers", "outcomes/add")
PRESSED = ("archive", "still-true", "close-hints")


def test_whoever_joins_a_group_later_changes_nothing_of_its_stories(client: FlaskClient) -> None:
    group = make_group("Harbour Choir", members=(make_person(),))
    story = make_story(group=group, title="We sang")
    sign_in(client, make_person())
    token = csrf_token(client, "/account")
    assert client.post(f"/groups/{group.id}/join", data={"csrf_token": token}).status_code == 303
    for page in PAGES:
        assert client.get(f"/stories/{story.id}/{page}").status_code == 403
    for verb in (*PAGES, *PRESSED):
        sent = client.post(f"/stories/{story.id}/{verb}", data={"csrf_token": token, "title": "Not ours"})
        assert sent.status_code == 403
    assert client.get(f"/threads/{story.id}/pictures").status_code == 403
    assert story.title == "We sang"
    assert story.archived_at is None
    assert f"/stories/{story.id}/words" not in client.get(f"/stories/{story.id}", follow_redirects=True).text


@pytest.mark.parametrize(("is_organiser", "days"), [(False, 1), (True, -1)])
def test_who_was_in_the_group_then_or_organises_it_now_may(
    client: FlaskClient, *, is_organiser: bool, days: int
) -> None:
    group, person = make_group("Harbour Choir"), make_person()
    story = make_story(group=group)
    at = clock.now() - timedelta(days=days)
    saved(Membership(group_id=group.id, person_id=person.id, is_organiser=is_organiser, created_at=at))
    sign_in(client, person)
    assert client.get(f"/stories/{story.id}/words").status_code == 200


def test_who_joined_later_may_not_check_the_groups_results_either(client: FlaskClient) -> None:
    person = make_person()
    group = make_group("Harbour Choir", members=(make_person(),))
    story = make_story(group=group)
    check = f"/stories/{story.id}/outcomes/{make_outcome(story).id}/check"
    sign_in(client, person)
    assert client.get(check).status_code == 200
    saved(Membership(group_id=group.id, person_id=person.id, created_at=clock.now() + timedelta(days=1)))
    assert client.get(check).status_code == 403

"""While somebody writes a barrier, story or question: threads of every kind like it, soon, and none they may not read."""

from __future__ import annotations

import re

import pytest
from flask import Flask
from flask.testing import FlaskClient

from forum.barriers.lifecycle.states import State
from forum.threads.models import Visibility
from tests.discovery.threads import rebuild
from tests.questions.making import make_question
from tests.stories.making import make_story
from tests.support.factories import make_barrier, make_council, make_officer, make_person, sign_in

pytestmark = pytest.mark.usefixtures("own_index")
TITLE = "Street closure for a play afternoon"


def shown(client: FlaskClient, title: str = TITLE) -> list[str]:
    """The titles that the fragment lists."""
    page = client.get("/threads/similar", query_string={"q": title}).get_data(as_text=True)
    return re.findall(r'<a href="[^"]+">([^<]+)</a>', page)


def test_threads_of_every_kind_are_shown_and_of_none_more_than_two(app: Flask, client: FlaskClient) -> None:
    council = make_council("Wexmoor")
    for number in range(4):
        make_barrier(f"A street closure for a play afternoon is refused {number}", council=council)
    make_story("Our street closure on a play afternoon")
    make_question("How did you get a street closure?")
    rebuild(app)
    found = shown(client)
    assert len([one for one in found if "refused" in one]) == 2
    assert "Our street closure on a play afternoon" in found
    assert "How did you get a street closure?" in found
    page = client.get("/threads/similar", query_string={"q": TITLE}).get_data(as_text=True)
    assert "Wexmoor, Reported" in page, "place and state help to judge whether it is the same"


def test_what_one_may_not_read_or_was_taken_back_is_not_shown(app: Flask, client: FlaskClient) -> None:
    council = make_council()
    make_barrier("A street closure, told to the council only", council=council, visibility=Visibility.COUNCIL)
    make_barrier("A street closure that was taken back", council=council, state=State.WITHDRAWN)
    officer = make_officer(council).person
    rebuild(app)
    assert shown(client) == []
    assert shown(sign_in(app.test_client(), officer)) == ["A street closure, told to the council only"]
    assert shown(sign_in(app.test_client(), make_person("Someone"))) == []


def test_a_short_title_is_like_nothing(app: Flask, client: FlaskClient) -> None:
    make_barrier("Street")
    rebuild(app)
    assert shown(client, "Street") == []

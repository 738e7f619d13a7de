"""A barrier's page shows the stories that met it, to whoever may read them."""

from __future__ import annotations

import pytest
from flask import Flask
from flask.testing import FlaskClient

from forum.barriers.cards import path
from forum.core import clock
from forum.core.db import commit
from forum.stories.actions.adding import meet_barrier
from forum.stories.documents import document
from forum.threads.models import Visibility
from tests.stories.making import make_story
from tests.support.factories import make_barrier


def test_a_barriers_page_shows_the_stories_that_met_it_but_no_hidden_one(
    app: Flask, client: FlaskClient
) -> None:
    barrier, other = make_barrier(state="removed"), make_barrier(state="removed")
    shown = make_story(title="We got past it with a letter")
    hidden = make_story(title="A story that a moderator hid")
    for story in (shown, hidden):
        meet_barrier(story=story, barrier=barrier, how="We asked again.")
    hidden.hidden_at = clock.now()
    commit()
    page = client.get(path(barrier)).text
    assert "Stories that met this" in page
    assert "We got past it with a letter" in page
    assert "A story that a moderator hid" not in page
    assert "Stories that met this" not in client.get(path(other)).text


@pytest.mark.parametrize("visibility", [Visibility.COUNCIL, Visibility.NAMELESS])
def test_a_story_tells_nothing_of_a_barrier_that_was_told_to_the_council_alone(
    client: FlaskClient, visibility: Visibility
) -> None:
    barrier = make_barrier(category="insurance", visibility=visibility)
    story = make_story(title="Tea in the rain")
    meet_barrier(story=story, barrier=barrier, how="We paid the caretaker in marmalade.")
    commit()
    is_told = visibility != Visibility.COUNCIL
    found = document(story)
    assert ("marmalade" in found.text) == is_told
    assert (found.category == "insurance") == is_told
    assert ("marmalade" in client.get(f"/stories/{story.id}", follow_redirects=True).text) == is_told
    assert ("Tea in the rain" in client.get("/stories?category=insurance").text) == is_told

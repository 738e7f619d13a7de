"""A barrier's page shows the stories that met it, to whoever may read them."""

from __future__ import annotations

import pytest
from flask import Flask
from flask.testing import FlaskClient

from forum.barriers.cards import path
from forum.barriers.lifecycle.confirmation_outcome import Answer
from forum.barriers.lifecycle.roles import Role
from forum.barriers.lifecycle.states import State
from forum.barriers.models import ConfirmationRequest, Transition
from forum.core import clock
from forum.core.db import commit
from forum.stories.actions.additions import meet_barrier
from forum.stories.thread_kind import StoryKind
from forum.threads.models import Visibility
from tests.stories.making import make_story
from tests.support.factories import make_affected, make_barrier, make_council, make_group, saved
from tests.support.statements import count_statements


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
    found = StoryKind().document(story)
    assert ("marmalade" in found.text) == is_told
    assert (found.category == "insurance") == is_told
    assert ("marmalade" in client.get(f"/stories/{story.id}", follow_redirects=True).text) == is_told
    assert ("Tea in the rain" in client.get("/stories?category=insurance").text) == is_told


def test_a_barrier_that_was_got_past_takes_six_statements_with_stories_and_answers(
    client: FlaskClient,
) -> None:
    barrier = make_barrier(council=make_council(), group=make_group(), state=State.REMOVED)
    claim = saved(
        Transition(
            barrier_id=barrier.id,
            role=Role.OFFICER,
            to_state=State.REMOVAL_CLAIMED,
            created_at=clock.now(),
        )
    )
    for words in ("The gate is wide.", "We rolled right in."):
        affected = make_affected(barrier, group=make_group())
        saved(
            ConfirmationRequest(
                barrier_id=barrier.id,
                affected_id=affected.id,
                claim_id=claim.id,
                round=1,
                asked_at=clock.now(),
                answered_at=clock.now(),
                answer=Answer.GONE,
                words=words,
                is_independent=True,
            )
        )
    meet_barrier(story=make_story("We got past it"), barrier=barrier, how="")
    commit()
    address = path(barrier)
    with count_statements() as seen:
        page = client.get(address).text
    assert "We got past it" in page
    assert page.index("We rolled right in.") < page.index("The gate is wide.")
    assert len(seen) <= 6, seen

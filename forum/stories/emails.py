"""Which events of stories lead to which mails."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from forum.accounts.models import Person
from forum.core import clock, events
from forum.core.db import db
from forum.core.outbox import enqueue
from forum.core.worker import Handler, for_each_payload
from forum.notifications.actions import notify_followers
from forum.notifications.group_statement_emails import notify_organisers
from forum.stories.actions.publish import ASK_AFTER
from forum.stories.events import OutcomeAdded, OutcomeChecked, StoryGrownOld, StoryTold
from forum.stories.models import Outcome, Story
from forum.threads.emails import write_thread_email


def register() -> None:
    """Listen to what happens to stories."""
    events.subscribe(StoryTold, notify_organisers_of_story)
    events.subscribe(OutcomeAdded, notify_of_a_result)
    events.subscribe(OutcomeChecked, notify_of_a_check)
    events.subscribe(StoryGrownOld, ask_its_authors)


def notify_organisers_of_story(event: StoryTold) -> None:
    """The organisers of the group that told it hear of it."""
    notify_organisers(thread=event.story, group_id=event.story.group_id, what="told a story")


def notify_of_a_result(event: OutcomeAdded) -> None:
    """Those who follow hear of a result, and the organisers of its group."""
    story, key = event.outcome.story, f"outcome:{event.outcome.id}"
    notify_organisers(
        thread=story, group_id=story.group_id, what="added a result", by_id=event.by.id, key=key
    )
    _tell(event.outcome)


def notify_of_a_check(event: OutcomeChecked) -> None:
    """Those who follow hear that somebody checked one."""
    _tell(event.outcome)


def ask_its_authors(event: StoryGrownOld) -> None:
    """Whoever told a story is asked whether it is still true."""
    enqueue("ask_story_authors", {"story": event.story.id, "year": clock.today().year})


def ask_author(payload: dict[str, Any]) -> None:
    """Write the question to whoever told the story, unless they want no mails."""
    story = db.session.get(Story, payload["story"])
    if story is None or not story.is_in_sight or story.archived_at is not None:
        return
    person = db.session.get_one(Person, story.author_id)
    if person.gets_news:
        key = f"still-true:{story.id}:{payload['year']}"
        write_thread_email("stories-still-true", person=person, thread=story, key=key, after=ASK_AFTER)


def _tell(outcome: Outcome) -> None:
    notify_followers(thread=outcome.story, kind="outcome", about=outcome.id)


HANDLERS: Mapping[str, Handler] = {"ask_story_authors": for_each_payload(ask_author)}

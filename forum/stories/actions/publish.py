"""Publishing a story, changing its words, and keeping it true: confirming it, and keeping it for the record only."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta

from forum.accounts.models import Person
from forum.core import clock
from forum.core.db import db
from forum.core.outbox import enqueue
from forum.core.slugs import slug
from forum.core.text import PIPELINE_VERSION, render
from forum.councils.models import Area, Council
from forum.follows.actions import follow
from forum.groups.models import Group
from forum.stories.models import Story
from forum.stories.vocabulary import Stage
from forum.threads.holds.screening import publish_or_hold, screen_again
from forum.threads.models import Visibility
from forum.threads.reindex import enqueue_reindex

ASK_AFTER = timedelta(days=365)
ASK_STILL_TRUE = "ask_still_true"


@dataclass(frozen=True, kw_only=True, slots=True)
class StoryText:
    """The words of a story: Markdown, but for title and summary."""

    title: str
    summary: str
    did: str
    happened: str
    set_out: str = ""
    differently: str = ""


@dataclass(frozen=True, kw_only=True, slots=True)
class Effort:
    """What it took: whole pounds, hours and people; None where it was not told."""

    stage: Stage | None = None
    cash_pounds: int | None = None
    volunteer_hours: int | None = None
    people: int | None = None
    started_on: date | None = None
    ended_on: date | None = None


def tell_story(
    *,
    words: StoryText,
    author: Person,
    group: Group | None = None,
    council: Council | None = None,
    area: Area | None = None,
) -> Story:
    """Publish a story.

    Raises TextRefused when a part is too long.
    """
    now = clock.now()
    story = Story(
        author=author,
        group=group,
        council=council,
        area=area,
        visibility=Visibility.PUBLIC,
        told_at=now,
        created_at=now,
        last_activity_at=now,
    )
    _write(story, words)
    db.session.add(story)
    db.session.flush()
    follow(thread=story, person=author)
    _told(story)
    return story


def change_words(*, story: Story, words: StoryText, author: Person) -> None:
    """Reword a story. A stub that its group puts into words is told from then on, by whoever did."""
    _write(story, words)
    if story.told_at is None:
        story.told_at, story.author = clock.now(), author
        follow(thread=story, person=author)
        _told(story)
    touch(story)


def change_place(*, story: Story, council: Council | None, area: Area | None) -> None:
    """Record where it was."""
    story.council, story.area = council, area
    touch(story)


def change_effort(*, story: Story, effort: Effort) -> None:
    """Record what it took."""
    story.stage, story.started_on, story.ended_on = effort.stage, effort.started_on, effort.ended_on
    story.cash_pounds, story.volunteer_hours = effort.cash_pounds, effort.volunteer_hours
    story.people = effort.people
    touch(story)


def touch(story: Story) -> None:
    """Note that a story says something else now, for the index and for whoever reads it again."""
    story.version += 1
    story.edited_at = story.last_activity_at = clock.now()
    db.session.flush()
    enqueue_reindex(f"thread:{story.id}")
    screen_again(story)


def ask_later(story: Story) -> None:
    """Have its authors asked in a year whether it is still true."""
    due_at = clock.now() + ASK_AFTER
    enqueue(
        ASK_STILL_TRUE, {"story": story.id}, due_at=due_at, key=f"{ASK_STILL_TRUE}:{story.id}:{due_at.year}"
    )


def _told(story: Story) -> None:
    ask_later(story)
    enqueue_reindex(f"thread:{story.id}")
    publish_or_hold(story)


def _write(story: Story, words: StoryText) -> None:
    story.title, story.slug, story.summary = words.title, slug(words.title), words.summary
    story.body, story.body_html = words.did, render(words.did)
    story.set_out, story.set_out_html = words.set_out, render(words.set_out)
    story.happened, story.happened_html = words.happened, render(words.happened)
    story.differently, story.differently_html = words.differently, render(words.differently)
    story.html_version = PIPELINE_VERSION


def confirm_story(*, story: Story) -> None:
    """Record that it is still true; the question comes again in a year."""
    story.still_true_at = clock.now()
    db.session.flush()


def archive_story(*, story: Story) -> None:
    """Archive a story: its page stays, lists leave it out."""
    story.archived_at = story.archived_at or clock.now()
    touch(story)


def restore_story(*, story: Story) -> None:
    """Return a story to the others: it is true again."""
    story.archived_at, story.still_true_at = None, clock.now()
    touch(story)


def close_hints(*, story: Story) -> None:
    """Stop saying what could be added."""
    story.hint_closed_at = clock.now()
    db.session.flush()

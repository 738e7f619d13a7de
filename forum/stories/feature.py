"""The manifest of stories: stories."""

from __future__ import annotations

from forum.stories import cli, emails, handlers, models, subscribers
from forum.stories.news import TOPICS
from forum.stories.page_sections import StorySections
from forum.stories.personal_data import PERSONAL_DATA
from forum.stories.related_stories import stories_that_met
from forum.stories.thread_kind import StoryKind
from forum.stories.views import additions, change, lists, outcomes, place, show, tell
from forum.threads.manifest import ThreadFeature
from forum.web.manifest import MenuEntry

FEATURE = ThreadFeature(
    name="stories",
    models=(models,),
    views=(
        tell.blueprint,
        lists.blueprint,
        show.blueprint,
        change.blueprint,
        outcomes.blueprint,
        place.blueprint,
        additions.blueprint,
    ),
    commands=(cli.register,),
    subscribers=(subscribers.register, emails.register),
    handlers={**handlers.HANDLERS, **emails.HANDLERS},
    menu=(MenuEntry(label="Stories", endpoint="stories.stories", rank=30),),
    kind=StoryKind(),
    news=TOPICS,
    sections=StorySections(),
    related=stories_that_met,
    personal_data=PERSONAL_DATA,
)

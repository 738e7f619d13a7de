"""What a story tells the features that know threads only: how it is found, listed, and who may change it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, cast

from sqlalchemy import func, select

from forum.barriers.vocabulary import CATEGORY_BY_CODE
from forum.core.db import db
from forum.core.text import plain
from forum.councils.identity import VISITOR, Identity
from forum.groups.display_names import author_name
from forum.search.documents import Document
from forum.stories import cards
from forum.stories.models import BarrierMet, Story
from forum.stories.permissions import may_change_story
from forum.stories.queries import own_groups
from forum.threads.kinds import ThreadKind, labels_of
from forum.threads.models import Thread
from forum.threads.visibility import known_area, may_read, public_area_id, readable, readers_of

TOLD, IMPORTED, ARCHIVED = "told", "imported", "archived"


def hidden_people(_thread: Thread) -> frozenset[int]:
    """Nobody: a story is told with a name, or not at all."""
    return frozenset()


def is_party(_thread: Thread, _person_id: int) -> bool:
    """Nobody: stories are public."""
    return False


def document(thread: Thread) -> Document:
    """Make the search document of a story: all its words, its results, lessons and barriers among them."""
    story = cast("Story", thread)
    met = _known_to_all(story)
    return Document(
        id=f"thread:{story.id}",
        kind="story",
        title=story.title,
        text="\n".join(filter(None, _words(story))),
        readers=readers_of(story),
        created_at=story.created_at,
        council_id=story.council_id,
        area_id=public_area_id(story),
        category=met[0].barrier.category if met else None,
        tags=tuple(tag.name for tag in story.tags),
        year=story.created_at.year,
        author=author_name(story.group, story.author.name, story.name_taken_back_at)
        if story.told_at
        else None,
        labels=labels_of(
            story,
            *(CATEGORY_BY_CODE[one.barrier.category].label for one in met),
            area.name if (area := known_area(VISITOR, story)) else None,
        ),
        version=story.version,
    )


def _words(story: Story) -> list[str]:
    texts = (story.set_out_html, story.body_html, story.happened_html, story.differently_html)
    return [
        story.summary,
        *(plain(html) for html in texts),
        *(one.indicator for one in story.outcomes),
        *(one.words for one in story.lessons),
        *(one.how for one in _known_to_all(story)),
        *((story.grant.funder, story.grant.recipient) if story.grant else ()),
    ]


def _known_to_all(story: Story) -> list[BarrierMet]:
    """Leave out what its page leaves out: a barrier for the council only, and how somebody got past it."""
    return [one for one in story.barriers_met if may_read(VISITOR, one.barrier)]


def card(thread: Thread, _standing: Identity) -> dict[str, Any]:
    """Give what a list shows of a story."""
    return cards.card(cast("Story", thread))


def may_change(identity: Identity, thread: Thread) -> bool:
    """Tell whether somebody may change what the story shows."""
    story = cast("Story", thread)
    return may_change_story(identity, story, own_groups(identity.person, story).spoken_for)


def count_measured(groups: Sequence[int]) -> Mapping[int, int]:
    """Count the results these groups measured in stories that all may read, by the group's id."""
    query = (
        select(Story.group_id, func.sum(Story.number_of_outcomes))
        .where(Story.group_id.in_(groups), Story.number_of_outcomes > 0, readable(VISITOR))
        .group_by(Story.group_id)
    )
    return {group: int(number) for group, number in db.session.execute(query).tuples() if group is not None}


KIND = ThreadKind(
    name="story",
    label="Story",
    path="/stories",
    hidden_people=hidden_people,
    is_party=is_party,
    document=document,
    card=card,
    is_taken_back=lambda thread: cast("Story", thread).archived_at is not None,
    may_change=may_change,
    count_measured=count_measured,
)

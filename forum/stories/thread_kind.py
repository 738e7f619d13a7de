"""What a story tells the features that know threads only: how it is found, listed, and who may change it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace

from sqlalchemy import Select, func, select
from sqlalchemy.orm import selectinload

from forum.barriers.vocabulary import CATEGORY_BY_CODE
from forum.core.db import Base, db
from forum.core.events import Event
from forum.core.text import plain
from forum.councils.identity import VISITOR, Identity
from forum.search.documents import Document
from forum.stories import cards
from forum.stories.events import StoryTold
from forum.stories.models import BarrierMet, Story
from forum.stories.permissions import may_change_story
from forum.stories.queries import own_groups
from forum.threads.cards import Card
from forum.threads.kinds import Passage, ThreadKind
from forum.threads.visibility import may_read, readable


class StoryKind(ThreadKind[Story]):
    """The kind of all stories: they are public, and told with a name, or not at all."""

    name = "story"
    label = "Story"
    endpoint = "story.show"
    gives_covers = True

    def card(self, thread: Story, _standing: Identity) -> Card:
        """Return what a list shows of a story."""
        return cards.card(thread)

    def passages(self, thread: Story) -> Iterator[Passage]:
        """Return all its words, its results, lessons and barriers among them."""
        yield Passage("", thread.summary)
        texts = (thread.set_out_html, thread.body_html, thread.happened_html, thread.differently_html)
        yield from (Passage("", plain(text)) for text in texts)
        yield from (Passage("A result", one.indicator) for one in thread.outcomes)
        yield from (Passage("A lesson", one.words) for one in thread.lessons)
        yield from (Passage("How they got past it", one.how) for one in _known_to_all(thread))
        if thread.grant:
            yield from (Passage("The grant", name) for name in (thread.grant.funder, thread.grant.recipient))

    def passages_of(self, threads: Sequence[Story]) -> Mapping[int, Sequence[Passage]]:
        """Read their results, lessons, grants and the barriers they met at once."""
        related = (Story.outcomes, Story.lessons, Story.grant)
        met = selectinload(Story.barriers_met).joinedload(BarrierMet.barrier)
        query = select(Story).where(Story.id.in_([one.id for one in threads]))
        db.session.scalars(query.options(met, *map(selectinload, related))).all()
        return super().passages_of(threads)

    def rows_with_words(self, thread: Story) -> Iterator[Base]:
        """Return the story with its results, its lessons and how it got past barriers."""
        yield thread
        yield from (*thread.outcomes, *thread.lessons, *thread.barriers_met)

    def typed_elsewhere(self, thread: Story) -> Iterator[str]:
        """Return its results, its lessons and how it got past barriers."""
        yield from (f"{one.indicator} {one.evidence_link}" for one in thread.outcomes)
        yield from (one.words for one in thread.lessons)
        yield from (one.how for one in thread.barriers_met if one.how)

    def published_events(self, thread: Story) -> Sequence[Event]:
        """It was told."""
        return (StoryTold(thread),)

    def labels(self, thread: Story) -> Iterator[str | None]:
        """Return the categories of the barriers it met."""
        yield from (CATEGORY_BY_CODE[one.barrier.category].label for one in _known_to_all(thread))

    def document(self, thread: Story) -> Document:
        """Return its search document, under the category of the first barrier it met."""
        met = _known_to_all(thread)
        return replace(super().document(thread), category=met[0].barrier.category if met else None)

    def summary(self, thread: Story) -> Iterable[str]:
        """Return the line under its title."""
        return (thread.summary or "",)

    def public_author(self, thread: Story) -> str | None:
        """Nobody's name finds what only published grants say."""
        return super().public_author(thread) if thread.told_at else None

    def is_taken_back(self, thread: Story) -> bool:
        """Archived ones are kept for the record."""
        return thread.archived_at is not None

    def may_change(self, identity: Identity, thread: Story) -> bool:
        """Whoever may change the story may change what it shows."""
        return may_change_story(identity, thread, own_groups(identity.person, thread).spoken_for)

    def not_said_by_its_group(self) -> Select[tuple[int]]:
        """Those that were made of published grants were told by nobody."""
        story = Story.__table__.c  # alone: joined to its thread it would not be about the thread outside
        return select(story.id).where(story.told_at.is_(None))

    def count_measured(self, groups: Sequence[int]) -> Mapping[int, int]:
        """Count the results these groups measured in stories that all may read, by the group's id."""
        query = (
            select(Story.group_id, func.sum(Story.number_of_outcomes))
            .where(Story.group_id.in_(groups), Story.number_of_outcomes > 0, readable(VISITOR))
            .group_by(Story.group_id)
        )
        rows = db.session.execute(query).tuples()
        return {group: int(number) for group, number in rows if group is not None}


def _known_to_all(story: Story) -> list[BarrierMet]:
    """Leave out what its page leaves out: a barrier for the council only, and how somebody got past it."""
    return [one for one in story.barriers_met if may_read(VISITOR, one.barrier)]

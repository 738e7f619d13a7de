"""What the pages that gather several features show of stories."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from typing import Any

from flask import url_for
from sqlalchemy import Select, select
from sqlalchemy.orm import joinedload
from sqlalchemy.orm.strategy_options import _AbstractLoad

from forum.core.paging import CARDS_A_PAGE
from forum.councils.identity import Identity
from forum.groups.models import Group
from forum.stories.cards import card, kind_label
from forum.stories.help import find_help
from forum.stories.models import Story, StoryRecipient
from forum.stories.queries import StoryFilters, list_newest_stories, stories_of_group, stories_with
from forum.threads.help import FeatureHelp, Reasons, Wanted
from forum.threads.models import Tag, Thread
from forum.threads.page_sections import (
    CardList,
    Link,
    ListLine,
    Newest,
    PagePlace,
    PageSection,
    PageSections,
    ShortList,
    Slot,
    newest_first,
)
from forum.threads.queries import list_covers

ON_HOME, FEW, OF_GROUP = 3, 3, 5


class StorySections(PageSections[Story]):
    """Stories with pictures on home and on the page of their group, and a few lines elsewhere."""

    model = Story

    def newest(self) -> Iterable[Newest]:
        """Return the newest that groups told, and the newest of published grants alone."""
        story = select(Story.id).where(Thread.kind == "story", Story.archived_at.is_(None))
        yield Newest(story.where(Story.told_at.is_not(None)), FEW)
        yield Newest(story.where(Story.told_at.is_(None)), FEW)

    def options(self, model: Any) -> Iterable[_AbstractLoad]:  # noqa: ANN401  # an alias of the model
        """Read the groups that shared a grant."""
        yield joinedload(model.recipients).joinedload(StoryRecipient.group)

    def on_home(self, identity: Identity) -> Iterator[PageSection]:
        """Show the stories told last."""
        stories = list_newest_stories(identity, ON_HOME)
        covers = list_covers(stories)
        yield CardList(
            heading="What others did",
            cards=[card(one, covers.get(one.id)) for one in stories],
            more=Link("All stories", url_for("stories.stories")),
        ).on_page()

    def at_place(
        self, place: PagePlace, newest: Sequence[Story], _identity: Identity
    ) -> Iterator[PageSection]:
        """Show the newest few from there."""
        area = place.area.id if place.area else None
        has_ended = place.area is not None and place.area.has_ended
        tell = url_for("story_tell.start", new=1, council=place.council.id, area=area)
        words = f"Tell a story from {place.name}" if newest else f"Tell the first story from {place.name}"
        yield _few(
            f"Stories from {place.name}",
            newest,
            all_url=url_for("stories.stories", council=place.council.slug, area=area),
            links=() if has_ended else (Link(words, tell),),
        )

    def with_tag(self, tag: Tag, newest: Sequence[Story], _identity: Identity) -> Iterator[PageSection]:
        """Show the newest few with it."""
        words = "Tell a story" if newest else "Tell the first story about it"
        all_url = url_for("stories.stories", tag=tag.name)
        yield _few(
            "Stories", newest, all_url=all_url, links=(Link(words, url_for("story_tell.start", new=1)),)
        )

    def newest_of_group(self, group: Group) -> Iterator[Select[tuple[int]]]:
        """Return the newest it told, and the stubs that were made of its grants."""
        yield newest_first(stories_of_group(group), OF_GROUP)

    def of_group(self, _group: Group, newest: Sequence[Story], _identity: Identity) -> Iterator[PageSection]:
        """Show what it did."""
        covers = list_covers(newest)
        cards = [card(one, covers.get(one.id)) for one in newest]
        yield CardList(heading="What it did", cards=cards).on_page(Slot.TOP)

    def may_help(self, wanted: Wanted, identity: Identity) -> Iterator[Select[tuple[int]]]:
        """Return, with a place or a kind alone, the newest from there or that met it."""
        if not wanted.words and (wanted.category or wanted.council):
            council_id = wanted.council.id if wanted.council else None
            filters = StoryFilters(council_id=council_id, category=wanted.category)
            yield newest_first(stories_with(identity, filters), CARDS_A_PAGE)

    def who_can_help(self, reasons: Reasons) -> FeatureHelp:
        """Return what help.py finds."""
        return find_help(reasons)


def _few(heading: str, newest: Sequence[Story], *, all_url: str, links: Sequence[Link]) -> PageSection:
    """Show what groups told; what only published grants say fills the places that are left."""
    stories = sorted(newest, key=lambda one: one.told_at is None)[:FEW]
    return ShortList(
        heading=heading,
        lines=[_line(one) for one in stories],
        empty="There are no stories yet.",
        more=Link("All of these stories", all_url),
        links=links,
    ).beside_page("stories")


def _line(story: Story) -> ListLine:
    shown = card(story)
    label = () if story.told_at else (kind_label(story),)
    return ListLine(story.title, shown.url, " · ".join((*shown.facts, *label)))

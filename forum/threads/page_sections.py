"""What a feature shows on the pages that gather several: home, a council's, a ward's, a tag's and a group's.

Each manifest may name one `PageSections`; the pages ask all of them in their order, and name no feature.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any, Generic

from sqlalchemy import Select
from sqlalchemy.orm.strategy_options import _AbstractLoad

from forum.councils.identity import Identity
from forum.councils.models import Area, Council
from forum.groups.models import Group
from forum.threads.cards import Card
from forum.threads.help import FeatureHelp, Reasons, Wanted
from forum.threads.kinds import Post
from forum.threads.models import Tag, Thread
from forum.web.list_pages import PageLinks


class Slot(StrEnum):
    """Where on a page a section stands."""

    TOP = "top"  # of the main column, before what the page itself has to say
    MAIN = "main"
    ASIDE = "aside"


@dataclass(frozen=True, slots=True, kw_only=True)
class PageSection:
    """A part of a page: a template, and what it reads as `section`."""

    template: str
    shows: object
    slot: Slot = Slot.MAIN
    label: str = ""
    """What is in it, in a word, where the page folds several into one."""
    by_ward: Mapping[int, int] = field(default_factory=dict)
    """How many threads there are in each ward of the council, for the page's map."""


@dataclass(frozen=True, slots=True)
class Link:
    """Words, and the address they lead to."""

    words: str
    url: str


@dataclass(frozen=True, slots=True, kw_only=True)
class CardList:
    """A heading and cards under it; with neither cards nor words for their absence it is not shown."""

    heading: str
    cards: Sequence[Card]
    empty: str = ""
    actions: Sequence[Link] = ()
    """What can be done where there are none."""
    more: Link | None = None
    """Where to see all of them."""
    pages: PageLinks | None = None
    """The addresses of the pages before and after, of a list that goes on."""

    def on_page(self, slot: Slot = Slot.MAIN) -> PageSection:
        """Return the section that shows it."""
        return PageSection(template="threads/_card_list.html", shows=self, slot=slot)


@dataclass(frozen=True, slots=True)
class ListLine:
    """One line of a short list: a title that leads somewhere, and a few words under it."""

    title: str
    url: str
    words: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class ShortList:
    """A heading and a few lines under it; with neither lines nor words for their absence it is not shown."""

    heading: str
    lines: Sequence[ListLine]
    lead: str = ""
    empty: str = ""
    more: Link | None = None
    links: Sequence[Link] = ()
    """Where else to go from here, whether there are lines or not."""

    def beside_page(self, label: str = "") -> PageSection:
        """Return the section that shows it."""
        return PageSection(template="threads/_short_list.html", shows=self, slot=Slot.ASIDE, label=label)


@dataclass(frozen=True, slots=True)
class PagePlace:
    """A council, or one ward of it."""

    council: Council
    area: Area | None = None

    @property
    def name(self) -> str:
        """How it is called."""
        return self.area.name if self.area else self.council.name


@dataclass(frozen=True, slots=True)
class Newest:
    """A part of the newest threads of a place or a tag: their ids, and how many at most."""

    query: Select[tuple[int]]
    limit: int


@dataclass(frozen=True, slots=True)
class Counter:
    """A number that the start page begins with: how it is counted in public, and where the rows behind it are."""

    query: Select[tuple[int]]
    words: str
    url: str


class PageSections(Generic[Post]):
    """What one feature shows on each page that gathers several: nothing, unless it says so."""

    model: type[Post]

    def newest(self) -> Iterable[Newest]:
        """Return which of its newest threads a place's and a tag's page show; the page reads those of all kinds at once."""
        return ()

    def options(self, _model: Any) -> Iterable[_AbstractLoad]:  # noqa: ANN401  # an alias of the model
        """Return what else to read with them."""
        return ()

    def counters(self) -> Iterable[Counter]:
        """Return what the start page counts of it."""
        return ()

    def on_home(self, _identity: Identity) -> Iterable[PageSection]:
        """Return its sections of the start page."""
        return ()

    def at_place(
        self, _place: PagePlace, _newest: Sequence[Post], _identity: Identity
    ) -> Iterable[PageSection]:
        """Return its sections of a council's or a ward's page; `newest` are those that everybody can read."""
        return ()

    def count_by_ward(self, _council: Council, _identity: Identity) -> Mapping[int, int]:
        """Count its threads in each ward of a council, for the map, as far as this reader may know their ward."""
        return {}

    def with_tag(self, _tag: Tag, _newest: Sequence[Post], _identity: Identity) -> Iterable[PageSection]:
        """Return its sections of a tag's page."""
        return ()

    def newest_of_group(self, _group: Group) -> Iterable[Select[tuple[int]]]:
        """Return the ids of what a group's page shows of it, ordered and bounded; the page reads those of all kinds at once."""
        return ()

    def of_group(self, _group: Group, _newest: Sequence[Post], _identity: Identity) -> Iterable[PageSection]:
        """Return its sections of a group's page; `newest` are those that everybody can read, the newest first."""
        return ()

    def may_help(self, _wanted: Wanted, _identity: Identity) -> Iterable[Select[tuple[int]]]:
        """Return the ids of threads that may help, ordered and bounded, besides those that share words with what is wanted."""
        return ()

    def who_can_help(self, _reasons: Reasons) -> FeatureHelp:
        """Return what it found for somebody who wants to do something."""
        return FeatureHelp()


def newest_first(ids: Select[tuple[int]], limit: int) -> Select[tuple[int]]:
    """Bound a query of threads' ids to the newest few."""
    return ids.order_by(Thread.created_at.desc(), Thread.id.desc()).limit(limit)

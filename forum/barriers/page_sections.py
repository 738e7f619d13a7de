"""What the pages that gather several features show of barriers."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from flask import url_for
from sqlalchemy import Select, func, select

from forum.barriers.cards import card
from forum.barriers.help import find_help, past_of_kind
from forum.barriers.lifecycle.labels import STATE_LABELS
from forum.barriers.lifecycle.states import OPEN_STATES, State
from forum.barriers.models import Barrier
from forum.barriers.queries.gathered import (
    barriers_of_group,
    count_by_state_and_area,
    list_lately_removed,
    list_newest_and_most_affected,
)
from forum.barriers.queries.lists import BarrierFilters, list_barriers
from forum.core.paging import CARDS_A_PAGE, Page, Paging
from forum.councils.identity import VISITOR, Identity
from forum.councils.models import Council
from forum.groups.models import Group
from forum.threads.cards import Card
from forum.threads.help import FeatureHelp, Reasons, Wanted
from forum.threads.models import Tag, Thread
from forum.threads.page_sections import (
    CardList,
    Counter,
    Link,
    ListLine,
    PagePlace,
    PageSection,
    PageSections,
    ShortList,
)
from forum.threads.visibility import readable
from forum.web.list_pages import PageLinks, cursor, links

FEW = 6
"""Barriers on the first page of a council; all of them are one press away."""
SHOWN_STATES = 5


@dataclass(frozen=True, slots=True, kw_only=True)
class BarriersOfCouncil:
    """What barriers/_of_council.html shows: a page of its barriers, and how many are in which state."""

    council: Council
    cards: Sequence[Card]
    pages: PageLinks
    is_first_page: bool
    counts: Sequence[tuple[State, str, int]]

    @property
    def total(self) -> int:
        """How many there are in all."""
        return sum(number for _, _, number in self.counts)

    @property
    def first_counts(self) -> Sequence[tuple[State, str, int]]:
        """The states that stand in sight."""
        return self.counts[:SHOWN_STATES]

    @property
    def other_counts(self) -> Sequence[tuple[State, str, int]]:
        """Those behind a press."""
        return self.counts[SHOWN_STATES:]


class BarrierSections(PageSections[Barrier]):
    """A page of barriers everywhere, and on home the newest, those that stop most groups, and those that are gone."""

    model = Barrier

    def counters(self) -> Iterator[Counter]:
        """Count those confirmed gone and those open."""
        barriers = select(func.count(Barrier.id)).where(readable(VISITOR))
        gone_url = url_for("barriers.barriers", state=State.REMOVED)
        yield Counter(barriers.where(Barrier.state == State.REMOVED), "confirmed gone", gone_url)
        yield Counter(barriers.where(Barrier.state.in_(OPEN_STATES)), "open", url_for("barriers.barriers"))

    def on_home(self, identity: Identity) -> Iterator[PageSection]:
        """Show what stops most groups, what is new, and what is gone."""
        newest, most_affected = list_newest_and_most_affected(identity)
        by_affected = url_for("barriers.barriers", sort="most-affected")
        yield CardList(
            heading="What stops most groups",
            cards=[card(one, identity) for one in most_affected],
            more=Link("All barriers, most groups first", by_affected),
        ).on_page()
        yield CardList(
            heading="Recently reported",
            cards=[card(one, identity) for one in newest],
            empty="No one has logged a barrier yet. Yours can be the first.",
            actions=(_log(),),
            more=Link("All barriers", url_for("barriers.barriers")),
        ).on_page()
        removed = [card(one, identity) for one in list_lately_removed(identity)]
        yield ShortList(
            heading="Recently resolved",
            lead="The groups that met these say they are gone.",
            lines=[ListLine(one.title, one.url, one.council) for one in removed],
            more=Link("All that are gone", url_for("barriers.barriers", state=State.REMOVED)),
        ).beside_page()

    def at_place(
        self, place: PagePlace, _newest: Sequence[Barrier], identity: Identity
    ) -> Iterator[PageSection]:
        """Show a page of those reported there."""
        if place.area is not None:
            found = list_barriers(
                identity=identity, filters=BarrierFilters(area_id=place.area.id), cursor=cursor()
            )
            has_ended = place.area.has_ended
            gone = f"No one logged a barrier in {place.name} while it was a ward."
            empty = gone if has_ended else f"No one has logged a barrier in {place.name} yet."
            actions = () if has_ended else (_log(),)
            yield _listed("Barriers here", found, identity, empty=empty, actions=actions)
            return
        yield _of_council(place.council, identity)

    def count_by_ward(self, council: Council, identity: Identity) -> Mapping[int, int]:
        """Count those reported in each ward."""
        return count_by_state_and_area(identity, council)[1]

    def with_tag(self, tag: Tag, _newest: Sequence[Barrier], identity: Identity) -> Iterator[PageSection]:
        """Show a page of those with it."""
        found = list_barriers(identity=identity, filters=BarrierFilters(tag=tag.name), cursor=cursor())
        empty = "No more barriers have this tag." if cursor() else "No barriers have this tag."
        yield _listed("Barriers", found, identity, empty=empty)

    def newest_of_group(self, group: Group) -> Iterator[Select[tuple[int]]]:
        """Return a page of those it reported or met."""
        yield _paging().narrow(barriers_of_group(group))

    def of_group(self, _group: Group, newest: Sequence[Barrier], identity: Identity) -> Iterator[PageSection]:
        """Show that page, the same to every reader, so that nobody can compare two."""
        paging = _paging()
        yield _listed(
            "Barriers it met",
            paging.page(newest[::-1] if paging.is_rising else newest),
            identity,
            empty="This group has not logged a barrier in public.",
            actions=(_log(), Link("See what others met", url_for("barriers.barriers"))),
        )

    def may_help(self, wanted: Wanted, identity: Identity) -> Iterator[Select[tuple[int]]]:
        """Return the newest of a kind of obstacle that were got past."""
        if wanted.category:
            yield past_of_kind(wanted.category, identity)

    def who_can_help(self, reasons: Reasons) -> FeatureHelp:
        """Return what help.py finds."""
        return find_help(reasons)


def _paging() -> Paging:
    return Paging((Thread.created_at, Thread.id), cursor(), size=CARDS_A_PAGE)


def _of_council(council: Council, identity: Identity) -> PageSection:
    found = list_barriers(identity=identity, filters=BarrierFilters(council_id=council.id), cursor=cursor())
    counts, by_ward = count_by_state_and_area(identity, council)
    shown = BarriersOfCouncil(
        council=council,
        cards=[card(one, identity) for one in (found.rows if cursor() else found.rows[:FEW])],
        pages=links(found),
        is_first_page=cursor() is None,
        counts=[(state, STATE_LABELS[state], number) for state, number in counts.items()],
    )
    return PageSection(template="barriers/_of_council.html", shows=shown, by_ward=by_ward)


def _listed(
    heading: str, found: Page[Barrier], identity: Identity, *, empty: str, actions: Sequence[Link] = ()
) -> PageSection:
    cards = [card(one, identity) for one in found.rows]
    return CardList(heading=heading, cards=cards, empty=empty, actions=actions, pages=links(found)).on_page()


def _log() -> Link:
    return Link("Log a barrier", url_for("barrier_log.start"))

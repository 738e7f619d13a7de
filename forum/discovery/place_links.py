"""What stands on top of the results for each place that the words name: its name, its page, and how much there is of it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from flask import url_for

from forum.councils.identity import Identity
from forum.councils.models import Area, Council
from forum.discovery.named_places import NamedPlace, Place
from forum.search.current import engine
from forum.search.engine import SearchQuery
from forum.search.query_language import ParsedQuery
from forum.threads.kinds import list_kinds
from forum.threads.visibility import reader_tokens

MOST_OFFERED = 6


@dataclass(frozen=True, slots=True, kw_only=True)
class PlaceLink:
    """A place, where its page is, and how many threads are filed there that this reader may read."""

    name: str
    about: str
    url: str
    number_of_threads: int


def filed_under(place: Place) -> tuple[str, str]:
    """Return the dimension of search and the value under which a place's threads are filed."""
    if isinstance(place, Council):
        return "council", str(place.id)
    return ("area", str(place.id)) if isinstance(place, Area) else ("author", place.name)


def list_place_links(named: Sequence[NamedPlace], identity: Identity) -> list[PlaceLink]:
    """List each place that may be meant; of wards of one name only the one whose council is named too."""
    places = dict.fromkeys(_offered(named))
    return [
        PlaceLink(
            name=place.official_name if isinstance(place, Council) else place.name,
            about=_about(place),
            url=_url(place),
            number_of_threads=_count(place, identity),
        )
        for place in list(places)[:MOST_OFFERED]
    ]


def _offered(named: Sequence[NamedPlace]) -> Iterator[Place]:
    for one in named:
        yield from one.meant[:1] if isinstance(one.certain, Area) else one.meant


def _about(place: Place) -> str:
    if isinstance(place, Council):
        return ""
    if isinstance(place, Area):
        return f", a ward of {place.council.name}"
    return f", a group in {place.council.name}" if place.council else ", a group"


def _url(place: Place) -> str:
    if isinstance(place, Council):
        return url_for("places.council", slug=place.slug)
    if isinstance(place, Area):
        return url_for("places.area", slug=place.council.slug, area_slug=place.slug)
    return url_for("group_pages.group", number=place.id, slug=place.slug)


def _count(place: Place, identity: Identity) -> int:
    dimension, value = filed_under(place)
    query = SearchQuery(
        parsed=ParsedQuery(),
        readers=reader_tokens(identity),
        filters={dimension: (value,)},
        per_page=1,
        facets=("kind",),
    )
    threads = {kind.name for kind in list_kinds()}
    return sum(number for kind, number in engine().search(query).facets["kind"] if kind in threads)

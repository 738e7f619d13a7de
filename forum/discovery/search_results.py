"""Searches as somebody may, and turns what was found into what a page shows."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from sqlalchemy import CompoundSelect, bindparam, literal_column, select, union_all

from forum.core.db import db
from forum.core.row_ids import read_id
from forum.councils.identity import Identity
from forum.councils.models import Area, Council
from forum.discovery.named_places import NamedPlace, find_misspelt_places
from forum.discovery.other_words import find_in_other_words
from forum.discovery.place_links import PlaceLink, list_place_links
from forum.discovery.result_lines import Line, load_lines
from forum.discovery.search_query import LAST_PAGE, PER_PAGE, Asked, query_of
from forum.search.analysis import words
from forum.search.current import engine
from forum.search.engine import Order, Results
from forum.search.query_plan import plan_query
from forum.threads.synonyms import Pairs, list_tag_synonyms, widened_by
from forum.threads.visibility import reader_tokens

_PLACES: dict[str, type[Council | Area]] = {"council": Council, "area": Area}
_NAMED = 10  # of the values of a facet
_NAMES: CompoundSelect[tuple[str, int, str]] = union_all(
    *(
        select(literal_column(f"'{dimension}'"), table.id, table.name).where(
            table.id.in_(bindparam(dimension, expanding=True))
        )
        for dimension, table in _PLACES.items()
    )
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Found:
    """What was found: lines for the page, and the engine's counts."""

    asked: Asked
    """What was searched for: what was asked, or that with its slips put right."""
    lines: Sequence[Line]
    results: Results
    number_of_pages: int
    number_whole: int
    """How many of the lines hold every word and so come first; all of them where they stand in another order."""
    number_partly: int
    """How many results, on all pages, hold only some of the words and come last."""
    meant: str | None = None
    """What to search for instead, where nothing was found."""
    typed: str = ""
    """The words as they were typed, where others were searched for at once."""
    places: Sequence[PlaceLink] = ()
    """What the words name; on the first page alone."""
    misspelt_places: Sequence[PlaceLink] = ()
    """What they perhaps name, mistyped."""
    in_other_words: Sequence[Line] = ()
    """What says much the same without holding every word; on the first page what is sure, then what may be."""
    shown_ids: Sequence[str] = ()
    """The documents of all lines, in the order of the page."""

    @property
    def whole(self) -> Sequence[Line]:
        """Return the lines that hold every word that was asked."""
        return self.lines[: self.number_whole]

    @property
    def partly(self) -> Sequence[Line]:
        """Return the lines that hold only some of the words."""
        return self.lines[self.number_whole :]


def find(asked: Asked, identity: Identity) -> Found:
    """Search as this person may, at once for what was meant where a word was mistyped. Never raises for what people type."""
    pairs = list_tag_synonyms()
    found, named = _find(asked, identity, pairs)
    if asked.as_typed or found.results.with_all_words or not asked.text:
        return found
    misspelt = [] if named else find_misspelt_places(asked.text)
    found = replace(found, misspelt_places=list_place_links(misspelt, identity))
    readers = reader_tokens(identity)
    names = frozenset(word for place in (*named, *misspelt) for word in words(place.words))
    put_right = engine().did_you_mean(asked.text, readers, names=names, at_once=True)
    if put_right:
        better, _ = _find(replace(asked, text=put_right), identity, pairs)
        if better.results.total:
            return replace(better, typed=asked.text, misspelt_places=found.misspelt_places)
    if found.lines or found.in_other_words:
        return found
    return replace(found, meant=engine().did_you_mean(asked.text, readers, names=names))


def _find(asked: Asked, identity: Identity, pairs: Pairs) -> tuple[Found, Sequence[NamedPlace]]:
    """Search for exactly this; the places are those that its words name."""
    query, named = query_of(asked, identity, pairs)
    results = engine().search(query)
    plan = plan_query(query.parsed, widened_by(pairs))
    is_split = query.order is Order.RELEVANCE and not results.more_with_all_words
    ids = [hit.id for hit in results.hits]
    whole = ids[: max(results.with_all_words - (query.page - 1) * PER_PAGE, 0)] if is_split else ids
    other_words = find_in_other_words(query, results)
    others = other_words.on_page(query.page, PER_PAGE)
    shown_before = other_words.before_page(query.page, PER_PAGE)
    loaded = load_lines([one for one in (*ids, *others) if one not in shown_before], plan, identity)
    number_of_pages = -(-results.total // PER_PAGE)
    others = [one for one in others if one in loaded]
    in_other_words = [loaded.pop(one) for one in others]
    number_whole = sum(one in loaded for one in whole)
    found = Found(
        asked=asked,
        lines=list(loaded.values()),
        in_other_words=in_other_words,
        shown_ids=[*list(loaded)[:number_whole], *others, *list(loaded)[number_whole:]],
        number_whole=number_whole,
        number_partly=results.total - results.with_all_words if is_split else 0,
        results=results,
        number_of_pages=min(LAST_PAGE, max(number_of_pages, other_words.number_of_pages(PER_PAGE))),
        places=list_place_links(named, identity) if query.page == 1 else (),
    )
    return found, named


def count_since(asked: Asked, identity: Identity, since: datetime, pairs: Pairs) -> tuple[int, bool]:
    """Count what this person would find that came since; the number stops at BOUND, and the flag says that it did."""
    query, _ = query_of(asked, identity, pairs)
    after = max(filter(None, (query.after, since.replace(microsecond=0))))
    results = engine().search(
        replace(query, after=after, order=Order.RELEVANCE, page=1, per_page=1, facets=())
    )
    return results.total, results.more


def place_names(results: Results, filters: Mapping[str, Sequence[str]]) -> dict[str, dict[str, str]]:
    """Name the councils and wards that the facets count and that were chosen, in one statement."""
    wanted = {}
    for dimension in _PLACES:
        counted = [value for value, _ in results.facets.get(dimension, ())[:_NAMED]]
        wanted[dimension] = {read_id(value) or 0 for value in (*counted, *filters.get(dimension, ()))}
    names: dict[str, dict[str, str]] = {dimension: {} for dimension in _PLACES}
    for dimension, number, name in db.session.execute(_NAMES, wanted):
        names[dimension][str(number)] = name
    return names

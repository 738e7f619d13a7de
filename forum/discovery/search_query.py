"""Turns what somebody asks the search box into a query for the engine."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, time

from forum.core import clock
from forum.core.row_ids import read_id
from forum.core.slugs import slug
from forum.councils.area_queries import list_areas_at
from forum.councils.identity import Identity
from forum.councils.queries import find_councils, get_council
from forum.discovery.named_places import NamedPlace, find_named_places
from forum.discovery.place_links import filed_under
from forum.search.analysis import terms
from forum.search.engine import BOUND, Order, SearchQuery
from forum.search.query_language import ParsedQuery, PlaceWords, parse
from forum.threads.kinds import list_facet_labels, list_kinds
from forum.threads.synonyms import Pairs, widened_by
from forum.threads.tag_names import normalise
from forum.threads.visibility import reader_tokens

PER_PAGE = 10
LAST_PAGE = BOUND // PER_PAGE
_TYPED = ("kind", "council", "category", "tag", "state", "rule_source")
"""The filters whose values people type as they read them."""
FILTERED = ("kind", "council", "area", "category", "tag", "state", "rule_source", "year")


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """What was asked: the words, the filters chosen, the order and the page."""

    text: str = ""
    rest: str = ""
    """What was typed beyond the longest query that is read."""
    filters: Mapping[str, tuple[str, ...]]
    order: Order = Order.RELEVANCE
    page: int = 1
    all_words: bool = False
    as_typed: bool = False
    """Whether words that nobody uses here are searched for as they are, and not put right."""


def says_nothing(asked: Asked) -> bool:
    """Return whether there is nothing to look for or to narrow by: no words, or such as stand in every text ("the", "%")."""
    parsed = parse(asked.text)
    narrows = asked.filters or parsed.operators or parsed.after or parsed.before
    return not narrows and not terms(" ".join((parsed.words, *parsed.phrases, *parsed.excluded)))


def query_of(asked: Asked, identity: Identity, pairs: Pairs) -> tuple[SearchQuery, list[NamedPlace]]:
    """Return the query that asks this for somebody, and the places that its words name."""
    parsed, filters = _resolve(parse(asked.text), asked.filters, dict(pairs))
    named = find_named_places(parsed.words)
    query = SearchQuery(
        parsed=_with_places(parsed, named),
        readers=reader_tokens(identity),
        filters=filters,
        after=_midnight(parsed.after),
        before=_midnight(parsed.before),
        order=asked.order,
        page=min(max(asked.page, 1), LAST_PAGE),
        per_page=PER_PAGE,
        all_words=asked.all_words,
        synonyms=widened_by(pairs),
        useful_at=clock.now(),
    )
    return query, named


def _with_places(parsed: ParsedQuery, named: Sequence[NamedPlace]) -> ParsedQuery:
    """Take the names of places that are certain out of the words, to be looked for as what they are."""
    words, places = parsed.words, []
    for one in reversed(named):
        if one.certain is not None:
            words = f"{words[: one.start]} {words[one.end :]}"
            places.append(PlaceWords(one.words, *filed_under(one.certain)))
    return replace(parsed, words=" ".join(words.split()), places=tuple(reversed(places)))


def _midnight(day: date | None) -> datetime | None:
    return None if day is None else datetime.combine(day, time.min, clock.LOCAL)


def _resolve(
    parsed: ParsedQuery, chosen: Mapping[str, tuple[str, ...]], meant: Mapping[str, str]
) -> tuple[ParsedQuery, dict[str, tuple[str, ...]]]:
    """Turn operators into filters; one that names nothing we know is searched as plain words."""
    filters = {name: values for name, values in chosen.items() if name in FILTERED and values}
    for name, value in parsed.operators:
        known = _known(name, value)
        if known:
            dimension = "author" if name == "by" else name
            filters[dimension] = tuple(dict.fromkeys((*filters.get(dimension, ()), *known)))
        else:
            parsed = parsed.with_operator_as_words(name, value)
    if "tag" in filters:
        filters["tag"] = tuple(dict.fromkeys(meant.get(tag, tag) for tag in filters["tag"]))
    return parsed, filters


def with_known_values(asked: Asked) -> Asked:
    """Return the search with values as they are stored, where somebody typed a label, a name or a part of an address."""
    chosen = dict(asked.filters)
    for name in (name for name in chosen if name in _TYPED):
        known = (_known(name, value)[:1] or (value,) for value in chosen[name])
        chosen[name] = tuple(dict.fromkeys(value for (value,) in known))
    if wards := [value for value in chosen.get("area", ()) if read_id(value) is None]:
        found = [str(one.id) for one in list_areas_at(wards, councils=chosen.get("council", ()))]
        chosen["area"] = tuple(
            dict.fromkeys([value for value in chosen["area"] if read_id(value)] + found)
        ) or ("0",)
    return replace(asked, filters=chosen)


def _known(name: str, value: str) -> tuple[str, ...]:
    typed = value.strip()
    if name == "tag":
        return (normalise(value),)
    if name == "by":
        return (typed,)
    if name == "council":
        by_slug = None if read_id(typed) else get_council(typed.lower())
        found = [by_slug] if by_slug else find_councils(value, limit=1)
        return (typed,) if read_id(typed) else tuple(str(one.id) for one in found)
    if name == "kind":
        kinds = ("comment", "group", *(kind.name for kind in list_kinds()))
        return tuple(kind for kind in kinds if typed.casefold() in {kind, plural(kind)})
    labels = list_facet_labels(name).items()
    return tuple(code for code, label in labels if slug(typed) in {slug(code), slug(label)})


def plural(kind: str) -> str:
    """Name a kind of which there are several: stories, barriers."""
    return f"{kind[:-1]}ies" if kind.endswith("y") else f"{kind}s"

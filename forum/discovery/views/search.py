"""The search page."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any
from urllib.parse import urlencode

from flask import Blueprint, render_template, request, url_for
from flask.typing import ResponseReturnValue

from forum.core.db import db
from forum.core.events import send
from forum.core.row_ids import read_id
from forum.councils.identity import current_identity
from forum.councils.models import Council
from forum.discovery.forms import LONGEST_WISH, NeedToTell
from forum.discovery.query_params import read_asked, write_query
from forum.discovery.search_query import Asked, plural, says_nothing, with_known_values
from forum.discovery.search_results import Found, find, place_names
from forum.search.current import engine
from forum.search.engine import IndexDamagedError, Results
from forum.search.events import SearchAnswered
from forum.threads.cards import Card
from forum.threads.documents import count_documents
from forum.threads.kinds import can_read, kind_of, list_facet_labels, list_kinds
from forum.threads.queries import get_thread
from forum.threads.references import read_reference
from forum.web.cost_limits import costly
from forum.web.guards import public
from forum.web.list_pages import PageLinks

blueprint = Blueprint("search", __name__)

SHOWN_VALUES = 10
Labels = dict[str, dict[str, str]]
HEADINGS = {
    "kind": "Kind",
    "council": "Council",
    "area": "Ward",
    "category": "What it is about",
    "state": "Status",
    "tag": "Tag",
    "rule_source": "Who owns the rule",
    "year": "Year",
}


@blueprint.get("/search")
@public
@costly
def search() -> ResponseReturnValue:
    """Search everything that this person may read."""
    asked = with_known_values(read_asked(dict(request.args.lists())))
    if says_nothing(asked):
        return render_template("discovery/search_start.html", asked=asked)
    typed, found = asked, find(asked, current_identity())
    asked = found.asked
    if not found.results.total and engine().needs_rebuild() and count_documents():
        raise IndexDamagedError
    labels = _labels(found.results, asked.filters)
    if asked.page == 1 and not asked.filters:
        send(SearchAnswered(typed.text, found.shown_ids, found.results.total))
    return render_template(
        "discovery/search.html",
        asked=asked,
        found=found,
        facets=_facets(found.results, asked, labels),
        chosen=_chosen(asked, labels),
        page=_pages(found, asked),
        address=_address,
        orders=[("relevance", "Best match"), ("newest", "Newest")],
        any_words=replace(asked, all_words=False, page=1),
        every_word=replace(asked, all_words=True, page=1),
        asks=write_query(replace(asked, page=1)),
        exact=_exact(typed),
        as_typed=replace(typed, as_typed=True, page=1),
        left_out=_left_out(found, asked),
        need=_need(asked) if not found.results.total else None,
    )


@blueprint.app_errorhandler(IndexDamagedError)
def damaged(_error: IndexDamagedError) -> ResponseReturnValue:
    """Say that search does not work, and what does; the worker is at it."""
    return render_template("discovery/search_damaged.html"), 503, {"Retry-After": "30"}


def _left_out(found: Found, asked: Asked) -> list[str]:
    """Return the words and phrases that were typed and not looked for, each once."""
    looked_for = asked.text.casefold().split()
    beyond = (word for word in asked.rest.split() if word.casefold() not in looked_for)
    return list(dict.fromkeys((*found.results.left_out, *beyond)))


def _address(asked: Asked, **changed: Any) -> str:  # noqa: ANN401  # any field of Asked
    """Return the address that asks this, so that a search can be shared."""
    return f"{url_for('search.search')}?{write_query(replace(asked, **changed))}"


def name_of(asked: Asked) -> str:
    """Name a search by its words and by what it was narrowed to."""
    labels = _labels(Results(), asked.filters)
    kept = [labels.get(key, {}).get(one, one) for key, chosen in asked.filters.items() for one in chosen]
    return ", ".join([f"“{asked.text}”"] * bool(asked.text) + kept)


def _exact(asked: Asked) -> Card | None:
    """Return the card of the thread whose reference number was typed, to whoever may read it."""
    number, identity = read_reference(asked.text), current_identity()
    thread = get_thread(number) if number is not None else None
    if thread is None or not can_read(identity, thread):
        return None
    return kind_of(thread).card(thread, identity)


def _need(asked: Asked) -> NeedToTell | None:
    """Return what an empty page offers to tell councils: the words, and the place where one was chosen."""
    if not asked.text or asked.page > 1:
        return None
    place = asked.filters.get("council", ())
    number = read_id(place[0]) if len(place) == 1 else None
    return NeedToTell(
        words=asked.text[:LONGEST_WISH],
        source="search",
        back=_address(asked),
        council=db.session.get(Council, number) if number else None,
    )


def _labels(results: Results, filters: Mapping[str, Sequence[str]]) -> Labels:
    return place_names(results, filters) | {
        "kind": {kind.name: plural(kind.label) for kind in list_kinds()}
        | {"comment": "Comments", "group": "Groups"},
        **{dimension: list_facet_labels(dimension) for dimension in ("category", "rule_source", "state")},
    }


@dataclass(frozen=True, slots=True)
class FacetValue:
    """A value, how many results have it, and the address that narrows the search by it."""

    label: str
    count: int
    url: str


@dataclass(frozen=True, slots=True)
class FacetGroup:
    """A heading with its values."""

    heading: str
    values: Sequence[FacetValue]


def _facets(results: Results, asked: Asked, labels: Labels) -> list[FacetGroup]:
    """Return what the results can be narrowed by."""
    shown = []
    asks = _address(asked, page=1)
    for name, heading in HEADINGS.items():
        values = [
            FacetValue(labels.get(name, {}).get(value, value), number, f"{asks}&{urlencode({name: value})}")
            for value, number in results.facets.get(name, ())[:SHOWN_VALUES]
            if value not in asked.filters.get(name, ())
        ]
        if values:
            shown.append(FacetGroup(heading, values))
    return shown


def _chosen(asked: Asked, labels: Labels) -> list[tuple[str, str]]:
    """Return each filter that is set, with the address that takes it away."""
    chosen = []
    for name, values in asked.filters.items():
        for value in values:
            left = tuple(one for one in values if one != value)
            others = {key: kept for key, kept in asked.filters.items() if key != name}
            filters = others | ({name: left} if left else {})
            label = f"{HEADINGS[name]}: {labels.get(name, {}).get(value, value)}"
            chosen.append((label, _address(asked, page=1, filters=filters)))
    return chosen


def _pages(found: Found, asked: Asked) -> PageLinks:
    before = asked.page > 1
    after = asked.page < found.number_of_pages
    return PageLinks(
        _address(asked, page=asked.page - 1) if before else None,
        _address(asked, page=asked.page + 1) if after else None,
    )

"""The search page."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from flask import Blueprint, render_template, request, url_for
from flask.typing import ResponseReturnValue
from werkzeug.datastructures import MultiDict

from forum.barriers.lifecycle import STATE_LABELS
from forum.barriers.vocabulary import CATEGORY_BY_CODE, RULE_SOURCE_BY_CODE
from forum.core.text import clean_line
from forum.councils.standing import current_standing
from forum.discovery.searching import FILTERED, Asked, Found, find, place_names
from forum.search.engine import Order, Results
from forum.search.query_language import LONGEST_QUERY
from forum.threads.kinds import list_kinds
from forum.web.guards import public

blueprint = Blueprint("search", __name__)

SHOWN_VALUES = 10
LONGEST_VALUE = 60
HEADINGS = {
    "kind": "Kind",
    "council": "Council",
    "area": "Ward",
    "category": "What it is about",
    "state": "Where it stands",
    "tag": "Tag",
    "rule_source": "Who owns the rule",
    "year": "Year",
}


@blueprint.get("/search")
@public
def search() -> ResponseReturnValue:
    """Search everything that this person may read."""
    asked = _asked()
    if not asked.text and not asked.filters:
        return render_template("discovery/search_start.html")
    found = find(asked, current_standing())
    return render_template(
        "discovery/search.html",
        asked=asked,
        found=found,
        facets=_facets(found.results, asked),
        chosen=_chosen(found.results, asked),
        page=_pages(found, asked),
        address=_address,
        orders=[("relevance", "Best match"), ("newest", "Newest")],
        any_words=replace(asked, all_words=False, page=1),
        every_word=replace(asked, all_words=True, page=1),
    )


def _asked() -> Asked:
    values = request.args
    order = Order.NEWEST if values.get("sort") == "newest" else Order.RELEVANCE
    filters = {
        name: tuple(value[:LONGEST_VALUE] for value in values.getlist(name)[:SHOWN_VALUES] if value)
        for name in FILTERED
        if any(values.getlist(name))
    }
    return Asked(
        text=clean_line(values.get("q", ""))[:LONGEST_QUERY],
        filters=filters,
        order=order,
        page=min(max(values.get("page", 1, type=int), 1), 1000),
        all_words=values.get("words") == "all",
    )


def _address(asked: Asked, **changed: Any) -> str:  # noqa: ANN401  # any field of Asked
    """Give the address that asks this, so that a search can be shared."""
    asked = replace(asked, **changed)
    values: MultiDict[str, str] = MultiDict([("q", asked.text)] if asked.text else [])
    for name, chosen in asked.filters.items():
        values.setlist(name, list(chosen))
    values.update(
        {
            name: value
            for name, value in (
                ("sort", "newest" if asked.order == Order.NEWEST else ""),
                ("words", "all" if asked.all_words else ""),
                ("page", str(asked.page) if asked.page > 1 else ""),
            )
            if value
        }
    )
    return url_for("search.search", **values.to_dict(flat=False))  # type: ignore[arg-type]  # lists are fine


def _labels(results: Results) -> dict[str, dict[str, str]]:
    return place_names(results) | {
        "kind": {kind.name: f"{kind.label}s" for kind in list_kinds()}
        | {"comment": "Comments", "group": "Groups"},
        "category": {code: category.label for code, category in CATEGORY_BY_CODE.items()},
        "rule_source": {code: term.label for code, term in RULE_SOURCE_BY_CODE.items()},
        "state": {str(state): label for state, label in STATE_LABELS.items()},
    }


def _facets(results: Results, asked: Asked) -> list[dict[str, Any]]:
    """Give each heading with its values: label, count, and the address that narrows the search by it."""
    labels = _labels(results)
    shown = []
    for name, heading in HEADINGS.items():
        values = [
            {
                "label": labels.get(name, {}).get(value, value),
                "count": number,
                "url": _address(
                    asked, page=1, filters={**asked.filters, name: (*asked.filters.get(name, ()), value)}
                ),
            }
            for value, number in results.facets.get(name, ())[:SHOWN_VALUES]
            if value not in asked.filters.get(name, ())
        ]
        if values:
            shown.append({"heading": heading, "values": values})
    return shown


def _chosen(results: Results, asked: Asked) -> list[tuple[str, str]]:
    """Give each filter that is set, with the address that takes it away."""
    labels = _labels(results)
    chosen = []
    for name, values in asked.filters.items():
        for value in values:
            left = tuple(one for one in values if one != value)
            others = {key: kept for key, kept in asked.filters.items() if key != name}
            filters = others | ({name: left} if left else {})
            label = f"{HEADINGS[name]}: {labels.get(name, {}).get(value, value)}"
            chosen.append((label, _address(asked, page=1, filters=filters)))
    return chosen


def _pages(found: Found, asked: Asked) -> dict[str, str | None]:
    before = asked.page > 1
    after = asked.page < found.number_of_pages
    return {
        "newer_url": _address(asked, page=asked.page - 1) if before else None,
        "older_url": _address(asked, page=asked.page + 1) if after else None,
    }

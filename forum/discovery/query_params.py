"""Reads what is asked out of the search page's address, and writes the address that asks it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from urllib.parse import parse_qs, urlencode

from forum.core.text import clean_line
from forum.discovery.search_query import FILTERED, Asked
from forum.search.engine import Order
from forum.search.query_language import cut_query

MOST_VALUES = 10
MOST_CHOSEN = 12
"""Values that a search is narrowed by, of all dimensions together; the first of each dimension come first."""
LONGEST_VALUE = 60
LAST_NUMBER = 1000
Values = Mapping[str, list[str]]


def read_asked(values: Values) -> Asked:
    """Read a search out of the values of an address; what cannot be right is left out."""
    filters = {
        name: tuple(value[:LONGEST_VALUE] for value in values.get(name, [])[:MOST_VALUES] if value)
        for name in FILTERED
        if any(values.get(name, []))
    }
    page = _first(values, "page")
    text, rest = cut_query(clean_line(_first(values, "q")))
    return Asked(
        text=text,
        rest=rest,
        filters=bounded_filters(filters),
        order=Order.NEWEST if _first(values, "sort") == "newest" else Order.RELEVANCE,
        page=min(max(int(page), 1), LAST_NUMBER)
        if page.isascii() and page.isdecimal() and len(page) <= len(str(LAST_NUMBER))
        else 1,
        all_words=_first(values, "words") == "all",
        as_typed=_first(values, "spelling") == "typed",
    )


def bounded_filters(filters: Mapping[str, tuple[str, ...]]) -> dict[str, tuple[str, ...]]:
    """Return the filters that are applied: so many values as one search looks for at a bounded cost."""
    pairs = [(place, name) for name, values in filters.items() for place in range(len(values))]
    number = Counter(name for _, name in sorted(pairs, key=lambda pair: pair[0])[:MOST_CHOSEN])
    return {name: values[: number[name]] for name, values in filters.items() if number[name]}


def read_query(text: str) -> Asked:
    """Read a search out of what stands behind the question mark of an address."""
    return read_asked(parse_qs(text, max_num_fields=MOST_VALUES * len(FILTERED)))


def write_query(asked: Asked) -> str:
    """Write what stands behind the question mark of the address that asks this."""
    values = [("q", asked.text)] if asked.text else []
    values += [(name, value) for name, chosen in asked.filters.items() for value in chosen]
    if asked.order == Order.NEWEST:
        values.append(("sort", "newest"))
    if asked.all_words:
        values.append(("words", "all"))
    if asked.as_typed:
        values.append(("spelling", "typed"))
    if asked.page > 1:
        values.append(("page", str(asked.page)))
    return urlencode(values)


def _first(values: Values, name: str) -> str:
    return (values.get(name) or [""])[0]

"""Suggestions while somebody types into the search box."""

from __future__ import annotations

from itertools import compress
from operator import not_

from flask import Blueprint, jsonify, request
from flask.typing import ResponseReturnValue

from forum.core.text import clean_line
from forum.councils.area_queries import list_areas_beginning
from forum.councils.identity import Identity, current_identity
from forum.councils.queries import find_councils
from forum.discovery.queries import list_titles
from forum.search.current import engine
from forum.search.engine import SHORTEST_PREFIX, Suggestions
from forum.threads.visibility import reader_tokens
from forum.web.cost_limits import costly
from forum.web.guards import public

blueprint = Blueprint("suggestions", __name__)

LONGEST_PREFIX = 60
MOST = 8
MOST_COUNCILS = 2
MOST_WARDS = 2


@blueprint.get("/search/suggest")
@public
@costly
def suggest() -> ResponseReturnValue:
    """Complete what is being typed: councils, wards, titles, groups and tags that this person may see, for our picker."""
    typed = clean_line(request.args.get("q", ""))[:LONGEST_PREFIX]
    if len(typed) < SHORTEST_PREFIX:
        return jsonify([])
    identity = current_identity()
    found = engine().suggest(typed, reader_tokens(identity), limit=MOST)
    first, last = _places(typed)
    titles = [{"value": title, "label": title} for title in _titles(found, identity)]
    titles += [{"value": f"tag:{tag}", "label": f"Tag: {tag}"} for tag in found.tags]
    return jsonify(first + titles[: MOST - len(first + last)] + last)


def _places(typed: str) -> tuple[list[dict[str, str]], list[dict[str, str]]]:
    """Offer councils and wards in words that the search knows as theirs: those that begin so, and other councils."""
    councils = find_councils(typed, limit=MOST_COUNCILS)
    rows = [{"value": f'council:"{one.name}"', "label": f"Council: {one.name}"} for one in councils]
    begins = [one.name.casefold().startswith(typed.casefold()) for one in councils]
    wards = [f"{one.name} ward, {one.council.name}" for one in list_areas_beginning(typed, limit=MOST_WARDS)]
    first = list(compress(rows, begins)) + [{"value": name, "label": name} for name in wards]
    return first, list(compress(rows, map(not_, begins)))


def _titles(found: Suggestions, identity: Identity) -> list[str]:
    """Read the titles behind the engine's ids, in its order; what may not be read after all is left out."""
    titles = list_titles(found.ids, identity)
    return list(dict.fromkeys(titles[one] for one in found.ids if one in titles))

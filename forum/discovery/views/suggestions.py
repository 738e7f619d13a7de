"""Suggestions while somebody types into the search box."""

from __future__ import annotations

from flask import Blueprint, jsonify, request
from flask.typing import ResponseReturnValue

from forum.core.text import clean_line
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


@blueprint.get("/search/suggest")
@public
@costly
def suggest() -> ResponseReturnValue:
    """Complete what is being typed: titles, groups, tags and councils that this person may see, for our picker."""
    typed = clean_line(request.args.get("q", ""))[:LONGEST_PREFIX]
    if len(typed) < SHORTEST_PREFIX:
        return jsonify([])
    identity = current_identity()
    found = engine().suggest(typed, reader_tokens(identity), limit=MOST)
    shown = [{"value": title, "label": title} for title in _titles(found, identity)]
    shown += [{"value": f"tag:{tag}", "label": f"Tag: {tag}"} for tag in found.tags]
    shown += [
        {"value": f'council:"{council.name}"', "label": f"Council: {council.name}"}
        for council in find_councils(typed, limit=MOST_COUNCILS)
    ]
    return jsonify(shown[:MOST])


def _titles(found: Suggestions, identity: Identity) -> list[str]:
    """Read the titles behind the engine's ids, in its order; what may not be read after all is left out."""
    titles = list_titles(found.ids, identity)
    return list(dict.fromkeys(titles[one] for one in found.ids if one in titles))

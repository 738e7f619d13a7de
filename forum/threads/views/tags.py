"""Suggesting tags while people type."""

from __future__ import annotations

from flask import Blueprint, jsonify, request
from flask.typing import ResponseReturnValue

from forum.threads.queries import suggest_tags
from forum.threads.tagging import LONGEST_TAG, normalise
from forum.web.guards import public

blueprint = Blueprint("tag_suggestions", __name__)


@blueprint.get("/tags/suggest")
@public
def suggest() -> ResponseReturnValue:
    """List tags that begin with the last of those typed, for our picker."""
    before, _, last = request.args.get("q", "")[-400:].rpartition(",")
    typed = normalise(last)[:LONGEST_TAG]
    kept = f"{before}, " if before else ""
    found = suggest_tags(typed) if typed else []
    return jsonify([{"value": kept + tag.name, "label": tag.name} for tag in found])

"""The start page."""

from __future__ import annotations

from flask import Blueprint, render_template
from flask.typing import ResponseReturnValue

from forum.barriers.cards import card
from forum.councils.standing import current_standing
from forum.discovery.queries import (
    list_councils_most_told,
    list_lately_removed,
    list_most_affected,
    list_newest_barriers,
)
from forum.web.guards import public
from forum.web.page_cache import keep_for_visitors

blueprint = Blueprint("home", __name__)


@blueprint.get("/")
@public
def home() -> ResponseReturnValue:
    """Show what the site is for, and what happens on it."""
    keep_for_visitors()
    standing = current_standing()
    return render_template(
        "discovery/home.html",
        newest=[card(one, standing) for one in list_newest_barriers(standing)],
        removed=[card(one, standing) for one in list_lately_removed(standing)],
        most_affected=[card(one, standing) for one in list_most_affected(standing)],
        councils=list_councils_most_told(),
    )

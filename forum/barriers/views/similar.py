"""Barriers like another, from its page."""

from __future__ import annotations

from flask import Blueprint, abort, render_template
from flask.typing import ResponseReturnValue

from forum.barriers.cards import card, path
from forum.barriers.likeness import help_from_others
from forum.barriers.models import Barrier
from forum.barriers.queries.similar import find_removed_elsewhere, find_similar_here
from forum.core.text import plain
from forum.councils.standing import current_standing
from forum.threads.queries import get_readable_thread
from forum.web.guards import public
from forum.web.page_cache import keep_for_visitors

blueprint = Blueprint("barrier_similar", __name__)


@blueprint.get("/barriers/<int:number>/similar")
@public
def like_this(number: int) -> ResponseReturnValue:
    """List barriers like this one: at the same council, and gone elsewhere."""
    standing = current_standing()
    barrier = get_readable_thread(standing, number)
    if not isinstance(barrier, Barrier):
        abort(404)
    if standing.person is None:
        keep_for_visitors()
    wanted = {"category": barrier.category, "words": barrier.title, "story": plain(barrier.body_html)}
    here = find_similar_here(council_id=barrier.council_id, without=number, **wanted)
    removed = find_removed_elsewhere(council_id=barrier.council_id, without=number, **wanted)
    return render_template(
        "barriers/similar.html",
        barrier=barrier,
        back=path(barrier),
        here=[card(one, standing) for one in here],
        removed=[card(one, standing) for one in removed],
        **help_from_others(
            title=barrier.title, story=wanted["story"], barriers=[*here, *removed], standing=standing
        ),
    )

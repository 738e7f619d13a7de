"""Barriers like another, from its page."""

from __future__ import annotations

from flask import Blueprint, abort, render_template
from flask.typing import ResponseReturnValue

from forum.barriers.cards import path
from forum.barriers.models import Barrier
from forum.barriers.queries.similar import case_of, find_other_content, find_removed_elsewhere, find_twins_of
from forum.councils.identity import current_identity
from forum.threads.queries import get_readable_thread
from forum.web.cost_limits import costly
from forum.web.guards import public
from forum.web.page_cache import keep_for_visitors

blueprint = Blueprint("barrier_similar", __name__)


@blueprint.get("/barriers/<int:number>/similar")
@public
@costly
def like_this(number: int) -> ResponseReturnValue:
    """List barriers like this one: at the same council, and gone elsewhere."""
    identity = current_identity()
    barrier = get_readable_thread(identity, number)
    if not isinstance(barrier, Barrier):
        abort(404)
    keep_for_visitors()
    case = case_of(barrier)
    here, removed = find_twins_of(barrier), find_removed_elsewhere(case)
    barriers = [one.thread for one in (*here, *removed)]
    others = find_other_content(case, barriers=barriers, identity=identity)
    return render_template(
        "barriers/similar.html",
        barrier=barrier,
        back=path(barrier),
        here=[one.card(identity) for one in here],
        removed=[one.card(identity) for one in removed],
        others=[one.card(identity) for one in others.threads],
        who_to_ask=others.groups,
    )

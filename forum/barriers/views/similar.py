"""Barriers like another: while somebody writes, and from a barrier's page."""

from __future__ import annotations

from flask import Blueprint, abort, render_template, request
from flask.typing import ResponseReturnValue

from forum.barriers.cards import card, path
from forum.barriers.models import Barrier
from forum.barriers.queries.similar import find_removed_elsewhere, find_similar_here
from forum.barriers.views.likeness import help_from_others
from forum.core.text import clean_line, plain
from forum.councils.standing import current_standing
from forum.threads.queries import get_readable_thread
from forum.web.guards import public
from forum.web.page_cache import keep_for_visitors

blueprint = Blueprint("barrier_similar", __name__)

LONGEST_TITLE = 200
SHORTEST_TITLE = 8
SHOWN_WHILE_TYPING = 3


@blueprint.get("/barriers/similar")
@public
def while_typing() -> ResponseReturnValue:
    """Give a few barriers like a title, as a fragment for our script; nothing for a short one."""
    words = clean_line(request.args.get("q", ""))[:LONGEST_TITLE]
    found = (
        find_similar_here(council_id=None, category="", words=words) if len(words) >= SHORTEST_TITLE else []
    )
    standing = current_standing()
    cards = [card(one, standing) for one in found[:SHOWN_WHILE_TYPING]]
    return render_template("barriers/_similar_while_typing.html", cards=cards)


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
        **help_from_others(title=barrier.title, story=wanted["story"], barriers=[*here, *removed]),
    )

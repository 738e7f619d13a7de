"""The threads like one: of every kind, from each thread's page."""

from __future__ import annotations

from flask import Blueprint, abort, render_template, request
from flask.typing import ResponseReturnValue

from forum.core.text import clean_line
from forum.councils.identity import current_identity
from forum.councils.queries import find_council_named
from forum.threads.kinds import kind_of, path_of
from forum.threads.queries import get_readable_thread
from forum.threads.similar import find_similar, find_while_typing
from forum.web.cost_limits import costly
from forum.web.guards import public
from forum.web.page_cache import keep_for_visitors

blueprint = Blueprint("related", __name__)

MOST_RELATED = 12
LONGEST_TITLE = 200


@blueprint.get("/threads/similar")
@public
@costly
def while_typing() -> ResponseReturnValue:
    """Give a few threads like a title, first those at its council, as a fragment for our script; nothing for a short one."""
    words, name = (clean_line(request.args.get(key, ""))[:LONGEST_TITLE] for key in ("q", "council"))
    council, identity = find_council_named(name), current_identity()
    cards = [
        one.card(identity) for one in find_while_typing(words, identity, council.id if council else None)
    ]
    return render_template("threads/_similar_while_typing.html", cards=cards)


@blueprint.get("/threads/<int:number>/related")
@public
@costly
def related(number: int) -> ResponseReturnValue:
    """List what else there is like a thread: barriers, stories, questions."""
    identity = current_identity()
    thread = get_readable_thread(identity, number) or abort(404)
    keep_for_visitors()
    case = kind_of(thread).case(thread)
    found = find_similar(case, identity=identity, limit=MOST_RELATED)
    return render_template(
        "threads/related.html",
        thread=thread,
        back=path_of(thread),
        cards=[one.card(identity) for one in found],
    )

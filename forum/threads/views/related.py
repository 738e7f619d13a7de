"""The threads like one: of every kind, from each thread's page."""

from __future__ import annotations

from flask import Blueprint, abort, render_template, request
from flask.typing import ResponseReturnValue

from forum.core.text import clean_line, plain
from forum.councils.standing import current_standing
from forum.threads.kinds import kind_of, path_of
from forum.threads.queries import get_readable_thread
from forum.threads.similar import find_similar, find_while_typing
from forum.web.guards import public
from forum.web.page_cache import keep_for_visitors

blueprint = Blueprint("related", __name__)

MOST_RELATED = 12
LONGEST_TITLE = 200


@blueprint.get("/threads/similar")
@public
def while_typing() -> ResponseReturnValue:
    """Give a few threads like a title, as a fragment for our script; nothing for a short one."""
    words = clean_line(request.args.get("q", ""))[:LONGEST_TITLE]
    standing = current_standing()
    cards = [kind_of(one).card(one, standing) for one in find_while_typing(words, standing)]
    return render_template("threads/_similar_while_typing.html", cards=cards)


@blueprint.get("/threads/<int:number>/related")
@public
def related(number: int) -> ResponseReturnValue:
    """List what else there is like a thread: barriers, stories, questions."""
    standing = current_standing()
    thread = get_readable_thread(standing, number)
    if thread is None:
        abort(404)
    if standing.person is None:
        keep_for_visitors()
    found = find_similar(
        title=thread.title,
        text=plain(thread.body_html),
        standing=standing,
        without=thread.id,
        limit=MOST_RELATED,
    )
    return render_template(
        "threads/related.html",
        thread=thread,
        back=path_of(thread),
        cards=[kind_of(one).card(one, standing) for one in found],
    )

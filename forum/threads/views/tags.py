"""Suggesting tags while people type, and changing the tags of a thread."""

from __future__ import annotations

from flask import Blueprint, abort, flash, jsonify, redirect, request
from flask.typing import ResponseReturnValue

from forum.accounts.guards import signed_in
from forum.councils.identity import current_identity
from forum.threads.actions import tags
from forum.threads.forms import TagsForm
from forum.threads.kinds import path_of
from forum.threads.permissions import may_set_tags
from forum.threads.queries import get_readable_thread, suggest_tags
from forum.threads.reindex import enqueue_reindex
from forum.threads.tag_names import LONGEST_TAG, normalise, parse_tags
from forum.web.forms import form_page
from forum.web.guards import public
from forum.web.rate_limits import limit, per_minute

blueprint = Blueprint("thread_tags", __name__)


@blueprint.get("/tags/suggest")
@public
def suggest() -> ResponseReturnValue:
    """List tags that begin with the last of those typed, for our picker."""
    before, _, last = request.args.get("q", "")[-400:].rpartition(",")
    typed = normalise(last)[:LONGEST_TAG]
    kept = f"{before}, " if before else ""
    found = suggest_tags(current_identity(), typed) if typed else []
    return jsonify([{"value": kept + tag.name, "label": tag.name} for tag in found])


@blueprint.route("/threads/<int:number>/set-tags", methods=["GET", "POST"])
@signed_in
@limit(per_minute(20), name="tags")
def set_tags(number: int) -> ResponseReturnValue:
    """Change the tags of a thread."""
    identity = current_identity()
    thread = get_readable_thread(identity, number) or abort(404)
    if not may_set_tags(identity, thread):
        abort(403)
    form = TagsForm(data={"tags": ", ".join(tag.name for tag in thread.tags)})
    if form.validate_on_submit():
        tags.set_tags(thread=thread, names=parse_tags(form.tags.data))
        enqueue_reindex(f"thread:{thread.id}")
        flash("The tags have been updated.", "success")
        return redirect(path_of(thread), 303)
    return form_page("threads/set_tags.html", form, thread=thread, back=path_of(thread))

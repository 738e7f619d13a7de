"""The pages of tags."""

from __future__ import annotations

from flask import Blueprint, abort, redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from forum.councils.identity import current_identity
from forum.discovery.gathered_sections import labels_together, sections_with
from forum.discovery.queries import get_tag, list_tags
from forum.follows.loaders import follow_button
from forum.follows.models import FollowKind
from forum.web.guards import public
from forum.web.page_cache import keep_for_visitors

blueprint = Blueprint("tag_pages", __name__)


@blueprint.get("/tags")
@public
def tags() -> ResponseReturnValue:
    """Show the words that people sort what they post by."""
    keep_for_visitors()
    return render_template("discovery/tags.html", tags=list_tags(current_identity()))


@blueprint.get("/tags/<name>")
@public
def tag(name: str) -> ResponseReturnValue:
    """Show what carries a tag; a synonym leads to the tag that is used in its place."""
    keep_for_visitors()
    identity = current_identity()
    found = get_tag(identity, name) or abort(404, "Nothing has this tag.")
    if found.name != name:
        return redirect(url_for("tag_pages.tag", name=found.name), 301)
    sections = sections_with(found, identity)
    return render_template(
        "discovery/tag.html",
        tag=found,
        sections=sections,
        follow=follow_button(identity, FollowKind.TAG, found.name, found.name),
        beside_label=labels_together(sections),
    )

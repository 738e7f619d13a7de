"""Tags that mean the same, for moderators."""

from __future__ import annotations

from flask import Blueprint, abort, flash, redirect, url_for
from flask.typing import ResponseReturnValue

from forum.accounts.current import signed_in_person
from forum.accounts.guards import moderators_only
from forum.moderation.actions.upkeep import join_tags, part_tags
from forum.moderation.forms import JoinTagsForm
from forum.moderation.queries.upkeep import list_synonyms
from forum.threads.queries import get_tag
from forum.threads.tag_names import normalise
from forum.web.forms import check_button, form_page
from forum.web.rate_limits import limit, per_minute

blueprint = Blueprint("moderation_tags", __name__)


@blueprint.route("/moderation/tags", methods=["GET", "POST"])
@moderators_only
@limit(per_minute(60), name="moderate")
def tags() -> ResponseReturnValue:
    """Show and change the synonyms of tags."""
    form = JoinTagsForm()
    if form.validate_on_submit():
        tag, of = get_tag(normalise(form.tag.data or "")), get_tag(normalise(form.of.data or ""))
        try:
            if tag is not None and of is not None:
                join_tags(tag=tag, of=of, person=signed_in_person())
            flash("From now on the first tag means the second.", "success")
            return redirect(url_for(".tags"), 303)
        except ValueError as error:
            form.of.errors = [str(error)]
    return form_page("moderation/tags.html", form, synonyms=list_synonyms())


@blueprint.post("/moderation/tags/<name>/part")
@moderators_only
@limit(per_minute(60), name="moderate")
def part(name: str) -> ResponseReturnValue:
    """Let a tag mean itself again."""
    tag = get_tag(name) or abort(404)
    check_button()
    part_tags(tag=tag, person=signed_in_person())
    flash("The tag means itself again.", "success")
    return redirect(url_for(".tags"), 303)

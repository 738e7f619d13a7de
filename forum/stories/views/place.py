"""Changing where a story is from: its council, then the ward or place within it."""

from __future__ import annotations

from flask import Blueprint, flash, redirect, url_for
from flask.typing import ResponseReturnValue

from forum.accounts.guards import signed_in
from forum.councils.queries import get_area_of, list_areas
from forum.stories.actions.publish import change_place
from forum.stories.cards import path
from forum.stories.forms.place import place_form
from forum.stories.views.loaders import read_own_story, to_story
from forum.web.forms import form_page
from forum.web.rate_limits import limit, per_hour

blueprint = Blueprint("story_place", __name__)


@blueprint.route("/stories/<int:number>/place", methods=["GET", "POST"])
@signed_in
@limit(per_hour(120), name="change_story")
def place(number: int) -> ResponseReturnValue:
    """Record where it was. Another council leads back here, to choose one of its wards."""
    story = read_own_story(number)
    form, before = place_form(story), story.council
    if not form.validate_on_submit():
        return form_page("stories/place.html", form, story=story, back=path(story))
    council = form.chosen
    change_place(story=story, council=council, area=get_area_of(council, form.area.data))
    if council is not None and council != before and list_areas(council):
        flash("Saved. Now choose the ward or place, if you like.", "success")
        return redirect(url_for("story_place.place", number=number), 303)
    flash("Saved.", "success")
    return to_story(story)

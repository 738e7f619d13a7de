"""Changing a story's words and what it took; of two people at once, the second sees both and loses nothing."""

from __future__ import annotations

from flask import Blueprint, flash
from flask.typing import ResponseReturnValue

from forum.accounts.current import signed_in_person
from forum.accounts.guards import signed_in
from forum.core.text import TextRefused
from forum.stories.actions.publish import change_effort, change_words
from forum.stories.cards import path
from forum.stories.forms.story import change_words_form, effort_form
from forum.stories.models import Story
from forum.stories.views.loaders import read_own_story, to_story
from forum.web.forms import Form, form_page
from forum.web.rate_limits import limit, per_hour

blueprint = Blueprint("story_change", __name__)


@blueprint.route("/stories/<int:number>/words", methods=["GET", "POST"])
@signed_in
@limit(per_hour(120), name="change_story")
def words(number: int) -> ResponseReturnValue:
    """Reword a story; a stub becomes told."""
    story = read_own_story(number)
    form = change_words_form(story)
    if not form.validate_on_submit():
        return _page("stories/words.html", story, form)
    try:
        change_words(story=story, words=form.words(), author=signed_in_person())
    except TextRefused as refused:
        form.did.errors = [str(refused)]
        return _page("stories/words.html", story, form)
    flash("Your changes have been saved.", "success")
    return to_story(story)


@blueprint.route("/stories/<int:number>/effort", methods=["GET", "POST"])
@signed_in
@limit(per_hour(120), name="change_story")
def effort(number: int) -> ResponseReturnValue:
    """Record what it took: money, hours, people, and when."""
    story = read_own_story(number)
    form = effort_form(story)
    if not form.validate_on_submit():
        return _page("stories/effort.html", story, form)
    change_effort(story=story, effort=form.effort())
    flash("Saved.", "success")
    return to_story(story)


def _page(template: str, story: Story, form: Form) -> ResponseReturnValue:
    return form_page(template, form, story=story, back=path(story))

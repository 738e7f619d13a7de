"""Changing a story's words and what it took; of two people at once, the second sees both and loses nothing."""

from __future__ import annotations

from typing import Any

from flask import Blueprint, flash, render_template
from flask.typing import ResponseReturnValue
from wtforms import Field, SelectField

from forum.accounts.current import signed_in_person
from forum.accounts.guards import signed_in
from forum.barriers.forms.choices import label_of
from forum.core.text import TextRefused
from forum.stories.actions.telling import change_effort, change_words
from forum.stories.cards import path
from forum.stories.forms.telling import change_words_form, effort_form, effort_of, words_of
from forum.stories.models import Story
from forum.stories.views.reading import read_own_story, to_story
from forum.threads.conflicts import SAME, differences, fingerprint
from forum.web.forms import Form
from forum.web.rates import limit, per_hour

blueprint = Blueprint("story_change", __name__)

CONFLICT = 409


@blueprint.route("/stories/<int:number>/words", methods=["GET", "POST"])
@signed_in
@limit(per_hour(120), name="change_story")
def words(number: int) -> ResponseReturnValue:
    """Put a story into other words; a stub becomes told."""
    story = read_own_story(number)
    form = change_words_form(story)
    if not form.validate_on_submit():
        return _page("stories/words.html", story, form)
    between = changed_between(form, words_of(story))
    if between:
        return _page("stories/words.html", story, form, between)
    try:
        change_words(story=story, words=form.words(), author=signed_in_person())
    except TextRefused as refused:
        form.did.errors = [str(refused)]
        return _page("stories/words.html", story, form)
    flash("Your words are saved.", "success")
    return to_story(story)


@blueprint.route("/stories/<int:number>/effort", methods=["GET", "POST"])
@signed_in
@limit(per_hour(120), name="change_story")
def effort(number: int) -> ResponseReturnValue:
    """Say what it took: money, hours, people, and when."""
    story = read_own_story(number)
    form = effort_form(story)
    if not form.validate_on_submit():
        return _page("stories/effort.html", story, form)
    between = changed_between(form, effort_of(story))
    if between:
        return _page("stories/effort.html", story, form, between)
    change_effort(story=story, effort=form.effort())
    flash("Saved.", "success")
    return to_story(story)


def changed_between(form: Form, now: dict[str, Any]) -> list[dict[str, Any]]:
    """Compare what stands there now with what was typed, where somebody else changed it since the form was opened.

    The form goes back with a fresh mark: the next press saves what is in it, now that both were seen.
    """
    if form["began_with"].data in {"", None, fingerprint(now)}:
        return []
    form["began_with"].data = fingerprint(now)
    shown = []
    for name, value in now.items():
        theirs, ours = _shown(form[name], value), _shown(form[name], form[name].data)
        pieces = differences(theirs, ours)
        if any(piece.kind != SAME for piece in pieces):
            shown.append({"label": form[name].label.text, "pieces": pieces})
    return shown


def _shown(field: Field, value: object) -> str:
    """Write a value as people chose or typed it."""
    text = "" if value is None else str(value)
    return (label_of(field, text) if isinstance(field, SelectField) else "") or text


def _page(
    template: str, story: Story, form: Form, between: list[dict[str, Any]] | None = None
) -> ResponseReturnValue:
    page = render_template(template, story=story, form=form, between=between or [], back=path(story))
    return page, CONFLICT if between else (422 if form.errors else 200)

"""Adding what was learned, and the barriers that were met."""

from __future__ import annotations

from flask import Blueprint, abort, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from forum.accounts.guards import signed_in
from forum.barriers.lifecycle.labels import STATE_LABELS
from forum.barriers.lifecycle.states import State
from forum.barriers.models import Barrier
from forum.barriers.queries.similar import find_similar_here
from forum.core.db import db
from forum.core.row_ids import read_id
from forum.councils.identity import current_identity
from forum.stories.actions import additions
from forum.stories.cards import path
from forum.stories.forms.outcomes import BarrierMetForm, LessonForm
from forum.stories.models import Story
from forum.stories.views.loaders import read_own_story
from forum.stories.vocabulary import LESSON_LABELS, LessonKind
from forum.threads.similarity import Case
from forum.threads.visibility import may_read
from forum.web.choices import choices
from forum.web.forms import check_button, form_page
from forum.web.guards import open_to_suspended
from forum.web.rate_limits import limit, per_hour
from forum.web.urls import number_asked

blueprint = Blueprint("story_adding", __name__)

SHORTEST_LOOK = 3


@blueprint.route("/stories/<int:number>/lessons", methods=["GET", "POST"])
@signed_in
@limit(per_hour(120), name="change_story")
def lessons(number: int) -> ResponseReturnValue:
    """Show what was learned, and add to it."""
    story, form = read_own_story(number), LessonForm()
    if form.validate_on_submit():
        try:
            additions.add_lesson(story=story, kind=LessonKind(form.kind.data), words=form.words.data or "")
        except additions.FullError as full:
            form.words.errors = [str(full)]
        else:
            flash("Added. Is there another?", "success")
            return redirect(url_for("story_adding.lessons", number=number), 303)
    return form_page("stories/lessons.html", form, story=story, labels=LESSON_LABELS, back=path(story))


@blueprint.post("/stories/<int:number>/lessons/<int:lesson_id>/remove")
@open_to_suspended
@signed_in
@limit(per_hour(120), name="change_story")
def remove_lesson(number: int, lesson_id: int) -> ResponseReturnValue:
    """Take a lesson away."""
    story = read_own_story(number)
    _press()
    lesson = next((one for one in story.lessons if one.id == lesson_id), None) or abort(404)
    additions.remove_lesson(story=story, lesson=lesson)
    return redirect(url_for("story_adding.lessons", number=number), 303)


@blueprint.route("/stories/<int:number>/barriers", methods=["GET", "POST"])
@signed_in
@limit(per_hour(120), name="change_story")
def barriers(number: int) -> ResponseReturnValue:
    """Show which barriers were met, look for another, and say how the project got past it."""
    story, form = read_own_story(number), BarrierMetForm()
    found = _found(form)
    form.barrier.choices = choices((str(one.id), one.title) for one in found)
    looks = request.form.get("do") == "find"
    if form.validate_on_submit() and not looks:
        chosen = next((one for one in found if str(one.id) == form.barrier.data), None)
        if chosen is None:
            form.barrier.errors = ["Choose the one that it was, or look for another."]
        else:
            return _met(story, chosen, form)
    if looks and not found:
        form.find.errors = ["We found nothing with these words. Try others, or log it as a new barrier."]
    page = render_template(
        "stories/barriers.html",
        story=story,
        form=form,
        hints={str(one.id): _hint(one) for one in found},
        back=path(story),
    )
    return page, 422 if form.errors and not looks else 200


@blueprint.post("/stories/<int:number>/barriers/<int:met_id>/remove")
@open_to_suspended
@signed_in
@limit(per_hour(120), name="change_story")
def remove_barrier(number: int, met_id: int) -> ResponseReturnValue:
    """Take a barrier out of a story."""
    story = read_own_story(number)
    _press()
    met = next((one for one in story.barriers_met if one.id == met_id), None) or abort(404)
    additions.forget_barrier(story=story, met=met)
    return redirect(url_for("story_adding.barriers", number=number), 303)


def _met(story: Story, barrier: Barrier, form: BarrierMetForm) -> ResponseReturnValue:
    try:
        additions.meet_barrier(story=story, barrier=barrier, how=form.how.data or "")
    except additions.FullError as full:
        flash(str(full), "error")
    else:
        flash("Added. Is there another?", "success")
    return redirect(url_for("story_adding.barriers", number=story.id), 303)


def _found(form: BarrierMetForm) -> list[Barrier]:
    """List the barriers to choose from: the one of the address, the chosen one, and those like the words."""
    identity, words = current_identity(), form.find.data or ""
    numbers = (
        number_asked("barrier"),
        read_id(form.barrier.data),
        read_id(words.rstrip("/").rsplit("/")[-1].split("-")[0]),
    )
    named = [db.session.get(Barrier, number) for number in dict.fromkeys(numbers) if number]
    alike = find_similar_here(Case(words)) if len(words) >= SHORTEST_LOOK else []
    found = {
        one.id: one
        for one in (*named, *(one.thread for one in alike))
        if one is not None and may_read(identity, one)
    }
    asked = number_asked("barrier")
    if request.method == "GET" and asked in found:
        form.barrier.data = str(asked)
    return list(found.values())


def _hint(barrier: Barrier) -> str:
    place = barrier.council.name if barrier.council else "Council not known"
    return f"{place}. {STATE_LABELS[State(barrier.state)]}."


def _press() -> None:
    check_button()

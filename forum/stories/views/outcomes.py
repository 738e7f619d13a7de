"""Adding, changing, removing and checking the measured results of a story."""

from __future__ import annotations

from flask import Blueprint, abort, flash
from flask.typing import ResponseReturnValue

from forum.accounts.current import current_person, signed_in_person
from forum.accounts.guards import signed_in
from forum.councils.identity import Identity, current_identity
from forum.groups.queries import list_groups_of
from forum.stories.actions import outcomes as actions
from forum.stories.cards import path
from forum.stories.forms.outcomes import OutcomeForm, outcome_form
from forum.stories.models import Outcome, Story
from forum.stories.permissions import checks_as, may_check_outcome, may_uncheck_outcome
from forum.stories.queries import get_outcome, list_council_names
from forum.stories.views.loaders import read_own_story, read_story, to_story
from forum.threads.actions.attachments import store_file
from forum.threads.attachments import StoredFile
from forum.threads.evidence import FileRefusedError
from forum.web.forms import ButtonForm, check_button, form_page
from forum.web.guards import open_to_suspended
from forum.web.rate_limits import limit, per_hour
from forum.web.request_bodies import takes_files

blueprint = Blueprint("story_outcomes", __name__)

LARGEST_REQUEST = 61_000_000  # what is too large for evidence still comes, so that its form can say so
CHOOSE_AGAIN = "Choose the file again: your browser does not keep it."


@blueprint.route("/stories/<int:number>/outcomes/add", methods=["GET", "POST"])
@signed_in
@limit(per_hour(120), name="change_story")
@takes_files(LARGEST_REQUEST)
def add(number: int) -> ResponseReturnValue:
    """Add a result."""
    story, form = read_own_story(number), outcome_form(None)
    if not form.validate_on_submit():
        return _page(story, form, None)
    try:
        file = _file(form, story)
        actions.add_outcome(story=story, measured=form.measured(), person=signed_in_person(), file=file)
    except actions.TooManyOutcomesError as refused:
        form.indicator.errors = [str(refused)]
    except FileRefusedError as refused:
        form.evidence.errors = [str(refused)]
    else:
        flash("The result has been added.", "success")
        return to_story(story, "#outcomes")
    return _page(story, form, None)


@blueprint.route("/stories/<int:number>/outcomes/<int:outcome_id>", methods=["GET", "POST"])
@signed_in
@limit(per_hour(120), name="change_story")
@takes_files(LARGEST_REQUEST)
def change(number: int, outcome_id: int) -> ResponseReturnValue:
    """Correct a result."""
    story = read_own_story(number)
    outcome = get_outcome(story, outcome_id) or abort(404)
    form = outcome_form(outcome)
    if not form.validate_on_submit():
        return _page(story, form, outcome)
    try:
        file = _file(form, story)
    except FileRefusedError as refused:
        form.evidence.errors = [str(refused)]
        return _page(story, form, outcome)
    measured, person = form.measured(), signed_in_person()
    actions.change_outcome(outcome=outcome, measured=measured, person=person, file=file)
    flash("The result has been saved.", "success")
    return to_story(story, "#outcomes")


@blueprint.post("/stories/<int:number>/outcomes/<int:outcome_id>/remove")
@open_to_suspended
@signed_in
@limit(per_hour(60), name="change_story")
def remove(number: int, outcome_id: int) -> ResponseReturnValue:
    """Take a result away."""
    story = read_own_story(number)
    outcome = get_outcome(story, outcome_id) or abort(404)
    _press()
    actions.remove_outcome(outcome=outcome)
    flash("The result has been deleted.", "success")
    return to_story(story, "#outcomes")


@blueprint.route("/stories/<int:number>/outcomes/<int:outcome_id>/check", methods=["GET", "POST"])
@signed_in
@limit(per_hour(60), name="check_outcome")
def check(number: int, outcome_id: int) -> ResponseReturnValue:
    """Say, with one's name, that one has looked at a result and its evidence."""
    story, groups = read_story(number)
    outcome = get_outcome(story, outcome_id) or abort(404)
    identity = current_identity()
    if not may_check_outcome(identity, story, groups.all):
        abort(403)
    form = ButtonForm()
    if form.validate_on_submit():
        actions.check_outcome(
            outcome=outcome,
            person=signed_in_person(),
            checks_as=checks_as(identity),
            speaks_for=_speaks_for(identity),
        )
        flash("Thank you. Your name is now shown next to the result.", "success")
        return to_story(story, "#outcomes")
    return form_page(
        "stories/check_outcome.html",
        form,
        story=story,
        outcome=outcome,
        speaks_for=_speaks_for(identity),
        back=path(story),
    )


@blueprint.post("/stories/<int:number>/outcomes/<int:outcome_id>/uncheck")
@signed_in
@limit(per_hour(60), name="check_outcome")
def uncheck(number: int, outcome_id: int) -> ResponseReturnValue:
    """Take one's check back."""
    story, _ = read_story(number)
    outcome = get_outcome(story, outcome_id) or abort(404)
    if not may_uncheck_outcome(current_identity(), outcome):
        abort(403)
    _press()
    actions.uncheck_outcome(outcome=outcome, person=signed_in_person())
    flash("The check has been withdrawn.", "success")
    return to_story(story, "#outcomes")


def _press() -> None:
    check_button()


def _file(form: OutcomeForm, story: Story) -> StoredFile | None:
    upload = form.evidence.data
    if not upload or not upload.filename:
        return None
    return store_file(upload=upload, person=signed_in_person(), thread=story)


def _speaks_for(identity: Identity) -> str:
    """Return for whom somebody checks: a council they answer for, or else the first of their groups."""
    if identity.officer_of:
        return f"an officer of {list_council_names(sorted(identity.officer_of)[:1])[0]}"
    groups = list_groups_of(current_person())
    return groups[0].name if groups else ""


def _page(story: Story, form: OutcomeForm, outcome: Outcome | None) -> ResponseReturnValue:
    if (form.errors or form.between) and form.evidence.data and not form.evidence.errors:
        form.evidence.errors = [CHOOSE_AGAIN]
    return form_page("stories/outcome.html", form, story=story, outcome=outcome, back=path(story))

"""This affects us too: one short form to join a barrier; changing and taking back what one said."""

from __future__ import annotations

from typing import Any

from flask import abort, flash, redirect, request
from flask.typing import ResponseReturnValue

from forum.accounts.current import current_person
from forum.accounts.guards import signed_in
from forum.accounts.models import Person
from forum.barriers.actions.affected import (
    AlreadyCountedError,
    withdraw_affected,
)
from forum.barriers.actions.held_affected import say_affected
from forum.barriers.cards import path
from forum.barriers.forms.affected import (
    ChangeAffectedForm,
    affected_form,
    carried_over,
    change_form,
)
from forum.barriers.models import Affected, Barrier
from forum.barriers.permissions import may_add_affected, may_read_barrier, may_withdraw_affected
from forum.barriers.queries.show import find_affected, get_barrier
from forum.barriers.report_input import AFFECTED_DRAFT, DRAFT_KIND
from forum.councils.identity import current_identity
from forum.threads.holds.loaders import kept_words
from forum.threads.journeys.answers import as_typed
from forum.threads.journeys.forms import spoken_for
from forum.threads.journeys.kind import (
    Answers,
    Filling,
    Journey,
    NotReadyError,
    Published,
    Step,
    Who,
    Wording,
)
from forum.threads.journeys.opening import who_types
from forum.threads.journeys.pages import blueprint_of
from forum.threads.models import Draft
from forum.threads.queries import get_draft
from forum.web.forms import ButtonForm, Form, form_page
from forum.web.guards import open_to_suspended
from forum.web.rate_limits import limit, per_hour


class AffectedJourney(Journey):
    """From "this affects us too" to a group that is counted."""

    kind, endpoint, root = AFFECTED_DRAFT, "barrier_affected", "/barriers/<int:number>/affects-us"
    wording = Wording(
        noun="form",
        publish="Add your group",
        button="Add our group",
        promise="your group is counted",
        begin="Start again",
        receipt="Your group is counted",
    )
    steps = (Step(name="words", title="This affects us too", template="barriers/affected.html"),)
    preview_template = "barriers/_affected_preview.html"

    def before(self, **place: int) -> ResponseReturnValue | None:
        """Refuse those who may not join; lead those who joined to what they said."""
        barrier, own = _readable(place["number"])
        return _change(barrier, own) if own is not None else None

    def begin(self, **place: int) -> Answers:
        """Bring over what was typed into a report, or into this form before."""
        key, person = request.args.get("draft", ""), current_person()
        draft, carried = get_draft(key), Answers()
        if draft is not None and draft.person_id in {None, person.id if person else None}:
            carried = carried_over(draft.answers) if draft.kind == DRAFT_KIND else carried
            carried = draft.answers if draft.kind == AFFECTED_DRAFT else carried
        return {**carried, "barrier": place["number"]}

    def place(self, answers: Answers) -> dict[str, int]:
        """Return the number of the barrier."""
        return {"number": answers["barrier"]}

    def form(self, _step: str, filling: Filling) -> Form:
        """Make the one form."""
        return affected_form(filling)

    def context(self, _step: str, answers: Answers, _draft: Draft | None) -> dict[str, Any]:
        """Show which barrier it is."""
        return {"barrier": _readable(answers["barrier"])[0], "carried": "draft" in request.args}

    def preview(self, draft: Draft) -> dict[str, Any]:
        """Show what is about to be added to which barrier."""
        return {"barrier": _readable(draft.answers["barrier"])[0], "told": draft.answers}

    def title_of(self, answers: Answers) -> str:
        """Return the title of the barrier, which everybody can read."""
        return _readable(answers["barrier"])[0].title

    def publish(self, answers: Answers, person: Person) -> Published:
        """Count the group; one that is counted already is asked about beside its name."""
        barrier, _own = _readable(answers["barrier"])
        form = affected_form(Filling(Who(person), answers, csrf=False))
        form.validate()
        spoken = spoken_for(answers, council=barrier.council, person=person)
        try:
            counts = say_affected(barrier=barrier, person=person, group=spoken.group, experience=form.told())
        except AlreadyCountedError as counted:
            field = "group" if who_types().groups else "group_name"
            raise NotReadyError("words", str(counted), {field: str(counted)}) from counted
        message = "Thank you. Your group is counted." if counts else kept_words("answer")
        return Published(barrier, f"{path(barrier)}#affected", message, spoken.waits_for, waits=not counts)


blueprint = blueprint_of(AffectedJourney())


@blueprint.route("/barriers/<int:number>/affects-us/withdraw", methods=["GET", "POST"])
@open_to_suspended
@signed_in
@limit(per_hour(40), name="withdraw_affected")
def withdraw(number: int) -> ResponseReturnValue:
    """Take back that it affects us, after one question."""
    barrier, own = _readable(number)
    if own is None or not may_withdraw_affected(current_identity(), own):
        abort(403)
    form = ButtonForm()
    if form.validate_on_submit():
        withdraw_affected(affected=own)
        flash("Your group is no longer counted here.", "success")
        return redirect(path(barrier), 303)
    return form_page("barriers/affected_withdraw.html", form, barrier=barrier)


def _readable(number: int) -> tuple[Barrier, Affected | None]:
    """Read a barrier that one may join, and what one said there unless it was taken back."""
    barrier, identity = get_barrier(number), current_identity()
    if barrier is None:
        abort(404)
    found = find_affected(barrier=barrier, person_id=identity.person_id)
    own = found if found is not None and found.withdrawn_at is None else None
    if not may_read_barrier(identity, barrier, is_affected=own is not None):
        abort(404)
    if own is None and not may_add_affected(identity, barrier):
        abort(403)
    return barrier, own


def _change(barrier: Barrier, own: Affected) -> ResponseReturnValue:
    """Change what one said; of two tabs, the second sees both."""
    form = change_form(own, who_types())
    if not form.validate_on_submit():
        return _change_page(barrier, own, form)
    group = spoken_for(as_typed(form, request.form), council=barrier.council, person=own.person).group
    try:
        counts = say_affected(barrier=barrier, person=own.person, group=group, experience=form.told())
    except AlreadyCountedError as counted:
        field = form.group if form.group.choices else form.group_name
        field.errors = [str(counted)]
        return _change_page(barrier, own, form)
    flash("Your changes have been saved." if counts else kept_words("change"), "success")
    return redirect(f"{path(barrier)}#affected", 303)


def _change_page(barrier: Barrier, own: Affected, form: ChangeAffectedForm) -> ResponseReturnValue:
    return form_page("barriers/affected_change.html", form, barrier=barrier, own=own)

"""This affects us too: one short form to join, change or leave a barrier."""

from __future__ import annotations

from typing import Any

from flask import Blueprint, abort, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from forum.accounts.current import current_person, signed_in_person
from forum.accounts.guards import signed_in
from forum.accounts.link_limits import mail_confirmation
from forum.accounts.models import Person
from forum.barriers.actions.affected import AlreadyCountedError, add_affected, withdraw_affected
from forum.barriers.answers import AFFECTED_DRAFT, DRAFT_KIND
from forum.barriers.forms.affected import (
    AffectedForm,
    VisitorAffectedForm,
    affected_form,
    answers_of,
    carried_over,
)
from forum.barriers.forms.log import NEW_GROUP, NO_GROUP
from forum.barriers.forms.steps import as_typed
from forum.barriers.models import Affected, Barrier
from forum.barriers.permissions import may_add_affected, may_read_barrier, may_withdraw_affected
from forum.barriers.queries.places import read_id
from forum.barriers.queries.show import find_affected, get_barrier
from forum.councils.standing import current_standing
from forum.groups.actions import find_or_create_group
from forum.groups.models import Group
from forum.groups.queries import list_groups_of
from forum.threads.actions.drafts import close_draft, keep_answers, start_draft
from forum.threads.models import Draft
from forum.threads.queries import get_draft
from forum.web.forms import ButtonForm
from forum.web.guards import public
from forum.web.rates import limit, per_hour

blueprint = Blueprint("barrier_affected", __name__)


@blueprint.route("/barriers/<int:number>/affects-us", methods=["GET", "POST"])
@public
@limit(per_hour(40), name="add_affected")
def affects_us(number: int) -> ResponseReturnValue:
    """Join a barrier, or change what one said before; a visitor confirms by mail."""
    barrier, own = _readable(number)
    person = current_person()
    before = _before(own)
    typed = request.form if request.method == "POST" else None
    form = affected_form(before, typed=typed, groups=_groups(person), is_visitor=person is None)
    if request.method == "POST" and form.validate():
        if person is not None:
            return _join(barrier, person, form)
        return _confirm_later(barrier, form)
    return _page(barrier, form, own, failed=request.method == "POST")


@blueprint.get("/barriers/<int:number>/affects-us/<key>/check-mail")
@public
def check_mail(number: int, key: str) -> ResponseReturnValue:
    """Tell a visitor that a link waits in their mail."""
    draft = _draft(number, key)
    return render_template(
        "barriers/affected_check_mail.html",
        barrier=_readable(number)[0],
        email=draft.answers.get("email", ""),
    )


@blueprint.route("/barriers/<int:number>/affects-us/<key>/publish", methods=["GET", "POST"])
@signed_in
@limit(per_hour(40), name="add_affected")
def publish_affected(number: int, key: str) -> ResponseReturnValue:
    """The end of the mailed link: one button that adds what was typed."""
    draft, person = _draft(number, key), signed_in_person()
    barrier, _own = _readable(number)
    if draft.published_thread_id is not None or draft.person_id not in {None, person.id}:
        return redirect(f"/barriers/{number}", 303)
    button = ButtonForm()
    if button.validate_on_submit():
        form = affected_form(draft.answers, groups=(), csrf=False)
        if not form.validate():
            return redirect(url_for("barrier_affected.affects_us", number=number, draft=key), 303)
        answer = _join(barrier, person, form)
        close_draft(draft=draft, thread=barrier, person=person)
        return answer
    page = render_template(
        "barriers/affected_publish.html", form=button, barrier=barrier, told=draft.answers, key=key
    )
    return page, 422 if button.errors else 200


@blueprint.route("/barriers/<int:number>/affects-us/withdraw", methods=["GET", "POST"])
@signed_in
@limit(per_hour(40), name="withdraw_affected")
def withdraw(number: int) -> ResponseReturnValue:
    """Take back that it affects us, after one question."""
    barrier, own = _readable(number)
    if own is None or not may_withdraw_affected(current_standing(), own):
        abort(403)
    form = ButtonForm()
    if form.validate_on_submit():
        withdraw_affected(affected=own)
        flash("Your group is no longer counted here.", "success")
        return redirect(f"/barriers/{barrier.numbered_slug}", 303)
    page = render_template("barriers/affected_withdraw.html", form=form, barrier=barrier)
    return page, 422 if form.errors else 200


def _readable(number: int) -> tuple[Barrier, Affected | None]:
    barrier, standing = get_barrier(number), current_standing()
    if barrier is None:
        abort(404)
    own = find_affected(barrier=barrier, person_id=standing.person_id)
    is_affected = own is not None and own.withdrawn_at is None
    if not may_read_barrier(standing, barrier, is_affected=is_affected):
        abort(404)
    if not is_affected and not may_add_affected(standing, barrier):
        abort(403)
    return barrier, own


def _before(own: Affected | None) -> dict[str, Any]:
    """What the form begins with: what was said before, or was typed into a report or a form before."""
    if own is not None:
        return answers_of(own)
    draft = get_draft(request.args.get("draft", ""), kind=DRAFT_KIND) or get_draft(
        request.args.get("draft", ""), kind=AFFECTED_DRAFT
    )
    person = current_person()
    if draft is None or draft.person_id not in {None, person.id if person else None}:
        return {}
    return draft.answers if draft.kind == AFFECTED_DRAFT else carried_over(draft.answers)


def _join(barrier: Barrier, person: Person, form: AffectedForm) -> ResponseReturnValue:
    own = find_affected(barrier=barrier, person_id=person.id)
    try:
        add_affected(
            barrier=barrier, person=person, group=_group(form, barrier, person), experience=form.told()
        )
    except AlreadyCountedError as counted:
        field = form.group if form.group.choices else form.group_name
        field.errors = [str(counted)]
        return _page(barrier, form, own, failed=True)
    before = own is not None and own.withdrawn_at is None
    flash("Your words are changed." if before else "Thank you. Your group is counted.", "success")
    return redirect(f"/barriers/{barrier.numbered_slug}#affected", 303)


def _group(form: AffectedForm, barrier: Barrier, person: Person) -> Group | None:
    if form.group.data == NO_GROUP:
        return None
    own = next((one for one in _groups(person) if one.id == read_id(form.group.data)), None)
    if own is not None and form.group.data != NEW_GROUP:
        return own
    name = form.group_name.data
    return find_or_create_group(name=name, council=barrier.council, person=person) if name else None


def _confirm_later(barrier: Barrier, form: AffectedForm) -> ResponseReturnValue:
    assert isinstance(form, VisitorAffectedForm)  # noqa: S101  # visitors are given this form
    draft = start_draft(person=None, kind=AFFECTED_DRAFT)
    keep_answers(draft=draft, answers={**as_typed(form, request.form), "barrier": barrier.id})
    next_path = url_for("barrier_affected.publish_affected", number=barrier.id, key=draft.key)
    name, email = form.who()
    mail_confirmation(name=name, email=email, next_path=next_path)
    return redirect(url_for("barrier_affected.check_mail", number=barrier.id, key=draft.key), 303)


def _draft(number: int, key: str) -> Draft:
    draft = get_draft(key, kind=AFFECTED_DRAFT)
    if draft is None or draft.answers.get("barrier") != number:
        abort(404)
    return draft


def _page(barrier: Barrier, form: AffectedForm, own: Affected | None, *, failed: bool) -> ResponseReturnValue:
    page = render_template(
        "barriers/affected.html",
        form=form,
        barrier=barrier,
        own=own if own is not None and own.withdrawn_at is None else None,
        carried="draft" in request.args,
    )
    return page, 422 if failed else 200


def _groups(person: Person | None) -> list[Group]:
    return list(list_groups_of(person)) if person else []

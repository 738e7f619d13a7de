"""Requests about data that come on paper: the administrator hands out, puts right or erases, and the record says so."""

from __future__ import annotations

from flask import Blueprint, abort, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from forum.accounts.current import signed_in_person
from forum.accounts.guards import administrators_only, recently_confirmed
from forum.accounts.models import Person
from forum.accounts.queries import get_person, get_person_by_email
from forum.privacy.actions import correct_person, erase_person
from forum.privacy.declared import list_retention_rules
from forum.privacy.forms import PaperCorrectionForm, PaperErasureForm, PaperForm
from forum.privacy.permissions import (
    may_correct_person,
    may_download_data,
    may_erase_person,
    may_see_data_records,
)
from forum.privacy.queries import (
    count_other_administrators,
    count_own_rows,
    list_data_requests,
    list_retention_runs,
)
from forum.privacy.views.own_data import send_data
from forum.privacy.vocabulary import CHECK_LABELS, REQUEST_LABELS
from forum.web.forms import form_page
from forum.web.list_pages import links
from forum.web.rate_limits import limit, per_hour

blueprint = Blueprint("data_requests", __name__)


@blueprint.get("/people/<int:number>/data")
@administrators_only
def show(number: int) -> ResponseReturnValue:
    """Show what is kept about somebody, by numbers alone, and what can be done for them."""
    found = _person(number)
    return render_template("privacy/person.html", found=found, kept=count_own_rows(found))


@blueprint.route("/people/<int:number>/data/download", methods=["GET", "POST"])
@administrators_only
@recently_confirmed
@limit(per_hour(20), name="download_for_another")
def download(number: int) -> ResponseReturnValue:
    """Hand out somebody's data for a request on paper."""
    found, person = _person(number), signed_in_person()
    if not may_download_data(person, found):
        abort(403)
    form = PaperForm()
    if form.validate_on_submit():
        return send_data(found, form.check, by=person, asked_on=form.day)
    return form_page("privacy/paper_download.html", form, found=found)


@blueprint.route("/people/<int:number>/data/correct", methods=["GET", "POST"])
@administrators_only
@recently_confirmed
@limit(per_hour(20), name="correct_for_another")
def correct(number: int) -> ResponseReturnValue:
    """Correct somebody's name or address for a request on paper."""
    found, person = _person(number), signed_in_person()
    if not may_correct_person(person, found):
        abort(403)
    form = PaperCorrectionForm(name=found.name, email=found.email)
    if form.validate_on_submit() and _is_free(form, found):
        said = {"name": form.name.data or "", "email": form.email.data or ""}
        correct_person(person=found, by=person, asked_on=form.day, identity_check=form.check, **said)
        flash("It is put right. If the address changed, we tell the old one.", "success")
        return redirect(url_for("data_requests.show", number=number), 303)
    return form_page("privacy/paper_correct.html", form, found=found)


@blueprint.route("/people/<int:number>/data/erase", methods=["GET", "POST"])
@administrators_only
@recently_confirmed
@limit(per_hour(20), name="erase_for_another")
def erase(number: int) -> ResponseReturnValue:
    """Delete somebody's account for a request on paper."""
    found, person = _person(number), signed_in_person()
    if not may_erase_person(person, found, other_administrators=count_other_administrators(found)):
        abort(403)
    form = PaperErasureForm()
    if form.validate_on_submit():
        erase_person(
            person=found,
            takes_words=form.takes_words,
            identity_check=form.check,
            by=person,
            asked_on=form.day,
        )
        flash("The account is deleted, and the record says so.", "success")
        return redirect(url_for("data_requests.records"), 303)
    return form_page("privacy/paper_erase.html", form, found=found)


@blueprint.get("/people/records")
@administrators_only
def records() -> ResponseReturnValue:
    """Show what was done with people's data, and what the nights removed."""
    if not may_see_data_records(signed_in_person()):
        abort(403)
    page = list_data_requests(cursor=request.args.get("cursor"))
    return render_template(
        "privacy/records.html",
        requests=page.rows,
        pages=links(page, by="cursor"),
        runs=list_retention_runs(),
        rules=list_retention_rules(),
        request_labels=REQUEST_LABELS,
        check_labels=CHECK_LABELS,
    )


def _is_free(form: PaperCorrectionForm, found: Person) -> bool:
    """Return whether the address is nobody else's; says so beside the field."""
    other = get_person_by_email(form.email.data or "")
    if other is None or other.id == found.id:
        return True
    form.email.errors = ["Another account has this address."]
    return False


def _person(number: int) -> Person:
    return get_person(number) or abort(404)

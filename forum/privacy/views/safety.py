"""What the Online Safety Act asks of the operator: how people complain, and what the operator wrote down."""

from __future__ import annotations

from flask import Blueprint, abort, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from forum.accounts.current import signed_in_person
from forum.accounts.guards import administrators_only
from forum.core import clock
from forum.privacy.actions import keep_safety_record
from forum.privacy.forms import SafetyRecordForm
from forum.privacy.permissions import may_keep_safety_records
from forum.privacy.queries import list_safety_records
from forum.privacy.vocabulary import SAFETY_LABELS
from forum.web.guards import public
from forum.web.list_pages import links
from forum.web.page_cache import keep_for_visitors
from forum.web.rate_limits import limit, per_hour

blueprint = Blueprint("safety", __name__)


@blueprint.get("/about/online-safety")
@public
def online_safety() -> ResponseReturnValue:
    """Show what may not be posted, and how anybody reports, complains and appeals."""
    keep_for_visitors()
    return render_template("privacy/online_safety.html")


@blueprint.route("/people/safety-records", methods=["GET", "POST"])
@administrators_only
@limit(per_hour(30), name="keep_safety_record")
def records() -> ResponseReturnValue:
    """List what was written down for the Online Safety Act, and write down more."""
    person, form = signed_in_person(), SafetyRecordForm()
    if not may_keep_safety_records(person):
        abort(403)
    if form.validate_on_submit():
        keep_safety_record(
            person=person,
            kind=form.record_kind,
            made_on=form.made_on.data or clock.today(),
            review_on=form.review_on.data,
            words=form.words.data or "",
        )
        flash("It is written down.", "success")
        return redirect(url_for("safety.records"), 303)
    page = list_safety_records(cursor=request.args.get("cursor"))
    said = {"records": page.rows, "pages": links(page, by="cursor"), "labels": SAFETY_LABELS}
    return render_template("privacy/safety_records.html", form=form, **said), 422 if form.errors else 200


@blueprint.get("/people/safety-records/template")
@administrators_only
def template() -> ResponseReturnValue:
    """Show how an illegal content risk assessment can be written for a site like this."""
    return render_template("privacy/risk_assessment.html")

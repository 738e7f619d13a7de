"""Telling councils what was looked for in vain, when whoever looked says so."""

from __future__ import annotations

from flask import Blueprint, abort, flash, redirect
from flask.typing import ResponseReturnValue

from forum.accounts.next_paths import local_path
from forum.core.db import db
from forum.core.row_ids import read_id
from forum.councils.models import Area, Council
from forum.needs.actions import record_need
from forum.needs.forms import SOURCES, NeedForm
from forum.web.guards import public
from forum.web.rate_limits import limit, per_hour

blueprint = Blueprint("needs", __name__)


@blueprint.post("/unmet-needs")
@public
@limit(per_hour(20), name="tell_need")
def tell() -> ResponseReturnValue:
    """Keep the words and the place of a search that found nothing: its button says what is kept."""
    form = NeedForm()
    if not form.validate_on_submit():
        abort(400, "This page was open for a long time. Please go back and press the button again.")
    council, area = read_id(form.council.data), read_id(form.area.data)
    need = record_need(
        words=form.words.data or "",
        source=form.source.data if form.source.data in SOURCES else SOURCES[0],
        council=db.session.get(Council, council) if council else None,
        area=db.session.get(Area, area) if area else None,
        category=form.category.data or "",
    )
    if need is None:
        flash("There was no word in it that we could keep.", "info")
    else:
        flash("Thank you. Councils see what was looked for here, and not who looked.", "success")
    return redirect(local_path(form.back.data), 303)

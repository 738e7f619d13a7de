"""The months of a council, each at an address that stays."""

from __future__ import annotations

from http import HTTPStatus

from flask import Blueprint, abort, flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from forum.accounts.current import signed_in_person
from forum.accounts.guards import signed_in
from forum.barriers.cards import barrier_line, path
from forum.barriers.lifecycle.labels import RESPONSE_LABELS
from forum.barriers.lifecycle.responses import ResponseKind
from forum.core import clock
from forum.core.text import TextRefused
from forum.core.urls import with_host
from forum.councils.identity import current_identity
from forum.councils.models import Council
from forum.dashboards.actions import write_month_note
from forum.dashboards.engine.fact_table import Audience
from forum.dashboards.forms import LONGEST_NOTE, MonthNoteForm
from forum.dashboards.month import Month
from forum.dashboards.month_summary import MonthSummary, summarise
from forum.dashboards.output.presenters import Addresses, present_figures
from forum.dashboards.output.share_cards import council_card, share
from forum.dashboards.permissions import may_write_month_note
from forum.dashboards.queries.months import SHOWN, find_month_note, list_months
from forum.dashboards.views.council_lookup import council_or_404
from forum.web.cost_limits import costly
from forum.web.guards import public
from forum.web.page_cache import keep_for_visitors
from forum.web.rate_limits import limit, per_hour

blueprint = Blueprint("months", __name__)

NO_MONTH = "There is no such month here. Choose one from the list."


@blueprint.get("/councils/<slug>/months")
@public
def months(slug: str) -> ResponseReturnValue:
    """List the months of a council by year, the newest first."""
    keep_for_visitors()
    council = council_or_404(slug)
    this_month = Month.of(clock.today())
    years: dict[int, list[Month]] = {}
    for one in list_months(council, this_month):
        years.setdefault(one.first.year, []).append(one)
    return render_template("dashboards/months.html", council=council, years=years, this_month=this_month)


@blueprint.get("/councils/<slug>/months/<month>")
@public
@costly
def month(slug: str, month: str) -> ResponseReturnValue:
    """Show what happened at a council in one month."""
    keep_for_visitors()
    council, when = council_or_404(slug), _month(month)
    summary = summarise(council, when)
    addresses = Addresses(council, summary.filters, Audience.PUBLIC)
    return render_template(
        "dashboards/month.html",
        council=council,
        month=when,
        summary=summary,
        headline=present_figures(summary.headline, addresses),
        reported=[barrier_line(one) for one in summary.reported],
        answered=_answers(summary),
        removed=[barrier_line(one) for one in summary.removed],
        shown=SHOWN,
        previous=when.previous,
        following=when.next if when.next <= Month.of(clock.today()) else None,
        may_write=may_write_month_note(current_identity(), council),
        share=share(
            f"{council.name} in {when.name}",
            council_card(council, summary.headline, name=when.name),
            url_for("share_cards.of_month", slug=council.slug, month=str(when)),
        ),
        here=with_host(url_for(".month", slug=council.slug, month=str(when))),
    )


@blueprint.route("/councils/<slug>/months/<month>/words", methods=["GET", "POST"])
@signed_in
@limit(per_hour(30), name="month_words")
def words(slug: str, month: str) -> ResponseReturnValue:
    """Let a lead write what the council says about a month itself."""
    council, when = council_or_404(slug), _month(month)
    if not may_write_month_note(current_identity(), council):
        abort(403)
    note = find_month_note(council, when)
    form = MonthNoteForm(body=note.body if note else "")
    if form.validate_on_submit() and _saved(form, council, when):
        flash(f"The council’s statement about {when.name} has been saved.", "success")
        return redirect(url_for(".month", slug=slug, month=str(when)), 303)
    status = HTTPStatus.UNPROCESSABLE_ENTITY if form.is_submitted() else HTTPStatus.OK
    page = render_template(
        "dashboards/month_words.html", council=council, month=when, form=form, longest=LONGEST_NOTE
    )
    return page, status


def _saved(form: MonthNoteForm, council: Council, when: Month) -> bool:
    try:
        write_month_note(council=council, month=when, body=form.body.data or "", by=signed_in_person())
    except TextRefused as refused:
        form.body.errors = [str(refused)]
        return False
    return True


def _month(text: str) -> Month:
    """Read the month of an address; one to come has no page yet."""
    found = Month.read(text)
    if found is None or found > Month.of(clock.today()):
        abort(404, NO_MONTH)
    return found


def _answers(summary: MonthSummary) -> list[dict[str, object]]:
    return [
        {
            "url": path(barrier),
            "title": barrier.title,
            "label": RESPONSE_LABELS[ResponseKind(response.kind)],
            "at": response.created_at,
        }
        for response, barrier in summary.answered
    ]

"""A council's figures: their pages, their files, and the cases behind each of them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from http import HTTPStatus
from itertools import chain

from flask import Blueprint, Response, abort, render_template, request, url_for
from flask.typing import ResponseReturnValue

from forum.barriers.cards import card
from forum.core import clock
from forum.core.spreadsheets import Cell as Written
from forum.core.spreadsheets import file_name, stream_csv
from forum.core.urls import with_host
from forum.councils.identity import current_identity
from forum.dashboards.engine.fact_table import Audience
from forum.dashboards.figures.headline import headline
from forum.dashboards.figures.recurring import recurring
from forum.dashboards.figures.scope import PARAMETERS, FigureFilters, Scope, open_scope
from forum.dashboards.figures.service import list_cases
from forum.dashboards.output.chapters import CHAPTER_BY_NAME, CHAPTERS, REPORT, Chapter
from forum.dashboards.output.csv_tables import HEADLINE, csv_table
from forum.dashboards.output.presenters import COUNCIL_ONLY, GLANCE, WITH, period_words, with_args
from forum.dashboards.output.share_cards import Share, council_card, share
from forum.dashboards.permissions import may_see_council_only
from forum.dashboards.views.filter_form import FigureRequest
from forum.web.audit_notes import note_seen
from forum.web.cost_limits import costly
from forum.web.guards import public
from forum.web.list_pages import links

blueprint = Blueprint("dashboard", __name__)

NO_CHAPTER = "There is no such chapter. The figures at a glance lead to all of them."
NOTES_FILE = "-notes"
NOTES, BELOW = "notes", "below"
"""The parameter by which the notes stand in the table's own file, below a blank line."""
TOO_FEW = "So few groups are behind these figures that they are not shown."
NOT_TO_PUBLISH = "Includes cases for the council only: do not publish."


@blueprint.get("/councils/<slug>/dashboard")
@public
@costly
def dashboard(slug: str) -> ResponseReturnValue:
    """Show a council's figures at a glance; its officers may have the council-only cases counted too."""
    return _show(slug, CHAPTERS[0])


@blueprint.get("/councils/<slug>/dashboard/<chapter>")
@public
@costly
def chapter(slug: str, chapter: str) -> ResponseReturnValue:
    """Show one chapter of a council's figures, or all of them as a report."""
    if chapter not in CHAPTER_BY_NAME or chapter == GLANCE:
        abort(404, NO_CHAPTER)
    return _show(slug, CHAPTER_BY_NAME[chapter])


def _show(slug: str, chapter: Chapter) -> ResponseReturnValue:
    asked = FigureRequest(slug, chapter.name)
    if asked.errors:
        return asked.refused()
    council, addresses = asked.council, asked.addresses
    scope = open_scope(council, asked.filters, asked.audience, asked.names)
    too_few = [] if scope.shows("reported") else [TOO_FEW]
    return render_template(
        "dashboards/dashboard.html",
        council=council,
        chapter=chapter,
        chapters=[(one, replace(addresses, chapter=one.name).dashboard()) for one in CHAPTERS],
        report_url=replace(addresses, chapter=REPORT).dashboard(),
        period=period_words(scope.period),
        compared_with=f"Compared with {period_words(scope.before.period)}.",
        notices=[*asked.notices, *too_few],
        options=asked.options,
        args=addresses.kept,
        spans=asked.spans(),
        active=asked.active(),
        all_url=replace(addresses, filters=FigureFilters()).dashboard(),
        audience_switch=_audience_switch(asked),
        share=_share(scope, asked),
        here=with_host(addresses.dashboard()),
        headline_csv=addresses.table(HEADLINE),
        **{name: present(scope, addresses) for name, present in chapter.parts.items()},
    )


@blueprint.get("/councils/<slug>/dashboard/rows")
@public
@costly
def cases(slug: str) -> ResponseReturnValue:
    """List the cases behind one figure: as many as it says."""
    asked = FigureRequest(slug)
    if asked.errors:
        return asked.refused()
    figure = request.args.get("figure", "")
    found = list_cases(asked.council, asked.filters, asked.audience, figure, request.args.get("page"))
    kept = {name: value for name, value in request.args.items() if name != "page"}
    return render_template(
        "dashboards/rows.html",
        council=asked.council,
        found=found,
        period=period_words(found.period),
        notices=asked.notices,
        cards=[card(one, asked.identity) for one in found.page.rows],
        active=asked.active(),
        dashboard_url=asked.addresses.dashboard(),
        pages=links(found.page, **kept),
    )


@blueprint.get("/councils/<slug>/dashboard/<table>.csv")
@public
@costly
def table(slug: str, table: str) -> ResponseReturnValue:
    """Return one table as CSV, or the notes on it; with `bom=1` so that Excel reads its letters right."""
    asked = FigureRequest(slug)
    refusals = [*asked.errors.values(), *asked.notices]
    if refusals:
        return Response("\n".join(refusals), HTTPStatus.BAD_REQUEST, mimetype="text/plain")
    key = table.removesuffix(NOTES_FILE)
    if asked.audience != Audience.PUBLIC:
        person_id = current_identity().person_id
        note_seen("export", role="council", person_id=person_id, thing=f"council:{asked.council.id}")
    found = csv_table(open_scope(asked.council, asked.filters, asked.audience, asked.names), key)
    if found is None:
        abort(HTTPStatus.NOT_FOUND, "There is no such table.")
    head, rows, notes = found
    notes = [*notes, *_about_the_file(asked, key)]
    if table != key:
        head, rows = ["Note", "Text"], iter(notes)
    elif request.args.get(NOTES) == BELOW:
        rows = chain(rows, [[]], notes)
    written = stream_csv(head, rows, with_bom=request.args.get("bom") == "1")
    response = Response(written, mimetype="text/csv")
    name = file_name(asked.council.slug, table, clock.today())
    response.headers["Content-Disposition"] = f"attachment; filename={name}"
    response.headers["X-Robots-Tag"] = "noindex"
    return response


def _about_the_file(asked: FigureRequest, key: str) -> list[Sequence[Written]]:
    """Return whose figures a file holds, where they came from, and when."""
    council, known = asked.council, {*PARAMETERS.values(), WITH}
    args = {name: value for name, value in request.args.items() if name in known}
    address = with_host(with_args(url_for(".table", slug=council.slug, table=key), args))
    notes: list[Sequence[Written]] = [
        ["Council", council.official_name or council.name],
        ["Taken from", address],
        ["On", clock.today()],
    ]
    return [*notes, ["For officers", NOT_TO_PUBLISH]] if asked.audience is Audience.OFFICER else notes


def _audience_switch(asked: FigureRequest) -> dict[str, str] | None:
    """Offer a council's own officers the other way of counting; nobody else learns that there is one."""
    if not may_see_council_only(asked.identity, asked.council):
        return None
    if asked.audience is Audience.OFFICER:
        return {
            "words": "You are seeing all cases, including those that only the council can read. Please do not share this page.",
            "label": "Show the public figures",
            "url": asked.addresses.dashboard(**{WITH: None}),
        }
    return {
        "words": "You are seeing the public figures.",
        "label": "Include cases for the council only",
        "url": asked.addresses.dashboard(**{WITH: COUNCIL_ONLY}),
    }


def _share(scope: Scope, asked: FigureRequest) -> Share:
    """Describe the picture of the page as everybody sees it first; a narrowed page has that picture too, unspoken."""
    council = asked.council
    title = f"What gets in the way at {council.official_name or council.name}"
    path = url_for("share_cards.of_council", slug=council.slug)
    if asked.addresses.kept:
        return Share(title, f"{title}, in figures.", with_host(path))
    top = next(iter(recurring(scope).obstacles), None)
    return share(title, council_card(council, headline(scope), top=top), path)

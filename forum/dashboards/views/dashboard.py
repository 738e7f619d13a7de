"""A council's figures, and the cases behind each of them."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from urllib.parse import urlencode

from flask import Blueprint, abort, render_template, request, url_for
from flask.typing import ResponseReturnValue

from forum.barriers.cards import card
from forum.councils.identity import Identity, current_identity
from forum.councils.maps import ward_map
from forum.councils.models import Council
from forum.dashboards.figures.filters import Filters
from forum.dashboards.figures.schema import Audience, Cell, Curve, Dashboard, Silence, Table, Trend
from forum.dashboards.figures.service import list_rows, read_dashboard
from forum.dashboards.output.presenters import (
    COUNCIL_ONLY,
    WITH,
    Addresses,
    show_figures,
    show_heat,
    show_table,
)
from forum.dashboards.output.svg_charts import draw_lines, draw_steps
from forum.dashboards.output.words import HIDDEN, curve_words, period_words
from forum.dashboards.permissions import may_see_council_only
from forum.dashboards.sharing import Share, council_card, share
from forum.dashboards.views.chapters import CHAPTER_BY_NAME, CHAPTERS, GLANCE, REPORT, Chapter
from forum.dashboards.views.filter_form import (
    audience_of,
    date_errors,
    filters_asked,
    list_active,
    list_spans,
    options_of,
    refuse_dates,
)
from forum.dashboards.views.obstacle_rows import show_recurring
from forum.dashboards.views.places import council_at, cursor, whole_address
from forum.web.guards import public
from forum.web.page_cache import keep_for_visitors
from forum.web.urls import current_path

blueprint = Blueprint("dashboard", __name__)

NO_CHAPTER = "There is no such chapter. The figures at a glance lead to all of them."


@blueprint.get("/councils/<slug>/dashboard")
@public
def dashboard(slug: str) -> ResponseReturnValue:
    """Show a council's figures at a glance; its officers may have the council-only cases counted too."""
    return _show(slug, CHAPTERS[0])


@blueprint.get("/councils/<slug>/dashboard/<chapter>")
@public
def chapter(slug: str, chapter: str) -> ResponseReturnValue:
    """Show one chapter of a council's figures, or all of them as a report."""
    if chapter not in CHAPTER_BY_NAME or chapter == GLANCE:
        abort(404, NO_CHAPTER)
    return _show(slug, CHAPTER_BY_NAME[chapter])


def _show(slug: str, chapter: Chapter) -> ResponseReturnValue:
    council, identity = council_at(slug), current_identity()
    if identity.person is None:
        keep_for_visitors()
    options = options_of(council)
    asked = filters_asked(options)
    addresses = Addresses(council, asked.filters, audience_of(identity, council), chapter.name)
    errors = date_errors(asked, addresses.audience)
    if errors:
        return refuse_dates(council, options, addresses, errors)
    counted = read_dashboard(council, asked.filters, addresses.audience, options.names)
    return render_template(
        "dashboards/dashboard.html",
        council=council,
        chapter=chapter,
        chapters=[(one, replace(addresses, chapter=one.name).dashboard()) for one in CHAPTERS],
        report_url=replace(addresses, chapter=REPORT).dashboard(),
        period=period_words(counted.period),
        compared_with=f"Compared with {period_words(counted.previous)}.",
        notices=[*asked.notices, *counted.notices],
        options=options,
        args=addresses.kept,
        spans=list_spans(addresses, current_path()),
        active=list_active(options, addresses),
        all_url=Addresses(council, Filters(), addresses.audience, chapter.name).dashboard(),
        audience_switch=_switch(identity, council, addresses),
        share=_share(council, counted, addresses),
        here=whole_address(addresses.dashboard()),
        **_sections(council, counted, addresses, chapter),
    )


@blueprint.get("/councils/<slug>/dashboard/rows")
@public
def rows(slug: str) -> ResponseReturnValue:
    """List the cases behind one figure: as many as it says."""
    council, identity = council_at(slug), current_identity()
    if identity.person is None:
        keep_for_visitors()
    options = options_of(council)
    asked = filters_asked(options)
    addresses = Addresses(council, asked.filters, audience_of(identity, council))
    errors = date_errors(asked, addresses.audience)
    if errors:
        return refuse_dates(council, options, addresses, errors)
    figure = request.args.get("figure", "")
    found = list_rows(council, asked.filters, addresses.audience, figure, cursor())
    return render_template(
        "dashboards/rows.html",
        council=council,
        found=found,
        period=period_words(found.period),
        notices=asked.notices,
        cards=[card(one, identity) for one in found.page.rows],
        active=list_active(options, addresses),
        dashboard_url=addresses.dashboard(),
        pages=_pages(slug, found.page.previous, found.page.next),
    )


def _pages(slug: str, previous: str | None, following: str | None) -> dict[str, str | None]:
    """Give the addresses of the pages before and after, with what else the address holds kept."""
    kept = {name: value for name, value in request.args.items() if name != "page"}
    here = url_for(".rows", slug=slug)
    return {
        name: f"{here}?{urlencode({**kept, 'page': page})}" if page else None
        for name, page in (("newer_url", previous), ("older_url", following))
    }


def _sections(
    council: Council, counted: Dashboard, addresses: Addresses, chapter: Chapter
) -> dict[str, object]:
    """Prepare the parts that a chapter shows."""
    parts: dict[str, Callable[[], object]] = {
        "headline": lambda: show_figures(counted.headline, addresses),
        "headline_csv": lambda: addresses.table("headline"),
        "recurring": lambda: show_recurring(counted.recurring, addresses),
        "by_area": lambda: show_heat(counted.by_area, addresses),
        "by_rule_source": lambda: show_heat(counted.by_rule_source, addresses),
        "by_department": lambda: show_table(counted.by_department, addresses),
        "outcomes": lambda: _outcomes(counted.by_department, addresses),
        "wards": lambda: show_table(counted.wards, addresses),
        "map": lambda: _map(council, counted.wards),
        "trend": lambda: _trend(counted.trend, addresses),
        "times": lambda: _times(counted.time_to_removal, addresses),
        "left_out": lambda: show_table(counted.left_out, addresses),
        "silence": lambda: _silence(counted.silence, addresses),
        "unmet_needs": lambda: show_table(counted.unmet_needs, addresses),
    }
    return {name: parts[name]() for name in chapter.parts}


def _silence(silence: Silence, addresses: Addresses) -> dict[str, object]:
    tables = (silence.areas, silence.kinds, silence.shares)
    return {
        "title": silence.definition.label,
        "words": silence.definition.words,
        "tables": [show_table(one, addresses) for one in tables],
    }


def _outcomes(table: Table, addresses: Addresses) -> dict[str, object]:
    """Say of each department's reports how many are open, gone or kept; the rest is in between."""
    places = {column.key: at for at, column in enumerate(table.columns[1:])}
    rows = []
    for row in table.rows:
        reported = row.cells[places["reported"]]
        if not reported.is_suppressed:
            parts = [_whole(row.cells[places[key]]) for key in ("open", "removed", "kept")]
            rest = max(_whole(reported) - sum(parts), 0)
            rows.append((row.label, [*parts, rest], addresses.rows(reported.rows_args)))
    parts_named = ["Still open", "Removed and confirmed", "Kept, with a reason", "Otherwise answered"]
    return {"parts": parts_named, "rows": rows}


def _whole(cell: Cell) -> int:
    return int(cell.value or 0)


def _map(council: Council, wards: Table) -> object:
    """Shade the wards by the numbers of their table, whose rows are keyed by the area's number."""
    counts = {
        int(row.key): None if row.cells[0].is_suppressed else int(row.cells[0].value or 0)
        for row in wards.rows
        if row.key.isdecimal()
    }
    return ward_map(council, counts, HIDDEN)


def _trend(trend: Trend, addresses: Addresses) -> dict[str, object]:
    names = [f"{month:%b %Y}" for month in trend.months]
    drawing = draw_lines(names, [(one.label, one.values) for one in trend.series])
    ends = [f"{line.label.lower()} {line.end_words}" for line in drawing.lines if line.end_words]
    return {
        "title": trend.definition.label,
        "words": trend.definition.words,
        "sentence": f"In {names[-1]}: {', '.join(ends)}." if names and ends else "",
        "drawing": drawing,
        "shown": show_table(trend.table, addresses),
    }


def _times(curve: Curve, addresses: Addresses) -> dict[str, object]:
    longest = max((days for days, _ in curve.points), default=0)
    is_drawn = bool(curve.points) and not curve.is_suppressed
    return {
        "title": curve.definition.label,
        "words": curve.definition.words,
        "sentence": curve_words(curve),
        "drawing": draw_steps([("Not yet gone", curve.points)], max(longest, 1)) if is_drawn else None,
        "shown": show_table(curve.table, addresses),
    }


def _switch(identity: Identity, council: Council, addresses: Addresses) -> dict[str, str] | None:
    """Offer a council's own officers the other way of counting; nobody else learns that there is one."""
    if not may_see_council_only(identity, council):
        return None
    if addresses.audience is Audience.OFFICER:
        return {
            "words": "You are seeing all cases, including those that only the council can read. Please do not share this page.",
            "label": "Show the public figures",
            "url": addresses.dashboard(**{WITH: None}),
        }
    return {
        "words": "You are seeing the public figures.",
        "label": "Include cases for the council only",
        "url": addresses.dashboard(**{WITH: COUNCIL_ONLY}),
    }


def _share(council: Council, counted: Dashboard, addresses: Addresses) -> Share:
    """Describe the picture of the page as everybody sees it first; a narrowed page has that picture too, unspoken."""
    title = f"What gets in the way at {council.official_name or council.name}"
    path = url_for("share_cards.of_council", slug=council.slug)
    if addresses.kept:
        return Share(title, f"{title}, in figures.", whole_address(path))
    top = counted.recurring.obstacles[0] if counted.recurring.obstacles else None
    return share(title, council_card(council, counted.headline, top=top), path)

"""The figures of one demo council, checked by hand and written down as numbers.

The demo content is the same each time (fixed seed) on a fixed day, 23 November 2026 (tests/support/demo.py). Two
checks are independent of forum/dashboards and of each other:

- the seven figures at the top are worked out from the table of cases in tests/dashboards/wexmoor.py, which was
  written down from the cases' pages, with the working days counted on a calendar that was typed from gov.uk;
- all numbers below were counted by tests/dashboards/plain.py, which goes through the rows one by one.

When demo content changes, write the cases and the numbers down anew: the message of the failure holds them.
"""

from __future__ import annotations

from collections import Counter
from datetime import date
from statistics import median

from flask import Flask
from sqlalchemy import select

from forum.core.db import db
from forum.councils.models import Council
from forum.dashboards.engine.fact_table import Audience
from forum.dashboards.engine.snapshot_sync import find_differences, rebuild
from forum.dashboards.figures.scope import FigureFilters
from tests.dashboards.counted import count_dashboard, count_headline
from tests.dashboards.plain import Plain, local
from tests.dashboards.wexmoor import cases, working_days

TODAY = date(2026, 11, 23)

BY_HAND: dict[str, object] = {
    "open": 37,
    "open-age": 64.0,
    "groups": 71,
    "nameless": 44,
    "first-response": 8.0,
    "removed": 7,
    "kept": 8,
    "reopened": 0,
    "areas": {
        "Abbot’s Mill": 3,
        "Brindle Heath": 4,
        "Canal Side": 4,
        "Dunmere": 9,
        "Eastgate": 4,
        "Fallow Park": 2,
        "Gorse Hill": 5,
        "Ingle Green": 5,
        "Kiln Lane": 2,
        "Longshaw": 2,
        "No area named": 8,
    },
    "rule sources": {
        "law": 1,
        "national_guidance": 3,
        "council_policy": 16,
        "contract": 3,
        "insurer_or_third_party": 3,
        "custom": 18,
        "unknown": 4,
    },
    "left out": {
        "age": 11,
        "low_income": 9,
        "disability": 6,
        "carers": 3,
        "race": 3,
        "other_first_language": 3,
        "religion_belief": 2,
        "veterans": 2,
        "rural": 1,
        "sex": 1,
    },
    "met by most groups": 19,
    "open at the end of June": 16,
}


def test_the_figures_of_the_demo_are_those_that_were_counted_by_hand(demo_app: Flask) -> None:
    rebuild()
    assert find_differences() == []
    council = _wexmoor()
    dashboard = count_dashboard(council, FigureFilters(), Audience.OFFICER)
    said = _told(dashboard)
    counted = _counted_plainly(council)
    assert said == counted
    assert said == BY_HAND, str({key: said[key] for key in said if said[key] != BY_HAND[key]})


def _told(dashboard: object) -> dict[str, object]:
    figures = {one.definition.key: one.value for one in dashboard.headline}  # type: ignore[attr-defined]
    return figures | {
        "areas": {row.label: row.cells[0].value for row in dashboard.wards.rows},
        "rule sources": {
            column.key: cell.value
            for column, cell in zip(
                dashboard.by_rule_source.columns[1:-1],
                dashboard.by_rule_source.totals.cells[:-1],
                strict=True,
            )
        },
        "left out": {row.key: row.cells[0].value for row in dashboard.left_out.rows},
        "met by most groups": max(one.number_of_groups for one in dashboard.recurring.obstacles),
        "open at the end of June": next(
            row.cells[4].value for row in dashboard.trend.table.rows if row.key == "2026-06"
        ),
    }


def _counted_plainly(council: Council) -> dict[str, object]:
    plain = Plain(council, is_public=False, since=date(2025, 12, 1), until=date(2026, 11, 23))
    waits = plain.waits()
    reported = plain.reported()
    areas = Counter(one.area.name if plain.said(one, "area_id") else "No area named" for one in reported)
    sources = plain.by("rule_source")
    return {
        "open": len(plain.open()),
        "open-age": plain.open_age(),
        "groups": len(plain.groups()),
        "nameless": plain.nameless(),
        "first-response": median(waits),
        "removed": len(plain.came_to("removed")),
        "kept": len(plain.came_to("kept")),
        "reopened": len(plain.reopened()),
        "areas": dict(areas),
        "rule sources": {key[0]: count for key, count in sources.items()},
        "left out": dict(plain.left_out()),
        "met by most groups": max(plain.recurring(3, date(2025, 11, 23)).values()),
        "open at the end of June": plain.open_at_the_end_of(date(2026, 6, 1)),
    }


def test_the_cases_are_those_that_were_written_down(demo_app: Flask) -> None:
    plain = Plain(_wexmoor(), is_public=False, since=date(2025, 12, 1), until=TODAY)
    found = []
    for one in sorted(plain.barriers, key=lambda one: one.id):
        state, since = plain.stands(one)
        assert since is not None
        found.append((local(one.created_at), plain.first_word(one), since, state))
    assert found == [case[:4] for case in cases()]
    titles = [one.title for one in sorted(plain.barriers, key=lambda one: one.id)]
    assert all(title.startswith(case.title) for title, case in zip(titles, cases(), strict=True))


def test_the_figures_at_the_top_follow_from_the_cases(demo_app: Flask) -> None:
    rebuild()
    headline = count_headline(_wexmoor(), FigureFilters(), Audience.OFFICER)
    figures = {one.definition.key: (one.value, one.n) for one in headline}
    year = [case for case in cases() if date(2025, 12, 1) <= case.since]
    waits = [
        working_days(case.reported, case.first_word)
        for case in cases()
        if case.first_word and date(2025, 12, 1) <= case.first_word
    ]
    # what is said to be gone waits for groups; what they opened again waits for the council
    waiting = {"open", "acknowledged", "needs_info", "under_review", "reopened", "change_agreed"}
    ages = [(TODAY - case.reported).days for case in cases() if case.state in waiting]
    assert figures["open"][0] == len(ages) == 37
    assert figures["open-age"] == (median(ages), 37)
    assert figures["first-response"] == (median(waits), 43)
    assert len(waits) == 43
    assert figures["removed"][0] == sum(case.state == "removed" for case in year) == 7
    assert figures["kept"][0] == sum(case.state == "kept" for case in year) == 8


def _wexmoor() -> Council:
    return db.session.scalars(select(Council).where(Council.slug == "wexmoor")).one()

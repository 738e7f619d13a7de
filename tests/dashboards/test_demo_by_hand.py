"""The figures of one demo council, checked by hand and written down as numbers.

How they were checked: the demo content is the same each time (fixed seed) on a fixed day, 23 November 2026 (tests/support/demo.py). Its rows
were counted with tests/dashboards/plain.py, which goes through barriers, transitions, responses and affected one by
one and uses nothing of forum/dashboards; single cases were then followed on their pages (the two reopened or kept
ones, the longest wait) until the numbers were understood. The test holds three things against each other: the
numbers below, the plain count, and what the dashboard says. When demo content changes, the second and the third
still have to agree; then look at the new numbers, and write them down:

    python -m pytest tests/dashboards/test_demo_by_hand.py   # the message of the failure holds the new numbers
"""

from __future__ import annotations

from datetime import date
from statistics import median

from flask import Flask
from sqlalchemy import select

from forum.core.db import db
from forum.councils.models import Council
from forum.dashboards.filters import Filters
from forum.dashboards.keeping import find_differences, rebuild
from forum.dashboards.reading import read_dashboard
from forum.dashboards.shapes import Audience
from tests.dashboards.plain import Plain

BY_HAND: dict[str, object] = {
    "open": 37,
    "open-age": 64.0,
    "groups": 27,
    "first-response": 8.0,
    "removed": 7,
    "kept": 8,
    "reopened": 0,
    "areas": {
        "Abbot’s Mill": 4,
        "Brindle Heath": 5,
        "Canal Side": 4,
        "Dunmere": 9,
        "Eastgate": 5,
        "Fallow Park": 3,
        "Gorse Hill": 6,
        "Ingle Green": 6,
        "Kiln Lane": 3,
        "Longshaw": 3,
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
        "age": 10,
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
    "met by most groups": 18,
    "open at the end of June": 16,
}


def test_the_figures_of_the_demo_are_those_that_were_counted_by_hand(demo_app: Flask) -> None:
    rebuild()
    assert find_differences() == []
    council = db.session.scalars(select(Council).order_by(Council.id)).first()
    assert council is not None
    dashboard = read_dashboard(council, Filters(), Audience.OFFICER)
    said = _told(dashboard)
    counted = _counted_plainly(council)
    assert said == counted
    assert said == BY_HAND


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
            row.cells[2].value for row in dashboard.trend.table.rows if row.key == "2026-06"
        ),
    }


def _counted_plainly(council: Council) -> dict[str, object]:
    plain = Plain(council, is_public=False, since=date(2025, 12, 1), until=date(2026, 11, 23))
    waits = plain.waits()
    reported = plain.reported()
    areas = sorted({one.area.name if one.area else "No area named" for one in reported})
    sources = plain.by("rule_source")
    return {
        "open": len(plain.open()),
        "open-age": plain.open_age(),
        "groups": len(plain.groups()),
        "first-response": median(waits),
        "removed": len(plain.came_to("removed")),
        "kept": len(plain.came_to("kept")),
        "reopened": len(plain.reopened()),
        "areas": {
            name: sum((one.area.name if one.area else "No area named") == name for one in reported)
            for name in areas
        },
        "rule sources": {key[0]: count for key, count in sources.items()},
        "left out": dict(plain.left_out()),
        "met by most groups": max(plain.recurring(3, date(2025, 11, 23)).values()),
        "open at the end of June": plain.open_at_the_end_of(date(2026, 6, 1)),
    }

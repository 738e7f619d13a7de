"""Keeps one line for each council and kind of obstacle, of public cases alone: for looking across councils."""

from __future__ import annotations

from datetime import date
from typing import Any

import numpy as np
from sqlalchemy import delete, insert, select

from forum.barriers.lifecycle.states import State
from forum.core import clock
from forum.core.db import db
from forum.dashboards.engine.fact_table import Ledger, crossed, is_open, is_state
from forum.dashboards.engine.layout import Array
from forum.dashboards.engine.snapshots import open_ledger
from forum.dashboards.figures.schema import Audience
from forum.dashboards.models import ObstacleTally


def tally_council(council_id: int) -> None:
    """Write one council's lines anew, where they differ."""
    rows = _count(council_id, open_ledger(council_id, Audience.PUBLIC))
    if rows == _stored(council_id):
        return
    db.session.execute(delete(ObstacleTally).where(ObstacleTally.council_id == council_id))
    if rows:
        db.session.execute(insert(ObstacleTally), rows)


def find_tally_differences(council_id: int) -> list[tuple[str, str]]:
    """Tell whether one council's lines differ from what its packs say."""
    if _count(council_id, open_ledger(council_id, Audience.PUBLIC)) == _stored(council_id):
        return []
    return [(f"council {council_id} obstacles", "differ from its packs")]


def _count(council_id: int, ledger: Ledger) -> list[dict[str, Any]]:
    if not ledger.size:
        return []
    dimensions = [ledger.dimensions["category"], ledger.dimensions["rule_source"]]
    cells, shape = crossed(dimensions)
    number = int(np.prod(shape))
    masks = _masks(ledger)
    columns = {name: np.bincount(cells[mask], minlength=number) for name, mask in masks.items()}
    everyone = np.ones(len(ledger.index), bool)
    columns["number_of_groups"] = ledger.count_groups(everyone, cells, number)
    first, last = np.full(number, 2**31 - 1), np.zeros(number, "i8")
    np.minimum.at(first, cells, ledger.day)
    np.maximum.at(last, cells, ledger.day)
    rows = []
    for cell in np.flatnonzero(columns["number_of_barriers"]).tolist():
        category, rule_source = (
            one.values[place] for one, place in zip(dimensions, np.unravel_index(cell, shape), strict=True)
        )
        days = {
            "first_on": date.fromordinal(int(first[cell])),
            "last_on": date.fromordinal(int(last[cell])),
        }
        row = {"council_id": council_id, "category": category, "rule_source": rule_source} | days
        rows.append(row | {name: int(column[cell]) for name, column in columns.items()})
    return sorted(rows, key=_key)


def _masks(ledger: Ledger) -> dict[str, Array]:
    states, _ = ledger.stands_at(clock.today().toordinal())
    return {
        "number_of_barriers": ledger.everything(),
        "number_open": is_open(states),
        "number_removed": is_state(states, State.REMOVED),
        "number_kept": is_state(states, State.KEPT),
        "number_with_way_through": is_state(states, State.WAY_THROUGH),
    }


def _stored(council_id: int) -> list[dict[str, Any]]:
    names = [column.key for column in ObstacleTally.__table__.columns]
    stored = select(*(getattr(ObstacleTally, name) for name in names)).where(
        ObstacleTally.council_id == council_id
    )
    return sorted((dict(row) for row in db.session.execute(stored).mappings()), key=_key)


def _key(row: dict[str, Any]) -> tuple[str, str]:
    return row["category"], row["rule_source"]

"""Keeps one row for each council and kind of obstacle, of public cases alone: for looking across councils."""

from __future__ import annotations

from datetime import date
from typing import Any

import numpy as np
from sqlalchemy import delete, insert, select

from forum.barriers.lifecycle.states import State
from forum.core import clock
from forum.core.db import db
from forum.dashboards.engine.fact_table import Audience, FactTable, cross, is_open, is_state
from forum.dashboards.engine.layout import Array
from forum.dashboards.engine.snapshots import load_fact_table
from forum.dashboards.models import ObstacleTally


def update_tally(council_id: int) -> None:
    """Replace one council's rows where they differ."""
    rows = _count(council_id)
    if rows == _stored(council_id):
        return
    db.session.execute(delete(ObstacleTally).where(ObstacleTally.council_id == council_id))
    if rows:
        db.session.execute(insert(ObstacleTally), rows)


def find_tally_differences(council_id: int) -> list[tuple[str, str]]:
    """Return whether one council's rows differ from what its snapshots say."""
    if _count(council_id) == _stored(council_id):
        return []
    return [(f"council {council_id} obstacles", "differ from its snapshots")]


def _count(council_id: int) -> list[dict[str, Any]]:
    facts = load_fact_table(council_id, Audience.PUBLIC)
    categories, rule_sources = facts.dimensions["category"], facts.dimensions["rule_source"]
    cells, shape = cross([categories, rule_sources])
    number = int(np.prod(shape))
    masks = _masks(facts)
    counts = {name: np.bincount(cells[mask], minlength=number) for name, mask in masks.items()}
    everyone = np.arange(len(facts.entity))
    counts["number_of_groups"] = facts.count_groups(everyone, cells, number)
    counts["number_of_certain_groups"] = facts.count_certain_groups(everyone, cells, number)
    first, last = np.full(number, 2**31 - 1), np.zeros(number, "i8")
    np.minimum.at(first, cells, facts.day)
    np.maximum.at(last, cells, facts.day)
    rows = [
        {
            "council_id": council_id,
            "category": categories.values[cell // shape[1]],
            "rule_source": rule_sources.values[cell % shape[1]],
            "first_on": date.fromordinal(int(first[cell])),
            "last_on": date.fromordinal(int(last[cell])),
        }
        | {name: int(column[cell]) for name, column in counts.items()}
        for cell in np.flatnonzero(counts["number_of_barriers"]).tolist()
    ]
    return sorted(rows, key=_key)


def _masks(facts: FactTable) -> dict[str, Array]:
    """Return which barriers each number counts."""
    states, _ = facts.states_at(clock.today().toordinal())
    return {
        "number_of_barriers": np.ones(facts.size, bool),
        "number_open": is_open(states),
        "number_removed": is_state(states, State.REMOVED),
        "number_kept": is_state(states, State.KEPT),
        "number_with_way_through": is_state(states, State.WAY_THROUGH),
    }


def _stored(council_id: int) -> list[dict[str, Any]]:
    names = [column.key for column in ObstacleTally.__table__.columns]
    stored = select(*(getattr(ObstacleTally, name) for name in names))
    rows = db.session.execute(stored.where(ObstacleTally.council_id == council_id)).mappings()
    return sorted((dict(row) for row in rows), key=_key)


def _key(row: dict[str, Any]) -> tuple[str, str]:
    return row["category"], row["rule_source"]

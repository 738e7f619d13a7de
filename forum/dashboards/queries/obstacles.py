"""Reads the same obstacle in many councils: the rules side by side, and how somewhere it was removed. No league table."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from sqlalchemy import ColumnElement, case, func, select, tuple_
from sqlalchemy.orm import contains_eager, lazyload

from forum.barriers.lifecycle.responses import FINAL_STATES
from forum.barriers.lifecycle.states import State
from forum.barriers.models import Barrier, Response
from forum.core.db import db
from forum.councils.identity import VISITOR
from forum.councils.models import Council
from forum.dashboards.models import ObstacleTally as Tally
from forum.dashboards.privacy.suppression import MINIMUM_GROUPS
from forum.threads.visibility import readable

MOST_OBSTACLES = 150
MOST_COUNCILS = 200
MOST_RESPONSES = 30
MOST_RULES = 30
_IS_SHOWN = Tally.number_of_certain_groups >= MINIMUM_GROUPS


class Outcomes(NamedTuple):
    """In how many councils an obstacle was met, removed, got a way through, or was kept; how many times is not compared."""

    councils: int
    removed: int
    way_through: int
    kept: int

    @property
    def words(self) -> list[tuple[int, str]]:
        """What so many councils did, where any did."""
        done = [
            (self.removed, "removed it"),
            (self.way_through, "showed a way through"),
            (self.kept, "kept the rule"),
        ]
        return [(number, words) for number, words in done if number]


class ObstacleInCouncils(NamedTuple):
    """One category and rule source, wherever it was met."""

    category: str
    rule_source: str
    number_of_groups: int
    outcomes: Outcomes


class CouncilWithObstacle(NamedTuple):
    """What one council has of an obstacle; without numbers where they rest on few groups."""

    name: str
    slug: str
    tally: Tally | None


def list_obstacles(*, category: str = "", rule_source: str = "") -> list[ObstacleInCouncils]:
    """List obstacles by how many councils have them, then by groups; only what at least 5 groups met at one council."""
    groups, outcomes = func.sum(Tally.number_of_groups), _outcomes()
    query = select(Tally.category, Tally.rule_source, groups, *outcomes).where(_IS_SHOWN)
    if category:
        query = query.where(Tally.category == category)
    if rule_source:
        query = query.where(Tally.rule_source == rule_source)
    query = query.group_by(Tally.category, Tally.rule_source)
    query = query.order_by(outcomes[0].desc(), groups.desc(), Tally.category, Tally.rule_source)
    return [
        ObstacleInCouncils(category, rule_source, int(number), Outcomes(*map(int, counts)))
        for category, rule_source, number, *counts in db.session.execute(query.limit(MOST_OBSTACLES))
    ]


def list_councils_with(category: str, rule_source: str) -> list[CouncilWithObstacle]:
    """List the councils that have an obstacle, by name; numbers that rest on fewer than 5 groups are left out."""
    query = (
        select(Tally, Council.slug, Council.name)
        .join(Council, Council.id == Tally.council_id)
        .where(Tally.category == category, Tally.rule_source == rule_source)
        .order_by(Council.name, Council.id)
        .limit(MOST_COUNCILS)
    )
    return [
        CouncilWithObstacle(name, slug, tally if tally.number_of_certain_groups >= MINIMUM_GROUPS else None)
        for tally, slug, name in db.session.execute(query).tuples()
    ]


def list_responses_on(category: str, rule_source: str) -> Sequence[tuple[Response, Barrier]]:
    """List councils' newest public responses on an obstacle: what was done, the way through, why a rule stays.

    A removal is listed only when those affected confirmed it.
    """
    state = case({kind.value: state.value for kind, state in FINAL_STATES.items()}, value=Response.kind)
    query = (
        select(Response, Barrier)
        .join(Barrier, Barrier.id == Response.barrier_id)
        .join(Council, Council.id == Response.council_id)
        .where(Barrier.category == category, Barrier.rule_source == rule_source, readable(VISITOR))
        .where(Response.kind.in_([kind.value for kind in FINAL_STATES]), Barrier.state == state)
        .where(Response.taken_back_at.is_(None))
        .options(contains_eager(Response.council), lazyload(Barrier.tags))
        .order_by(Response.id.desc())
        .limit(MOST_RESPONSES)
    )
    return db.session.execute(query).tuples().all()


def list_rules(category: str, rule_source: str) -> Sequence[Barrier]:
    """List the newest public barriers of a kind in which a group wrote what the rule says, by council."""
    newest = (
        select(Barrier.id)
        .where(Barrier.category == category, Barrier.rule_source == rule_source, Barrier.rule_words != "")
        .where(readable(VISITOR), Barrier.state != State.WITHDRAWN, Barrier.council_id.is_not(None))
        .order_by(Barrier.id.desc())
        .limit(MOST_RULES)
    )
    query = (
        select(Barrier)
        .join(Barrier.council)
        .where(Barrier.id.in_(newest))
        .options(contains_eager(Barrier.council), lazyload(Barrier.tags))
        .order_by(Council.name, Barrier.id.desc())
    )
    return db.session.scalars(query).all()


def read_elsewhere(pairs: Sequence[tuple[str, str]], *, without: int) -> dict[tuple[str, str], str]:
    """Return in a sentence for each category and rule source what councils other than this one did."""
    if not pairs:
        return {}
    query = (
        select(Tally.category, Tally.rule_source, *_outcomes())
        .where(tuple_(Tally.category, Tally.rule_source).in_(pairs))
        .where(Tally.council_id != without, _IS_SHOWN)
        .group_by(Tally.category, Tally.rule_source)
    )
    return {(row[0], row[1]): _sentence(Outcomes(*row[2:])) for row in db.session.execute(query)}


def _outcomes() -> tuple[ColumnElement[int], ...]:
    """Count what Outcomes holds, in its order."""
    columns = (Tally.number_removed, Tally.number_with_way_through, Tally.number_kept)
    return func.count(Tally.council_id), *(func.sum(case((column > 0, 1), else_=0)) for column in columns)


def _sentence(outcomes: Outcomes) -> str:
    done = ", ".join(f"{number} {words}" for number, words in outcomes.words) or "none has resolved it yet"
    return f"{outcomes.councils} other {'council has' if outcomes.councils == 1 else 'councils have'} it: {done}."

"""The same obstacle in many places: the rules side by side, and how somewhere it was removed. No league table."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

from sqlalchemy import ColumnElement, case, func, select, tuple_
from sqlalchemy.orm import contains_eager

from forum.barriers.lifecycle.responses import FINAL_STATES, ResponseKind
from forum.barriers.models import Barrier, Response
from forum.barriers.vocabulary import CATEGORY_BY_CODE, RULE_SOURCE_BY_CODE
from forum.core.db import db
from forum.councils.models import Council
from forum.dashboards.figures.definitions import MINIMUM_GROUPS
from forum.dashboards.figures.schema import ObstacleEverywhere, ObstacleSomewhere, WordOn
from forum.dashboards.models import ObstacleTally as Tally
from forum.threads.models import Visibility

MOST_OBSTACLES = 150
MOST_COUNCILS = 200
MOST_WORDS = 30
_SHOWN = Tally.number_of_groups >= MINIMUM_GROUPS
_WORDS = {
    ResponseKind.CLAIM_REMOVAL: "removed",
    ResponseKind.EXPLAIN: "way-through",
    ResponseKind.DECLINE: "kept",
}


def list_obstacles(*, category: str = "", rule_source: str = "") -> list[ObstacleEverywhere]:
    """List obstacles by how many councils have them, then by groups; only what at least 5 groups met at one council."""
    councils = func.count(Tally.council_id)
    groups = func.sum(Tally.number_of_groups)
    query = select(Tally.category, Tally.rule_source, councils, groups, *_outcomes()).where(_SHOWN)
    if category:
        query = query.where(Tally.category == category)
    if rule_source:
        query = query.where(Tally.rule_source == rule_source)
    query = query.group_by(Tally.category, Tally.rule_source)
    query = query.order_by(councils.desc(), groups.desc(), Tally.category, Tally.rule_source)
    return [_everywhere(row) for row in db.session.execute(query.limit(MOST_OBSTACLES))]


def list_councils_with(category: str, rule_source: str) -> list[ObstacleSomewhere]:
    """List the councils that have an obstacle, by name; numbers that rest on fewer than 5 groups are left out."""
    query = (
        select(Tally, Council.slug, Council.name)
        .join(Council, Council.id == Tally.council_id)
        .where(Tally.category == category, Tally.rule_source == rule_source)
        .order_by(Council.name, Council.id)
        .limit(MOST_COUNCILS)
    )
    return [_somewhere(*row) for row in db.session.execute(query).tuples()]


def list_words_on(category: str, rule_source: str, *, kinds: Iterable[ResponseKind] = _WORDS) -> list[WordOn]:
    """List councils' newest public words on an obstacle: what was done, the way through, why a rule stays.

    A removal is told only when those affected confirmed it.
    """
    stands = case({kind.value: FINAL_STATES[kind].value for kind in _WORDS}, value=Response.kind)
    query = (
        select(Response, Barrier.title, Barrier.id)
        .join(Barrier, Barrier.id == Response.barrier_id)
        .join(Council, Council.id == Response.council_id)
        .where(Barrier.category == category, Barrier.rule_source == rule_source)
        .where(Barrier.visibility != Visibility.COUNCIL, Barrier.hidden_at.is_(None))
        .where(Response.kind.in_([kind.value for kind in kinds]), Barrier.state == stands)
        .where(Response.taken_back_at.is_(None))
        .options(contains_eager(Response.council))
        .order_by(Response.id.desc())
        .limit(MOST_WORDS)
    )
    return [_word(*row) for row in db.session.execute(query).tuples()]


def _word(response: Response, title: str, number: int) -> WordOn:
    return WordOn(
        kind=_WORDS[ResponseKind(response.kind)],
        council_name=response.council.name,
        title=title,
        barrier_id=number,
        html=response.body_html,
        link=response.link,
        at=response.created_at,
    )


def read_elsewhere(pairs: Sequence[tuple[str, str]], *, without: int) -> dict[tuple[str, str], str]:
    """Say in a sentence for each kind and source of rule what councils other than this one did."""
    if not pairs:
        return {}
    query = (
        select(Tally.category, Tally.rule_source, func.count(Tally.council_id), *_outcomes())
        .where(tuple_(Tally.category, Tally.rule_source).in_(pairs))
        .where(Tally.council_id != without, _SHOWN)
        .group_by(Tally.category, Tally.rule_source)
    )
    return {(row[0], row[1]): _sentence(*row[2:]) for row in db.session.execute(query)}


def _outcomes() -> list[ColumnElement[int]]:
    """Count the councils where it was removed, has a way through, or is kept: how many times is not compared."""
    columns = (Tally.number_removed, Tally.number_with_way_through, Tally.number_kept)
    return [func.sum(case((column > 0, 1), else_=0)) for column in columns]


def _everywhere(row: Any) -> ObstacleEverywhere:  # noqa: ANN401  # a row of columns
    category, rule_source, councils, groups, removed, through, kept = row
    known = CATEGORY_BY_CODE.get(category), RULE_SOURCE_BY_CODE.get(rule_source)
    return ObstacleEverywhere(
        category=category,
        category_label=known[0].label if known[0] else "Another kind",
        rule_source=rule_source,
        rule_source_label=known[1].label if known[1] else "Another source",
        number_of_councils=councils,
        number_of_groups=int(groups),
        number_removed_somewhere=int(removed),
        number_with_way_through=int(through),
        number_kept=int(kept),
    )


def _somewhere(tally: Tally, slug: str, name: str) -> ObstacleSomewhere:
    is_shown = tally.number_of_groups >= MINIMUM_GROUPS
    return ObstacleSomewhere(
        council_slug=slug,
        council_name=name,
        number_of_groups=tally.number_of_groups if is_shown else None,
        number_of_barriers=tally.number_of_barriers if is_shown else None,
        number_open=tally.number_open if is_shown else None,
        first_on=tally.first_on if is_shown else None,
        last_on=tally.last_on if is_shown else None,
        is_removed=is_shown and tally.number_removed > 0,
        has_way_through=is_shown and tally.number_with_way_through > 0,
        is_kept=is_shown and tally.number_kept > 0,
    )


def _sentence(councils: int, removed: int, through: int, kept: int) -> str:
    parts = [
        f"{number} {words}"
        for number, words in (
            (removed, "removed it"),
            (through, "showed a way through"),
            (kept, "kept the rule"),
        )
        if number
    ]
    done = ", ".join(parts) if parts else "none has resolved it yet"
    return f"{councils} other {'council has' if councils == 1 else 'councils have'} it: {done}."

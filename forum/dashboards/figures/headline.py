"""The figures at the top of a dashboard: what each counts, and which barriers are behind it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from forum.dashboards.engine.fact_table import median
from forum.dashboards.engine.layout import Array
from forum.dashboards.figures import definitions
from forum.dashboards.figures.schema import Definition, Figure
from forum.dashboards.figures.scope import Scope, kept


@dataclass(frozen=True, slots=True)
class HeadlineFigure:
    """One figure: the barriers that it rests on, and the number that it makes of them; without `measure`, how many they are."""

    definition: Definition
    population: str
    barriers: Callable[[Scope], Array]
    measure: Callable[[Scope, Array], float | None] | None = None
    n_words: str = "barriers"
    title: str = ""
    """What the list of its barriers is called, where not as the figure."""


HEADLINE = (
    HeadlineFigure(definitions.OPEN, "in-play", lambda scope: scope.open),
    HeadlineFigure(
        definitions.OPEN_AGE,
        "in-play",
        lambda scope: scope.open,
        lambda scope, mask: median(scope.period.until.toordinal() - scope.facts.day[mask]),
        "open barriers",
        definitions.OPEN.label,
    ),
    HeadlineFigure(
        definitions.GROUPS,
        "said",
        lambda scope: scope.facts.barriers_of(scope.joined),
        lambda scope, _mask: int(scope.facts.count_groups(scope.joined)[0]),
        title="Barriers that groups said affect them",
    ),
    HeadlineFigure(
        definitions.NAMELESS,
        "said",
        lambda scope: scope.facts.barriers_of(scope.joined & ~scope.facts.is_named),
        lambda scope, _mask: int(scope.facts.count_nameless(scope.joined)[0]),
        title="Barriers that groups without a name said affect them",
    ),
    HeadlineFigure(
        definitions.FIRST_RESPONSE,
        "in-play",
        lambda scope: scope.answered,
        lambda scope, mask: median(scope.facts.response_days[mask]),
        "barriers first answered",
        "First answered in these dates",
    ),
    HeadlineFigure(definitions.REMOVED, "in-play", lambda scope: scope.removed),
    HeadlineFigure(definitions.KEPT, "in-play", lambda scope: scope.kept),
    HeadlineFigure(definitions.REOPENED, "in-play", lambda scope: scope.reopened),
)


@kept
def headline(scope: Scope) -> list[Figure]:
    """Count the figures at the top, each with what it was in the council's own period before."""
    return [_count(scope, one) for one in HEADLINE]


def _count(scope: Scope, figure: HeadlineFigure) -> Figure:
    if not scope.shows(figure.population):
        return Figure(definition=figure.definition, value=None, is_suppressed=True, period=scope.period)
    value, number = _measure(scope, figure)
    return Figure(
        definition=figure.definition,
        value=value,
        n=number,
        n_words=figure.n_words,
        previous=_measure(scope.before, figure)[0] if scope.before.shows(figure.population) else None,
        cases=scope.cases(figure.definition.key),
        period=scope.period,
    )


def _measure(scope: Scope, figure: HeadlineFigure) -> tuple[float | None, int]:
    mask = figure.barriers(scope)
    number = int(mask.sum())
    return figure.measure(scope, mask) if figure.measure else number, number

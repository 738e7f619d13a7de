"""All figures of a council at once, as the tests compare them."""

from types import SimpleNamespace

from forum.councils.models import Council
from forum.dashboards.engine.fact_table import Audience
from forum.dashboards.figures.breakdowns import by_area, by_department, by_rule_source, wards
from forum.dashboards.figures.headline import headline
from forum.dashboards.figures.over_time import time_to_removal, trend
from forum.dashboards.figures.people import left_out, silence, unmet_needs
from forum.dashboards.figures.recurring import recurring
from forum.dashboards.figures.scope import FigureFilters, open_scope

FIGURES = (
    headline, by_area, by_department, by_rule_source, wards, trend, time_to_removal, left_out, silence, unmet_needs,
    recurring,
)  # fmt: skip


def count_dashboard(council: Council, filters: FigureFilters, audience: Audience) -> SimpleNamespace:
    scope = open_scope(council, filters, audience)
    figures = {figure.__name__: figure(scope) for figure in FIGURES}
    return SimpleNamespace(period=scope.period, audience=audience, **figures)


def count_headline(council: Council, filters: FigureFilters, audience: Audience) -> list:
    return headline(open_scope(council, filters, audience))

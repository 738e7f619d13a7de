"""The recurring obstacles of a council, prepared for their table."""

from __future__ import annotations

from flask import url_for

from forum.core.formatting import count, pounds
from forum.dashboards.figures.schema import Obstacle, Recurring
from forum.dashboards.output.presenters import Addresses, show_table
from forum.dashboards.output.svg_charts import draw_spark
from forum.dashboards.output.words import day_words, number_words, period_words


def show_recurring(recurring: Recurring, addresses: Addresses) -> dict[str, object]:
    """Prepare the table of what keeps coming back, and the rule it was found by."""
    rule = f"{recurring.minimum_groups} or more different groups within {recurring.months} months"
    if recurring.table.period:
        rule += f", here from {period_words(recurring.table.period)}"
    withheld = ""
    if recurring.number_withheld:
        held = count(recurring.number_withheld, "more is", "more are")
        withheld = f"{held} withheld: fewer than 5 groups met them, or such a number could be worked out."
    return {
        "words": recurring.definition.words,
        "rule": f"{rule}.",
        "withheld": withheld,
        "obstacles": [_shown(one, addresses) for one in recurring.obstacles],
        "shown": show_table(recurring.table, addresses),
    }


def _shown(one: Obstacle, addresses: Addresses) -> dict[str, object]:
    delay = ""
    if one.median_delay_days is not None:
        delay = f"Held up {number_words(one.median_delay_days)} days, the middle of {one.delay_n:,}"
    return {
        "category": one.category_label,
        "rule_source": one.rule_source_label,
        "department": one.department,
        "groups": number_words(one.number_of_groups),
        "barriers": one.number_of_barriers,
        "rows_url": addresses.rows(one.rows_args),
        "monthly": one.monthly,
        "drawn": draw_spark(one.monthly),
        "monthly_words": _monthly_words(one),
        "seen": f"{day_words(one.first_seen, short=True)} to {day_words(one.last_seen, short=True)}",
        "cost": f"{pounds(one.cost_pounds)}, given by {one.cost_n:,}" if one.cost_n else "No cost given",
        "delay": delay,
        "states": one.states,
        "elsewhere": one.elsewhere,
        "elsewhere_url": url_for(
            "obstacles.obstacle",
            category=one.category.replace("_", "-"),
            rule_source=one.rule_source.replace("_", "-"),
        ),
    }


def _monthly_words(one: Obstacle) -> str:
    half = len(one.monthly) // 2
    return f"{sum(one.monthly[:half]):,} in the first year, {sum(one.monthly[half:]):,} in the second."

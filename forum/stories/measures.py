"""What a measured result says: the change, and what a unit of it cost. Pure.

A change is worked out only where there is something to compare with: a baseline, and a method by which both were
found. Anything else would look like a measurement and be none. What one cost is the cash spent over the change, told only
where one more or one fewer means something: COST_RULE says when, in the words of the page.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal

from forum.stories.models import Outcome
from forum.stories.vocabulary import UNIT_LABELS

MOST_PER_CENT = 10_000  # beyond it a percentage says nothing that the numbers do not say better
COUNTED = {"people": "person", "events": "event or session", "groups": "group"}
"""Units of which there is one more or one fewer, with the name of one."""
SUMMED = {"kilograms": "kilogram"}
"""Units that add up but are not counted: one more has a price, one fewer has none that we could name."""
NO_COUNT = re.compile(
    r"\b(averages?|mean|median|typical|rates?|ratios?|scores?|per|percent(age)?s?)\b|%", re.IGNORECASE
)
"""Words in the name of a result, or of its unit, that say that it is no count."""
NO_UNIT_TO_COUNT = re.compile(
    r"\b(seconds?|minutes?|mins?|hours?|days?|weeks?|months?|years?|points?|stars|levels?|degrees?)\b",
    re.IGNORECASE,
)
"""Words in the name of another unit that say that it is time, or a scale."""
COST_RULE = (
    "What each one cost is all the money that the project took, divided by the change from before to after. We work it "
    "out only for what can be counted, such as people or events, and for weights that grew. We never do so for shares, "
    "averages, scores or time, where it would mean nothing. The money may have done other good too."
)
PENNY = Decimal("0.01")


@dataclass(frozen=True, slots=True)
class MeasuredChange:
    """From baseline to result: `by` in the unit of the outcome, `per_cent` of the baseline where that means something."""

    by: Decimal
    per_cent: int | None


def change_of(outcome: Outcome) -> MeasuredChange | None:
    """Work out the change; None where baseline, its date or the method was not told."""
    if outcome.baseline is None or outcome.baseline_on is None or outcome.method is None:
        return None
    by = outcome.result - outcome.baseline
    if outcome.unit == "percent" or outcome.baseline <= 0:
        return MeasuredChange(by, None)
    share = (100 * by / outcome.baseline).quantize(Decimal(1), ROUND_HALF_UP)
    return MeasuredChange(by, int(share) if abs(share) <= MOST_PER_CENT else None)


def cost_per_unit(outcome: Outcome, cash_pounds: int | None) -> Decimal | None:
    """Divide the cash spent by the size of the change, in pounds; None where that would say nothing (COST_RULE)."""
    change = change_of(outcome)
    if not cash_pounds or change is None or change.by == 0 or not _each(outcome, change):
        return None
    return (Decimal(cash_pounds) / abs(change.by)).quantize(PENNY, ROUND_HALF_UP)


def cost_in_words(outcome: Outcome, cash_pounds: int | None) -> str:
    """Return what one cost, and which way it went, as in "£12.50 for each extra person"; empty where that says nothing."""
    change, cost = change_of(outcome), cost_per_unit(outcome, cash_pounds)
    if change is None or cost is None:
        return ""
    return (
        f"£{cost:,.2f} {_each(outcome, change)}"
        if cost >= PENNY
        else "Less than 1p " + _each(outcome, change)
    )


def _each(outcome: Outcome, change: MeasuredChange) -> str:
    """Name one of what changed; empty where one of it means nothing."""
    if NO_COUNT.search(outcome.indicator) or (change.by % 1 and outcome.unit not in SUMMED):
        return ""
    if outcome.unit == "other":
        is_count = bool(outcome.unit_name) and not any(
            words.search(outcome.unit_name) for words in (NO_COUNT, NO_UNIT_TO_COUNT)
        )
        way = "more" if change.by > 0 else "fewer"
        return f"for each one {way} ({outcome.unit_name})" if is_count else ""
    if change.by > 0:
        one = COUNTED.get(outcome.unit) or SUMMED.get(outcome.unit)
        return f"per extra {one}" if one else ""
    return f"for each {COUNTED[outcome.unit]} fewer" if outcome.unit in COUNTED else ""


def unit_of(outcome: Outcome) -> str:
    """Return the words for the unit."""
    if outcome.unit == "other":
        return outcome.unit_name
    return "pounds" if outcome.unit == "pounds" else UNIT_LABELS[outcome.unit]


def amount(value: Decimal, outcome: Outcome) -> str:
    """Write an amount with its unit as people read it, as in £1,250, 12.5 % or 40 people."""
    digits = f"{abs(value):,.2f}".rstrip("0").rstrip(".") if value % 1 else f"{abs(value):,.0f}"
    sign = "−" if value < 0 else ""
    if outcome.unit == "pounds":
        return f"{sign}£{digits if not value % 1 else f'{abs(value):,.2f}'}"
    if outcome.unit == "percent":
        return f"{sign}{digits} %"
    return f"{sign}{digits} {unit_of(outcome)}"


def change_in_words(outcome: Outcome) -> str:
    """Return the change in words: "up by 12 people (40 %)"; empty where it cannot be worked out."""
    change = change_of(outcome)
    if change is None:
        return ""
    if change.by == 0:
        return "No change"
    size = amount(abs(change.by), outcome)
    if outcome.unit == "percent":
        size = size.removesuffix(" %") + " percentage points"
    share = f" ({abs(change.per_cent)} %)" if change.per_cent else ""
    return f"{'Up' if change.by > 0 else 'Down'} by {size}{share}"
